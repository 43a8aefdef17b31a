//! What the model demands of a value beyond its type, and the words in which Cognito says so.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::pattern::Pattern;
use super::shape::{Kind, Shape};

#[derive(Clone, Copy)]
pub enum Constraint<'a> {
    NotNull,
    MinLength(i64),
    MaxLength(i64),
    MinValue(i64),
    MaxValue(i64),
    Pattern(&'a Pattern),
    Values(&'a [String]),
}

impl fmt::Display for Constraint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member must ")?;
        match self {
            Self::NotNull => f.write_str("not be null"),
            Self::MinLength(min) => write!(f, "have length greater than or equal to {min}"),
            Self::MaxLength(max) => write!(f, "have length less than or equal to {max}"),
            Self::MinValue(min) => write!(f, "have value greater than or equal to {min}"),
            Self::MaxValue(max) => write!(f, "have value less than or equal to {max}"),
            Self::Pattern(pattern) => write!(f, "satisfy regular expression pattern: {}", pattern.source()),
            Self::Values(values) => write!(f, "satisfy enum value set: [{}]", values.join(", ")),
        }
    }
}

/// All constraints of a shape on a value that is there.
pub fn all(shape: &Shape) -> impl Iterator<Item = Constraint<'_>> {
    let is_number = matches!(shape.kind, Kind::Integer | Kind::Long | Kind::Timestamp);
    let max =
        shape.bounds.max.map(|max| if is_number { Constraint::MaxValue(max) } else { Constraint::MaxLength(max) });
    let min =
        shape.bounds.min.map(|min| if is_number { Constraint::MinValue(min) } else { Constraint::MinLength(min) });
    let (pattern, values) = match &shape.kind {
        Kind::Text { values, pattern } => {
            (pattern.as_ref().map(Constraint::Pattern), (!values.is_empty()).then_some(Constraint::Values(values)))
        }
        _ => (None, None),
    };
    [max, min, pattern, values].into_iter().flatten()
}

/// Those that a value breaks. The value has the type that the shape demands.
pub fn broken<'a>(shape: &'a Shape, value: &'a Value) -> impl Iterator<Item = Constraint<'a>> {
    all(shape).filter(|constraint| !holds(*constraint, value, matches!(shape.kind, Kind::Blob)))
}

/// The same for text that is no JSON value: the key of a map.
pub fn text_holds(shape: &Shape, text: &str) -> bool {
    all(shape).all(|constraint| holds_of_text(constraint, text))
}

fn holds(constraint: Constraint<'_>, value: &Value, is_blob: bool) -> bool {
    let length_fits = |fits: &dyn Fn(i64) -> bool| fits(length(value, is_blob).try_into().unwrap_or(i64::MAX));
    let number_fits = |fits: &dyn Fn(i64) -> bool| value.as_i64().is_none_or(fits);
    match (constraint, value) {
        (Constraint::NotNull, _) => !value.is_null(),
        (Constraint::MinLength(min), _) => length_fits(&|length| length >= min),
        (Constraint::MaxLength(max), _) => length_fits(&|length| length <= max),
        (Constraint::MinValue(min), _) => number_fits(&|number| number >= min),
        (Constraint::MaxValue(max), _) => number_fits(&|number| number <= max),
        (Constraint::Pattern(_) | Constraint::Values(_), Value::String(text)) => holds_of_text(constraint, text),
        (Constraint::Pattern(_) | Constraint::Values(_), _) => true,
    }
}

fn holds_of_text(constraint: Constraint<'_>, text: &str) -> bool {
    let length = || i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    match constraint {
        Constraint::MinLength(min) => length() >= min,
        Constraint::MaxLength(max) => length() <= max,
        Constraint::Pattern(pattern) => pattern.matches(text),
        Constraint::Values(values) => values.iter().any(|value| value == text),
        Constraint::NotNull | Constraint::MinValue(_) | Constraint::MaxValue(_) => true,
    }
}

/// Text counts in code points, which is what the API's modeling language says a length is.
fn length(value: &Value, is_blob: bool) -> usize {
    match value {
        Value::String(text) if is_blob => STANDARD.decode(text).map_or(0, |bytes| bytes.len()),
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        Value::Object(entries) => entries.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}
