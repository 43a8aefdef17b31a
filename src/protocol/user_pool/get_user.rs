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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserProfile {
    /// The user's name in the pool.
    pub username: String,
    /// Names and values of the attributes that the app client may read.
    pub attributes: Vec<(String, String)>,
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
