//! The reader and the writer, held to serde_json.

use super::{MAX_DEPTH, ObjectWriter, Value, read};
use proptest::prelude::*;

fn same(ours: Value<'_>, theirs: &serde_json::Value) -> bool {
    use serde_json::Value as Theirs;
    match theirs {
        Theirs::Null => ours == Value::NULL,
        Theirs::Bool(flag) => ours.0 == flag.to_string(),
        // serde_json normalizes the exponent's spelling; as text they may differ, as numbers they may not.
        Theirs::Number(number) => ours.0.parse::<f64>().ok() == number.to_string().parse::<f64>().ok(),
        Theirs::String(text) => ours.as_text().as_ref() == Some(text),
        Theirs::Array(items) => {
            ours.0.starts_with('[')
                && ours.items().count() == items.len()
                && ours.items().zip(items).all(|(a, b)| same(a, b))
        }
        Theirs::Object(members) => {
            ours.0.starts_with('{')
                && ours.members().all(|(name, _)| members.contains_key(&*name))
                && members.iter().all(|(name, theirs)| match theirs {
                    Theirs::Null => ours.get(name).is_none(),
                    theirs => ours.get(name).is_some_and(|ours| same(ours, theirs)),
                })
        }
    }
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    match (read(text), serde_json::from_str::<serde_json::Value>(text)) {
        (None, Err(_)) => Ok(()),
        (Some(ours), Ok(theirs)) => {
            prop_assert!(same(ours, &theirs), "{text:?}: {ours:?} {theirs:?}");
            Ok(())
        }
        (ours, theirs) => Err(TestCaseError::fail(format!("{text:?}: {ours:?} {theirs:?}"))),
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map(".{0,6}", inner, 0..6)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_serde_json_writes_is_read_the_same(value in any_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        agree(&text)?;
    }

    #[test]
    fn texts_of_json_like_pieces_are_accepted_and_refused_alike(pieces in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\\", "\\u", "d83d", "\\udE00", "\\ud83d", "\\n", "\\x", "0", "-", "1", "01", ".", "e", "E+", "5",
        "true", "fals", "false", "null", " ", "\n", "\t", "\u{a0}", "\u{feff}", "é", "\u{1}", "\u{7f}",
    ]), 0..12)) {
        agree(&pieces.concat())?;
    }

    #[test]
    fn a_broken_text_is_refused_alike(value in any_json(), at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let mut bytes = serde_json::to_vec(&value).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = with;
        if let Ok(text) = core::str::from_utf8(&bytes) {
            agree(text)?;
        }
    }

    #[test]
    fn what_we_write_serde_json_reads_back(name in any::<String>(), value in any::<String>()) {
        let text = ObjectWriter::new().text(&name, &value).finish();
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(back[&name].as_str(), Some(&*value));
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(read(&nested(MAX_DEPTH)).is_some());
    assert!(read(&nested(MAX_DEPTH + 1)).is_none());
    assert!(read(&nested(1_000_000)).is_none());
    assert!(read(&"{\"a\":".repeat(1_000_000)).is_none());
}

#[test]
fn members_are_found_by_name_and_the_last_of_two_counts() {
    let value = read(r#"{"a":"first","n":3600,"f":1.9,"neg":-1,"nil":null,"a":"last","__proto__":"x"}"#).unwrap();
    assert_eq!(value.text("a").as_deref(), Some("last"));
    assert_eq!(value.count("n"), Some(3600));
    assert_eq!(value.count("f"), Some(1));
    assert_eq!(value.count("neg"), None);
    assert_eq!(value.count("a"), None);
    assert_eq!(value.get("nil"), None);
    assert_eq!(value.get("toString"), None);
    assert_eq!(value.text("__proto__").as_deref(), Some("x"));
}
