//! Holds a reply against the model, more strictly than any client would: tests pass every reply through it.
//! It names what is wrong and where, and never shows a value, because replies carry tokens and secrets.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::constraint;
use super::path::Path;
use super::shape::{Kind, Member, Shape};

/// A reply that breaks the model this often is wrong enough.
const MOST_PROBLEMS: usize = 100;

pub fn check(shape: Option<&Shape>, output: &Value) -> Vec<String> {
    let mut check = Check { problems: Vec::new() };
    match (shape, output) {
        (Some(shape), _) => check.value(shape, output, Path::Root),
        (None, Value::Null) => {}
        (None, Value::Object(members)) if members.is_empty() => {}
        (None, _) => check.problem(Path::Root, "the operation has no output"),
    }
    check.problems
}

struct Check {
    problems: Vec<String>,
}

impl Check {
    fn value(&mut self, shape: &Shape, value: &Value, path: Path<'_>) {
        match (&shape.kind, value) {
            (Kind::Structure(members), Value::Object(object)) => self.structure(members, object, path),
            (Kind::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(item, value, Path::Item(&path, index));
                }
            }
            (Kind::Map { key, value: entry }, Value::Object(entries)) => {
                for (name, value) in entries {
                    let path = Path::Entry(&path, name);
                    if !constraint::text_holds(key, name) {
                        self.problem(path, "the key breaks a constraint of the model");
                    }
                    self.value(entry, value, path);
                }
            }
            (Kind::Document, _)
            | (Kind::Text { .. }, Value::String(_))
            | (Kind::Boolean, Value::Bool(_))
            | (Kind::Timestamp, Value::Number(_)) => {}
            (Kind::Integer, Value::Number(number)) if number.as_i64().is_some_and(|it| i32::try_from(it).is_ok()) => {}
            (Kind::Long, Value::Number(number)) if number.is_i64() => {}
            (Kind::Blob, Value::String(text)) if STANDARD.decode(text).is_ok() => {}
            _ => return self.problem(path, &format!("is {}, and not {}", found(value), wanted(&shape.kind))),
        }
        for broken in constraint::broken(shape, value) {
            self.problem(path, &broken.to_string());
        }
    }

    fn structure(&mut self, members: &[Member], object: &Map<String, Value>, path: Path<'_>) {
        for member in members.iter().filter(|member| member.required && !object.contains_key(&member.name)) {
            self.problem(Path::Member(&path, &member.name), "is required and missing");
        }
        for (name, value) in object {
            let here = Path::Member(&path, name);
            match members.iter().find(|member| member.name == *name) {
                Some(member) => self.value(&member.shape, value, here),
                None => self.problem(here, "is no member of the model"),
            }
        }
    }

    fn problem(&mut self, path: Path<'_>, what: &str) {
        if self.problems.len() < MOST_PROBLEMS {
            let path = path.to_string();
            self.problems.push(format!("{}: {what}", if path.is_empty() { "the reply" } else { &path }));
        }
    }
}

fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure(_) => "a structure",
        Kind::List(_) => "a list",
        Kind::Map { .. } => "a map",
        Kind::Text { .. } => "text",
        Kind::Blob => "Base64",
        Kind::Boolean => "a boolean",
        Kind::Integer => "a whole number of 32 bits",
        Kind::Long => "a whole number of 64 bits",
        Kind::Timestamp => "seconds as a number",
        Kind::Document => "JSON",
    }
}
