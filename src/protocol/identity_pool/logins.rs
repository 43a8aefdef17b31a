//! Logins: who vouches for the user, and the token by which. Without any, the user is a guest.

use crate::protocol::json::ObjectWriter;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Names of identity providers, each with its token. A user pool's name comes from
/// [`PoolConfig::login_provider`](crate::config::PoolConfig::login_provider), its token is the ID token.
#[derive(Clone, Debug, Default)]
pub struct Logins(pub Vec<(String, Secret<String>)>);

impl Logins {
    /// Of one provider.
    #[must_use]
    pub fn of(provider: String, token: Secret<String>) -> Self {
        Self(alloc::vec![(provider, token)])
    }

    pub(super) fn write(&self, body: &mut ObjectWriter) {
        // Exposed: the tokens go into the body, which is a secret itself.
        let logins: Vec<_> = self.0.iter().map(|(provider, token)| (&**provider, &**token.expose())).collect();
        body.maybe_texts("Logins", &logins);
    }
}
