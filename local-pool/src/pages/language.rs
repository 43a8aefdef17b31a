//! The languages of managed login, chosen by Cognito's `lang` parameter.
//! A language that has no words here is none: the caller falls back to English.

use super::words::{self, Words};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
    Japanese,
}

impl Language {
    pub const ALL: [Self; 5] = [Self::English, Self::German, Self::French, Self::Spanish, Self::Japanese];

    /// By the `lang` parameter: `de`, `de-DE` and `DE` alike.
    pub fn named(lang: &str) -> Option<Self> {
        let primary = lang.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Japanese => "ja",
        }
    }

    pub(super) const fn words(self) -> &'static Words {
        match self {
            Self::English => &words::ENGLISH,
            Self::German => &words::GERMAN,
            Self::French => &words::FRENCH,
            Self::Spanish => &words::SPANISH,
            Self::Japanese => &words::JAPANESE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_does_not_matter_and_an_unknown_language_is_none() {
        assert_eq!(Language::named("de-AT"), Some(Language::German));
        assert_eq!(Language::named("JA"), Some(Language::Japanese));
        for unknown in ["", "tlh", "d", "deu", "\"><script>"] {
            assert_eq!(Language::named(unknown), None, "{unknown}");
        }
    }
}
