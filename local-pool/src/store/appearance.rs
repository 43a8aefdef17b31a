//! What managed login shows for a client: a branding style, and links to terms and to a privacy policy. Kept and told back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Instant;

/// A style of managed login. It belongs to one client.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Branding {
    pub id: String,
    pub pool_id: String,
    pub client_id: String,
    /// UseCognitoProvidedValues, Settings and Assets, as they were sent.
    pub style: Map<String, Value>,
    pub created: Instant,
    pub modified: Instant,
}

/// The terms of use or the privacy policy of a client, as links by language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Terms {
    pub id: String,
    pub pool_id: String,
    pub client_id: String,
    /// TermsName, TermsSource, Enforcement and Links, as they were sent.
    pub document: Map<String, Value>,
    pub created: Instant,
    pub modified: Instant,
}

impl Terms {
    pub fn name(&self) -> &str {
        self.document.get("TermsName").and_then(Value::as_str).unwrap_or_default()
    }
}
