//! The attributes of a pool: Cognito's own, whose properties CreateUserPool may change, and the app's, which become
//! `custom:` and their name. Once a pool exists, attributes are added and never changed.

use serde_json::{Map, Value};

use super::super::ServiceError;
use crate::store::SchemaAttribute;

/// Of the app's own.
const MOST: usize = 50;

/// What CreateUserPool sends.
pub fn extend(schema: &mut Vec<SchemaAttribute>, sent: Vec<SchemaAttribute>) -> Result<(), ServiceError> {
    let mut changed: Vec<String> = Vec::new();
    for attribute in sent {
        let Some(standard) = schema.iter_mut().find(|known| known.name == attribute.name && !is_own(&known.name))
        else {
            add(schema, attribute)?;
            continue;
        };
        if changed.contains(&attribute.name) {
            return Err(exists(&attribute.name));
        }
        changed.push(attribute.name.clone());
        change(standard, attribute)?;
    }
    Ok(())
}

/// One of the app's own.
pub fn add(schema: &mut Vec<SchemaAttribute>, sent: SchemaAttribute) -> Result<(), ServiceError> {
    let prefix = if sent.developer_only_attribute { "dev" } else { "custom" };
    let name = format!("{prefix}:{}", sent.name);
    if sent.required {
        return Err(ServiceError::invalid_parameter("Required custom attributes are not supported currently."));
    }
    if schema.iter().any(|known| known.name == name) {
        return Err(exists(&name));
    }
    if schema.iter().filter(|known| is_own(&known.name)).count() >= MOST {
        return Err(ServiceError::invalid_parameter(format!("A user pool has at most {MOST} custom attributes")));
    }
    let mut own = SchemaAttribute { name, ..sent };
    let (text, number) = match own.attribute_data_type.as_str() {
        "String" => (Some(own.string_attribute_constraints.take().unwrap_or_default()), None),
        "Number" => (None, Some(own.number_attribute_constraints.take().unwrap_or_default())),
        _ => (None, None),
    };
    bounds(&own.name, text.as_ref(), ("MinLength", "MaxLength"))?;
    bounds(&own.name, number.as_ref(), ("MinValue", "MaxValue"))?;
    (own.string_attribute_constraints, own.number_attribute_constraints) = (text, number);
    schema.push(own);
    Ok(())
}

fn change(standard: &mut SchemaAttribute, sent: SchemaAttribute) -> Result<(), ServiceError> {
    let name = &standard.name;
    if sent.attribute_data_type != standard.attribute_data_type || sent.developer_only_attribute {
        return Err(ServiceError::invalid_parameter(format!(
            "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute {name}"
        )));
    }
    bounds(name, sent.string_attribute_constraints.as_ref(), ("MinLength", "MaxLength"))?;
    bounds(name, sent.number_attribute_constraints.as_ref(), ("MinValue", "MaxValue"))?;
    // A sub is always there and never changes.
    if name != "sub" {
        (standard.mutable, standard.required) = (sent.mutable, sent.required);
    }
    if let (Some(known), Some(sent)) = (&mut standard.string_attribute_constraints, sent.string_attribute_constraints) {
        known.extend(sent);
    }
    if let (Some(known), Some(sent)) = (&mut standard.number_attribute_constraints, sent.number_attribute_constraints) {
        known.extend(sent);
    }
    Ok(())
}

fn is_own(name: &str) -> bool {
    name.starts_with("custom:") || name.starts_with("dev:")
}

fn exists(name: &str) -> ServiceError {
    ServiceError::invalid_parameter(format!("{name}: Existing attribute already has name {name}."))
}

/// Bounds are sent as text. They must be numbers, the lower one not above the upper.
fn bounds(
    name: &str,
    constraints: Option<&Map<String, Value>>,
    (lower, upper): (&str, &str),
) -> Result<(), ServiceError> {
    let Some(constraints) = constraints else { return Ok(()) };
    let bound = |bound: &str| {
        let Some(text) = constraints.get(bound).and_then(Value::as_str) else { return Ok(None) };
        let number = text.parse::<i128>().ok().filter(|number| *number >= 0 || lower == "MinValue");
        let refused = || ServiceError::invalid_parameter(format!("{name}: {bound} must be a number"));
        number.map(Some).ok_or_else(refused)
    };
    match (bound(lower)?, bound(upper)?) {
        (Some(least), Some(most)) if least > most => {
            Err(ServiceError::invalid_parameter(format!("{name}: {lower} is greater than {upper}")))
        }
        _ => Ok(()),
    }
}
