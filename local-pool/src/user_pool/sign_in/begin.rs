//! How a sign-in begins, whichever of the two operations asked for it: the flows, who may use them, and for whom.
//! For a name that nobody has every flow goes on as if it were somebody's, unless the client wants to be told (LEGACY).

use std::sync::Arc;

use super::answering::Via;
use super::complete::Answer;
use super::next::next;
use super::{custom, device, password, password_srp, select_challenge};
use crate::call::Call;
use crate::store::{Attempt, Factor, Flow, User};
use crate::user_pool::ServiceError;
use crate::user_pool::hooks::{Asking, pre_authentication};
use crate::user_pool::members::Parameters;
use crate::user_pool::tokens::{Offer, refresh};
use crate::user_pool::{migration, secret_hash};

pub struct Beginning {
    pub via: Via,
    pub parameters: Parameters,
    /// Of ConfirmSignUp, which USER_AUTH goes on from.
    pub session: Option<String>,
    pub caller: Caller,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// InitiateAuth: anybody.
    App,
    /// AdminInitiateAuth: with AWS credentials.
    Server,
}

pub async fn begin(call: &Call<'_>, flow: &str, beginning: Beginning) -> Result<Answer, ServiceError> {
    let allowed = |name: &str| match beginning.via.known.client.allows(name) {
        true => Ok(()),
        false => Err(ServiceError::invalid_parameter(format!("{name} flow not enabled for this client"))),
    };
    match (flow, beginning.caller) {
        ("USER_SRP_AUTH", _) => {
            allowed("USER_SRP_AUTH")?;
            with_srp(call, beginning).await
        }
        ("USER_PASSWORD_AUTH", Caller::App) => {
            allowed("USER_PASSWORD_AUTH")?;
            with_password(call, beginning, Flow::UserPassword).await
        }
        ("ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH", Caller::Server) => {
            allowed("ADMIN_USER_PASSWORD_AUTH")?;
            with_password(call, beginning, Flow::AdminUserPassword).await
        }
        ("USER_AUTH", _) => {
            allowed("USER_AUTH")?;
            select_challenge::begin(call, beginning).await
        }
        ("REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN", _) => {
            allowed("REFRESH_TOKEN_AUTH")?;
            with_refresh_token(call, beginning).await
        }
        ("CUSTOM_AUTH", _) => {
            allowed("CUSTOM_AUTH")?;
            let Beginning { via, mut parameters, .. } = beginning;
            let person = Person::of(call, &via, &mut parameters, Flow::Custom).await?;
            custom::begin(call, &via, person, parameters).await
        }
        ("USER_PASSWORD_AUTH", Caller::Server) | ("ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH", Caller::App) => {
            Err(ServiceError::invalid_parameter("Initiate Auth method not supported."))
        }
        _ => Err(ServiceError::constraint("authFlow", "Member must satisfy enum value set of AuthFlowType")),
    }
}

/// Whom a sign-in is for, and its attempt.
pub struct Person {
    pub user: Option<Arc<User>>,
    pub attempt: Attempt,
}

impl Person {
    /// Looks up the name that every flow but refreshing begins with, and checks what comes along with it.
    pub async fn of(call: &Call<'_>, via: &Via, parameters: &mut Parameters, flow: Flow) -> Result<Self, ServiceError> {
        let given = parameters.username()?;
        let user = call.store().users.find(&via.known.pool, &given).cloned();
        let username = user.as_ref().map_or(given.as_str(), |user| &user.username);
        let hash = parameters.optional("SECRET_HASH");
        // The pages speak for their client, which proves itself where it gets tokens.
        if flow != Flow::ManagedLogin {
            secret_hash::check(&via.known.client, &[&given, username], hash.as_deref())?;
        }
        if user.is_none() && !via.known.client.hides_unknown_users() {
            return Err(ServiceError::user_not_found());
        }
        let attempt = match &user {
            Some(user) => Attempt::new(&via.known.client.id, flow, &given, user),
            None => Attempt::of_nobody(&via.known.client.id, flow, &given),
        };
        let known = &via.known;
        let asking = Asking::of(call, &known.pool, Some(&known.client.id), username, &via.metadata);
        pre_authentication(asking.as_ref(), user.as_deref()).await?;
        let device_key = parameters.optional("DEVICE_KEY");
        let device_key = match flow {
            // Here it is the answer as well: `next` tells.
            Flow::UserPassword | Flow::AdminUserPassword => device_key,
            _ => device::known_key(&known.pool, user.as_deref(), device_key),
        };
        Ok(Self { user, attempt: Attempt { device_key, ..attempt } })
    }
}

async fn with_srp(call: &Call<'_>, beginning: Beginning) -> Result<Answer, ServiceError> {
    let Beginning { via, mut parameters, .. } = beginning;
    let person = Person::of(call, &via, &mut parameters, Flow::UserSrp).await?;
    password_srp::ask(call, &via, person, &parameters.required("SRP_A")?)
}

async fn with_password(call: &Call<'_>, beginning: Beginning, flow: Flow) -> Result<Answer, ServiceError> {
    let Beginning { via, mut parameters, .. } = beginning;
    let password = parameters.password()?;
    if let Some(given) = parameters.peek("USERNAME").ok().map(str::to_owned) {
        migration::sign_in(call, &via.known, &given, &password, &via.metadata).await?;
    }
    let person = Person::of(call, &via, &mut parameters, flow).await?;
    let user = password::check(call, &via, &person, &password)?;
    next(call, &via, &user, person.attempt.with(Factor::Password)).await
}

async fn with_refresh_token(call: &Call<'_>, beginning: Beginning) -> Result<Answer, ServiceError> {
    let Beginning { via, mut parameters, .. } = beginning;
    if via.known.client.rotation().is_some() {
        // With rotation only GetTokensFromRefreshToken refreshes.
        return Err(ServiceError::invalid_parameter("REFRESH_TOKEN_AUTH flow not enabled for this client"));
    }
    let token = parameters.refresh_token()?;
    if via.known.client.is_confidential() {
        let owner = call.store().grants.of_token(&token).map(|grant| grant.username.clone()).unwrap_or_default();
        let sub = call.store().users.get(&via.known.pool.id, &owner).map(|user| user.sub.clone()).unwrap_or_default();
        let hash = parameters.optional("SECRET_HASH");
        secret_hash::check(&via.known.client, &[&owner, &sub], hash.as_deref())?;
    }
    let offer = Offer { token, device_key: parameters.optional("DEVICE_KEY") };
    Ok(Answer::result(refresh(call, &via.known, &offer, &via.metadata).await?))
}
