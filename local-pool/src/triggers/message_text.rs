//! The text of a message: the places it must have, its length, and what takes the places. Used by custom message, and fit
//! for a pool's own templates, which have the same places and the same patterns.

use std::sync::LazyLock;

use regex::Regex;

use super::TriggerError;

pub const CODE: &str = "{####}";
pub const USERNAME: &str = "{username}";

/// What takes the places.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The code or the temporary password.
    pub code: &'a str,
    pub username: &'a str,
    /// Where the pool verifies by a link.
    pub link: Option<&'a str>,
}

/// A member of the message, as errors call it, and how many characters it holds.
pub struct Member {
    pub name: &'static str,
    pub limit: usize,
}

#[derive(Clone, Copy)]
pub enum Place {
    Code,
    Username,
    Link,
}

impl Member {
    pub fn needs(&self, text: &str, place: Place) -> Result<(), TriggerError> {
        let pattern = place.pattern();
        if pattern.regex.is_match(text) {
            return Ok(());
        }
        let (name, told) = (self.name, &pattern.told);
        Err(TriggerError::bad_message(format!(
            "Value '{text}' at '{name}' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: {told}"
        )))
    }

    /// With the code in it, therefore without a word of it in the error.
    pub fn holds(&self, text: &str) -> Result<(), TriggerError> {
        if text.chars().count() <= self.limit {
            return Ok(());
        }
        let Self { name, limit } = self;
        Err(TriggerError::bad_message(format!(
            "Value at '{name}' failed to satisfy constraint: Member must have length less than or equal to {limit}"
        )))
    }
}

/// In one pass: what is put in is not looked at again.
pub fn fill(text: &str, words: &Words<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find('{').map(|at| rest.split_at(at)) {
        filled.push_str(before);
        rest = if let Some(after) = from.strip_prefix(CODE) {
            filled.push_str(words.code);
            after
        } else if let Some(after) = from.strip_prefix(USERNAME) {
            filled.push_str(words.username);
            after
        } else if let (Some(link), Some((label, after))) = (words.link, link_label(from)) {
            let address = link.replace('&', "&amp;").replace('"', "&quot;");
            filled.push_str(&format!("<a href=\"{address}\">{label}</a>"));
            after
        } else {
            filled.push('{');
            &from[1..]
        };
    }
    filled.push_str(rest);
    filled
}

/// `{##label##}` at the start, and what follows.
fn link_label(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("{##")?.split_once("##}")
}

/// A text with a place in it: letters, marks, symbols, numbers, punctuation and ASCII's white space. That leaves out
/// control characters and a no-break space, which is what HTML made by programs is mostly refused for.
struct Pattern {
    regex: Regex,
    /// As Cognito writes it in its errors.
    told: String,
}

static WITH_CODE: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"\{####\}"));
static WITH_USERNAME: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"\{username\}"));
static WITH_LINK: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"\{##[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*##\}"));

impl Place {
    fn pattern(self) -> &'static Pattern {
        match self {
            Self::Code => &WITH_CODE,
            Self::Username => &WITH_USERNAME,
            Self::Link => &WITH_LINK,
        }
    }
}

impl Pattern {
    fn new(place: &str) -> Self {
        const ANY: &str = r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*";
        let told = format!("{ANY}{place}{ANY}");
        // `\s` is ASCII's in Cognito's Java and Unicode's here.
        let ours = told.replace(r"\s", r"\t\n\x0B\f\r ");
        let regex = Regex::new(&format!("^(?:{ours})$")).expect("a constant pattern");
        Self { regex, told }
    }
}
