//! The outbox: every email and text message that Cognito would have sent, the newest first, codes in large letters.
//! Codes are shown, which is what the page is for; Debug of a message prints none.

use maud::{Markup, html};

use super::ToolPath;
use super::frame::ToolPage;
use super::moment::moment;
use crate::Secret;
use crate::clock::Instant;
use crate::pages::document::Script;

#[derive(Clone, Debug)]
pub struct Outbox {
    /// The newest first.
    pub messages: Vec<Message>,
}

#[derive(Clone, Debug)]
pub struct Message {
    /// Unique, so that the list that keeps itself current knows what is new.
    pub id: u64,
    pub at: Instant,
    pub medium: Medium,
    pub to: String,
    pub username: String,
    /// As a trigger would be told: `SignUp`. Shown in plain words where it is known.
    pub purpose: String,
    pub code: Option<Secret<String>>,
    /// Of an email.
    pub subject: Option<String>,
    /// The text as it would have arrived.
    pub text: Secret<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Email,
    Sms,
}

impl Medium {
    const fn name(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::Sms => "Text message",
        }
    }
}

impl Outbox {
    pub fn html(&self) -> String {
        let body = html! {
            div data-live aria-live="polite" {
                @if self.messages.is_empty() {
                    div.empty {
                        p { strong { "Nothing was sent yet." } }
                        p { "Sign up, ask for a code or forget a password: the message appears here." }
                    }
                } @else {
                    ol.messages { @for message in &self.messages { (entry(message)) } }
                }
            }
            noscript { p.hint { "Reload the page to see new messages." } }
        };
        let page = ToolPage {
            here: ToolPath::Outbox,
            title: "Outbox",
            lead: html! { p.lead { "What the pools would have sent by email and text message. Nothing leaves this machine." } },
            body,
            scripts: &[Script::Copy, Script::Live],
        };
        page.html()
    }
}

fn entry(message: &Message) -> Markup {
    html! {
        li.panel.message data-id=(message.id) {
            header {
                span.tag { (message.medium.name()) }
                strong.purpose { (in_words(&message.purpose)) }
                (moment(message.at))
            }
            p.to { "to " span { (message.to) } @if message.username != message.to { " for " span { (message.username) } } }
            @if let Some(code) = &message.code {
                div.big-code {
                    // Exposed to be shown, as the text below.
                    code { (code.expose()) }
                    button.small type="button" hidden data-copy=(code.expose()) { "Copy" }
                }
            }
            details {
                summary { "Message" }
                @if let Some(subject) = &message.subject { p.subject { (subject) } }
                pre { (message.text.expose()) }
            }
        }
    }
}

fn in_words(purpose: &str) -> &str {
    match purpose {
        "SignUp" => "Sign-up confirmation",
        "ResendCode" => "Sign-up confirmation, again",
        "AdminCreateUser" => "Invitation",
        "ForgotPassword" => "Forgotten password",
        "UpdateUserAttribute" | "VerifyUserAttribute" => "Verification of an address",
        "Authentication" => "Sign-in code",
        other => other,
    }
}
