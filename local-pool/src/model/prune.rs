//! An input without what the model does not know, and without nulls: with AWS the one is ignored, the other counts as
//! absent. What an operation keeps and tells back is therefore of the model, whatever was sent.
//! It expects an input that was checked, and leaves what is of the wrong type as it is.

use serde_json::Value;

use super::shape::{Kind, Shape};

pub fn prune(shape: &Shape, value: Value) -> Value {
    match (&shape.kind, value) {
        (Kind::Structure(members), Value::Object(mut object)) => {
            let known = members.iter().filter_map(|member| {
                let value = object.remove(&member.name).filter(|value| !value.is_null())?;
                Some((member.name.clone(), prune(&member.shape, value)))
            });
            Value::Object(known.collect())
        }
        (Kind::List(item), Value::Array(items)) => items.into_iter().map(|value| prune(item, value)).collect(),
        (Kind::Map { value: entry, .. }, Value::Object(entries)) => {
            let there = entries.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(there.map(|(key, value)| (key, prune(entry, value))).collect())
        }
        (_, value) => value,
    }
}
