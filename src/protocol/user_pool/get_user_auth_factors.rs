//! GetUserAuthFactors: the ways in that the signed-in user has, and the second factors.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Asks for the factors.
#[derive(Debug)]
pub struct GetUserAuthFactors {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
}

/// What a user can sign in with.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthFactors {
    /// The user's name in the pool.
    pub username: String,
    /// ConfiguredUserAuthFactors, such as `PASSWORD` and `WEB_AUTHN`.
    pub first: Vec<String>,
    /// UserMFASettingList: the second factors that are on, such as `SOFTWARE_TOKEN_MFA`.
    pub second: Vec<String>,
    /// PreferredMfaSetting
    pub preferred: Option<String>,
}

impl core::fmt::Debug for AuthFactors {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // The name can be an address.
        let mut shown = f.debug_struct("AuthFactors");
        shown.field("first", &self.first).field("second", &self.second).field("preferred", &self.preferred);
        shown.finish_non_exhaustive()
    }
}

impl Operation for GetUserAuthFactors {
    type Output = AuthFactors;

    const NAME: &'static str = "GetUserAuthFactors";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose());
    }

    fn read(body: Value<'_>) -> Option<AuthFactors> {
        let names = |member| body.get(member).unwrap_or(Value::NULL).items().filter_map(Value::as_text).collect();
        Some(AuthFactors {
            username: body.text("Username")?,
            first: names("ConfiguredUserAuthFactors"),
            second: names("UserMFASettingList"),
            preferred: body.text("PreferredMfaSetting"),
        })
    }
}
