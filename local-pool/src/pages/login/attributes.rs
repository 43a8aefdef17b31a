//! Fields for a user's attributes (OIDC Core 5.1 and the pool's own): label, keyboard and what a browser may fill in.
//! Which attributes a pool asks for, and what it takes, is not decided here.

use maud::{Markup, html};

use super::problem::Concern;
use crate::pages::field::{InputKind, TextField};
use crate::pages::form::ATTRIBUTE_PREFIX;
use crate::pages::words::Words;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeField {
    /// `email`, `custom:tier`.
    pub name: String,
    pub kind: AttributeType,
    pub value: String,
    pub required: bool,
}

/// A custom attribute's AttributeDataType; standard attributes are known by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    String,
    Number,
    DateTime,
    Boolean,
}

pub(super) fn fields(attributes: &[AttributeField], words: &Words, concern: Concern<'_>) -> Markup {
    html! {
        @for (index, attribute) in attributes.iter().enumerate() {
            (field(attribute, words, concern == Concern::Attribute(&attribute.name), &format!("attribute-{index}")))
        }
    }
}

fn field(attribute: &AttributeField, words: &Words, invalid: bool, id: &str) -> Markup {
    let (kind, autocomplete) = input(attribute);
    let field = TextField {
        id,
        name: &format!("{ATTRIBUTE_PREFIX}{}", attribute.name),
        label: html! {
            (label(&attribute.name, words))
            @if !attribute.required { " " span.optional { "(" (words.optional) ")" } }
        },
        kind,
        autocomplete,
        value: &attribute.value,
        required: attribute.required,
        invalid,
        autofocus: false,
        hint: (kind == InputKind::Phone).then_some(words.phone_hint),
    };
    field.markup()
}

pub(super) fn label<'a>(name: &'a str, words: &Words) -> &'a str {
    match name {
        "name" => words.attribute_name,
        "given_name" => words.attribute_given_name,
        "family_name" => words.attribute_family_name,
        "middle_name" => words.attribute_middle_name,
        "nickname" => words.attribute_nickname,
        "preferred_username" => words.attribute_preferred_username,
        "email" => words.email,
        "phone_number" => words.phone,
        "birthdate" => words.attribute_birthdate,
        "gender" => words.attribute_gender,
        "address" => words.attribute_address,
        "website" => words.attribute_website,
        "profile" => words.attribute_profile,
        "picture" => words.attribute_picture,
        "locale" => words.attribute_locale,
        "zoneinfo" => words.attribute_zoneinfo,
        other => other.strip_prefix("custom:").unwrap_or(other),
    }
}

fn input(attribute: &AttributeField) -> (InputKind, &'static str) {
    match attribute.name.as_str() {
        "name" => (InputKind::Text, "name"),
        "given_name" => (InputKind::Text, "given-name"),
        "family_name" => (InputKind::Text, "family-name"),
        "middle_name" => (InputKind::Text, "additional-name"),
        "nickname" | "preferred_username" => (InputKind::Text, "nickname"),
        "email" => (InputKind::Email, "email"),
        "phone_number" => (InputKind::Phone, "tel"),
        "birthdate" => (InputKind::Date, "bday"),
        "gender" => (InputKind::Text, "sex"),
        "address" => (InputKind::Text, "street-address"),
        "website" => (InputKind::Url, "url"),
        "picture" => (InputKind::Url, "photo"),
        "profile" => (InputKind::Url, "off"),
        "locale" => (InputKind::Text, "language"),
        _ => match attribute.kind {
            AttributeType::String | AttributeType::Boolean => (InputKind::Text, "off"),
            AttributeType::Number => (InputKind::Number, "off"),
            AttributeType::DateTime => (InputKind::Date, "off"),
        },
    }
}
