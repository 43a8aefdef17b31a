//! A signed-in session in memory, and when its access token is due, given `now`.
//!
//! A session says how long its tokens live from the moment they arrived, so a wrong clock does not sign anybody out.
//! Whoever holds a `Session` decides where it lives; nothing here is ever written to storage.

use crate::error::Result;
use crate::protocol::jwt::claims::User;
use crate::protocol::user_pool::authentication_result::AuthenticationResult;
use crate::secret::Secret;
use alloc::string::String;

/// Milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnixMillis(pub u64);

/// A token is renewed this long before it ends, so that a request that carries it arrives in time.
const MARGIN_MILLIS: u64 = 30_000;

/// The tokens of one sign-in, and whom they are about.
#[derive(Clone, Debug)]
pub struct Session {
    access_token: Secret<String>,
    id_token: Secret<String>,
    refresh_token: Option<Secret<String>>,
    /// The device that it was begun on, where the pool tracks devices: refreshing names it.
    device_key: Option<String>,
    user: User,
    received: UnixMillis,
    lifetime_millis: u64,
}

impl Session {
    /// A session from the service's answer, which arrived at `now`.
    ///
    /// # Errors
    /// `unexpected_reply` where the ID token cannot be read.
    #[inline(never)]
    pub fn new(result: AuthenticationResult, now: UnixMillis) -> Result<Self> {
        Ok(Self {
            user: User::from_id_token(&result.id_token)?,
            access_token: result.access_token,
            id_token: result.id_token,
            refresh_token: result.refresh_token,
            device_key: result.new_device.map(|device| device.key),
            received: now,
            lifetime_millis: result.expires_in_seconds.saturating_mul(1000),
        })
    }

    /// The session after a refresh: fresh tokens; the old refresh token stays good where no new one came.
    ///
    /// # Errors
    /// `unexpected_reply` where the new tokens are about somebody else.
    pub fn renewed(&self, result: AuthenticationResult, now: UnixMillis) -> Result<Self> {
        let mut next = Self::new(result, now)?;
        if next.user.subject() != self.user.subject() {
            return Err(crate::error::Error::new(
                crate::error::ErrorCode::UnexpectedReply,
                "The refreshed tokens belong to another user, so they were not taken. Sign in again.",
            ));
        }
        if next.refresh_token.is_none() {
            next.refresh_token.clone_from(&self.refresh_token);
        }
        if next.device_key.is_none() {
            next.device_key.clone_from(&self.device_key);
        }
        Ok(next)
    }

    /// Whether the access token has ended or is about to.
    #[must_use]
    pub const fn is_due(&self, now: UnixMillis) -> bool {
        // A short-lived token (five minutes is Cognito's least) keeps a margin that fits it.
        let margin = if self.lifetime_millis / 4 < MARGIN_MILLIS { self.lifetime_millis / 4 } else { MARGIN_MILLIS };
        // A clock that was set back makes the age unknowable: then it is due.
        now.0 < self.received.0 || now.0 - self.received.0 >= self.lifetime_millis.saturating_sub(margin)
    }

    /// The token for the app's own API.
    #[must_use]
    pub const fn access_token(&self) -> &Secret<String> {
        &self.access_token
    }

    /// The token that renews the others.
    #[must_use]
    pub const fn refresh_token(&self) -> Option<&Secret<String>> {
        self.refresh_token.as_ref()
    }

    /// Who it is, for an identity pool.
    #[must_use]
    pub const fn id_token(&self) -> &Secret<String> {
        &self.id_token
    }

    /// The device that it was begun on.
    #[must_use]
    pub fn device_key(&self) -> Option<&str> {
        self.device_key.as_deref()
    }

    /// The same session, begun on a device that the pool knew already.
    #[must_use]
    pub fn on_device(mut self, key: Option<String>) -> Self {
        self.device_key = self.device_key.or(key);
        self
    }

    /// Whom the session is about.
    #[must_use]
    pub const fn user(&self) -> &User {
        &self.user
    }
}

#[cfg(test)]
mod tests {
    use super::{Session, UnixMillis};
    use crate::error::ErrorCode;
    use crate::protocol::jwt::claims::tests::id_token;
    use crate::protocol::user_pool::authentication_result::AuthenticationResult;

    fn tokens(subject: &str, refresh: Option<&str>) -> AuthenticationResult {
        AuthenticationResult {
            access_token: "access".into(),
            id_token: id_token(&format!(r#"{{"sub":"{subject}","cognito:username":"ada"}}"#)),
            refresh_token: refresh.map(Into::into),
            expires_in_seconds: 300,
            new_device: None,
        }
    }

    #[test]
    fn a_token_is_due_a_little_before_it_ends() {
        let session = Session::new(tokens("s1", None), UnixMillis(1_000_000)).unwrap();
        assert!(!session.is_due(UnixMillis(1_000_000)));
        assert!(!session.is_due(UnixMillis(1_269_999)));
        assert!(session.is_due(UnixMillis(1_270_000)));
    }

    #[test]
    fn a_clock_that_was_set_back_makes_it_due() {
        let session = Session::new(tokens("s1", None), UnixMillis(1_000_000)).unwrap();
        assert!(session.is_due(UnixMillis(999_999)));
    }

    #[test]
    fn a_refresh_replaces_a_rotated_token_and_keeps_one_that_was_not() {
        let session = Session::new(tokens("s1", Some("first")), UnixMillis(0)).unwrap();
        let kept = session.renewed(tokens("s1", None), UnixMillis(1)).unwrap();
        assert_eq!(kept.refresh_token().unwrap().expose(), "first");
        let rotated = session.renewed(tokens("s1", Some("second")), UnixMillis(1)).unwrap();
        assert_eq!(rotated.refresh_token().unwrap().expose(), "second");
    }

    #[test]
    fn tokens_of_another_user_are_not_taken() {
        let session = Session::new(tokens("s1", Some("first")), UnixMillis(0)).unwrap();
        assert_eq!(session.renewed(tokens("s2", None), UnixMillis(1)).unwrap_err().code(), ErrorCode::UnexpectedReply);
    }
}
