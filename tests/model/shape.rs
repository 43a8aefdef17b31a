//! The model, what a value does wrong against it, and a complete value of a shape.

use regex::Regex;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What an operation takes and gives.
pub struct Shapes {
    pub input: Value,
    pub output: Value,
}

/// All operations of both services, by name.
pub fn model() -> BTreeMap<String, Shapes> {
    let read = |name| {
        let path = format!("{}/tests/contract/api/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let all: Map<String, Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        all.into_iter().map(|(name, mut shapes)| {
            let shapes = Shapes { input: shapes["input"].take(), output: shapes["output"].take() };
            (name, shapes)
        })
    };
    read("user-pool").chain(read("identity-pool")).collect()
}

/// What is wrong with a value, in words; nothing where it is right.
pub fn faults(value: &Value, shape: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(value, shape, "", &mut faults);
    faults
}

fn check(value: &Value, shape: &Value, path: &str, faults: &mut Vec<String>) {
    let mut fault = |what: &str| faults.push(format!("{path}: {what}: {value}"));
    match shape["type"].as_str().unwrap() {
        "string" => {
            let Some(text) = value.as_str() else { return fault("is no text") };
            let length = text.chars().count() as u64;
            if shape["min"].as_u64().is_some_and(|min| length < min) {
                fault("is too short");
            }
            if shape["max"].as_u64().is_some_and(|max| length > max) {
                fault("is too long");
            }
            if shape["pattern"].as_str().is_some_and(|pattern| !fits(text, pattern)) {
                fault("does not fit the pattern");
            }
            if shape["enum"].as_array().is_some_and(|all| !all.contains(value)) {
                fault("is none of those that there are");
            }
        }
        "integer" => match value.as_i64() {
            Some(number) => {
                let beyond =
                    |end: &str, wrong: fn(i64, i64) -> bool| shape[end].as_i64().is_some_and(|end| wrong(number, end));
                if beyond("min", |number, min| number < min) || beyond("max", |number, max| number > max) {
                    fault("is out of range");
                }
            }
            None => fault("is no whole number"),
        },
        "boolean" if !value.is_boolean() => fault("is neither true nor false"),
        "document" if !value.is_object() => fault("is no object"),
        "structure" => {
            let Some(members) = value.as_object() else { return fault("is no object") };
            let known = shape["members"].as_object().unwrap();
            for name in members.keys().filter(|name| !known.contains_key(*name)) {
                faults.push(format!("{path}/{name}: is unknown"));
            }
            for (name, shape) in known {
                match members.get(name) {
                    Some(value) => check(value, shape, &format!("{path}/{name}"), faults),
                    None if shape["required"] == true => faults.push(format!("{path}/{name}: is missing")),
                    None => {}
                }
            }
        }
        "list" => match value.as_array() {
            Some(items) => items.iter().for_each(|item| check(item, &shape["member"], &format!("{path}/0"), faults)),
            None => fault("is no list"),
        },
        "map" => {
            let Some(entries) = value.as_object() else { return fault("is no object") };
            if shape["max"].as_u64().is_some_and(|max| entries.len() as u64 > max) {
                fault("has too many entries");
            }
            for (name, value) in entries {
                check(&json!(name), &shape["key"], &format!("{path}/{name}"), faults);
                check(value, &shape["value"], &format!("{path}/{name}"), faults);
            }
        }
        "boolean" | "document" => {}
        other => fault(&format!("is a {other}, of which this test knows nothing")),
    }
}

/// AWS means the whole text.
fn fits(text: &str, pattern: &str) -> bool {
    Regex::new(&format!("^(?:{pattern})$")).unwrap().is_match(text)
}

/// A value of a shape with everything in it. Texts say where they stand, so that a test sees which was read.
pub fn complete(shape: &Value) -> Value {
    complete_at(shape, "")
}

fn complete_at(shape: &Value, path: &str) -> Value {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match shape["type"].as_str().unwrap() {
        "string" => shape["enum"].get(0).cloned().unwrap_or_else(|| path.into()),
        "integer" => 3600.into(),
        "boolean" => true.into(),
        "timestamp" => json!(1_700_000_000.125),
        "document" => json!({ "challenge": path, "list": [{}] }),
        "structure" => {
            let members = shape["members"].as_object().unwrap();
            members
                .iter()
                .map(|(name, shape)| (name.clone(), complete_at(shape, &under(name))))
                .collect::<Map<_, _>>()
                .into()
        }
        "list" => (0..2).map(|at| complete_at(&shape["member"], &under(&at.to_string()))).collect(),
        "map" => json!({ "a": under("a"), "b": under("b") }),
        other => panic!("{other}"),
    }
}

#[test]
fn the_test_itself_sees_what_is_wrong() {
    let shape = &model().remove("ListDevices").unwrap().input;
    assert!(faults(&json!({ "AccessToken": "a.b", "Limit": 60, "PaginationToken": "p" }), shape).is_empty());
    for wrong in [
        json!({}),
        json!([]),
        json!({ "AccessToken": "a b" }),
        json!({ "AccessToken": "" }),
        json!({ "AccessToken": "a\n" }),
        json!({ "AccessToken": null }),
        json!({ "AccessToken": "a", "Limit": 61 }),
        json!({ "AccessToken": "a", "Limit": "6" }),
        json!({ "AccessToken": "a", "Limits": 6 }),
        json!({ "AccessToken": "a", "PaginationToken": "" }),
    ] {
        assert!(!faults(&wrong, shape).is_empty(), "{wrong}");
    }
}
