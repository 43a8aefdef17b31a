//! How a sign-in ends: tokens for a user who proved who they are; and the shape in which the operations of signing in
//! answer, a challenge or a result.

use serde::Serialize;
use serde_json::{Value, json};

use super::answering::Via;
use super::levels::{self, Reached};
use super::managed_login::{Asked, Outcome, Proven};
use crate::call::Call;
use crate::random;
use crate::store::{Attempt, Client, Factor, FirstStep, Flow, Grant, IssuedBy, RefreshToken, User, UserStatus};
use crate::tokens::{API_SCOPE, Subject, TokenClaims, TokenPair};
use crate::triggers::pre_token_generation::Source;
use crate::user_pool::ServiceError;
use crate::user_pool::devices::{self, NewDevice};
use crate::user_pool::hooks::{Asking, post_authentication, pre_token_generation};
use crate::user_pool::members::KnownClient;
use crate::user_pool::messages::ClientMetadata;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_result: Option<AuthenticationResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    available_challenges: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_name: Option<&'static str>,
    challenge_parameters: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// At managed login: who it is, in place of tokens. It goes out to nobody.
    #[serde(skip)]
    proven: Option<Proven>,
}

impl Answer {
    pub fn challenge(name: &'static str, parameters: Value, session: String) -> Self {
        Self {
            authentication_result: None,
            available_challenges: None,
            challenge_name: Some(name),
            challenge_parameters: parameters,
            session: Some(session),
            proven: None,
        }
    }

    /// Tells along with a challenge of USER_AUTH what else could have been chosen.
    pub fn offering(self, offered: &[FirstStep]) -> Self {
        let names = offered.iter().map(|step| step.name()).collect();
        Self { available_challenges: self.challenge_name.map(|_| names), ..self }
    }

    pub fn result(result: AuthenticationResult) -> Self {
        Self {
            authentication_result: Some(result),
            available_challenges: None,
            challenge_name: None,
            challenge_parameters: json!({}),
            session: None,
            proven: None,
        }
    }

    fn proven(proven: Proven) -> Self {
        Self {
            authentication_result: None,
            available_challenges: None,
            challenge_name: None,
            challenge_parameters: json!({}),
            session: None,
            proven: Some(proven),
        }
    }

    /// For the pages of managed login, where a sign-in ends in a proof.
    pub fn into_outcome(self) -> Result<Outcome, ServiceError> {
        let Self { challenge_name, challenge_parameters, session, available_challenges, proven, .. } = self;
        match (proven, challenge_name, session, challenge_parameters) {
            (Some(proven), ..) => Ok(Outcome::Proven(Box::new(proven))),
            (None, Some(name), Some(session), Value::Object(parameters)) => Ok(Outcome::Challenge(Asked {
                name,
                parameters,
                session,
                available: available_challenges.unwrap_or_default(),
            })),
            _ => Err(ServiceError::internal()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthenticationResult {
    access_token: String,
    expires_in: i64,
    id_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_device_metadata: Option<NewDevice>,
}

impl AuthenticationResult {
    pub fn new(tokens: TokenPair, refresh_token: Option<RefreshToken>, client: &Client) -> Self {
        Self {
            access_token: tokens.access_token,
            expires_in: client.access_token().whole_seconds(),
            id_token: tokens.id_token,
            refresh_token: refresh_token.map(|RefreshToken(text)| text),
            token_type: "Bearer",
            new_device_metadata: None,
        }
    }

    fn on(self, new_device: Option<NewDevice>) -> Self {
        Self { new_device_metadata: new_device, ..self }
    }
}

pub async fn complete(call: &Call<'_>, via: &Via, user: &User, attempt: Attempt) -> Result<Answer, ServiceError> {
    may_sign_in(user)?;
    let source = match () {
        () if attempt.has(Factor::NewPassword) => Source::NewPasswordChallenge,
        () if attempt.has(Factor::Device) => Source::AuthenticateDevice,
        () => Source::Authentication,
    };
    let pool = &via.known.pool;
    // At managed login there is no device: its pages keep no secret.
    let is_tracked = devices::is_tracked(pool) && attempt.flow != Flow::ManagedLogin;
    let device_key = attempt.device_key.clone().filter(|_| is_tracked);
    devices::check_known(pool, Some(user), device_key.as_deref())?;
    let new_device = (is_tracked && device_key.is_none()).then(|| NewDevice::new(pool, user, call.random));
    let Reached { acr, amr } = levels::reached(pool, &attempt)?;
    let known = &via.known;
    let asking = Asking::of(call, pool, Some(&known.client.id), &user.username, &via.metadata);
    post_authentication(asking.as_ref(), user, new_device.is_some()).await?;
    let factors = attempt.proven.iter().map(|factor| factor.name().to_owned()).collect();
    if attempt.flow == Flow::ManagedLogin {
        return Ok(Answer::proven(Proven { user: user.clone(), factors, device_key: attempt.device_key }));
    }
    let grant = Grant {
        origin_jti: random::uuid(call.random),
        event_id: random::uuid(call.random),
        pool_id: via.known.pool.id.clone(),
        client_id: via.known.client.id.clone(),
        username: user.username.clone(),
        auth_time: call.now,
        expires: call.now + via.known.client.refresh_token(),
        scopes: vec![API_SCOPE.to_owned()],
        issued_by: IssuedBy::Api,
        device_key: device_key.clone().or_else(|| new_device.as_ref().map(|device| device.key.clone())),
        last_used: call.now,
        factors,
        sso: None,
        acr,
        amr,
    };
    let refresh_token = RefreshToken::new(call.random);
    let tokens = issue(call, known, user, &grant, Issuing { source, metadata: &via.metadata, nonce: None }).await?;
    let mut store = call.store();
    store.add_grant(grant, &refresh_token, call.now);
    if let Some(key) = device_key {
        store.users.update(&pool.id, &user.username, |user| {
            if let Some(device) = user.devices.get_mut(&key) {
                device.last_used = call.now;
            }
        });
    }
    Ok(Answer::result(AuthenticationResult::new(tokens, Some(refresh_token), &known.client).on(new_device)))
}

/// Why tokens are made, as pre token generation is told, and what goes into them besides.
#[derive(Clone, Copy)]
pub struct Issuing<'a> {
    pub source: Source,
    pub metadata: &'a ClientMetadata,
    /// Of a sign-in at managed login.
    pub nonce: Option<&'a str>,
}

/// The tokens of a grant, new ones each time.
pub async fn issue(
    call: &Call<'_>,
    known: &KnownClient,
    user: &User,
    grant: &Grant,
    issuing: Issuing<'_>,
) -> Result<TokenPair, ServiceError> {
    let KnownClient { pool, client } = known;
    let groups = call.store().groups_of(user);
    let subject = Subject { pool, client, user, groups: &groups, grant, nonce: issuing.nonce };
    let mut claims = TokenClaims::new(subject, call.now, call.random);
    let asking = Asking::of(call, pool, Some(&client.id), &user.username, issuing.metadata);
    let scopes = &grant.scopes;
    pre_token_generation(asking.as_ref(), issuing.source, user, &groups, scopes, &mut claims).await?;
    let keys = call.keys(&pool.id).map_err(|_| ServiceError::internal())?;
    Ok(TokenPair::sign(&keys, claims))
}

/// Asked after the password was proven: a stranger does not learn the state of an account.
pub fn may_sign_in(user: &User) -> Result<(), ServiceError> {
    if !user.enabled {
        return Err(ServiceError::user_disabled());
    }
    match user.status {
        UserStatus::Confirmed | UserStatus::ExternalProvider | UserStatus::ForceChangePassword => Ok(()),
        UserStatus::Unconfirmed => Err(ServiceError::user_not_confirmed()),
        UserStatus::ResetRequired => Err(ServiceError::password_reset_required()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;

    #[test]
    fn only_an_enabled_and_confirmed_user_may_sign_in() {
        let user = |status, enabled| {
            let made = User::new("us-east-1_P", "ada".into(), "sub".into(), Instant::from_seconds(0));
            User { status, enabled, ..made }
        };
        let refusal = |status, enabled| may_sign_in(&user(status, enabled)).err();
        assert_eq!(refusal(UserStatus::Confirmed, true), None);
        assert_eq!(refusal(UserStatus::Unconfirmed, true), Some(ServiceError::user_not_confirmed()));
        assert_eq!(refusal(UserStatus::ResetRequired, true), Some(ServiceError::password_reset_required()));
        for status in [UserStatus::Confirmed, UserStatus::Unconfirmed, UserStatus::ResetRequired] {
            assert_eq!(refusal(status, false), Some(ServiceError::user_disabled()), "{status:?}");
        }
    }
}
