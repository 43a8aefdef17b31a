//! A new password: its field, and the pool's policy as a list beneath it; password.js ticks what is met while a person types.
//! It decides nothing: the policy is enforced where passwords are set.

use maud::{Markup, html};

use super::problem::Concern;
use crate::pages::field::{PasswordField, PasswordKind};
use crate::pages::words::{Words, filled};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    pub minimum_length: u32,
    pub lowercase: bool,
    pub uppercase: bool,
    pub number: bool,
    pub symbol: bool,
    /// How many of the last passwords may not come again; 0 for none.
    pub history: u32,
}

const RULES_ID: &str = "password-rules";

/// Whether a field is the one that a person comes to first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    Here,
    Elsewhere,
}

impl PasswordRules {
    pub(super) fn new_password(&self, words: &Words, concern: Concern<'_>, focus: Focus) -> Markup {
        let field = PasswordField {
            kind: PasswordKind::New,
            words,
            invalid: concern.password(),
            autofocus: focus == Focus::Here,
            beside_label: None,
            rules_id: Some(RULES_ID),
        };
        html! { (field.markup()) (self.list(words)) }
    }

    fn list(&self, words: &Words) -> Markup {
        html! {
            div.rules id=(RULES_ID) {
                p { (words.password_needs) }
                ul data-rules-for=(crate::pages::form::NEW_PASSWORD) {
                    li data-rule="length" data-length=(self.minimum_length) {
                        (filled(words.rule_length, &self.minimum_length))
                    }
                    @if self.lowercase { li data-rule="lowercase" { (words.rule_lowercase) } }
                    @if self.uppercase { li data-rule="uppercase" { (words.rule_uppercase) } }
                    @if self.number { li data-rule="number" { (words.rule_number) } }
                    @if self.symbol { li data-rule="symbol" { (words.rule_symbol) } }
                    @if self.history > 0 { li { (filled(words.rule_history, &self.history)) } }
                }
            }
        }
    }
}
