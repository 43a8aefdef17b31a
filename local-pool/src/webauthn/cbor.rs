//! CBOR (RFC 8949) as authenticators write it (CTAP2 canonical form: maps without duplicates, nothing nested deeply).
//! Reads one item from the front of the bytes; refuses deep nesting and, where a key is looked up, a key that is there twice.

use ciborium::Value;

/// CTAP2 allows four levels; certificates in an attestation statement need three.
const DEPTH: usize = 8;

pub struct Map(Vec<(Value, Value)>);

/// One item, and the bytes behind it.
pub fn first_item(bytes: &[u8]) -> Option<(Value, &[u8])> {
    let mut rest = bytes;
    let item = ciborium::de::from_reader_with_recursion_limit(&mut rest, DEPTH).ok()?;
    Some((item, rest))
}

/// The bytes are one map and nothing else.
pub fn only_map(bytes: &[u8]) -> Option<Map> {
    match first_item(bytes)? {
        (Value::Map(entries), []) => Some(Map(entries)),
        _ => None,
    }
}

impl Map {
    pub fn of(value: Value) -> Option<Self> {
        value.into_map().ok().map(Self)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(known, _)| known.as_text() == Some(key))
    }

    pub fn named(&mut self, key: &str) -> Option<Value> {
        self.only(|known| known.as_text() == Some(key))
    }

    /// COSE's labels are numbers.
    pub fn labeled(&mut self, label: i64) -> Option<Value> {
        self.only(|known| integer(known) == Some(label))
    }

    fn only(&mut self, matches: impl Fn(&Value) -> bool) -> Option<Value> {
        let index = self.0.iter().position(|(key, _)| matches(key))?;
        let (_, value) = self.0.swap_remove(index);
        let again = self.0.iter().any(|(key, _)| matches(key));
        (!again).then_some(value)
    }
}

pub fn integer(value: &Value) -> Option<i64> {
    value.as_integer()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_there_twice_is_no_key() {
        let mut map = only_map(&[0xa3, 0x01, 0x02, 0x01, 0x03, 0x20, 0x04]).unwrap();
        assert_eq!(map.labeled(1), None);
        assert_eq!(map.labeled(-1).as_ref().and_then(integer), Some(4));
    }

    #[test]
    fn what_follows_an_item_is_given_back() {
        assert_eq!(first_item(&[0x01, 0x02]).map(|(_, rest)| rest), Some(&[0x02][..]));
        assert!(only_map(&[0xa0]).is_some());
        assert!(only_map(&[0xa0, 0xa0]).is_none());
        assert!(only_map(&[0x80]).is_none());
    }

    #[test]
    fn a_length_that_is_not_there_takes_no_memory_and_depth_no_stack() {
        for bytes in [
            vec![0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            vec![0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            vec![0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            vec![0x81; 60_000],
            vec![0xd8; 60_000],
            vec![0x5f; 60_000],
            vec![],
        ] {
            assert!(first_item(&bytes).is_none());
        }
    }
}
