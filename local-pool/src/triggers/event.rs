//! The event that a webhook gets: what all events have in common, around the request and the response of one trigger.
//! AWS, "Customizing user pool workflows with Lambda triggers", common parameters.
//! Debug shows no request: user migration's holds the password.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use super::Trigger;
use super::hooks::Version;

pub type Attributes = BTreeMap<String, String>;
/// ClientMetadata or ValidationData, as the caller sent it.
pub type Metadata = BTreeMap<String, String>;

/// On whose behalf a trigger is asked.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    pub pool_id: &'a str,
    /// None where an administrator calls: AdminCreateUser and the like know no client.
    pub client_id: Option<&'a str>,
    pub username: &'a str,
}

/// A user that the pool knows: before PreSignUp there is neither a sub nor a status.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    pub sub: &'a str,
    /// As the API says it: CONFIRMED, FORCE_CHANGE_PASSWORD ...
    pub status: &'a str,
    pub attributes: &'a Attributes,
}

impl Profile<'_> {
    /// `userAttributes` as events have them.
    pub fn user_attributes(&self) -> Attributes {
        let mut all = self.attributes.clone();
        all.insert("sub".to_owned(), self.sub.to_owned());
        all.insert("cognito:user_status".to_owned(), self.status.to_owned());
        all
    }
}

/// What a trigger's question adds to what all events have.
pub struct Shape {
    pub source: &'static str,
    pub request: Value,
    /// The response with the defaults that the function finds in it.
    pub response: Value,
}

pub struct Event {
    trigger: Trigger,
    body: Value,
}

impl Event {
    pub fn new(trigger: Trigger, version: Version, origin: &Origin<'_>, shape: Shape) -> Self {
        let region = origin.pool_id.split_once('_').map_or("", |(region, _)| region);
        let body = json!({
            "version": version.number(),
            "triggerSource": shape.source,
            "region": region,
            "userPoolId": origin.pool_id,
            "userName": origin.username,
            "callerContext": {
                "awsSdkVersion": "aws-sdk-unknown-unknown",
                "clientId": origin.client_id.unwrap_or("CLIENT_ID_NOT_APPLICABLE"),
            },
            "request": shape.request,
            "response": shape.response,
        });
        Self { trigger, body }
    }

    pub fn trigger(&self) -> Trigger {
        self.trigger
    }

    pub fn body(&self) -> &Value {
        &self.body
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.body["triggerSource"].as_str().unwrap_or_default())
    }
}

/// Puts a member in only if there is a value: Cognito leaves `clientMetadata` out rather than sending null.
pub(super) fn with(mut request: Value, name: &'static str, value: Option<impl Into<Value>>) -> Value {
    if let (Some(members), Some(value)) = (request.as_object_mut(), value) {
        members.insert(name.to_owned(), value.into());
    }
    request
}

/// A map as a value, for `with`.
pub(super) fn object(map: &BTreeMap<String, String>) -> Value {
    json!(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_has_no_client() {
        let origin = Origin { pool_id: "us-east-1_Local0001", client_id: None, username: "ada" };
        let shape = Shape { source: "PreSignUp_AdminCreateUser", request: json!({}), response: json!({}) };
        let event = Event::new(Trigger::PreSignUp, Version::V1, &origin, shape);
        assert_eq!(event.body()["callerContext"]["clientId"], "CLIENT_ID_NOT_APPLICABLE");
        assert_eq!(event.body()["region"], "us-east-1");
    }
}
