//! The patterns of the model, which are Java's, as the `regex` crate reads them. A whole value must match, as with
//! AWS. What differs: `\w`, `\d` and `\s` are ASCII in Java, `.` stops at more line ends there, and the crate has no
//! look-behind. Matching takes time linear in the value, whatever is sent.

use std::sync::OnceLock;

use regex::Regex;

#[derive(Debug)]
pub struct Pattern {
    source: String,
    /// Compiled when first needed: most patterns never are, and those with Unicode classes are not small.
    compiled: OnceLock<Regex>,
}

impl Pattern {
    pub fn new(source: String) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// As the model has it, for messages.
    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn matches(&self, value: &str) -> bool {
        let (pattern, last) = split_look_behind(&self.source);
        if last.is_some_and(|last| value.ends_with(last)) {
            return false;
        }
        // The pattern is part of the binary, and a test compiles every one.
        self.compiled.get_or_init(|| Regex::new(&translate(pattern)).expect("a pattern of the model")).is_match(value)
    }
}

/// The one look-behind of the model is at the end: not after a dot.
fn split_look_behind(source: &str) -> (&str, Option<char>) {
    match source.strip_suffix(r"(?<!\.)$") {
        Some(rest) => (rest, Some('.')),
        None => (source, None),
    }
}

fn translate(source: &str) -> String {
    let any_is_any = source.starts_with("(?s)");
    let mut regex = String::from(r"\A(?:");
    let mut in_class = false;
    let mut characters = source.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('w') => regex.push_str("[0-9A-Za-z_]"),
                Some('d') => regex.push_str("[0-9]"),
                Some('s') => regex.push_str(r"[\t\n\x0B\f\r ]"),
                Some('S') => regex.push_str(r"[^\t\n\x0B\f\r ]"),
                Some(other) => regex.extend(['\\', other]),
                None => regex.push('\\'),
            },
            '.' if !in_class && !any_is_any => regex.push_str(r"[^\n\r\x{85}\x{2028}\x{2029}]"),
            '[' => {
                in_class = true;
                regex.push('[');
            }
            ']' => {
                in_class = false;
                regex.push(']');
            }
            other => regex.push(other),
        }
    }
    regex.push_str(r")\z");
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_what_it_means_in_java() {
        let cases: [(&str, &[&str], &[&str]); 11] = [
            (r"[\w+]+", &["web", "A+_9"], &["", "a b", "é", "web\n", "\nweb", "a-b"]),
            (r"[\w-]+_[0-9a-zA-Z]+", &["eu-west-1_abc123"], &["eu-west-1", "_a", "eu_é"]),
            (r"[\S]+", &["p@ssw0rd", "\u{a0}", "é"], &["", "a b", "a\tb"]),
            (r"\d+", &["123"], &["", "\u{661}"]),
            (r"[A-Za-z0-9-_=.]+", &["a-_=.9"], &["a+b", ""]),
            (r"^[0-9A-Za-z\.\-_]*(?<!\.)$", &["", "a.b-c"], &["a.", ".", "a/b"]),
            (r".*\{####\}.*", &["code {####}.", "{####}"], &["code ####", "a\n{####}", "a\u{2028}{####}"]),
            (r"(?s).*", &["", "a\nb\r"], &[]),
            (r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", &["ada@example.com", "ユーザー", "😀"], &["", "a b", "a\n", "\u{0}"]),
            (r"(un)?authenticated", &["authenticated", "unauthenticated"], &["xauthenticated", "authenticatedx"]),
            (r"^(terms-of-use|privacy-policy)$", &["terms-of-use"], &["terms-of-use\n", "terms"]),
        ];
        for (source, good, bad) in cases {
            let pattern = Pattern::new(source.to_owned());
            for value in good {
                assert!(pattern.matches(value), "{source} {value:?}");
            }
            for value in bad {
                assert!(!pattern.matches(value), "{source} {value:?}");
            }
        }
    }
}
