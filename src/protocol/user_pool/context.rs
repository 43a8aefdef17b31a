//! What may go along with a call: an app's notes to its Lambda triggers, the page's fingerprint for threat protection, the
//! endpoint of an analytics campaign. Cognito stores none of the notes; nothing secret belongs there.

use crate::protocol::json::ObjectWriter;
use alloc::{string::String, vec::Vec};

/// ClientMetadata, UserContextData and AnalyticsMetadata of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// ClientMetadata: names and values that the pool's Lambda triggers see.
    pub client_metadata: Vec<(String, String)>,
    /// EncodedData of UserContextData, which AWS's script makes of the page.
    pub encoded_data: Option<String>,
    /// AnalyticsEndpointId of AnalyticsMetadata.
    pub analytics_endpoint: Option<String>,
}

impl Context {
    /// Writes what there is.
    pub(super) fn write(&self, body: &mut ObjectWriter) {
        body.maybe_texts("ClientMetadata", &self.client_metadata);
        for (member, inner, value) in [
            ("UserContextData", "EncodedData", &self.encoded_data),
            ("AnalyticsMetadata", "AnalyticsEndpointId", &self.analytics_endpoint),
        ] {
            if let Some(value) = value {
                body.raw(member, &ObjectWriter::new().text(inner, value).finish());
            }
        }
    }
}
