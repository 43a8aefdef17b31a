//! The members of inputs that several operations share, read once into types that hold only what the model allows.
//! Whatever is sent, these answer with a value or with InvalidParameterException.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::error::ServiceError;
use crate::call::Call;
use crate::secret::Secret;
use crate::store::{Client, Grant, Pool, RefreshToken, User};
use crate::tokens::{self, AccessClaims, BadToken};

/// AuthParameters and ChallengeResponses. A null counts as absent.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub struct Parameters(BTreeMap<String, Option<String>>);

impl Parameters {
    /// With a user name and nothing else.
    pub fn named(username: &str) -> Self {
        Self(BTreeMap::from([("USERNAME".to_owned(), Some(username.to_owned()))]))
    }

    pub fn required(&mut self, name: &str) -> Result<String, ServiceError> {
        self.0.remove(name).flatten().ok_or_else(|| ServiceError::missing_parameter(name))
    }

    /// Whether it is there, without taking it.
    pub fn peek(&self, name: &str) -> Result<&str, ServiceError> {
        self.0.get(name).and_then(Option::as_deref).ok_or_else(|| ServiceError::missing_parameter(name))
    }

    pub fn optional(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).flatten()
    }

    /// Those whose names begin so, without the prefix.
    pub fn prefixed(&self, prefix: &str) -> BTreeMap<String, String> {
        let named = self.0.iter().filter_map(|(name, value)| Some((name.strip_prefix(prefix)?, value.as_ref()?)));
        named.map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    pub fn username(&mut self) -> Result<String, ServiceError> {
        let username = self.required("USERNAME")?;
        let fits = (1..=128).contains(&username.chars().count());
        fits.then_some(username).ok_or_else(|| ServiceError::constraint("username", "Member must have length 1 to 128"))
    }

    pub fn password(&mut self) -> Result<Secret<String>, ServiceError> {
        let password = self.required("PASSWORD")?;
        let fits = (1..=256).contains(&password.chars().count());
        fits.then_some(Secret::new(password))
            .ok_or_else(|| ServiceError::constraint("password", "Member must have length 1 to 256"))
    }

    pub fn refresh_token(&mut self) -> Result<RefreshToken, ServiceError> {
        refresh_token(Some(self.required("REFRESH_TOKEN")?), "refreshToken")
    }
}

/// A client that exists, and its pool.
#[derive(Clone, Debug)]
pub struct KnownClient {
    pub pool: Arc<Pool>,
    pub client: Arc<Client>,
}

impl KnownClient {
    pub fn find(call: &Call<'_>, client_id: Option<String>) -> Result<Self, ServiceError> {
        let id = present(client_id, "clientId")?;
        if !(1..=128).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'+') {
            return Err(ServiceError::constraint(
                "clientId",
                r"Member must satisfy regular expression pattern: [\w+]+",
            ));
        }
        let store = call.store();
        let client = store.client(&id).ok_or_else(|| ServiceError::client_not_found(&id))?;
        let pool = store.pool(&client.pool_id).ok_or_else(|| ServiceError::client_not_found(&id))?;
        Ok(Self { pool, client })
    }

    /// For the Admin operations, which name the pool as well.
    pub fn find_in(call: &Call<'_>, pool_id: Option<String>, client_id: Option<String>) -> Result<Self, ServiceError> {
        let pool_id = present(pool_id, "userPoolId")?;
        if call.store().pool(&pool_id).is_none() {
            return Err(ServiceError::pool_not_found(&pool_id));
        }
        let known = Self::find(call, client_id)?;
        if known.pool.id != pool_id {
            return Err(ServiceError::client_not_found(&known.client.id));
        }
        Ok(known)
    }

    /// The secret itself, which the operations without a user name take.
    pub fn check_secret(&self, secret: Option<&str>) -> Result<(), ServiceError> {
        let id = &self.client.id;
        let Some(secret) = secret.filter(|_| self.client.is_confidential()) else {
            return match self.client.is_confidential() {
                true => Err(ServiceError::not_authorized(format!(
                    "Client {id} is configured for secret but secret was not received"
                ))),
                false => Ok(()),
            };
        };
        // Compared as digests: how long a comparison takes tells nothing of the secret.
        let digest = Sha256::digest(secret);
        match self.client.secrets.iter().any(|held| Sha256::digest(held.secret.expose()) == digest) {
            true => Ok(()),
            false => Err(ServiceError::not_authorized(format!("Unable to verify secret hash for client {id}"))),
        }
    }
}

/// The user behind an access token that counts now.
#[derive(Debug)]
pub struct SignedInUser {
    pub pool: Arc<Pool>,
    pub user: Arc<User>,
    /// The sign-in that the token comes from.
    pub grant: Grant,
    pub claims: AccessClaims,
}

impl SignedInUser {
    pub fn authorize(call: &Call<'_>, access_token: Option<String>) -> Result<Self, ServiceError> {
        let token = present(access_token, "accessToken")?;
        token_pattern(&token, "accessToken")?;
        let invalid = || ServiceError::not_authorized("Invalid Access Token");
        let pool_id = tokens::claimed_pool_id(&token).ok_or_else(invalid)?;
        let pool = call.store().pool(&pool_id).ok_or_else(invalid)?;
        let keys = call.keys(&pool_id).map_err(|_| ServiceError::internal())?;
        let claims = tokens::read_access_token(&pool, &keys, &token, call.now).map_err(|bad| match bad {
            BadToken::Invalid => invalid(),
            BadToken::Expired => ServiceError::not_authorized("Access Token has expired"),
        })?;
        if !claims.scope.split(' ').any(|scope| scope == tokens::API_SCOPE) {
            return Err(ServiceError::not_authorized("Access Token does not have required scopes"));
        }
        let store = call.store();
        let revoked = || ServiceError::not_authorized("Access Token has been revoked");
        let grant = store.grants.by_origin(&claims.origin_jti).cloned().ok_or_else(revoked)?;
        let user = store.users.get(&pool_id, &claims.username).cloned().ok_or_else(ServiceError::user_not_found)?;
        if !user.enabled {
            return Err(ServiceError::user_disabled());
        }
        Ok(Self { pool, user, grant, claims })
    }
}

pub fn present<T>(value: Option<T>, member: &str) -> Result<T, ServiceError> {
    value.ok_or_else(|| ServiceError::constraint(member, "Member must not be null"))
}

pub fn refresh_token(token: Option<String>, member: &str) -> Result<RefreshToken, ServiceError> {
    let token = present(token, member)?;
    token_pattern(&token, member)?;
    Ok(RefreshToken(token))
}

fn token_pattern(token: &str, member: &str) -> Result<(), ServiceError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=' | b'.');
    if token.is_empty() || !token.bytes().all(fits) {
        let pattern = "Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+";
        return Err(ServiceError::constraint(member, pattern));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(json: &str) -> Parameters {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_null_parameter_counts_as_absent() {
        for json in ["{}", r#"{"USERNAME":null}"#, r#"{"username":"ada"}"#] {
            let missing = ServiceError::missing_parameter("USERNAME");
            assert_eq!(parameters(json).username(), Err(missing), "{json}");
        }
        assert_eq!(parameters(r#"{"USERNAME":"ada","OTHER":"x"}"#).username(), Ok("ada".to_owned()));
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        let longest = "é".repeat(128);
        assert_eq!(parameters(&format!(r#"{{"USERNAME":"{longest}"}}"#)).username(), Ok(longest.clone()));
        assert!(parameters(&format!(r#"{{"USERNAME":"{longest}x"}}"#)).username().is_err());
        assert!(parameters(r#"{"PASSWORD":""}"#).password().is_err());
        assert!(parameters(&format!(r#"{{"PASSWORD":"{longest}{longest}"}}"#)).password().is_ok());
        assert!(parameters(&format!(r#"{{"PASSWORD":"{longest}{longest}x"}}"#)).password().is_err());
    }

    #[test]
    fn a_token_has_the_characters_that_the_model_allows() {
        for good in ["a", "A-z_0=.", "a.b.c.d.e"] {
            assert!(token_pattern(good, "token").is_ok(), "{good}");
        }
        for bad in ["", " ", "a b", "a/b", "a+b", "ä", "a\n"] {
            assert!(token_pattern(bad, "token").is_err(), "{bad:?}");
        }
    }
}
