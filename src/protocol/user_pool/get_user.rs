//! GetUser: the user's name and attributes as the pool has them now.

use super::attributes;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Asks who the access token is about.
#[derive(Debug)]
pub struct GetUser {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
}

/// A user as the pool has it now.
#[derive(Clone, PartialEq, Eq)]
pub struct UserProfile {
    /// The user's name in the pool.
    pub username: String,
    /// Names and values of the attributes that the app client may read.
    pub attributes: Vec<(String, String)>,
}

impl core::fmt::Debug for UserProfile {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Attributes can hold a phone number or an address; a log is no place for them.
        f.debug_struct("UserProfile").field("username", &self.username).finish_non_exhaustive()
    }
}

impl Operation for GetUser {
    type Output = UserProfile;

    const NAME: &'static str = "GetUser";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose());
    }

    fn read(body: Value<'_>) -> Option<UserProfile> {
        Some(UserProfile { username: body.text("Username")?, attributes: attributes::read(body, "UserAttributes") })
    }
}

#[cfg(test)]
mod tests {
    use super::UserProfile;

    #[test]
    fn attributes_are_not_printed() {
        let attributes = vec![("email".into(), "ada@example.com".into())];
        let profile = UserProfile { username: "ada".into(), attributes };
        assert_eq!(format!("{profile:?}"), "UserProfile { username: \"ada\", .. }");
    }
}
