//! Custom message: the words of an email or SMS, before it is sent. AWS, "Custom message Lambda trigger".
//! A text has `{####}` where the code (or temporary password) will be, an invitation `{username}` too, a message with a link
//! `{##words##}`. One without is refused like one in the pool's templates; the code itself never goes to the webhook.

use std::fmt;

use serde_json::json;

use super::event::{object, with};
use super::message_text::{CODE, Member, Place, USERNAME, fill};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, TriggerError, Unreadable, Version};

pub use super::message_text::Words;

pub struct CustomMessage<'a> {
    pub source: Source,
    pub attributes: &'a Attributes,
    pub client_metadata: Option<&'a Metadata>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    SignUp,
    AdminCreateUser,
    ResendCode,
    ForgotPassword,
    UpdateUserAttribute,
    VerifyUserAttribute,
    /// A code as a second factor.
    Authentication,
}

/// The texts that the webhook gave, not yet looked at: one that is not sent may be as wrong as it likes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages {
    source: Source,
    sms: Option<String>,
    email: Option<String>,
    subject: Option<String>,
}

/// Debug shows no body: the code is in it.
#[derive(PartialEq, Eq)]
pub struct Email {
    /// None is the pool's own.
    pub subject: Option<String>,
    /// None is the pool's own.
    pub body: Option<String>,
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Email").field("subject", &self.subject).finish_non_exhaustive()
    }
}

const SMS: Member = Member { name: "smsMessage", limit: 140 };
const BODY: Member = Member { name: "emailBody", limit: 20_000 };
const SUBJECT: Member = Member { name: "emailSubject", limit: 140 };

impl Question for CustomMessage<'_> {
    type Answer = Messages;
    const TRIGGER: Trigger = Trigger::CustomMessage;

    fn shape(&self, _version: Version) -> Shape {
        let request = json!({
            "userAttributes": self.attributes,
            "codeParameter": CODE,
            "linkParameter": "{##Click Here##}",
            "usernameParameter": self.source.invites().then_some(USERNAME),
        });
        Shape {
            source: match self.source {
                Source::SignUp => "CustomMessage_SignUp",
                Source::AdminCreateUser => "CustomMessage_AdminCreateUser",
                Source::ResendCode => "CustomMessage_ResendCode",
                Source::ForgotPassword => "CustomMessage_ForgotPassword",
                Source::UpdateUserAttribute => "CustomMessage_UpdateUserAttribute",
                Source::VerifyUserAttribute => "CustomMessage_VerifyUserAttribute",
                Source::Authentication => "CustomMessage_Authentication",
            },
            request: with(request, "clientMetadata", self.client_metadata.map(object)),
            response: json!({ "smsMessage": null, "emailMessage": null, "emailSubject": null }),
        }
    }

    fn read(&self, response: &Answer<'_>, _version: Version) -> Result<Messages, Unreadable> {
        // An empty text is none: webhooks in languages without null send it.
        let text = |name| Ok(response.text(name)?.filter(|text| !text.is_empty()).map(str::to_owned));
        Ok(Messages {
            source: self.source,
            sms: text("smsMessage")?,
            email: text("emailMessage")?,
            subject: text("emailSubject")?,
        })
    }
}

impl Source {
    /// Whether the message tells somebody that there is a user for them.
    fn invites(self) -> bool {
        self == Self::AdminCreateUser
    }
}

impl Messages {
    /// None is the pool's own message.
    pub fn sms(&self, words: &Words<'_>) -> Result<Option<String>, TriggerError> {
        let words = Words { link: None, ..*words };
        self.sms.as_deref().map(|text| self.finish(&SMS, text, &words)).transpose()
    }

    pub fn email(&self, words: &Words<'_>) -> Result<Email, TriggerError> {
        let body = self.email.as_deref().map(|text| self.finish(&BODY, text, words)).transpose()?;
        if let Some(subject) = &self.subject {
            SUBJECT.holds(subject)?;
        }
        Ok(Email { subject: self.subject.clone(), body })
    }

    fn finish(&self, member: &Member, text: &str, words: &Words<'_>) -> Result<String, TriggerError> {
        member.needs(text, if words.link.is_some() { Place::Link } else { Place::Code })?;
        if self.source.invites() {
            member.needs(text, Place::Username)?;
        }
        let filled = fill(text, words);
        member.holds(&filled)?;
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ada, ask};
    use super::*;
    use serde_json::Value;

    const WORDS: Words<'_> = Words { code: "123456", username: "ada", link: None };
    const LINK: Words<'_> = Words { link: Some("https://pool.example/confirm?a=1&b=2"), ..WORDS };

    fn messages(source: Source, response: Value) -> Messages {
        let attributes = ada();
        ask(&CustomMessage { source, attributes: &attributes, client_metadata: None }, response).1.unwrap()
    }

    fn email(source: Source, text: &str, words: &Words<'_>) -> Result<String, String> {
        let email = messages(source, json!({ "emailMessage": text })).email(words);
        email.map(|email| email.body.unwrap()).map_err(|error| format!("{}: {}", error.exception(), error.message()))
    }

    #[test]
    fn the_event_is_cognitos() {
        let attributes = ada();
        let event =
            |source| ask(&CustomMessage { source, attributes: &attributes, client_metadata: None }, json!({})).0;
        let signed_up = event(Source::SignUp);
        assert_eq!(signed_up["triggerSource"], "CustomMessage_SignUp");
        assert_eq!(
            signed_up["request"],
            json!({
                "userAttributes": { "email": "ada@example.com" },
                "codeParameter": "{####}",
                "linkParameter": "{##Click Here##}",
                "usernameParameter": null,
            })
        );
        let response = json!({ "smsMessage": null, "emailMessage": null, "emailSubject": null });
        assert_eq!(signed_up["response"], response);
        assert_eq!(event(Source::AdminCreateUser)["request"]["usernameParameter"], "{username}");
    }

    #[test]
    fn nothing_and_empty_texts_are_the_pools_own_message() {
        for response in [json!({}), json!({ "smsMessage": "", "emailMessage": null, "emailSubject": "" })] {
            let messages = messages(Source::ForgotPassword, response);
            assert_eq!(messages.sms(&WORDS), Ok(None));
            assert_eq!(messages.email(&WORDS), Ok(Email { subject: None, body: None }));
        }
    }

    #[test]
    fn the_code_takes_its_places() {
        let texts =
            json!({ "smsMessage": "{####} is it", "emailMessage": "<b>{####}</b>\n{####} {x}", "emailSubject": "Hi" });
        let messages = messages(Source::Authentication, texts);
        assert_eq!(messages.sms(&WORDS), Ok(Some("123456 is it".into())));
        let email = Email { subject: Some("Hi".into()), body: Some("<b>123456</b>\n123456 {x}".into()) };
        assert!(!format!("{email:?}").contains("123456"));
        assert_eq!(messages.email(&WORDS), Ok(email));
    }

    #[test]
    fn a_text_without_the_code_is_refused_if_it_is_the_one_to_send() {
        let messages = messages(Source::SignUp, json!({ "smsMessage": "{####}", "emailMessage": "Foo" }));
        assert!(messages.sms(&WORDS).is_ok());
        let error = messages.email(&WORDS).unwrap_err();
        assert_eq!(error.exception(), "InvalidParameterException");
        assert_eq!(
            error.message(),
            "1 validation error detected: Value 'Foo' at 'emailBody' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: \
             [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*"
        );
    }

    #[test]
    fn a_no_break_space_is_refused_and_a_line_break_is_not() {
        assert!(email(Source::SignUp, "{####}\u{a0}", &WORDS).is_err());
        assert!(email(Source::SignUp, "{####}\u{0}", &WORDS).is_err());
        assert_eq!(email(Source::SignUp, "Grüße\r\n{####} ☂", &WORDS), Ok("Grüße\r\n123456 ☂".into()));
    }

    #[test]
    fn an_invitation_names_the_user_too() {
        let invited = email(Source::AdminCreateUser, "{username}, {####}", &WORDS);
        assert_eq!(invited, Ok("ada, 123456".into()));
        assert!(email(Source::AdminCreateUser, "{####}", &WORDS).is_err());
        assert!(email(Source::AdminCreateUser, "{username}", &WORDS).is_err());
        assert_eq!(email(Source::ResendCode, "{####}", &WORDS), Ok("123456".into()));
    }

    #[test]
    fn a_link_takes_the_place_of_its_words() {
        let linked = email(Source::SignUp, "Please {##click <b>here</b>##}.", &LINK);
        let anchor = "<a href=\"https://pool.example/confirm?a=1&amp;b=2\">click <b>here</b></a>";
        assert_eq!(linked, Ok(format!("Please {anchor}.")));
        assert!(email(Source::SignUp, "Please click.", &LINK).is_err());
        assert_eq!(
            email(Source::SignUp, "https://app.example/?code={####}", &LINK),
            Ok("https://app.example/?code=123456".into())
        );
        assert!(email(Source::SignUp, "Please {##click##}.", &WORDS).is_err());
        assert!(messages(Source::SignUp, json!({ "smsMessage": "{##click##}" })).sms(&LINK).is_err());
    }

    #[test]
    fn what_is_put_in_is_not_filled_again() {
        let odd = Words { username: "{####}{", ..WORDS };
        assert_eq!(email(Source::AdminCreateUser, "{username} {####}{", &odd), Ok("{####}{ 123456{".into()));
    }

    #[test]
    fn a_text_too_long_is_refused_and_the_error_has_no_code_in_it() {
        let sms = |length: usize| {
            let text = format!("{}{CODE}", "x".repeat(length));
            messages(Source::SignUp, json!({ "smsMessage": text })).sms(&WORDS)
        };
        assert!(sms(134).is_ok());
        let error = sms(135).unwrap_err();
        assert!(error.message().ends_with("less than or equal to 140"), "{error}");
        assert!(!error.to_string().contains("123456"));
        let subject = json!({ "emailSubject": "x".repeat(141) });
        assert!(messages(Source::SignUp, subject).email(&WORDS).is_err());
    }
}
