//! Post authentication: when somebody has signed in, before there are tokens. It may refuse.
//! AWS, "Post authentication Lambda trigger".

use serde_json::json;

use super::event::{object, with};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};

pub struct PostAuthentication<'a> {
    pub attributes: &'a Attributes,
    /// Where the pool remembers devices: whether this one is new to it.
    pub new_device_used: bool,
    pub client_metadata: Option<&'a Metadata>,
}

impl Question for PostAuthentication<'_> {
    type Answer = ();
    const TRIGGER: Trigger = Trigger::PostAuthentication;

    fn shape(&self, _version: Version) -> Shape {
        let request = json!({ "userAttributes": self.attributes, "newDeviceUsed": self.new_device_used });
        Shape {
            source: "PostAuthentication_Authentication",
            request: with(request, "clientMetadata", self.client_metadata.map(object)),
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
        let attributes = ada();
        let question = PostAuthentication { attributes: &attributes, new_device_used: true, client_metadata: None };
        let (event, answer) = ask(&question, json!({}));
        assert_eq!(event["triggerSource"], "PostAuthentication_Authentication");
        let request = json!({ "userAttributes": { "email": "ada@example.com" }, "newDeviceUsed": true });
        assert_eq!((&event["request"], &event["response"], answer), (&request, &json!({}), Ok(())));
    }
}
