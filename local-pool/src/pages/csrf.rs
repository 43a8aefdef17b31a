//! The token that every form carries in a hidden field, so that no other site can send it (OWASP: synchronizer token).
//! Making and comparing it is the handlers' business; here it is only carried, and never printed.

use crate::Secret;

#[derive(Clone, Debug)]
pub struct CsrfToken(Secret<String>);

impl CsrfToken {
    pub const fn new(value: String) -> Self {
        Self(Secret::new(value))
    }

    /// Exposed for the hidden field, and for the comparison with what comes back.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}
