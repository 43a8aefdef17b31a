//! The one place that knows how JSON is read and written (RFC 8259), the same code on every target.
//!
//! Reading makes a tree that borrows from the text, so that a token is not copied before it becomes a secret.
//! Refused: trailing text, nesting deeper than [`MAX_DEPTH`], lone surrogates, raw control characters. Numbers stay
//! text until somebody asks for one. The fuzz test holds this reader against serde_json.

use alloc::{borrow::Cow, string::String, vec::Vec};

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 64;

/// A piece of JSON, borrowed from its text wherever no escape forced a copy.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A string, without its escapes.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object, its members in order; of two with one name the last one counts.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// The member of an object; `None` where there is none, where it is null, and where this is no object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        let Value::Object(members) = self else { return None };
        members.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value).filter(|value| **value != Value::Null)
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = self { Some(text) } else { None }
    }

    /// The text of a string member.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// A member that counts something: a whole number that is not negative. A fraction is cut off.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<u64> {
        let Value::Number(text) = self.get(name)? else { return None };
        let whole = text.split('.').next().unwrap_or_default();
        whole.parse().ok()
    }

    /// The members of an object, in order.
    #[must_use]
    pub fn members(&self) -> &[(Cow<'a, str>, Value<'a>)] {
        if let Value::Object(members) = self { members } else { &[] }
    }

    /// The items of an array.
    #[must_use]
    pub fn items(&self) -> &[Value<'a>] {
        if let Value::Array(items) = self { items } else { &[] }
    }
}

/// Reads one JSON text. `None` where it is not JSON.
#[must_use]
pub fn read(text: &str) -> Option<Value<'_>> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_space();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string().map(Value::String),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Option<Value<'a>> {
        let end = self.at + word.len();
        (self.text.get(self.at..end) == Some(word)).then(|| {
            self.at = end;
            value
        })
    }

    fn object(&mut self, depth: usize) -> Option<Value<'a>> {
        self.at += 1;
        let mut members = Vec::new();
        self.skip_space();
        if self.take(b'}') {
            return Some(Value::Object(members));
        }
        loop {
            self.skip_space();
            let name = self.string()?;
            self.skip_space();
            if !self.take(b':') {
                return None;
            }
            members.push((name, self.value(depth + 1)?));
            self.skip_space();
            match self.next()? {
                b',' => {}
                b'}' => return Some(Value::Object(members)),
                _ => return None,
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value<'a>> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Some(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.skip_space();
            match self.next()? {
                b',' => {}
                b']' => return Some(Value::Array(items)),
                _ => return None,
            }
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        if !self.take(b'"') {
            return None;
        }
        let mut start = self.at;
        let mut unescaped = String::new();
        loop {
            match self.next()? {
                b'"' => {
                    let piece = self.text.get(start..self.at - 1)?;
                    return Some(if unescaped.is_empty() {
                        Cow::Borrowed(piece)
                    } else {
                        unescaped.push_str(piece);
                        Cow::Owned(unescaped)
                    });
                }
                b'\\' => {
                    unescaped.push_str(self.text.get(start..self.at - 1)?);
                    unescaped.push(self.escape()?);
                    start = self.at;
                }
                0..0x20 => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex4()?;
                if (0xd800..0xdc00).contains(&first) {
                    if !(self.take(b'\\') && self.take(b'u')) {
                        return None;
                    }
                    let second = self.hex4()?;
                    if !(0xdc00..0xe000).contains(&second) {
                        return None;
                    }
                    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))?
                } else {
                    char::from_u32(first)?
                }
            }
            _ => return None,
        })
    }

    fn hex4(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |sum, _| Some(sum << 4 | char::from(self.next()?).to_digit(16)?))
    }

    /// `-`, a whole part without leading zeros, a fraction, an exponent (RFC 8259, section 6).
    fn number(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        self.text.get(start..self.at).map(Value::Number)
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

/// Writes one JSON object, member by member.
pub struct ObjectWriter {
    out: String,
}

impl ObjectWriter {
    /// An object without members yet.
    #[must_use]
    pub fn new() -> Self {
        // Room enough that most requests never move in memory, where a move would leave a copy behind.
        let mut out = String::with_capacity(1024);
        out.push('{');
        Self { out }
    }

    /// A string member.
    #[inline(never)]
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        write_text(&mut self.out, value);
        self
    }

    /// A string member, if there is something to say.
    pub fn maybe_text(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// A member that is JSON already.
    #[inline(never)]
    pub fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        self.name(name);
        self.out.push_str(json);
        self
    }

    /// The finished text.
    #[must_use]
    #[inline(never)]
    pub fn finish(&mut self) -> String {
        self.out.push('}');
        core::mem::take(&mut self.out)
    }

    fn name(&mut self, name: &str) {
        if self.out.len() > 1 {
            self.out.push(',');
        }
        write_text(&mut self.out, name);
        self.out.push(':');
    }
}

impl Default for ObjectWriter {
    fn default() -> Self {
        Self::new()
    }
}

fn write_text(out: &mut String, text: &str) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let hex = |nibble: u32| HEX.get(nibble as usize).copied().unwrap_or_default();
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\0'..'\u{20}' => {
                out.push_str("\\u00");
                out.push(hex(c as u32 >> 4));
                out.push(hex(c as u32 & 15));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{MAX_DEPTH, ObjectWriter, Value, read};
    use proptest::prelude::*;

    fn same(ours: &Value<'_>, theirs: &serde_json::Value) -> bool {
        use serde_json::Value as Theirs;
        match (ours, theirs) {
            (Value::Null, Theirs::Null) => true,
            (Value::Bool(a), Theirs::Bool(b)) => a == b,
            // serde_json normalizes the exponent's spelling; as text they may differ, as numbers they may not.
            (Value::Number(a), Theirs::Number(b)) => a.parse::<f64>().ok() == b.to_string().parse::<f64>().ok(),
            (Value::String(a), Theirs::String(b)) => a == b,
            (Value::Array(a), Theirs::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
            (Value::Object(a), Theirs::Object(b)) => {
                a.iter().all(|(name, _)| b.contains_key(&**name))
                    && b.iter().all(|(name, b)| match b {
                        Theirs::Null => ours.get(name).is_none(),
                        b => ours.get(name).is_some_and(|a| same(a, b)),
                    })
            }
            _ => false,
        }
    }

    fn agree(text: &str) -> Result<(), TestCaseError> {
        match (read(text), serde_json::from_str::<serde_json::Value>(text)) {
            (None, Err(_)) => Ok(()),
            (Some(ours), Ok(theirs)) => {
                prop_assert!(same(&ours, &theirs), "{text:?}: {ours:?} {theirs:?}");
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
        assert!(read(&nested(MAX_DEPTH + 2)).is_none());
        assert!(read(&nested(1_000_000)).is_none());
        assert!(read(&"{\"a\":".repeat(1_000_000)).is_none());
    }

    #[test]
    fn members_are_found_by_name_and_the_last_of_two_counts() {
        let value = read(r#"{"a":"first","n":3600,"f":1.9,"neg":-1,"nil":null,"a":"last","__proto__":"x"}"#).unwrap();
        assert_eq!(value.text("a"), Some("last"));
        assert_eq!(value.count("n"), Some(3600));
        assert_eq!(value.count("f"), Some(1));
        assert_eq!(value.count("neg"), None);
        assert_eq!(value.get("nil"), None);
        assert_eq!(value.get("toString"), None);
        assert_eq!(value.text("__proto__"), Some("x"));
    }
}
