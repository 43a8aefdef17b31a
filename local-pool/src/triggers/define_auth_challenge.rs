//! Define auth challenge: what comes next in a custom sign-in, given all that was asked and answered so far.
//! AWS, "Define auth challenge Lambda trigger". The history's names and results are `Step`, which the other two share.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::event::{object, with};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};

pub struct DefineAuthChallenge<'a> {
    pub attributes: &'a Attributes,
    pub session: &'a [Step],
    pub client_metadata: Option<&'a Metadata>,
    /// Told only where the client hides whether users exist (PreventUserExistenceErrors).
    pub user_not_found: Option<bool>,
}

/// One challenge that was answered, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    pub challenge_name: StepName,
    pub challenge_result: bool,
    /// What CreateAuthChallenge called its challenge.
    pub challenge_metadata: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StepName {
    CustomChallenge,
    SrpA,
    PasswordVerifier,
    SmsMfa,
    EmailOtp,
    SoftwareTokenMfa,
    DeviceSrpAuth,
    DevicePasswordVerifier,
    AdminNoSrpAuth,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// CreateAuthChallenge says what is asked.
    CustomChallenge,
    /// The password by SRP; only where the sign-in began with SRP_A.
    PasswordVerifier,
    IssueTokens,
    /// Answered like a wrong password.
    Fail,
}

impl Question for DefineAuthChallenge<'_> {
    type Answer = Decision;
    const TRIGGER: Trigger = Trigger::DefineAuthChallenge;

    fn shape(&self, _version: Version) -> Shape {
        let request = json!({ "userAttributes": self.attributes, "session": self.session });
        let request = with(request, "clientMetadata", self.client_metadata.map(object));
        Shape {
            source: "DefineAuthChallenge_Authentication",
            request: with(request, "userNotFound", self.user_not_found),
            response: json!({
                "challengeName": Value::Null,
                "issueTokens": Value::Null,
                "failAuthentication": Value::Null,
            }),
        }
    }

    fn read(&self, response: &Answer<'_>, _version: Version) -> Result<Decision, Unreadable> {
        let name = response.text("challengeName")?;
        let issue = response.flag("issueTokens")?.unwrap_or_default();
        // The refusal is looked at first: an answer that says both must not let anybody in.
        if response.flag("failAuthentication")?.unwrap_or_default() {
            return Ok(Decision::Fail);
        }
        match name {
            _ if issue => Ok(Decision::IssueTokens),
            Some("CUSTOM_CHALLENGE") => Ok(Decision::CustomChallenge),
            Some("PASSWORD_VERIFIER") => Ok(Decision::PasswordVerifier),
            Some(_) => Err(Unreadable("challengeName is neither CUSTOM_CHALLENGE nor PASSWORD_VERIFIER".to_owned())),
            None => Err(Unreadable(
                "none of challengeName, issueTokens and failAuthentication says what is next".to_owned(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ada, ask};
    use super::*;

    fn define(response: Value) -> Result<Decision, String> {
        let attributes = ada();
        let question =
            DefineAuthChallenge { attributes: &attributes, session: &[], client_metadata: None, user_not_found: None };
        ask(&question, response).1.map_err(|error| error.exception().to_owned())
    }

    #[test]
    fn the_event_is_cognitos() {
        let attributes = ada();
        let session = [
            Step { challenge_name: StepName::SrpA, challenge_result: true, challenge_metadata: None },
            Step {
                challenge_name: StepName::CustomChallenge,
                challenge_result: false,
                challenge_metadata: Some("CAPTCHA".into()),
            },
        ];
        let question = DefineAuthChallenge {
            attributes: &attributes,
            session: &session,
            client_metadata: None,
            user_not_found: Some(true),
        };
        let (event, _) = ask(&question, json!({}));
        assert_eq!(event["triggerSource"], "DefineAuthChallenge_Authentication");
        assert_eq!(
            event["request"],
            json!({
                "userAttributes": { "email": "ada@example.com" },
                "session": [
                    { "challengeName": "SRP_A", "challengeResult": true, "challengeMetadata": null },
                    { "challengeName": "CUSTOM_CHALLENGE", "challengeResult": false, "challengeMetadata": "CAPTCHA" },
                ],
                "userNotFound": true,
            })
        );
        let response = json!({ "challengeName": null, "issueTokens": null, "failAuthentication": null });
        assert_eq!(event["response"], response);
    }

    #[test]
    fn a_decision_is_taken_and_a_refusal_wins() {
        let custom = json!({ "challengeName": "CUSTOM_CHALLENGE", "issueTokens": false, "failAuthentication": false });
        assert_eq!(define(custom), Ok(Decision::CustomChallenge));
        assert_eq!(define(json!({ "challengeName": "PASSWORD_VERIFIER" })), Ok(Decision::PasswordVerifier));
        let issue = json!({ "challengeName": "CUSTOM_CHALLENGE", "issueTokens": true, "failAuthentication": false });
        assert_eq!(define(issue), Ok(Decision::IssueTokens));
        assert_eq!(define(json!({ "issueTokens": true, "failAuthentication": true })), Ok(Decision::Fail));
        let unsure = json!({ "challengeName": "CUSTOM_CHALLENGE", "failAuthentication": true });
        assert_eq!(define(unsure), Ok(Decision::Fail));
    }

    #[test]
    fn no_decision_and_an_odd_one_let_nobody_in() {
        for response in [
            json!({}),
            json!({ "challengeName": null, "issueTokens": false, "failAuthentication": false }),
            json!({ "challengeName": "NEW_PASSWORD_REQUIRED" }),
            json!({ "issueTokens": "true" }),
            json!({ "issueTokens": true, "failAuthentication": "true" }),
            json!({ "issueTokens": 1 }),
        ] {
            assert_eq!(define(response.clone()), Err("InvalidLambdaResponseException".into()), "{response}");
        }
    }
}
