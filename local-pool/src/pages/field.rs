//! Labeled inputs: almost every input is written here, so that each has a label and says its error to a screen reader.
//! A password field has no value, by type: nothing can echo what somebody typed.

use maud::{Markup, html};

use super::form;
use super::words::Words;

/// The id of the message above a form, which the fields it concerns point to.
pub(super) const PROBLEM_ID: &str = "problem";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InputKind {
    Text,
    Email,
    Phone,
    Date,
    DateTime,
    Url,
    Number,
}

impl InputKind {
    const fn html_type(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Phone => "tel",
            Self::Date => "date",
            Self::DateTime => "datetime-local",
            Self::Url => "url",
            Self::Number => "number",
        }
    }
}

impl InputKind {
    /// Without it a browser takes whole minutes only, counted from the one that is shown.
    const fn step(self) -> Option<&'static str> {
        match self {
            Self::DateTime => Some("1"),
            Self::Text | Self::Email | Self::Phone | Self::Date | Self::Url | Self::Number => None,
        }
    }
}

pub(super) struct TextField<'a> {
    /// In the document; also the base of the hint's id. Never from outside.
    pub id: &'a str,
    pub name: &'a str,
    pub label: Markup,
    pub kind: InputKind,
    pub autocomplete: &'a str,
    pub value: &'a str,
    pub required: bool,
    pub invalid: bool,
    pub autofocus: bool,
    pub hint: Option<&'a str>,
}

impl TextField<'_> {
    pub fn markup(&self) -> Markup {
        let hint_id = self.hint.map(|_| format!("{}-hint", self.id));
        let spoken_names = matches!(self.kind, InputKind::Text) && self.autocomplete.starts_with("username");
        html! {
            div.field {
                label for=(self.id) { (self.label) }
                input id=(self.id) name=(self.name) type=(self.kind.html_type()) value=(self.value)
                    step=[self.kind.step()] autocomplete=(self.autocomplete) autocapitalize=[spoken_names.then_some("none")]
                    spellcheck=[spoken_names.then_some("false")] required[self.required] autofocus[self.autofocus]
                    aria-invalid=[self.invalid.then_some("true")]
                    aria-describedby=[described_by(self.invalid, hint_id.as_deref())];
                @if let (Some(hint), Some(hint_id)) = (self.hint, &hint_id) {
                    p.hint id=(hint_id) { (hint) }
                }
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PasswordKind {
    Current,
    New,
}

pub(super) struct PasswordField<'a> {
    pub kind: PasswordKind,
    pub words: &'a Words,
    pub invalid: bool,
    pub autofocus: bool,
    /// At the right of the label: the way out for who forgot it.
    pub beside_label: Option<Markup>,
    /// The id of the list of rules.
    pub rules_id: Option<&'a str>,
}

impl PasswordField<'_> {
    pub fn markup(&self) -> Markup {
        let (name, label, autocomplete) = match self.kind {
            PasswordKind::Current => (form::PASSWORD, self.words.password, "current-password"),
            PasswordKind::New => (form::NEW_PASSWORD, self.words.new_password, "new-password"),
        };
        html! {
            div.field {
                div.label-row {
                    label for=(name) { (label) }
                    @if let Some(beside) = &self.beside_label { (beside) }
                }
                div.with-button {
                    input id=(name) name=(name) type="password" autocomplete=(autocomplete) required
                        autofocus[self.autofocus] aria-invalid=[self.invalid.then_some("true")]
                        aria-describedby=[described_by(self.invalid, self.rules_id)];
                    // Shown by password.js alone: without it the button would do nothing.
                    button.in-field type="button" hidden data-reveals=(name) data-show=(self.words.show_password)
                        data-hide=(self.words.hide_password) aria-controls=(name) aria-pressed="false" {
                        (self.words.show_password)
                    }
                }
            }
        }
    }
}

pub(super) struct CodeField<'a> {
    pub words: &'a Words,
    pub invalid: bool,
    pub autofocus: bool,
}

impl CodeField<'_> {
    pub fn markup(&self) -> Markup {
        html! {
            div.field {
                label for=(form::CODE) { (self.words.code) }
                input.code id=(form::CODE) name=(form::CODE) type="text" inputmode="numeric" autocomplete="one-time-code"
                    autocapitalize="none" spellcheck="false" maxlength="16" required autofocus[self.autofocus]
                    aria-invalid=[self.invalid.then_some("true")] aria-describedby=[described_by(self.invalid, None)];
            }
        }
    }
}

pub(super) fn hidden(name: &str, value: impl maud::Render) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

fn described_by(invalid: bool, hint: Option<&str>) -> Option<String> {
    match (invalid, hint) {
        (false, None) => None,
        (false, Some(hint)) => Some(hint.to_owned()),
        (true, None) => Some(PROBLEM_ID.to_owned()),
        (true, Some(hint)) => Some(format!("{PROBLEM_ID} {hint}")),
    }
}
