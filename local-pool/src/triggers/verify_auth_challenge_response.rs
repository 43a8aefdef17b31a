//! Verify auth challenge response: whether the answer to a custom challenge is right.
//! AWS, "Verify auth challenge response Lambda trigger". No answer is not "wrong": it is an error.

use std::collections::BTreeMap;

use serde_json::json;

use super::event::{object, with};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};
use crate::secret::Secret;

pub struct VerifyAuthChallengeResponse<'a> {
    pub attributes: &'a Attributes,
    /// From CreateAuthChallenge.
    pub private_parameters: &'a Secret<BTreeMap<String, String>>,
    /// ANSWER of RespondToAuthChallenge.
    pub answer: &'a Secret<String>,
    pub client_metadata: Option<&'a Metadata>,
    /// Told only where the client hides whether users exist (PreventUserExistenceErrors).
    pub user_not_found: Option<bool>,
}

impl Question for VerifyAuthChallengeResponse<'_> {
    /// Whether the answer is right.
    type Answer = bool;
    const TRIGGER: Trigger = Trigger::VerifyAuthChallengeResponse;

    fn shape(&self, _version: Version) -> Shape {
        // Both are for the webhook, which made the one and judges the other.
        let request = json!({
            "userAttributes": self.attributes,
            "privateChallengeParameters": self.private_parameters.expose(),
            "challengeAnswer": self.answer.expose(),
        });
        let request = with(request, "clientMetadata", self.client_metadata.map(object));
        Shape {
            source: "VerifyAuthChallengeResponse_Authentication",
            request: with(request, "userNotFound", self.user_not_found),
            response: json!({ "answerCorrect": null }),
        }
    }

    fn read(&self, response: &Answer<'_>, _version: Version) -> Result<bool, Unreadable> {
        response.flag("answerCorrect")?.ok_or_else(|| Unreadable("answerCorrect is not there".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ada, ask};
    use super::*;
    use serde_json::Value;

    fn verify(response: Value) -> (Value, Result<bool, String>) {
        let attributes = ada();
        let private = Secret::new(BTreeMap::from([("answer".to_owned(), "2".to_owned())]));
        let answer = Secret::new("two".to_owned());
        let question = VerifyAuthChallengeResponse {
            attributes: &attributes,
            private_parameters: &private,
            answer: &answer,
            client_metadata: None,
            user_not_found: None,
        };
        let (event, correct) = ask(&question, response);
        (event, correct.map_err(|error| error.message().to_owned()))
    }

    #[test]
    fn the_event_is_cognitos() {
        let (event, _) = verify(json!({}));
        assert_eq!(event["triggerSource"], "VerifyAuthChallengeResponse_Authentication");
        assert_eq!(
            event["request"],
            json!({
                "userAttributes": { "email": "ada@example.com" },
                "privateChallengeParameters": { "answer": "2" },
                "challengeAnswer": "two",
            })
        );
        assert_eq!(event["response"], json!({ "answerCorrect": null }));
    }

    #[test]
    fn right_is_right_wrong_is_wrong_and_anything_else_an_error() {
        assert_eq!(verify(json!({ "answerCorrect": true })).1, Ok(true));
        assert_eq!(verify(json!({ "answerCorrect": false })).1, Ok(false));
        for response in [json!({}), json!({ "answerCorrect": null }), json!({ "answerCorrect": "true" })] {
            assert_eq!(verify(response).1, Err("Unrecognizable lambda output".into()));
        }
    }
}
