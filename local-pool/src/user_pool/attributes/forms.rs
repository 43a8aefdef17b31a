//! What a value may look like: email addresses, phone numbers, dates, and the types and bounds of the schema.

use serde_json::{Map, Value};

use super::Attributes;
use crate::store::SchemaAttribute;
use crate::user_pool::ServiceError;

pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let labels = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    !name.is_empty()
        && !name.contains('@')
        && labels
        && !text.chars().any(|one| one.is_whitespace() || one.is_control())
}

/// E.164: `+`, a country code that does not begin with 0, at most 15 digits.
pub fn is_phone_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (2..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// Why a value is not of the attribute's type, or not within its bounds.
pub fn mistyped(known: &SchemaAttribute, value: &str) -> Option<String> {
    match known.attribute_data_type.as_str() {
        "Number" => {
            let Ok(number) = value.parse::<i64>() else {
                return Some("Attribute value is not a number.".to_owned());
            };
            let bounds = known.number_attribute_constraints.as_ref();
            if let Some(least) = bound(bounds, "MinValue").filter(|least| number < *least) {
                return Some(format!("Number must be no less than {least}."));
            }
            let most = bound(bounds, "MaxValue").filter(|most| number > *most)?;
            Some(format!("Number must be no more than {most}."))
        }
        "Boolean" => {
            let boolean = ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word));
            (!boolean).then(|| "Attribute value is not a boolean.".to_owned())
        }
        "DateTime" => (!is_date_time(value)).then(|| "Attribute value is not a date and time.".to_owned()),
        _ => {
            let length = i64::try_from(value.chars().count()).unwrap_or(i64::MAX);
            let bounds = known.string_attribute_constraints.as_ref();
            if let Some(least) = bound(bounds, "MinLength").filter(|least| length < *least) {
                return Some(format!("String must be no shorter than {least} characters."));
            }
            let most = bound(bounds, "MaxLength").filter(|most| length > *most)?;
            Some(format!("String must be no longer than {most} characters."))
        }
    }
}

/// A bound of the schema, which the API has as text.
fn bound(constraints: Option<&Map<String, Value>>, name: &str) -> Option<i64> {
    let bound = constraints?.get(name)?;
    bound.as_str().map_or_else(|| bound.as_i64(), |text| text.parse().ok())
}

pub fn check_formats(attributes: &Attributes) -> Result<(), ServiceError> {
    for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
        let broken = match name.as_str() {
            "email" => (!is_email(value)).then_some("Invalid email address format."),
            "phone_number" => (!is_phone_number(value)).then_some("Invalid phone number format."),
            "birthdate" => (!is_date(value)).then_some("Invalid birthdate format."),
            _ => None,
        };
        if let Some(message) = broken {
            return Err(ServiceError::invalid_parameter(message));
        }
    }
    Ok(())
}

/// YYYY-MM-DD, as OpenID Connect writes birthdays; the year may be 0000.
fn is_date(text: &str) -> bool {
    let mut fields = text.split('-');
    let mut number = |digits: usize| -> Option<u32> {
        let field = fields.next()?;
        (field.len() == digits && field.bytes().all(|digit| digit.is_ascii_digit())).then(|| field.parse().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else { return false };
    let longest = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return false,
    };
    (1..=longest).contains(&day) && fields.next().is_none()
}

/// A date, or a date and a time as ISO 8601 has them, or seconds since 1970.
fn is_date_time(text: &str) -> bool {
    if text.parse::<i64>().is_ok() {
        return true;
    }
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z');
    is_date(date) && time.len() >= 5 && time.bytes().all(plain)
}
