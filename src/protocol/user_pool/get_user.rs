//! GetUser: the user's name and attributes as the pool has them now.

use super::exchange::{answer, post};
use crate::config::PoolConfig;
use crate::error::Result;
use crate::protocol::http::{Request, Response};
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

    fn request(&self, config: &PoolConfig) -> Request {
        // Exposed: the token goes into the body, which is a secret itself.
        post(config, "GetUser", ObjectWriter::new().text("AccessToken", self.access_token.expose()).finish())
    }

    fn parse(response: Response) -> Result<UserProfile> {
        answer(&response, |body| {
            let attributes = body.get("UserAttributes").unwrap_or(Value::NULL).items();
            Some(UserProfile {
                username: body.text("Username")?,
                attributes: attributes
                    .filter_map(|attribute| {
                        Some((attribute.text("Name")?, attribute.text("Value").unwrap_or_default()))
                    })
                    .collect(),
            })
        })
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
