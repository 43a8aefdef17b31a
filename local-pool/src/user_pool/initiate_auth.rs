//! InitiateAuth: USER_SRP_AUTH, USER_PASSWORD_AUTH where the client allows it, REFRESH_TOKEN_AUTH where tokens do not rotate.
//! For a name that nobody has it simulates the SRP challenge, so that the answer does not tell who exists.

use serde::Deserialize;

use super::Call;
use super::error::ServiceError;
use super::get_tokens_from_refresh_token::refresh;
use super::members::{KnownClient, Parameters, present};
use super::password_claim;
use super::sign_in::{self, Answer};
use crate::config::ExplicitAuthFlow;
use crate::srp::{Identity, Verifier};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    auth_flow: Option<String>,
    auth_parameters: Option<Parameters>,
    client_id: Option<String>,
}

pub fn answer(call: &Call<'_>, input: Input) -> Result<Answer, ServiceError> {
    let flow = present(input.auth_flow, "authFlow")?;
    let known = KnownClient::find(call, input.client_id)?;
    let mut parameters = input.auth_parameters.unwrap_or_default();
    let allowed = |needed, name: &str| match known.client.allows(needed) {
        true => Ok(()),
        false => Err(ServiceError::invalid_parameter(format!("{name} flow not enabled for this client"))),
    };
    match flow.as_str() {
        "USER_SRP_AUTH" => {
            allowed(ExplicitAuthFlow::UserSrpAuth, "USER_SRP_AUTH")?;
            password_claim::challenge(call, &known, parameters)
        }
        "USER_PASSWORD_AUTH" => {
            allowed(ExplicitAuthFlow::UserPasswordAuth, "USER_PASSWORD_AUTH")?;
            password(call, &known, parameters)
        }
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
            allowed(ExplicitAuthFlow::RefreshTokenAuth, "REFRESH_TOKEN_AUTH")?;
            if known.client.rotation.is_some() {
                // With rotation only GetTokensFromRefreshToken refreshes.
                return Err(ServiceError::invalid_parameter("REFRESH_TOKEN_AUTH flow not enabled for this client"));
            }
            refresh(call, &known, &parameters.refresh_token()?)
        }
        "CUSTOM_AUTH" | "USER_AUTH" => Err(ServiceError::not_yet(&flow)),
        "ADMIN_NO_SRP_AUTH" | "ADMIN_USER_PASSWORD_AUTH" => {
            Err(ServiceError::invalid_parameter("Initiate Auth method not supported."))
        }
        _ => Err(ServiceError::constraint("authFlow", "Member must satisfy enum value set of AuthFlowType")),
    }
}

fn password(call: &Call<'_>, known: &KnownClient, mut parameters: Parameters) -> Result<Answer, ServiceError> {
    let username = parameters.username()?;
    let password = parameters.password()?;
    let user = known.in_pool(call, |pool| pool.users.get(&username).cloned())?;
    if user.is_none() && !known.client.hides_unknown_users {
        return Err(ServiceError::user_not_found());
    }
    let identity = Identity { pool_name: known.pool.name(), user: &username };
    // An unknown user costs the same arithmetic as a known one.
    let verifier = match &user {
        Some(user) => user.verifier.clone(),
        None => Verifier::decoy(identity, &known.pool.decoy_key),
    };
    match (verifier.accepts(identity, &password), user) {
        (true, Some(user)) => sign_in::complete(call, known, &user),
        _ => Err(ServiceError::wrong_credentials()),
    }
}
