//! What managed login keeps for minutes: codes on their way to apps, people on its pages, people at another provider.
//! In memory alone: a restart ends them, as it ends challenges. Each is found by the hash of a random value that only one
//! browser or app knows, and each is bounded.

mod codes;
mod federations;
mod logins;
mod oldest_first;

pub use codes::{AuthorizationCode, Codes, NotRedeemed};
pub use federations::{Federation, Federations};
pub use logins::{Login, LoginKey, Logins, Stage, Waiting};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 of a random value that was given out: what is stored gives nobody the value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hashed(String);

impl Hashed {
    pub fn of(value: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest(value)))
    }
}

#[derive(Default)]
pub struct ManagedLogin {
    pub codes: Codes,
    pub logins: Logins,
    pub federations: Federations,
}
