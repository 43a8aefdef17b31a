//! Writing: one object, member by member.

use crate::ascii::{push, push_decimal, push_hex_digit};
use crate::secret::Secret;
use alloc::string::String;
use zeroize::Zeroize;

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

    /// A member that is true or false.
    pub fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// An object of text members.
    #[inline(never)]
    pub fn texts<N: AsRef<str>, V: AsRef<str>>(&mut self, name: &str, members: &[(N, V)]) -> &mut Self {
        let mut object = Self::new();
        for (name, value) in members {
            object.text(name.as_ref(), value.as_ref());
        }
        // What was written may be an answer or a password: it is wiped with its copy in here.
        let object = Secret::new(object.finish());
        // Exposed: it becomes part of a body, which is a secret itself.
        self.raw(name, object.expose())
    }

    /// An object of text members, if there are any.
    pub fn maybe_texts<N: AsRef<str>, V: AsRef<str>>(&mut self, name: &str, members: &[(N, V)]) -> &mut Self {
        if members.is_empty() { self } else { self.texts(name, members) }
    }

    /// An array of texts.
    pub fn list<T: AsRef<str>>(&mut self, name: &str, items: &[T]) -> &mut Self {
        self.name(name);
        push(&mut self.out, "[");
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                push(&mut self.out, ",");
            }
            write_text(&mut self.out, item.as_ref());
        }
        push(&mut self.out, "]");
        self
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

    /// The finished text with one more member, if there is a value for it; the object stays as it is.
    #[must_use]
    pub fn with(&self, name: &str, value: Option<&str>) -> Secret<String> {
        Secret::new(Self { out: self.out.clone() }.maybe_text(name, value).finish())
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

impl Drop for ObjectWriter {
    fn drop(&mut self) {
        // What was begun and not finished may hold an answer or a password.
        self.out.zeroize();
    }
}
