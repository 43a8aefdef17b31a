//! A domain of managed login: a prefix of Cognito's own domain, or a whole name of the app's.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Instant;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Domain {
    /// The prefix alone, or the whole name of a custom domain.
    pub name: String,
    pub pool_id: String,
    pub created: Instant,
    /// 1 is the classic hosted UI, 2 managed login.
    pub managed_login_version: i64,
    /// With a certificate: a custom domain.
    pub custom: Option<Map<String, Value>>,
    pub routing: Option<Value>,
    /// The name that a custom domain would be an alias of. Nothing is there.
    pub distribution: String,
}

impl Domain {
    /// The host at Cognito, for a pool of this region.
    pub fn host(&self, region: &str) -> String {
        match self.custom {
            Some(_) => self.name.clone(),
            None => format!("{}.auth.{region}.amazoncognito.com", self.name),
        }
    }
}
