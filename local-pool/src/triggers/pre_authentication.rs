//! Pre authentication: when somebody starts to sign in. It may refuse. AWS, "Pre authentication Lambda trigger".
//! ClientMetadata of InitiateAuth arrives here as `validationData`.

use serde_json::json;

use super::event::with;
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};

pub struct PreAuthentication<'a> {
    pub attributes: &'a Attributes,
    pub validation_data: Option<&'a Metadata>,
    /// Told only where the client hides whether users exist (PreventUserExistenceErrors).
    pub user_not_found: Option<bool>,
}

impl Question for PreAuthentication<'_> {
    type Answer = ();
    const TRIGGER: Trigger = Trigger::PreAuthentication;

    fn shape(&self, _version: Version) -> Shape {
        let request = json!({ "userAttributes": self.attributes, "validationData": self.validation_data });
        Shape {
            source: "PreAuthentication_Authentication",
            request: with(request, "userNotFound", self.user_not_found),
            response: json!({}),
        }
    }

    fn read(&self, _response: &Answer<'_>, _version: Version) -> Result<(), Unreadable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ada, ask};
    use super::*;

    #[test]
    fn the_event_is_cognitos_and_any_response_will_do() {
        let (attributes, metadata) = (ada(), Metadata::from([("device".to_owned(), "tv".to_owned())]));
        let mut question = PreAuthentication {
            attributes: &attributes,
            validation_data: Some(&metadata),
            user_not_found: Some(false),
        };
        let (event, answer) = ask(&question, json!({}));
        assert_eq!(event["triggerSource"], "PreAuthentication_Authentication");
        assert_eq!(
            event["request"],
            json!({
                "userAttributes": { "email": "ada@example.com" },
                "validationData": { "device": "tv" },
                "userNotFound": false,
            })
        );
        assert_eq!((&event["response"], answer), (&json!({}), Ok(())));
        question.user_not_found = None;
        assert!(ask(&question, json!({})).0["request"].get("userNotFound").is_none());
    }
}
