//! ListWebAuthnCredentials: the passkeys of the signed-in user.

use super::page::{Members, Page};
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::protocol::session::UnixMillis;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Asks for the passkeys.
#[derive(Debug)]
pub struct ListWebAuthnCredentials {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// So many at most on a page; 20 is the most.
    pub limit: Option<u8>,
    /// What asks for this page; `None` for the first.
    pub page: Option<String>,
}

/// A passkey that the pool knows.
#[derive(Clone, PartialEq, Eq)]
pub struct Passkey {
    /// CredentialId
    pub id: String,
    /// FriendlyCredentialName
    pub name: String,
    /// RelyingPartyId: the domain that it is good for.
    pub relying_party: String,
    /// AuthenticatorAttachment: `platform` or `cross-platform`.
    pub attachment: Option<String>,
    /// AuthenticatorTransports, such as `internal` and `usb`.
    pub transports: Vec<String>,
    /// CreatedAt
    pub created: UnixMillis,
}

impl Passkey {
    fn read(value: Value<'_>) -> Option<Self> {
        Some(Self {
            id: value.text("CredentialId")?,
            name: value.text("FriendlyCredentialName")?,
            relying_party: value.text("RelyingPartyId")?,
            attachment: value.text("AuthenticatorAttachment"),
            transports: value.get("AuthenticatorTransports")?.items().filter_map(Value::as_text).collect(),
            created: UnixMillis(value.millis("CreatedAt")?),
        })
    }
}

impl core::fmt::Debug for Passkey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Its name can be a person's, and its id follows the person about.
        let mut shown = f.debug_struct("Passkey");
        shown.field("relying_party", &self.relying_party).field("created", &self.created).finish_non_exhaustive()
    }
}

impl Operation for ListWebAuthnCredentials {
    type Output = Page<Passkey>;

    const NAME: &'static str = "ListWebAuthnCredentials";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).maybe_text("NextToken", self.page.as_deref());
        if let Some(limit) = self.limit {
            body.count("MaxResults", limit.into());
        }
    }

    fn read(body: Value<'_>) -> Option<Page<Passkey>> {
        body.get("Credentials")?;
        Page::read(body, Members { list: "Credentials", next: "NextToken" }, Passkey::read)
    }
}
