//! AssociateSoftwareToken: the secret of a new authenticator app, for a signed-in user or within a sign-in.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// In whose name an authenticator app is set up.
#[derive(Clone, Debug)]
pub enum Authorization {
    /// Of the signed-in user.
    AccessToken(Secret<String>),
    /// Of the sign-in under way.
    Session(Secret<String>),
}

impl Authorization {
    pub(super) fn write(&self, body: &mut ObjectWriter) {
        let (name, value) = match self {
            Self::AccessToken(token) => ("AccessToken", token),
            Self::Session(session) => ("Session", session),
        };
        // Exposed: it goes into the body, which is a secret itself.
        body.text(name, value.expose());
    }
}

/// Asks for a secret.
#[derive(Debug)]
pub struct AssociateSoftwareToken {
    /// In whose name.
    pub authorization: Authorization,
}

/// A secret for an authenticator app.
#[derive(Clone, Debug)]
pub struct NewSoftwareToken {
    /// SecretCode, base32.
    pub secret_code: Secret<String>,
    /// What a sign-in goes on with.
    pub session: Option<Secret<String>>,
}

impl Operation for AssociateSoftwareToken {
    type Output = NewSoftwareToken;

    const NAME: &'static str = "AssociateSoftwareToken";
    // Each answer is a new secret, and a new session: the first would no longer be good.
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        self.authorization.write(body);
    }

    fn read(body: Value<'_>) -> Option<NewSoftwareToken> {
        Some(NewSoftwareToken {
            secret_code: body.text("SecretCode")?.into(),
            session: body.text("Session").map(Secret::from),
        })
    }
}
