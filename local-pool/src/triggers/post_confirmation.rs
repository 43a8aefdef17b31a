//! Post confirmation: after a user was confirmed, or has a new password by a code. It may refuse, which fails the call
//! although what it tells of has happened. AWS, "Post confirmation Lambda trigger".

use serde_json::json;

use super::event::{object, with};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};

pub struct PostConfirmation<'a> {
    pub source: Source,
    pub attributes: &'a Attributes,
    pub client_metadata: Option<&'a Metadata>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// ConfirmSignUp, AdminConfirmSignUp, a PreSignUp that confirms, and the first sign-in by another provider.
    ConfirmSignUp,
    ConfirmForgotPassword,
}

impl Question for PostConfirmation<'_> {
    type Answer = ();
    const TRIGGER: Trigger = Trigger::PostConfirmation;

    fn shape(&self, _version: Version) -> Shape {
        let request = json!({ "userAttributes": self.attributes });
        Shape {
            source: match self.source {
                Source::ConfirmSignUp => "PostConfirmation_ConfirmSignUp",
                Source::ConfirmForgotPassword => "PostConfirmation_ConfirmForgotPassword",
            },
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
    use super::super::Profile;
    use super::super::scripted::{ada, ask};
    use super::*;

    #[test]
    fn the_event_is_cognitos_and_any_response_will_do() {
        let known = ada();
        let attributes = Profile { sub: "1-2-3", status: "CONFIRMED", attributes: &known }.user_attributes();
        let mut question =
            PostConfirmation { source: Source::ConfirmSignUp, attributes: &attributes, client_metadata: None };
        let (event, answer) = ask(&question, json!({ "what": "ever" }));
        assert_eq!(event["triggerSource"], "PostConfirmation_ConfirmSignUp");
        let attributes = json!({ "sub": "1-2-3", "cognito:user_status": "CONFIRMED", "email": "ada@example.com" });
        assert_eq!(event["request"], json!({ "userAttributes": attributes }));
        assert_eq!((&event["response"], answer), (&json!({}), Ok(())));
        question.source = Source::ConfirmForgotPassword;
        assert_eq!(ask(&question, json!({})).0["triggerSource"], "PostConfirmation_ConfirmForgotPassword");
    }
}
