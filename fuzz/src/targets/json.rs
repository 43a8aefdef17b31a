//! The JSON reader says of every text what serde_json says.

use poolkey::protocol::json::{MAX_DEPTH, Value, read};
use serde_json::Value as Theirs;

pub fn run(text: &str) {
    let theirs = serde_json::from_str::<Theirs>(text);
    match (read(text), &theirs) {
        (Some(ours), Ok(theirs)) => same(ours, theirs),
        (None, Ok(theirs)) => assert!(depth(theirs) > MAX_DEPTH || doubled(text), "refused"),
        (None, Err(_)) => {}
        (Some(ours), Err(error)) => panic!("{ours:?} is taken, though {error}"),
    }
    if let Some(ours) = read(text) {
        for name in ["a", "", "ExpiresIn"] {
            let (_, _, _, _) = (ours.count(name), ours.millis(name), ours.text(name), ours.flag(name));
        }
        assert_eq!(read(ours.as_json()), Some(ours), "a value is a text of its own");
    }
}

fn same(ours: Value<'_>, theirs: &Theirs) {
    match theirs {
        Theirs::Null => assert_eq!(ours, Value::NULL),
        Theirs::Bool(flag) => assert_eq!(ours.as_json(), flag.to_string()),
        Theirs::Number(number) => {
            assert_eq!(ours.as_json().parse::<f64>().ok(), number.to_string().parse::<f64>().ok());
        }
        Theirs::String(text) => assert_eq!(ours.as_text().as_ref(), Some(text)),
        Theirs::Array(items) => {
            assert!(ours.is_array() && ours.items().count() == items.len());
            ours.items().zip(items).for_each(|(ours, theirs)| same(ours, theirs));
        }
        Theirs::Object(members) => {
            assert!(ours.is_object() && ours.members().all(|(name, _)| members.contains_key(&*name)));
            for (name, theirs) in members {
                match theirs {
                    Theirs::Null => assert_eq!(ours.get(name), None),
                    theirs => same(ours.get(name).expect("a member"), theirs),
                }
            }
        }
    }
}

fn depth(value: &Theirs) -> usize {
    match value {
        Theirs::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Theirs::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Of two members with one name serde_json keeps the last; the first may have been too deep.
fn doubled(text: &str) -> bool {
    let mut depth = 0usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_DEPTH
    })
}
