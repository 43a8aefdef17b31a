//! InitiateAuth: USER_SRP_AUTH, USER_PASSWORD_AUTH where the client allows it, REFRESH_TOKEN_AUTH where tokens do not rotate.
//! For a name that nobody has it simulates the SRP challenge, so that the answer does not tell who exists.

use serde::Deserialize;

use super::complete::{Answer, complete};
use super::password_claim;
use crate::call::Call;
use crate::srp::{Identity, Verifier};
use crate::store::{Attempt, Flow};
use crate::user_pool::ServiceError;
use crate::user_pool::members::{KnownClient, Parameters, present};
use crate::user_pool::tokens::refresh;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    auth_flow: Option<String>,
    auth_parameters: Option<Parameters>,
    client_id: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Answer, ServiceError> {
    let flow = present(input.auth_flow, "authFlow")?;
    let known = KnownClient::find(call, input.client_id)?;
    let mut parameters = input.auth_parameters.unwrap_or_default();
    let allowed = |name: &str| match known.client.allows(name) {
        true => Ok(()),
        false => Err(ServiceError::invalid_parameter(format!("{name} flow not enabled for this client"))),
    };
    match flow.as_str() {
        "USER_SRP_AUTH" => {
            allowed("USER_SRP_AUTH")?;
            password_claim::challenge(call, &known, parameters)
        }
        "USER_PASSWORD_AUTH" => {
            allowed("USER_PASSWORD_AUTH")?;
            password(call, &known, parameters).await
        }
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
            allowed("REFRESH_TOKEN_AUTH")?;
            if known.client.rotation().is_some() {
                // With rotation only GetTokensFromRefreshToken refreshes.
                return Err(ServiceError::invalid_parameter("REFRESH_TOKEN_AUTH flow not enabled for this client"));
            }
            Ok(Answer::result(refresh(call, &known, &parameters.refresh_token()?).await?))
        }
        "CUSTOM_AUTH" | "USER_AUTH" => Err(ServiceError::not_yet(&flow)),
        "ADMIN_NO_SRP_AUTH" | "ADMIN_USER_PASSWORD_AUTH" => {
            Err(ServiceError::invalid_parameter("Initiate Auth method not supported."))
        }
        _ => Err(ServiceError::constraint("authFlow", "Member must satisfy enum value set of AuthFlowType")),
    }
}

async fn password(call: &Call<'_>, known: &KnownClient, mut parameters: Parameters) -> Result<Answer, ServiceError> {
    let given = parameters.username()?;
    let password = parameters.password()?;
    let user = call.store().users.find(&known.pool, &given).cloned();
    if user.is_none() && !known.client.hides_unknown_users() {
        return Err(ServiceError::user_not_found());
    }
    let username = user.as_ref().map_or(given.as_str(), |user| &user.username);
    let identity = Identity { pool_name: known.pool.short_name(), user: username };
    // An unknown user costs the same arithmetic as a known one.
    let verifier = user.as_ref().and_then(|user| user.password.clone());
    let verifier = verifier.unwrap_or_else(|| Verifier::decoy(identity, &known.pool.decoy_key));
    let attempt = Attempt::new(&known.client.id, Flow::UserPassword, &given, username);
    match (verifier.accepts(identity, &password), user) {
        (true, Some(user)) => complete(call, known, &user, attempt.with("PASSWORD")).await,
        _ => Err(ServiceError::wrong_credentials()),
    }
}
