//! The field for the name that a person signs in with: what it is called and which keyboard it brings, by the pool's settings.

use maud::{Markup, html};

use super::Frame;
use crate::pages::field::{InputKind, TextField};
use crate::pages::words::Words;
use crate::pages::{Route, form};

/// What the pool takes as a name: its UsernameAttributes and AliasAttributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    Username,
    Email,
    Phone,
    EmailOrPhone,
    UsernameOrEmail,
    Any,
}

impl NameKind {
    pub(super) const fn label(self, words: &Words) -> &'static str {
        match self {
            Self::Username => words.username,
            Self::Email => words.email,
            Self::Phone => words.phone,
            Self::EmailOrPhone => words.email_or_phone,
            Self::UsernameOrEmail => words.username_or_email,
            Self::Any => words.any_name,
        }
    }

    const fn input(self) -> InputKind {
        match self {
            Self::Email => InputKind::Email,
            Self::Phone => InputKind::Phone,
            // A mistyped address is the server's to judge: the browser's check would refuse plain names.
            Self::Username | Self::EmailOrPhone | Self::UsernameOrEmail | Self::Any => InputKind::Text,
        }
    }
}

pub(super) struct NameField<'a> {
    pub kind: NameKind,
    pub value: &'a str,
    pub invalid: bool,
    pub autofocus: bool,
}

impl NameField<'_> {
    pub fn markup(&self, words: &Words) -> Markup {
        let field = TextField {
            id: form::USERNAME,
            name: form::USERNAME,
            label: html! { (self.kind.label(words)) },
            kind: self.kind.input(),
            autocomplete: "username",
            value: self.value,
            required: true,
            invalid: self.invalid,
            autofocus: self.autofocus,
            hint: matches!(self.kind, NameKind::Phone).then_some(words.phone_hint),
        };
        field.markup()
    }
}

/// The name of a step before, which stays in view (and in sight of password managers) and cannot be edited here.
pub(super) struct KnownName<'a> {
    pub value: &'a str,
    /// Where another name can be given.
    pub change: Route,
}

impl KnownName<'_> {
    pub fn markup(&self, frame: &Frame) -> Markup {
        let words = frame.words();
        html! {
            div.field {
                div.label-row {
                    label for=(form::USERNAME) { (words.username) }
                    (frame.link(self.change, words.change_name))
                }
                input id=(form::USERNAME) name=(form::USERNAME) type="text" value=(self.value) autocomplete="username" readonly;
            }
        }
    }
}
