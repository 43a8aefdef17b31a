//! `[[pool.attributes]]`: an attribute of one's own (`custom:level`), or what is asked of a standard one (`email`).

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::store::{SchemaAttribute, standard_schema};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeConfig {
    name: String,
    #[serde(rename = "type", default)]
    kind: Kind,
    /// The shortest text, or the smallest number.
    min: Option<i64>,
    max: Option<i64>,
    #[serde(default)]
    required: bool,
    #[serde(default = "yes")]
    mutable: bool,
    #[serde(default)]
    developer_only: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
enum Kind {
    #[default]
    String,
    Number,
    DateTime,
    Boolean,
}

impl AttributeConfig {
    /// With the prefix that Cognito gives.
    pub fn full_name(&self) -> String {
        if self.is_standard() || self.name.starts_with("custom:") && !self.developer_only {
            return self.name.clone();
        }
        let own = self.name.trim_start_matches("dev:").trim_start_matches("custom:");
        if self.developer_only { format!("dev:custom:{own}") } else { format!("custom:{own}") }
    }

    pub fn schema(&self) -> SchemaAttribute {
        let standard = standard_schema().into_iter().find(|known| known.name == self.name);
        let mut attribute = standard.unwrap_or_else(|| SchemaAttribute {
            name: self.full_name(),
            attribute_data_type: format!("{:?}", self.kind),
            developer_only_attribute: self.developer_only,
            mutable: true,
            required: false,
            string_attribute_constraints: (self.kind == Kind::String).then(Map::new),
            number_attribute_constraints: (self.kind == Kind::Number).then(Map::new),
        });
        attribute.required = self.required;
        attribute.mutable = self.mutable;
        let bounds = [
            (&mut attribute.string_attribute_constraints, "MinLength", "MaxLength"),
            (&mut attribute.number_attribute_constraints, "MinValue", "MaxValue"),
        ];
        for (constraints, least, most) in bounds {
            let Some(constraints) = constraints else { continue };
            for (bound, value) in [(least, self.min), (most, self.max)] {
                if let Some(value) = value {
                    constraints.insert(bound.to_owned(), Value::from(value.to_string()));
                }
            }
        }
        attribute
    }

    pub fn check(&self) -> Result<(), String> {
        let name = &self.name;
        if matches!(name.as_str(), "sub" | "identities" | "email_verified" | "phone_number_verified") {
            return Err(format!("attribute {name:?} is as Cognito has it: leave it out"));
        }
        let own = name.trim_start_matches("dev:").trim_start_matches("custom:");
        if !self.is_standard() {
            if !(1..=20).contains(&own.chars().count())
                || own.chars().any(|letter| letter.is_control() || letter == ' ')
            {
                return Err(format!("attribute {name:?} must have 1 to 20 characters after `custom:`, and no space"));
            }
            if self.required {
                return Err(format!("attribute {name:?} cannot be required: only standard attributes can"));
            }
        } else if self.kind != Kind::String {
            return Err(format!("attribute {name:?} has a type of its own: leave `type` out"));
        }
        if self.max.zip(self.min).is_some_and(|(max, min)| max < min) {
            return Err(format!("attribute {name:?}: max is less than min"));
        }
        let bounds = self.min.or(self.max).is_some();
        match self.kind {
            Kind::DateTime | Kind::Boolean if bounds => {
                Err(format!("attribute {name:?}: min and max are for a String or a Number"))
            }
            Kind::String
                if self.min.is_some_and(|min| min < 0) || self.max.is_some_and(|max| !(0..=2048).contains(&max)) =>
            {
                Err(format!("attribute {name:?}: a String has 0 to 2048 characters"))
            }
            _ => Ok(()),
        }
    }

    fn is_standard(&self) -> bool {
        standard_schema().iter().any(|known| known.name == self.name)
    }
}

fn yes() -> bool {
    true
}
