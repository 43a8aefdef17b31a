//! How a sign-in ends: tokens for a user who proved who they are; and the shape in which InitiateAuth and
//! RespondToAuthChallenge answer, a challenge or a result.

use serde::Serialize;
use serde_json::{Value, json};

use super::Call;
use super::error::ServiceError;
use super::members::KnownClient;
use crate::config::UserStatus;
use crate::random;
use crate::store::{Grant, RefreshToken, User};
use crate::tokens::TokenPair;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_result: Option<AuthenticationResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_name: Option<&'static str>,
    challenge_parameters: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

impl Answer {
    pub fn challenge(name: &'static str, parameters: Value, session: String) -> Self {
        Self {
            authentication_result: None,
            challenge_name: Some(name),
            challenge_parameters: parameters,
            session: Some(session),
        }
    }

    pub fn result(result: AuthenticationResult) -> Self {
        Self {
            authentication_result: Some(result),
            challenge_name: None,
            challenge_parameters: json!({}),
            session: None,
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
}

impl AuthenticationResult {
    pub fn new(tokens: TokenPair, refresh_token: Option<RefreshToken>) -> Self {
        Self {
            access_token: tokens.access_token,
            expires_in: tokens.expires_in,
            id_token: tokens.id_token,
            refresh_token: refresh_token.map(|RefreshToken(text)| text),
            token_type: "Bearer",
        }
    }
}

pub fn complete(call: &Call<'_>, known: &KnownClient, user: &User) -> Result<Answer, ServiceError> {
    may_sign_in(user)?;
    let grant = Grant {
        origin_jti: random::uuid(call.random),
        event_id: random::uuid(call.random),
        client_id: known.client.id.clone(),
        username: user.username.clone(),
        auth_time: call.now,
        expires: call.now + known.client.refresh_token,
    };
    let refresh_token = RefreshToken::new(call.random);
    let tokens = TokenPair::issue(&known.pool, &known.client, user, &grant, call.now, call.random);
    known.in_pool(call, |pool| pool.grants.add(grant, &refresh_token, call.now))?;
    Ok(Answer::result(AuthenticationResult::new(tokens, Some(refresh_token))))
}

/// Asked after the password was proven: a stranger does not learn the state of an account.
pub fn may_sign_in(user: &User) -> Result<(), ServiceError> {
    if !user.enabled {
        return Err(ServiceError::user_disabled());
    }
    match user.status {
        UserStatus::Confirmed => Ok(()),
        UserStatus::Unconfirmed => Err(ServiceError::user_not_confirmed()),
        UserStatus::ResetRequired => Err(ServiceError::password_reset_required()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, DEMO};
    use crate::random::Counter;
    use crate::srp::Identity;

    #[test]
    fn only_an_enabled_and_confirmed_user_may_sign_in() {
        let config = Config::parse(DEMO).unwrap();
        let user = |status, enabled| {
            let made = User::new(&config.users[0], Identity { pool_name: "P", user: "ada" }, &Counter::default());
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
