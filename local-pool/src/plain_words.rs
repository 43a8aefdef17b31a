//! What serde says of a value that is not what was expected, without the names of Rust's types: whoever wrote a file or a
//! request knows objects, lists and numbers. It changes words alone, and refuses nothing.

use std::sync::LazyLock;

use regex::Regex;

/// What a name with values in it is called where it is written.
#[derive(Clone, Copy)]
pub enum Language {
    Json,
    Toml,
}

/// In this order: the longer first.
const WORDS: [(&str, &str); 12] = [
    (r"\b(?:tuple |unit )?struct \w+(?: with \d+ elements?)?", "OBJECT"),
    (r"\b(?:internally|adjacently) tagged enum \w+", "OBJECT"),
    (r"\b(?:tuple variant|struct variant) [\w:]+(?: with \d+ elements?)?", "OBJECT"),
    (r"\b(?:enum \w+|variant identifier|unit variant [\w:]+)", "one of its values"),
    (r"\b(?:a )?map\b", "OBJECT"),
    (r"\b(?:a )?sequence\b", "a list"),
    (r"\b(?:u8|u16|u32|u64|usize)\b", "a whole number from 0 on"),
    (r"\b(?:i8|i16|i32|i64|isize)\b", "a whole number"),
    (r"\b(?:f32|f64)\b", "a number"),
    (r"\b(?:integer|floating point) $", "number "),
    (r"\ba boolean\b|\bboolean\b", "true or false"),
    (r"\bunknown variant\b", "unknown value"),
];

static PATTERNS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    // Each is compiled by the test below.
    WORDS.iter().map(|(pattern, words)| (Regex::new(pattern).expect("a pattern"), *words)).collect()
});

pub fn plain(message: &str, language: Language) -> String {
    let object = match language {
        Language::Json => "an object",
        Language::Toml => "a table",
    };
    let said = |text: &str| {
        let changed = PATTERNS.iter().fold(text.to_owned(), |text, (pattern, words)| {
            pattern.replace_all(&text, words.replace("OBJECT", object).as_str()).into_owned()
        });
        changed.replace("unit value", "null")
    };
    // What is between backticks was written by whoever reads this.
    let parts = message.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 0 { said(part) } else { part.to_owned() }).collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_rusts_types_are_words_of_json_or_toml() {
        for (said, plainly) in [
            (
                "invalid type: string \"x\", expected usize",
                "invalid type: string \"x\", expected a whole number from 0 on",
            ),
            (
                "invalid value: integer `-1`, expected u32",
                "invalid value: number `-1`, expected a whole number from 0 on",
            ),
            ("invalid type: boolean `true`, expected f64", "invalid type: true or false `true`, expected a number"),
            ("invalid length 1, expected struct ClockMove with 2 elements", "invalid length 1, expected an object"),
            ("invalid type: map, expected a sequence", "invalid type: an object, expected a list"),
            ("expected internally tagged enum Effect", "expected an object"),
            ("invalid type: unit value, expected i64", "invalid type: null, expected a whole number"),
            ("unknown variant `x`, expected `a` or `b`", "unknown value `x`, expected `a` or `b`"),
            ("unknown field `map`, expected `usize`", "unknown field `map`, expected `usize`"),
            ("missing field `effect`", "missing field `effect`"),
        ] {
            assert_eq!(plain(said, Language::Json), plainly);
        }
        assert_eq!(plain("expected struct PoolConfig", Language::Toml), "expected a table");
    }
}
