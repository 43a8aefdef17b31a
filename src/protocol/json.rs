//! The one place that knows how JSON is read and written (RFC 8259), the same code on every target.
//!
//! Reading checks the whole text once and makes no tree: a [`Value`] is a piece of the text, looked through when it is
//! asked for a member. So a token is not copied before it becomes a secret, and a reply costs no memory of its own.
//! Refused: trailing text, nesting deeper than [`MAX_DEPTH`], lone surrogates, raw control characters. Numbers stay
//! text until somebody asks for one. The fuzz test holds this reader against serde_json.

use crate::ascii::{push, push_decimal, push_hex_digit};
use alloc::{borrow::Cow, string::String};

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 64;

/// A piece of JSON that was checked: exactly one value, without space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a>(&'a str);

/// Reads one JSON text. `None` where it is not JSON.
#[must_use]
pub fn read(text: &str) -> Option<Value<'_>> {
    let mut scanner = Scanner { text, at: 0 };
    let value = scanner.value(0)?;
    scanner.skip_space();
    (scanner.at == text.len()).then_some(value)
}

impl<'a> Value<'a> {
    /// `null`
    pub const NULL: Value<'static> = Value("null");

    /// The member of an object; `None` where there is none, where it is null, and where this is no object. Of two with
    /// one name the last one counts.
    #[must_use]
    #[inline(never)]
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        self.members()
            .filter(|(key, _)| *key == name)
            .last()
            .map(|(_, value)| value)
            .filter(|value| *value != Self::NULL)
    }

    /// The text of a string.
    #[must_use]
    #[inline(never)]
    pub fn as_text(self) -> Option<String> {
        Scanner { text: self.0, at: 0 }.string().map(Cow::into_owned)
    }

    /// The text of a string member.
    #[must_use]
    #[inline(never)]
    pub fn text(self, name: &str) -> Option<String> {
        self.get(name)?.as_text()
    }

    /// A member that counts something: a whole number that is not negative. A fraction is cut off.
    #[must_use]
    #[inline(never)]
    pub fn count(self, name: &str) -> Option<u64> {
        let mut count = 0u64;
        let digits = self.get(name)?.0.bytes().take_while(|byte| *byte != b'.');
        for byte in digits {
            let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
            count = count.checked_mul(10)?.checked_add(digit.into())?;
        }
        Some(count)
    }

    /// The members of an object, in order.
    pub fn members(self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> {
        let mut inside = self.inside('{');
        core::iter::from_fn(move || {
            let scanner = inside.as_mut()?;
            scanner.skip_space();
            let name = scanner.string()?;
            scanner.skip_space();
            scanner.at += 1;
            let value = scanner.value(0)?;
            scanner.skip_space();
            scanner.at += 1;
            Some((name, value))
        })
    }

    /// The items of an array.
    pub fn items(self) -> impl Iterator<Item = Value<'a>> {
        let mut inside = self.inside('[');
        core::iter::from_fn(move || {
            let scanner = inside.as_mut()?;
            let value = scanner.value(0)?;
            scanner.skip_space();
            scanner.at += 1;
            Some(value)
        })
    }

    /// Behind the opening bracket, if it is that one.
    fn inside(self, bracket: char) -> Option<Scanner<'a>> {
        self.0.starts_with(bracket).then_some(Scanner { text: self.0, at: 1 })
    }
}

/// Walks over a text. Every function gives `None` where the text is not what it should be.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
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

    /// Space, then one value.
    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        self.skip_space();
        let start = self.at;
        match self.peek()? {
            b'{' => self.list(b'}', depth)?,
            b'[' => self.list(b']', depth)?,
            b'"' => drop(self.string()?),
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => self.number()?,
        }
        self.text.get(start..self.at).map(Value)
    }

    /// An object or an array, which differ in their brackets and in the names.
    fn list(&mut self, end: u8, depth: usize) -> Option<()> {
        if depth >= MAX_DEPTH {
            return None;
        }
        self.at += 1;
        self.skip_space();
        if self.take(end) {
            return Some(());
        }
        loop {
            if end == b'}' {
                self.skip_space();
                self.string()?;
                self.skip_space();
                if !self.take(b':') {
                    return None;
                }
            }
            self.value(depth + 1)?;
            self.skip_space();
            match self.next()? {
                b',' => {}
                byte if byte == end => return Some(()),
                _ => return None,
            }
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let end = self.at + word.len();
        (self.text.get(self.at..end) == Some(word)).then(|| self.at = end)
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
                        push(&mut unescaped, piece);
                        Cow::Owned(unescaped)
                    });
                }
                b'\\' => {
                    push(&mut unescaped, self.text.get(start..self.at - 1)?);
                    push(&mut unescaped, self.escape()?.encode_utf8(&mut [0; 4]));
                    start = self.at;
                }
                0..0x20 => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex4()?;
                if first & 0xfc00 != 0xd800 {
                    return char::from_u32(first);
                }
                let second = if self.take(b'\\') && self.take(b'u') { self.hex4()? } else { 0 };
                if second & 0xfc00 != 0xdc00 {
                    return None;
                }
                char::from_u32(0x1_0000 + ((first & 0x3ff) << 10) + (second & 0x3ff))?
            }
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            _ => return None,
        })
    }

    fn hex4(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |sum, _| Some(sum << 4 | char::from(self.next()?).to_digit(16)?))
    }

    /// `-`, a whole part without leading zeros, a fraction, an exponent (RFC 8259, section 6).
    fn number(&mut self) -> Option<()> {
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Some(())
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
        push(&mut out, "{");
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

    /// A member that counts something.
    pub fn count(&mut self, name: &str, count: u64) -> &mut Self {
        self.name(name);
        push_decimal(&mut self.out, count, 1);
        self
    }

    /// A member that is JSON already.
    #[inline(never)]
    pub fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        self.name(name);
        push(&mut self.out, json);
        self
    }

    /// The finished text.
    #[must_use]
    #[inline(never)]
    pub fn finish(&mut self) -> String {
        push(&mut self.out, "}");
        core::mem::take(&mut self.out)
    }

    fn name(&mut self, name: &str) {
        if self.out.len() > 1 {
            push(&mut self.out, ",");
        }
        write_text(&mut self.out, name);
        push(&mut self.out, ":");
    }
}

impl Default for ObjectWriter {
    fn default() -> Self {
        Self::new()
    }
}

fn write_text(out: &mut String, text: &str) {
    push(out, "\"");
    // What needs no escape is copied in one piece, up to the next byte that does.
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        push(out, text.get(start..at).unwrap_or_default());
        if byte >= 0x20 {
            push(out, "\\");
            start = at;
        } else {
            push(out, "\\u00");
            push_hex_digit(out, byte >> 4);
            push_hex_digit(out, byte);
            start = at + 1;
        }
    }
    push(out, text.get(start..).unwrap_or_default());
    push(out, "\"");
}

#[cfg(test)]
mod tests {
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
}
