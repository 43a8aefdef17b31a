//! ListUserSessions: where the signed-in user is signed in.

use super::page::{Members, Page};
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::protocol::session::UnixMillis;
use crate::secret::Secret;
use alloc::string::String;

/// Asks for the sessions.
#[derive(Debug)]
pub struct ListUserSessions {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// What asks for this page; `None` for the first.
    pub page: Option<String>,
}

/// A session of the user, here or elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub struct UserSession {
    /// SessionId
    pub id: String,
    /// SessionType: `TOKEN`, or `SSO` for one of managed login's.
    pub kind: Option<String>,
    /// Through which app client.
    pub client_id: Option<String>,
    /// CreateDate
    pub created: Option<UnixMillis>,
    /// LastActiveDate
    pub last_active: Option<UnixMillis>,
    /// DeviceType: what kind of device it is.
    pub device_type: Option<String>,
    /// LastIPAddress
    pub ip_address: Option<String>,
    /// City of LastLocation
    pub city: Option<String>,
    /// Country of LastLocation
    pub country: Option<String>,
    /// OriginSessionId: the session of managed login that it came through.
    pub origin_id: Option<String>,
    /// Whether it is the one that asked.
    pub is_current: bool,
}

impl UserSession {
    fn read(value: Value<'_>) -> Option<Self> {
        let moment = |name| value.millis(name).map(UnixMillis);
        let place = value.get("LastLocation").unwrap_or(Value::NULL);
        Some(Self {
            id: value.text("SessionId")?,
            kind: value.text("SessionType"),
            client_id: value.text("ClientId"),
            created: moment("CreateDate"),
            last_active: moment("LastActiveDate"),
            device_type: value.text("DeviceType"),
            ip_address: value.text("LastIPAddress"),
            city: place.text("City"),
            country: place.text("Country"),
            origin_id: value.text("OriginSessionId"),
            is_current: value.flag("IsCurrentSession"),
        })
    }
}

impl core::fmt::Debug for UserSession {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Where somebody was is nobody else's business.
        let mut shown = f.debug_struct("UserSession");
        shown.field("kind", &self.kind).field("is_current", &self.is_current).finish_non_exhaustive()
    }
}

impl Operation for ListUserSessions {
    type Output = Page<UserSession>;

    const NAME: &'static str = "ListUserSessions";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).maybe_text("NextToken", self.page.as_deref());
    }

    fn read(body: Value<'_>) -> Option<Page<UserSession>> {
        Page::read(body, Members { list: "Sessions", next: "NextToken" }, UserSession::read)
    }
}
