//! User migration: a user whom the pool does not know signs in with a password, or forgot it. The webhook may know them.
//! AWS, "Migrate user Lambda trigger". It is the one trigger that gets a password; it lives in the event alone.

use serde_json::json;

use super::answer::wrong;
use super::event::{object, with};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};
use crate::secret::Secret;

pub struct UserMigration<'a> {
    pub occasion: Occasion<'a>,
    /// ClientMetadata of InitiateAuth.
    pub validation_data: Option<&'a Metadata>,
    /// ClientMetadata of RespondToAuthChallenge and ForgotPassword.
    pub client_metadata: Option<&'a Metadata>,
}

#[derive(Clone, Copy, Debug)]
pub enum Occasion<'a> {
    Authentication(&'a Secret<String>),
    ForgotPassword,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Migrated(Migrated),
    /// The webhook answered, but with no attributes: the call goes on as for a user that does not exist.
    Unknown,
}

/// A user to make, with the password that was typed.
#[derive(Debug, PartialEq, Eq)]
pub struct Migrated {
    pub attributes: Attributes,
    pub status: FinalStatus,
    /// Whether the welcome message is left unsent.
    pub suppress_message: bool,
    /// Where the welcome message goes, if not by SMS.
    pub delivery: Vec<Medium>,
    /// Whether an alias that another user has moves to this one; otherwise that is an AliasExistsException.
    pub force_alias_creation: bool,
    pub enable_sms_mfa: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalStatus {
    Confirmed,
    ResetRequired,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Email,
    Sms,
}

impl Question for UserMigration<'_> {
    type Answer = Outcome;
    const TRIGGER: Trigger = Trigger::UserMigration;

    fn shape(&self, _version: Version) -> Shape {
        let (source, password) = match self.occasion {
            // The webhook checks the password in place of the pool.
            Occasion::Authentication(password) => ("UserMigration_Authentication", Some(password.expose())),
            Occasion::ForgotPassword => ("UserMigration_ForgotPassword", None),
        };
        let request = json!({ "password": password, "validationData": self.validation_data });
        Shape {
            source,
            request: with(request, "clientMetadata", self.client_metadata.map(object)),
            response: json!({
                "userAttributes": null,
                "forceAliasCreation": null,
                "enableSMSMFA": null,
                "finalUserStatus": null,
                "messageAction": null,
                "desiredDeliveryMediums": null,
            }),
        }
    }

    fn read(&self, response: &Answer<'_>, _version: Version) -> Result<Outcome, Unreadable> {
        let attributes = response.texts("userAttributes")?.unwrap_or_default();
        if attributes.is_empty() {
            return Ok(Outcome::Unknown);
        }
        if let Some(own) = attributes.keys().find(|name| belongs_to_the_pool(name)) {
            return Err(Unreadable(format!("userAttributes has {own}, which the pool sets")));
        }
        let status = match response.text("finalUserStatus")? {
            None | Some("CONFIRMED") => FinalStatus::Confirmed,
            Some("RESET_REQUIRED") => FinalStatus::ResetRequired,
            Some(_) => return Err(wrong("finalUserStatus", "CONFIRMED or RESET_REQUIRED")),
        };
        let suppress_message = match response.text("messageAction")? {
            None | Some("RESEND") => false,
            Some("SUPPRESS") => true,
            Some(_) => return Err(wrong("messageAction", "SUPPRESS or RESEND")),
        };
        Ok(Outcome::Migrated(Migrated {
            attributes,
            status,
            suppress_message,
            delivery: response
                .list("desiredDeliveryMediums")?
                .iter()
                .map(|name| medium(name))
                .collect::<Result<_, _>>()?,
            force_alias_creation: response.flag("forceAliasCreation")?.unwrap_or_default(),
            enable_sms_mfa: response.flag("enableSMSMFA")?.unwrap_or_default(),
        }))
    }
}

fn belongs_to_the_pool(name: &str) -> bool {
    matches!(name, "sub" | "identities") || name.starts_with("cognito:")
}

fn medium(name: &str) -> Result<Medium, Unreadable> {
    match name {
        "EMAIL" => Ok(Medium::Email),
        "SMS" => Ok(Medium::Sms),
        _ => Err(wrong("desiredDeliveryMediums", "EMAIL or SMS")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ORIGIN, ada, ask};
    use super::super::{Event, TriggerError};
    use super::*;
    use serde_json::Value;

    fn migrate(response: Value) -> Result<Outcome, TriggerError> {
        let password = Secret::new("hunter2".to_owned());
        let occasion = Occasion::Authentication(&password);
        ask(&UserMigration { occasion, validation_data: None, client_metadata: None }, response).1
    }

    #[test]
    fn the_event_is_cognitos() {
        let password = Secret::new("hunter2".to_owned());
        let mut question = UserMigration {
            occasion: Occasion::Authentication(&password),
            validation_data: None,
            client_metadata: None,
        };
        let (event, _) = ask(&question, json!({}));
        assert_eq!(event["triggerSource"], "UserMigration_Authentication");
        assert_eq!(event["request"], json!({ "password": "hunter2", "validationData": null }));
        let nulls = event["response"].as_object().unwrap();
        assert!(nulls.len() == 6 && nulls.values().all(Value::is_null), "{nulls:?}");
        question.occasion = Occasion::ForgotPassword;
        let (event, _) = ask(&question, json!({}));
        assert_eq!(event["triggerSource"], "UserMigration_ForgotPassword");
        assert_eq!(event["request"]["password"], Value::Null);
    }

    #[test]
    fn the_password_is_in_the_event_and_not_in_its_debug() {
        let password = Secret::new("hunter2".to_owned());
        let occasion = Occasion::Authentication(&password);
        let question = UserMigration { occasion, validation_data: None, client_metadata: None };
        let event = Event::new(Trigger::UserMigration, Version::V1, &ORIGIN, question.shape(Version::V1));
        assert!(event.body().to_string().contains("hunter2"));
        assert_eq!(format!("{event:?}"), "UserMigration_Authentication");
    }

    #[test]
    fn a_user_with_attributes_is_taken_over() {
        let bare = Migrated {
            attributes: ada(),
            status: FinalStatus::Confirmed,
            suppress_message: false,
            delivery: vec![],
            force_alias_creation: false,
            enable_sms_mfa: false,
        };
        let attributes = json!({ "email": "ada@example.com" });
        assert_eq!(migrate(json!({ "userAttributes": attributes })), Ok(Outcome::Migrated(bare)));
        let all = Migrated {
            attributes: ada(),
            status: FinalStatus::ResetRequired,
            suppress_message: true,
            delivery: vec![Medium::Email, Medium::Sms],
            force_alias_creation: true,
            enable_sms_mfa: true,
        };
        let response = json!({
            "userAttributes": attributes,
            "finalUserStatus": "RESET_REQUIRED",
            "messageAction": "SUPPRESS",
            "desiredDeliveryMediums": ["EMAIL", "SMS"],
            "forceAliasCreation": true,
            "enableSMSMFA": true,
        });
        assert_eq!(migrate(response), Ok(Outcome::Migrated(all)));
    }

    #[test]
    fn no_attributes_is_an_unknown_user() {
        for response in [json!({}), json!({ "userAttributes": null }), json!({ "userAttributes": {} })] {
            assert_eq!(migrate(response), Ok(Outcome::Unknown));
        }
    }

    #[test]
    fn what_the_pool_sets_and_words_it_does_not_know_are_errors() {
        for (name, value) in [
            ("userAttributes", json!({ "email": "a@b.c", "sub": "1" })),
            ("userAttributes", json!({ "cognito:user_status": "CONFIRMED" })),
            ("finalUserStatus", json!("UNCONFIRMED")),
            ("messageAction", json!("suppress")),
            ("desiredDeliveryMediums", json!(["PIGEON"])),
            ("desiredDeliveryMediums", json!("EMAIL")),
        ] {
            let mut response = json!({ "userAttributes": { "email": "a@b.c" } });
            response[name] = value;
            assert!(migrate(response.clone()).is_err(), "{response}");
        }
    }
}
