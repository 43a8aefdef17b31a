//! Reading (RFC 8259).
//!
//! Reading checks the whole text once and makes no tree: a [`Value`] is a piece of the text, looked through when it is
//! asked for a member. So a token is not copied before it becomes a secret, and a reply costs no memory of its own.
//! Refused: trailing text, nesting deeper than [`MAX_DEPTH`], lone surrogates, raw control characters. Numbers stay
//! text until somebody asks for one. The fuzz test holds this reader against serde_json.

use super::decimal;
use crate::ascii::push;
use alloc::{borrow::Cow, string::String};

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 64;

/// A piece of JSON that was checked: exactly one value, without space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a>(pub(super) &'a str);

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

    /// The value as it stood in the text: one JSON value, without space around it.
    #[must_use]
    pub fn as_json(self) -> &'a str {
        self.0
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// Whether it is an array.
    #[must_use]
    pub fn is_array(self) -> bool {
        self.0.starts_with('[')
    }

    /// The text of a string member.
    #[must_use]
    #[inline(never)]
    pub fn text(self, name: &str) -> Option<String> {
        self.get(name)?.as_text()
    }

    /// Whether a member is true.
    #[must_use]
    pub fn flag(self, name: &str) -> bool {
        self.get(name) == Some(Value("true"))
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

    /// A member that says a moment in seconds since 1970, in milliseconds.
    #[must_use]
    #[inline(never)]
    pub fn millis(self, name: &str) -> Option<u64> {
        decimal::millis(self.get(name)?.0)
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
