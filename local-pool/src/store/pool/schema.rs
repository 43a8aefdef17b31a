//! The attributes that a pool's users may have: Cognito's own, which every pool has, and the app's.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The attributes that every pool has, with Cognito's types and bounds.
pub fn standard_schema() -> Vec<SchemaAttribute> {
    let text = |name: &str, bounds: (u32, u32), mutable: bool, required: bool| SchemaAttribute {
        name: name.to_owned(),
        attribute_data_type: string(),
        developer_only_attribute: false,
        mutable,
        required,
        string_attribute_constraints: Some(
            [("MinLength", bounds.0), ("MaxLength", bounds.1)]
                .into_iter()
                .map(|(bound, value)| (bound.to_owned(), Value::from(value.to_string())))
                .collect(),
        ),
        number_attribute_constraints: None,
    };
    let boolean = |name: &str| SchemaAttribute {
        attribute_data_type: "Boolean".to_owned(),
        string_attribute_constraints: None,
        ..text(name, (0, 0), true, false)
    };
    let mut schema = vec![text("sub", (1, 2048), false, true)];
    let any_length = [
        "name",
        "given_name",
        "family_name",
        "middle_name",
        "nickname",
        "preferred_username",
        "profile",
        "picture",
        "website",
        "email",
    ];
    schema.extend(any_length.map(|name| text(name, (0, 2048), true, false)));
    schema.push(boolean("email_verified"));
    schema.push(text("gender", (0, 2048), true, false));
    schema.push(text("birthdate", (10, 10), true, false));
    schema.extend(["zoneinfo", "locale", "phone_number"].map(|name| text(name, (0, 2048), true, false)));
    schema.push(boolean("phone_number_verified"));
    schema.push(text("address", (0, 2048), true, false));
    schema.push(SchemaAttribute {
        attribute_data_type: "Number".to_owned(),
        string_attribute_constraints: None,
        number_attribute_constraints: Some(Map::from_iter([("MinValue".to_owned(), Value::from("0"))])),
        ..text("updated_at", (0, 0), true, false)
    });
    schema.push(text("identities", (0, 2048), true, false));
    schema
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SchemaAttribute {
    pub name: String,
    /// String, Number, DateTime or Boolean.
    #[serde(default = "string")]
    pub attribute_data_type: String,
    #[serde(default)]
    pub developer_only_attribute: bool,
    #[serde(default = "yes")]
    pub mutable: bool,
    #[serde(default)]
    pub required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub string_attribute_constraints: Option<Map<String, Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_attribute_constraints: Option<Map<String, Value>>,
}

fn string() -> String {
    "String".to_owned()
}

fn yes() -> bool {
    true
}
