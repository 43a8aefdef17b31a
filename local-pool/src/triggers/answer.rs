//! The `response` of what a webhook answered, member by member. Null and absent are the same: Cognito sends the nulls.
//! A member of the wrong kind is an error and never a default, or a mistake in a webhook would pass as consent.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What was wrong with an answer, for the log.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

pub struct Answer<'a>(&'a Map<String, Value>);

impl<'a> Answer<'a> {
    /// Out of the whole event that came back.
    pub fn of(event: &'a Value) -> Result<Self, Unreadable> {
        match &event["response"] {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(Unreadable("it has no response object; answer with the whole event".to_owned())),
        }
    }

    pub fn within(members: &'a Map<String, Value>) -> Self {
        Self(members)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn flag(&self, name: &str) -> Result<Option<bool>, Unreadable> {
        self.member(name).map(|value| value.as_bool().ok_or_else(|| wrong(name, "a boolean"))).transpose()
    }

    pub fn text(&self, name: &str) -> Result<Option<&'a str>, Unreadable> {
        self.member(name).map(|value| value.as_str().ok_or_else(|| wrong(name, "a string"))).transpose()
    }

    pub fn object(&self, name: &str) -> Result<Option<&'a Map<String, Value>>, Unreadable> {
        self.member(name).map(|value| value.as_object().ok_or_else(|| wrong(name, "an object"))).transpose()
    }

    pub fn list(&self, name: &str) -> Result<Vec<String>, Unreadable> {
        let Some(value) = self.member(name) else {
            return Ok(Vec::new());
        };
        let strings = value.as_array().and_then(|entries| {
            entries.iter().map(|entry| entry.as_str().map(str::to_owned)).collect::<Option<Vec<String>>>()
        });
        strings.ok_or_else(|| wrong(name, "an array of strings"))
    }

    /// A map to strings. A number or a boolean in it becomes its text, null is left out.
    pub fn texts(&self, name: &str) -> Result<Option<BTreeMap<String, String>>, Unreadable> {
        self.object(name)?.map(|members| read_texts(name, members)).transpose()
    }

    fn member(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }
}

pub fn wrong(name: &str, kind: &str) -> Unreadable {
    Unreadable(format!("{name} is not {kind}"))
}

fn read_texts(name: &str, members: &Map<String, Value>) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut texts = BTreeMap::new();
    for (key, value) in members {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            Value::Array(_) | Value::Object(_) => return Err(wrong(name, "a map to strings")),
        };
        texts.insert(key.clone(), text);
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_without_a_response_is_unreadable() {
        for event in [json!({}), json!({ "response": null }), json!({ "response": [] }), json!({ "statusCode": 200 })] {
            assert!(Answer::of(&event).is_err(), "{event}");
        }
    }

    #[test]
    fn null_is_as_good_as_absent_and_a_wrong_kind_is_neither() {
        let event = json!({ "response": {
            "null": null, "flag": "true", "text": 1, "map": { "a": [] }, "list": ["a", 1], "object": "x"
        } });
        let answer = Answer::of(&event).unwrap();
        assert_eq!((answer.flag("null"), answer.text("absent")), (Ok(None), Ok(None)));
        assert_eq!((answer.list("null"), answer.texts("null")), (Ok(vec![]), Ok(None)));
        assert_eq!(answer.flag("flag"), Err(Unreadable("flag is not a boolean".into())));
        assert!(answer.text("text").is_err() && answer.texts("map").is_err());
        assert!(answer.list("list").is_err() && answer.object("object").is_err());
    }

    #[test]
    fn numbers_and_booleans_in_a_map_become_text_and_nulls_go() {
        let event = json!({ "response": { "map": { "a": 1, "b": true, "c": null, "d": "x" } } });
        let texts = Answer::of(&event).unwrap().texts("map").unwrap().unwrap();
        assert_eq!(json!(texts), json!({ "a": "1", "b": "true", "d": "x" }));
    }
}
