//! CodeDeliveryDetails: where a code was sent, with most of the address hidden.

use crate::protocol::json::Value;
use alloc::string::String;

/// Where a code was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeDelivery {
    /// Destination, such as `a***@e***`.
    pub destination: Option<String>,
    /// DeliveryMedium: `EMAIL` or `SMS`.
    pub medium: Option<String>,
    /// AttributeName: which attribute holds the address.
    pub attribute: Option<String>,
}

impl CodeDelivery {
    /// The member of an answer, if it is there.
    pub(super) fn of(body: Value<'_>) -> Option<Self> {
        body.get("CodeDeliveryDetails").and_then(Self::read)
    }

    pub(super) fn read(value: Value<'_>) -> Option<Self> {
        value.is_object().then(|| Self {
            destination: value.text("Destination"),
            medium: value.text("DeliveryMedium"),
            attribute: value.text("AttributeName"),
        })
    }
}

impl core::fmt::Debug for CodeDelivery {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // What is left of an address is somebody's still.
        let mut shown = f.debug_struct("CodeDelivery");
        shown.field("medium", &self.medium).field("attribute", &self.attribute).finish_non_exhaustive()
    }
}
