//! Pre sign-up: before a user is made. It may refuse, confirm at once, and take email or phone as verified.
//! AWS, "Pre sign-up Lambda trigger".

use serde_json::json;

use super::answer::wrong;
use super::event::{object, with};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};

pub struct PreSignUp<'a> {
    pub source: Source,
    /// As they were sent: there is no sub yet.
    pub attributes: &'a Attributes,
    pub validation_data: Option<&'a Metadata>,
    pub client_metadata: Option<&'a Metadata>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    SignUp,
    AdminCreateUser,
    ExternalProvider,
}

/// Nothing of it, if there is no trigger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    pub auto_confirm_user: bool,
    pub auto_verify_email: bool,
    pub auto_verify_phone: bool,
}

impl Question for PreSignUp<'_> {
    type Answer = Consent;
    const TRIGGER: Trigger = Trigger::PreSignUp;

    fn shape(&self, _version: Version) -> Shape {
        let request = json!({ "userAttributes": self.attributes, "validationData": self.validation_data });
        Shape {
            source: match self.source {
                Source::SignUp => "PreSignUp_SignUp",
                Source::AdminCreateUser => "PreSignUp_AdminCreateUser",
                Source::ExternalProvider => "PreSignUp_ExternalProvider",
            },
            request: with(request, "clientMetadata", self.client_metadata.map(object)),
            response: json!({ "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false }),
        }
    }

    fn read(&self, response: &Answer<'_>, _version: Version) -> Result<Consent, Unreadable> {
        let flag = |name| response.flag(name).map(Option::unwrap_or_default);
        let consent = Consent {
            auto_confirm_user: flag("autoConfirmUser")?,
            auto_verify_email: flag("autoVerifyEmail")?,
            auto_verify_phone: flag("autoVerifyPhone")?,
        };
        // An administrator says all this in the request; the guide says that the answer is ignored then.
        if self.source == Source::AdminCreateUser {
            return Ok(Consent::default());
        }
        let lacks = |attribute: &str| self.attributes.get(attribute).is_none_or(String::is_empty);
        if consent.auto_verify_email && lacks("email") {
            return Err(wrong("autoVerifyEmail", "possible without an email"));
        }
        if consent.auto_verify_phone && lacks("phone_number") {
            return Err(wrong("autoVerifyPhone", "possible without a phone_number"));
        }
        Ok(consent)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ada, ask};
    use super::*;
    use serde_json::Value;

    fn sign_up(attributes: &Attributes, response: Value) -> Result<Consent, String> {
        let question = PreSignUp { source: Source::SignUp, attributes, validation_data: None, client_metadata: None };
        ask(&question, response).1.map_err(|error| error.to_string())
    }

    #[test]
    fn the_event_is_cognitos() {
        let validation = Metadata::from([("captcha".to_owned(), "ok".to_owned())]);
        let metadata = Metadata::from([("lang".to_owned(), "de".to_owned())]);
        let attributes = ada();
        let mut question = PreSignUp {
            source: Source::SignUp,
            attributes: &attributes,
            validation_data: Some(&validation),
            client_metadata: Some(&metadata),
        };
        let (event, _) = ask(&question, json!({}));
        assert_eq!(
            event,
            json!({
                "version": "1",
                "triggerSource": "PreSignUp_SignUp",
                "region": "eu-central-1",
                "userPoolId": "eu-central-1_Local0001",
                "userName": "ada",
                "callerContext": { "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "web" },
                "request": {
                    "userAttributes": { "email": "ada@example.com" },
                    "validationData": { "captcha": "ok" },
                    "clientMetadata": { "lang": "de" },
                },
                "response": { "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false },
            })
        );
        question.validation_data = None;
        question.client_metadata = None;
        let (event, _) = ask(&question, json!({}));
        let bare = json!({ "userAttributes": { "email": "ada@example.com" }, "validationData": null });
        assert_eq!(event["request"], bare);
    }

    #[test]
    fn consent_is_what_the_answer_says_and_no_more() {
        assert_eq!(sign_up(&ada(), json!({})), Ok(Consent::default()));
        assert_eq!(sign_up(&ada(), json!({ "autoConfirmUser": null })), Ok(Consent::default()));
        let answer = json!({ "autoConfirmUser": true, "autoVerifyEmail": true, "autoVerifyPhone": false });
        let consent = Consent { auto_confirm_user: true, auto_verify_email: true, auto_verify_phone: false };
        assert_eq!(sign_up(&ada(), answer), Ok(consent));
    }

    #[test]
    fn a_flag_that_is_no_flag_and_a_verification_of_nothing_are_errors() {
        for answer in [json!({ "autoConfirmUser": "true" }), json!({ "autoVerifyPhone": true })] {
            let error = sign_up(&ada(), answer).unwrap_err();
            assert!(error.starts_with("InvalidLambdaResponseException: Unrecognizable lambda output"), "{error}");
        }
        assert!(sign_up(&Attributes::new(), json!({ "autoVerifyEmail": true })).is_err());
    }

    #[test]
    fn an_administrators_user_is_not_confirmed_by_the_trigger() {
        let attributes = ada();
        let question = PreSignUp {
            source: Source::AdminCreateUser,
            attributes: &attributes,
            validation_data: None,
            client_metadata: None,
        };
        let (event, answer) = ask(&question, json!({ "autoConfirmUser": true, "autoVerifyEmail": true }));
        assert_eq!(event["triggerSource"], "PreSignUp_AdminCreateUser");
        assert_eq!(answer, Ok(Consent::default()));
    }
}
