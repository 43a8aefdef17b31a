//! Create auth challenge: what a custom challenge asks, and what will be a right answer.
//! AWS, "Create auth challenge Lambda trigger". The private parameters never leave the pool but for the webhooks.

use std::collections::BTreeMap;

use serde_json::json;

use super::define_auth_challenge::Step;
use super::event::{object, with};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};
use crate::secret::Secret;

pub struct CreateAuthChallenge<'a> {
    pub attributes: &'a Attributes,
    pub session: &'a [Step],
    pub client_metadata: Option<&'a Metadata>,
    /// Told only where the client hides whether users exist (PreventUserExistenceErrors).
    pub user_not_found: Option<bool>,
}

#[derive(Debug)]
pub struct Challenge {
    /// The app gets them as ChallengeParameters, beside USERNAME.
    pub public: BTreeMap<String, String>,
    /// VerifyAuthChallengeResponse gets them. One of them is the answer.
    pub private: Secret<BTreeMap<String, String>>,
    /// The challenge's name in the history.
    pub metadata: Option<String>,
}

impl Question for CreateAuthChallenge<'_> {
    type Answer = Challenge;
    const TRIGGER: Trigger = Trigger::CreateAuthChallenge;

    fn shape(&self, _version: Version) -> Shape {
        let request = json!({
            "userAttributes": self.attributes,
            "challengeName": "CUSTOM_CHALLENGE",
            "session": self.session,
        });
        let request = with(request, "clientMetadata", self.client_metadata.map(object));
        Shape {
            source: "CreateAuthChallenge_Authentication",
            request: with(request, "userNotFound", self.user_not_found),
            response: json!({
                "publicChallengeParameters": null,
                "privateChallengeParameters": null,
                "challengeMetadata": null,
            }),
        }
    }

    fn read(&self, response: &Answer<'_>, _version: Version) -> Result<Challenge, Unreadable> {
        Ok(Challenge {
            public: response.texts("publicChallengeParameters")?.unwrap_or_default(),
            private: Secret::new(response.texts("privateChallengeParameters")?.unwrap_or_default()),
            metadata: response.text("challengeMetadata")?.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::define_auth_challenge::StepName;
    use super::super::scripted::{ada, ask};
    use super::*;
    use serde_json::Value;

    fn create(response: Value) -> (Value, Result<Challenge, String>) {
        let attributes = ada();
        let session = [Step { challenge_name: StepName::SrpA, challenge_result: true, challenge_metadata: None }];
        let question = CreateAuthChallenge {
            attributes: &attributes,
            session: &session,
            client_metadata: None,
            user_not_found: None,
        };
        let (event, answer) = ask(&question, response);
        (event, answer.map_err(|error| error.exception().to_owned()))
    }

    #[test]
    fn the_event_is_cognitos() {
        let (event, _) = create(json!({}));
        assert_eq!(event["triggerSource"], "CreateAuthChallenge_Authentication");
        assert_eq!(
            event["request"],
            json!({
                "userAttributes": { "email": "ada@example.com" },
                "challengeName": "CUSTOM_CHALLENGE",
                "session": [{ "challengeName": "SRP_A", "challengeResult": true, "challengeMetadata": null }],
            })
        );
        assert!(event["response"].as_object().unwrap().values().all(Value::is_null));
    }

    #[test]
    fn a_challenge_has_a_public_and_a_private_side() {
        let challenge = create(json!({
            "publicChallengeParameters": { "question": "1 + 1", "left": 3 },
            "privateChallengeParameters": { "answer": "hunter2" },
            "challengeMetadata": "SUM",
        }));
        let challenge = challenge.1.unwrap();
        assert_eq!(json!(challenge.public), json!({ "question": "1 + 1", "left": "3" }));
        assert_eq!(json!(challenge.private.expose()), json!({ "answer": "hunter2" }));
        assert_eq!(challenge.metadata.as_deref(), Some("SUM"));
        assert!(!format!("{challenge:?}").contains("hunter2"));
        let bare = create(json!({})).1.unwrap();
        assert!(bare.public.is_empty() && bare.private.expose().is_empty() && bare.metadata.is_none());
    }

    #[test]
    fn parameters_that_are_no_text_are_an_error() {
        for response in [
            json!({ "publicChallengeParameters": "x" }),
            json!({ "privateChallengeParameters": { "a": ["x"] } }),
            json!({ "challengeMetadata": {} }),
        ] {
            assert_eq!(create(response).1.unwrap_err(), "InvalidLambdaResponseException");
        }
    }
}
