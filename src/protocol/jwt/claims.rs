//! Who is signed in: the claims of the ID token, which are meant for the app to read.

use super::decode::payload;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::json;
use crate::secret::Secret;
use alloc::string::String;

/// The signed-in user, as the ID token tells it.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    subject: String,
    username: String,
    claims: String,
}

impl User {
    /// Reads an ID token.
    ///
    /// # Errors
    /// `unexpected_reply` where it is no token or names nobody.
    pub fn from_id_token(token: &Secret<String>) -> Result<Self> {
        // Exposed: the payload of an ID token is for the app to read; the token itself stays inside.
        let claims = payload(token.expose()).ok_or_else(unreadable)?;
        let tree = json::read(&claims).ok_or_else(unreadable)?;
        let subject = tree.text("sub").ok_or_else(unreadable)?;
        let username = tree.text("cognito:username").unwrap_or_else(|| subject.clone());
        Ok(Self { subject, username, claims })
    }

    /// `sub`: the one name that never changes.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// `cognito:username`, or `sub` where there is none.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// A claim that is a string, such as `email`.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<String> {
        json::read(&self.claims)?.text(name)
    }

    /// All claims, as the JSON object that the token carries.
    #[must_use]
    pub fn claims_json(&self) -> &str {
        &self.claims
    }
}

impl core::fmt::Debug for User {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Claims can hold a phone number or an address; a log is no place for them.
        f.debug_struct("User").field("subject", &self.subject).finish_non_exhaustive()
    }
}

fn unreadable() -> Error {
    Error::new(
        ErrorCode::UnexpectedReply,
        "The ID token in the answer cannot be read. Check that the endpoint is a Cognito user pool.",
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::User;
    use crate::error::ErrorCode;
    use crate::secret::Secret;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    pub(crate) fn id_token(claims: &str) -> Secret<String> {
        Secret::new(format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)))
    }

    #[test]
    fn the_user_is_read_from_the_claims() {
        let user =
            User::from_id_token(&id_token(r#"{"sub":"s","cognito:username":"ada","email":"ada@example.com","exp":1}"#))
                .unwrap();
        assert_eq!((user.subject(), user.username()), ("s", "ada"));
        assert_eq!(user.claim("email").as_deref(), Some("ada@example.com"));
        assert_eq!(user.claim("exp"), None);
        assert!(!format!("{user:?}").contains("example.com"));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let no_object = id_token("[]");
        let nameless = id_token("{}");
        for token in
            ["", "a", "a.b", "e30.e30", "e30.%%.c", "e30.e30.c.d", "e30.gA.c", no_object.expose(), nameless.expose()]
        {
            assert_eq!(User::from_id_token(&token.into()).unwrap_err().code(), ErrorCode::UnexpectedReply, "{token}");
        }
    }
}
