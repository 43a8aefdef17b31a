//! The pool's password policy as a list beneath the field; password.js ticks what is met while a person types.
//! It decides nothing: the policy is enforced where passwords are set.

use maud::{Markup, html};

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

pub(super) const RULES_ID: &str = "password-rules";

impl PasswordRules {
    pub(super) fn markup(&self, words: &Words) -> Markup {
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
