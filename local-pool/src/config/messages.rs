//! `[pool.messages]`: the words of messages, with {####} where the code goes. What is not stated is as at Cognito.

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Messages {
    verification_email: Option<String>,
    verification_email_subject: Option<String>,
    verification_sms: Option<String>,
    invitation_email: Option<String>,
    invitation_email_subject: Option<String>,
    invitation_sms: Option<String>,
    mfa_email: Option<String>,
    mfa_email_subject: Option<String>,
    mfa_sms: Option<String>,
}

impl Messages {
    pub fn verification(&self) -> Map<String, Value> {
        let template = object([
            ("EmailMessage", &self.verification_email),
            ("EmailSubject", &self.verification_email_subject),
            ("SmsMessage", &self.verification_sms),
        ]);
        let template =
            (!template.is_empty()).then(|| ("VerificationMessageTemplate".to_owned(), Value::Object(template)));
        template.into_iter().collect()
    }

    pub fn invitation(&self) -> Option<Value> {
        let template = object([
            ("EmailMessage", &self.invitation_email),
            ("EmailSubject", &self.invitation_email_subject),
            ("SMSMessage", &self.invitation_sms),
        ]);
        (!template.is_empty()).then_some(Value::Object(template))
    }

    /// Of SMS_MFA, for SetUserPoolMfaConfig's shape.
    pub fn second_factor_sms(&self) -> Map<String, Value> {
        object([("SmsAuthenticationMessage", &self.mfa_sms)])
    }

    pub fn second_factor_email(&self) -> Map<String, Value> {
        object([("Message", &self.mfa_email), ("Subject", &self.mfa_email_subject)])
    }

    pub fn check(&self) -> Result<(), String> {
        for (key, text, placeholders) in [
            ("verification_email", &self.verification_email, &["{####}"][..]),
            ("verification_sms", &self.verification_sms, &["{####}"]),
            ("invitation_email", &self.invitation_email, &["{####}", "{username}"]),
            ("invitation_sms", &self.invitation_sms, &["{####}", "{username}"]),
            ("mfa_email", &self.mfa_email, &["{####}"]),
            ("mfa_sms", &self.mfa_sms, &["{####}"]),
        ] {
            let Some(text) = text else { continue };
            if let Some(missing) = placeholders.iter().find(|placeholder| !text.contains(**placeholder)) {
                return Err(format!("pool.messages.{key} lacks {missing}"));
            }
        }
        Ok(())
    }
}

fn object<const COUNT: usize>(members: [(&str, &Option<String>); COUNT]) -> Map<String, Value> {
    let given = members.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text.as_deref()?.into())));
    given.collect()
}
