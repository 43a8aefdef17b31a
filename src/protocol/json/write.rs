//! Writing: one object, member by member.

use crate::ascii::{push, push_decimal, push_hex_digit};
use alloc::string::String;

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
