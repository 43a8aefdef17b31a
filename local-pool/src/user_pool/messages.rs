//! Messages to people: codes, temporary passwords. Nothing is sent; it goes to the outbox, where its reader finds it.
//! `send` is the one place where the words of a message are made, and where CustomMessage may change them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::error::ServiceError;
use super::hooks::{Asking, attributes_of};
use crate::call::Call;
use crate::secret::Secret;
use crate::store::{Client, Medium, Message, Pool, User};
use crate::triggers::custom_message::{self, CustomMessage, Words};

/// ClientMetadata: passed on to triggers, kept nowhere.
pub type ClientMetadata = BTreeMap<String, Option<String>>;

/// On whose behalf a message goes out.
#[derive(Clone, Copy)]
pub struct Sender<'a> {
    pub pool: &'a Pool,
    /// None where an administrator asked for it.
    pub client: Option<&'a Client>,
    pub metadata: &'a ClientMetadata,
}

/// Why it goes out, by the names in CustomMessage's triggerSource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    SignUp,
    AdminCreateUser,
    /// An invitation to somebody who signs in by one-time codes.
    AdminCreateUserWithoutPassword,
    ResendCode,
    ForgotPassword,
    UpdateUserAttribute,
    VerifyUserAttribute,
    Authentication,
}

impl Occasion {
    pub fn name(self) -> &'static str {
        match self {
            Self::SignUp => "SignUp",
            Self::AdminCreateUser | Self::AdminCreateUserWithoutPassword => "AdminCreateUser",
            Self::ResendCode => "ResendCode",
            Self::ForgotPassword => "ForgotPassword",
            Self::UpdateUserAttribute => "UpdateUserAttribute",
            Self::VerifyUserAttribute => "VerifyUserAttribute",
            Self::Authentication => "Authentication",
        }
    }

    fn source(self) -> custom_message::Source {
        match self {
            Self::SignUp => custom_message::Source::SignUp,
            Self::AdminCreateUser | Self::AdminCreateUserWithoutPassword => custom_message::Source::AdminCreateUser,
            Self::ResendCode => custom_message::Source::ResendCode,
            Self::ForgotPassword => custom_message::Source::ForgotPassword,
            Self::UpdateUserAttribute => custom_message::Source::UpdateUserAttribute,
            Self::VerifyUserAttribute => custom_message::Source::VerifyUserAttribute,
            Self::Authentication => custom_message::Source::Authentication,
        }
    }
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub medium: Medium,
    /// The email address or phone number, in full.
    pub to: String,
}

impl Address {
    /// The user's own, if there is one.
    pub fn of(user: &User, medium: Medium) -> Option<Self> {
        let to = user.attribute(medium.attribute()).filter(|to| !to.is_empty())?.to_owned();
        Some(Self { medium, to })
    }

    /// As Cognito shows it: `a***@e***`, `+*******0100`.
    pub fn masked(&self) -> String {
        match self.medium {
            Medium::Email => {
                let (name, host) = self.to.split_once('@').unwrap_or((&self.to, ""));
                let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
                format!("{}***@{}***", first(name), first(host))
            }
            Medium::Sms => {
                let digits: Vec<char> = self.to.chars().filter(|digit| *digit != '+').collect();
                let hidden = digits.len().saturating_sub(4);
                let shown: String = digits.iter().skip(hidden).collect();
                format!("+{}{shown}", "*".repeat(hidden))
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CodeDeliveryDetails {
    destination: String,
    delivery_medium: &'static str,
    attribute_name: &'static str,
}

impl CodeDeliveryDetails {
    pub fn new(address: &Address) -> Self {
        Self {
            destination: address.masked(),
            delivery_medium: address.medium.name(),
            attribute_name: address.medium.attribute(),
        }
    }
}

/// A message with a code (or a temporary password) in it. Whoever calls this keeps the code.
pub async fn send(
    call: &Call<'_>,
    sender: Sender<'_>,
    user: &User,
    occasion: Occasion,
    address: &Address,
    code: &Secret<String>,
) -> Result<CodeDeliveryDetails, ServiceError> {
    let Template { subject, body } = template(sender.pool, occasion, address.medium);
    let own = custom_words(call, sender, user, occasion, address.medium, code).await?;
    // The message is where a code is meant to be read.
    let fill = |text: &str| text.replace("{####}", code.expose()).replace("{username}", &user.username);
    let message = Message {
        id: 0,
        at: call.now,
        pool_id: sender.pool.id.clone(),
        username: user.username.clone(),
        medium: address.medium,
        to: address.to.clone(),
        purpose: occasion.name().to_owned(),
        code: Some(code.expose().clone()).filter(|code| !code.is_empty()),
        subject: own.subject.unwrap_or_else(|| fill(&subject)),
        body: own.body.unwrap_or_else(|| fill(&body)),
    };
    call.store().outbox.send(message);
    Ok(CodeDeliveryDetails::new(address))
}

/// What CustomMessage puts in place of the pool's words.
#[derive(Default)]
struct OwnWords {
    subject: Option<String>,
    body: Option<String>,
}

async fn custom_words(
    call: &Call<'_>,
    sender: Sender<'_>,
    user: &User,
    occasion: Occasion,
    medium: Medium,
    code: &Secret<String>,
) -> Result<OwnWords, ServiceError> {
    let client_id = sender.client.map(|client| client.id.as_str());
    let Some(asking) = Asking::of(call, sender.pool, client_id, &user.username, sender.metadata) else {
        return Ok(OwnWords::default());
    };
    let attributes = attributes_of(user);
    let question =
        CustomMessage { source: occasion.source(), attributes: &attributes, client_metadata: asking.metadata() };
    let Some(messages) = asking.ask(&question).await? else {
        return Ok(OwnWords::default());
    };
    let words = Words { code: code.expose(), username: &user.username, link: None };
    Ok(match medium {
        Medium::Sms => OwnWords { subject: None, body: messages.sms(&words)? },
        Medium::Email => {
            let email = messages.email(&words)?;
            OwnWords { subject: email.subject, body: email.body }
        }
    })
}

struct Template {
    subject: String,
    body: String,
}

/// The pool's words for it, or Cognito's.
fn template(pool: &Pool, occasion: Occasion, medium: Medium) -> Template {
    let settings = &pool.settings;
    let other = |pointer: &[&str]| own_words(settings.other.get(*pointer.first()?), pointer.get(1..)?);
    let invitation =
        |member: &str| own_words(settings.admin_create_user_config.invite_message_template.as_ref(), &[member]);
    let mfa = |configuration: &Option<serde_json::Map<String, Value>>, member: &str| {
        configuration.as_ref()?.get(member)?.as_str().map(str::to_owned)
    };
    let verification = match medium {
        Medium::Email => {
            other(&["VerificationMessageTemplate", "EmailMessage"]).or_else(|| other(&["EmailVerificationMessage"]))
        }
        Medium::Sms => {
            other(&["VerificationMessageTemplate", "SmsMessage"]).or_else(|| other(&["SmsVerificationMessage"]))
        }
    };
    let verification_subject =
        other(&["VerificationMessageTemplate", "EmailSubject"]).or_else(|| other(&["EmailVerificationSubject"]));
    let (body, subject, default_body, default_subject) = match occasion {
        Occasion::AdminCreateUser => (
            invitation(if medium == Medium::Email { "EmailMessage" } else { "SMSMessage" }),
            invitation("EmailSubject"),
            "Your username is {username} and temporary password is {####}.",
            "Your temporary password",
        ),
        Occasion::AdminCreateUserWithoutPassword => (
            invitation(if medium == Medium::Email { "EmailMessage" } else { "SMSMessage" }),
            invitation("EmailSubject"),
            "Your username is {username}.",
            "Your new account",
        ),
        Occasion::Authentication => (
            match medium {
                Medium::Email => mfa(&pool.mfa.email_mfa_configuration, "Message"),
                Medium::Sms => mfa(&pool.mfa.sms_mfa_configuration, "SmsAuthenticationMessage")
                    .or_else(|| other(&["SmsAuthenticationMessage"])),
            },
            mfa(&pool.mfa.email_mfa_configuration, "Subject"),
            "Your authentication code is {####}.",
            "Your authentication code",
        ),
        Occasion::ForgotPassword => {
            (verification, verification_subject, "Your password reset code is {####}.", "Your password reset code")
        }
        Occasion::SignUp | Occasion::ResendCode => {
            (verification, verification_subject, "Your confirmation code is {####}.", "Your verification code")
        }
        Occasion::UpdateUserAttribute | Occasion::VerifyUserAttribute => {
            (verification, verification_subject, "Your verification code is {####}.", "Your verification code")
        }
    };
    Template {
        subject: match medium {
            Medium::Email => subject.unwrap_or_else(|| default_subject.to_owned()),
            Medium::Sms => String::new(),
        },
        body: body.unwrap_or_else(|| default_body.to_owned()),
    }
}

fn own_words(value: Option<&Value>, path: &[&str]) -> Option<String> {
    let value = path.iter().try_fold(value?, |value, member| value.get(member))?;
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;
    use crate::store::PoolSettings;
    use serde_json::json;

    #[test]
    fn an_address_is_masked_as_cognito_does() {
        for (medium, to, masked) in [
            (Medium::Email, "ada@example.com", "a***@e***"),
            (Medium::Email, "ä@ö.example", "ä***@ö***"),
            (Medium::Email, "nonsense", "n***@***"),
            (Medium::Sms, "+12065550100", "+*******0100"),
            (Medium::Sms, "+491", "+491"),
        ] {
            assert_eq!(Address { medium, to: to.into() }.masked(), masked);
        }
    }

    #[test]
    fn the_pools_words_come_before_the_default() {
        let now = Instant::from_seconds(0);
        let settings = |value| serde_json::from_value::<PoolSettings>(value).unwrap();
        let body = |value, occasion, medium| {
            let pool = Pool::new("us-east-1_P".into(), "P".into(), settings(value), now, Secret::new([0; 32]));
            template(&pool, occasion, medium).body
        };
        let own = json!({
            "VerificationMessageTemplate": { "EmailMessage": "mail {####}" },
            "SmsVerificationMessage": "text {####}",
            "AdminCreateUserConfig": { "InviteMessageTemplate": { "SMSMessage": "hi {username} {####}" } },
        });
        assert_eq!(body(own.clone(), Occasion::SignUp, Medium::Email), "mail {####}");
        assert_eq!(body(own.clone(), Occasion::ForgotPassword, Medium::Sms), "text {####}");
        assert_eq!(body(own.clone(), Occasion::AdminCreateUser, Medium::Sms), "hi {username} {####}");
        assert_eq!(body(own, Occasion::Authentication, Medium::Email), "Your authentication code is {####}.");
        assert_eq!(body(json!({}), Occasion::SignUp, Medium::Email), "Your confirmation code is {####}.");
    }
}
