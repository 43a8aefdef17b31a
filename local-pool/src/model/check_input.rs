//! Holds a request against the model, and says in Cognito's words what breaks it. First come types, as with AWS's
//! parser: one wrong type anywhere is a SerializationException and nothing else is said. A secret is never shown:
//! what the model calls sensitive is `Value at 'password'`, the rest `Value 'x' at 'userPoolId'`.
//! The cost is linear in the request, and the message is bounded.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::constraint::{self, Constraint};
use super::path::Path;
use super::shape::{Kind, Member, Shape};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadInput {
    /// A type is wrong: SerializationException.
    Serialization(String),
    /// The types are right: InvalidParameterException in a user pool, ValidationException in an identity pool.
    Constraints(Vec<Violation>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// As AWS writes it, `userAttributes.1.member.name`.
    pub path: String,
    shown: Option<String>,
    constraint: String,
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serialization(message) => f.write_str(message),
            Self::Constraints(violations) => {
                let plural = if violations.len() == 1 { "" } else { "s" };
                write!(f, "{} validation error{plural} detected: ", violations.len())?;
                for (index, violation) in violations.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{violation}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value ")?;
        if let Some(shown) = &self.shown {
            write!(f, "{shown} ")?;
        }
        write!(f, "at '{}' failed to satisfy constraint: {}", self.path, self.constraint)
    }
}

/// AWS stops somewhere too: otherwise 128 KB of `{}` in a list become megabytes of complaints.
const MOST_VIOLATIONS: usize = 10;
const LONGEST_SHOWN: usize = 1024;

pub fn check(shape: &Shape, input: &Value) -> Result<(), BadInput> {
    let mut check = Check { violations: Vec::new() };
    check.value(shape, input, At { path: Path::Root, hidden: false }).map_err(BadInput::Serialization)?;
    if check.violations.is_empty() { Ok(()) } else { Err(BadInput::Constraints(check.violations)) }
}

struct Check {
    violations: Vec<Violation>,
}

#[derive(Clone, Copy)]
struct At<'a> {
    path: Path<'a>,
    /// Something above is sensitive, so everything here is.
    hidden: bool,
}

impl Check {
    fn value(&mut self, shape: &Shape, value: &Value, at: At<'_>) -> Result<(), String> {
        let at = At { hidden: at.hidden || shape.hidden, ..at };
        match (&shape.kind, value) {
            (Kind::Structure(members), Value::Object(object)) => self.structure(members, object, at),
            (Kind::List(item), Value::Array(items)) => {
                self.bounds(shape, value, at);
                if item.is_scalar() { self.scalars(item, value, items, at) } else { self.items(item, items, at) }
            }
            (Kind::Map { key, value: entry }, Value::Object(entries)) => {
                self.bounds(shape, value, at);
                self.entries(MapOf { key, entry }, value, entries, at)
            }
            _ => {
                scalar_type(shape, value)?;
                self.bounds(shape, value, at);
                Ok(())
            }
        }
    }

    fn structure(&mut self, members: &[Member], object: &Map<String, Value>, at: At<'_>) -> Result<(), String> {
        for member in members {
            let here = At { path: Path::Member(&at.path, &member.name), ..at };
            match object.get(&member.name) {
                Some(value) if !value.is_null() => self.value(&member.shape, value, here)?,
                _ if member.required => {
                    let here = At { hidden: at.hidden || member.shape.hidden, ..here };
                    self.complain(here, &Value::Null, || Constraint::NotNull.to_string());
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn items(&mut self, shape: &Shape, items: &[Value], at: At<'_>) -> Result<(), String> {
        for (index, item) in items.iter().enumerate() {
            let here = At { path: Path::Item(&at.path, index), ..at };
            if item.is_null() {
                self.complain(here, item, || Constraint::NotNull.to_string());
            } else {
                self.value(shape, item, here)?;
            }
        }
        Ok(())
    }

    /// A list of text or numbers gets one complaint, which names everything that is demanded of an item.
    fn scalars(&mut self, shape: &Shape, list: &Value, items: &[Value], at: At<'_>) -> Result<(), String> {
        let (mut has_null, mut has_broken) = (false, self.is_full());
        for item in items {
            if item.is_null() {
                has_null = true;
                continue;
            }
            scalar_type(shape, item)?;
            has_broken = has_broken || constraint::broken(shape, item).next().is_some();
        }
        if has_null || has_broken {
            let not_null = has_null.then_some(Constraint::NotNull);
            let demanded = constraint::all(shape).chain(not_null);
            self.complain(at, list, || format!("Member must satisfy constraint: [{}]", join(demanded)));
        }
        Ok(())
    }

    /// A null in a map counts as absent, as it does in a structure.
    fn entries(&mut self, of: MapOf<'_>, map: &Value, entries: &Map<String, Value>, at: At<'_>) -> Result<(), String> {
        let (mut bad_key, mut bad_value) = (self.is_full(), self.is_full());
        for (key, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
            bad_key = bad_key || !constraint::text_holds(of.key, key);
            if of.entry.is_scalar() {
                scalar_type(of.entry, value)?;
                bad_value = bad_value || constraint::broken(of.entry, value).next().is_some();
            } else {
                self.value(of.entry, value, At { path: Path::Entry(&at.path, key), ..at })?;
            }
        }
        if bad_key {
            let demanded = constraint::all(of.key);
            self.complain(at, map, || format!("Map keys must satisfy constraint: [{}]", join(demanded)));
        }
        if bad_value {
            let demanded = constraint::all(of.entry);
            self.complain(at, map, || format!("Map value must satisfy constraint: [{}]", join(demanded)));
        }
        Ok(())
    }

    fn bounds(&mut self, shape: &Shape, value: &Value, at: At<'_>) {
        if self.is_full() {
            return;
        }
        for broken in constraint::broken(shape, value) {
            self.complain(at, value, || broken.to_string());
        }
    }

    fn complain(&mut self, at: At<'_>, value: &Value, constraint: impl FnOnce() -> String) {
        if !self.is_full() {
            let shown = if at.hidden { None } else { shown(value) };
            self.violations.push(Violation { path: at.path.to_string(), shown, constraint: constraint() });
        }
    }

    /// What comes now is checked for its types only.
    fn is_full(&self) -> bool {
        self.violations.len() >= MOST_VIOLATIONS
    }
}

struct MapOf<'a> {
    key: &'a Shape,
    entry: &'a Shape,
}

fn join<'a>(constraints: impl Iterator<Item = Constraint<'a>>) -> String {
    constraints.map(|constraint| constraint.to_string()).collect::<Vec<_>>().join(", ")
}

/// The words are those of AWS's parser where they are known. They never carry the value.
fn scalar_type(shape: &Shape, value: &Value) -> Result<(), String> {
    let wanted = match (&shape.kind, value) {
        (Kind::Document, _) => return Ok(()),
        (Kind::Text { .. }, Value::String(_)) | (Kind::Boolean, Value::Bool(_)) => return Ok(()),
        (Kind::Timestamp, Value::Number(_)) => return Ok(()),
        (Kind::Integer, Value::Number(number)) if number.as_i64().is_some_and(|it| i32::try_from(it).is_ok()) => {
            return Ok(());
        }
        (Kind::Long, Value::Number(number)) if number.is_i64() => return Ok(()),
        (Kind::Blob, Value::String(text)) if STANDARD.decode(text).is_ok() => return Ok(()),
        (Kind::Structure(_) | Kind::Map { .. }, _) => return Err("Expected map or null".to_owned()),
        (Kind::List(_), _) => return Err("Expected list or null".to_owned()),
        (Kind::Text { .. }, _) => "a String",
        (Kind::Boolean, _) => "a Boolean",
        (Kind::Integer, _) => "an Integer",
        (Kind::Long, _) => "a Long",
        (Kind::Timestamp, _) => "a Date",
        (Kind::Blob, _) => "a Blob",
    };
    let found = match value {
        Value::Object(_) => return Err("Start of structure or map found where not expected.".to_owned()),
        Value::Array(_) => return Err("Start of list found where not expected.".to_owned()),
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
    };
    Err(format!("{found} can not be converted to {wanted}"))
}

/// As Java prints it: `'x'`, `'[a, b]'`, `'{k=v}'`. Structures in a list or a map have no known form: not shown.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return Some("null".to_owned()),
        Value::Array(items) => format!("[{}]", several(items.iter().map(plain))?),
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| Some(format!("{}={}", shortened(key), plain(value)?));
            format!("{{{}}}", several(entries.iter().map(entry))?)
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => plain(value)?,
    };
    Some(format!("'{}'", shortened(&text)))
}

fn several(parts: impl Iterator<Item = Option<String>>) -> Option<String> {
    Some(parts.take(LONGEST_SHOWN).collect::<Option<Vec<_>>>()?.join(", "))
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::String(value) => Some(shortened(value)),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
