//! The skeleton of every page: head, stylesheet, scripts by address, body.
//! It has no slot for an inline script or style.

use maud::{DOCTYPE, Markup, html};

/// The scripts that a page can ask for. All of them only add comfort, except passkeys, which exist by script alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Copy,
    Live,
    Passkey,
    Password,
}

impl Script {
    const fn address(self) -> &'static str {
        match self {
            Self::Copy => "/assets/copy.js",
            Self::Live => "/assets/live.js",
            Self::Passkey => "/assets/passkey.js",
            Self::Password => "/assets/password.js",
        }
    }
}

pub(super) struct Document<'a> {
    pub language_tag: &'static str,
    pub title: Markup,
    pub scripts: &'a [Script],
    /// The body element itself.
    pub body: Markup,
}

impl Document<'_> {
    pub fn html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.language_tag) {
                head {
                    meta charset="utf-8";
                    title { (self.title) }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                    link rel="stylesheet" href="/assets/pages.css";
                    @for script in self.scripts {
                        script type="module" src=(script.address()) {}
                    }
                }
                (self.body)
            }
        };
        page.into_string()
    }
}

/// The letter that stands for a name in a monogram or an avatar, if it has one.
pub(super) fn initial(name: &str) -> String {
    name.chars().find(|char| char.is_alphanumeric()).map_or_else(String::new, |char| char.to_uppercase().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monogram_is_one_letter_or_nothing() {
        assert_eq!(initial("  acme shop"), "A");
        assert_eq!(initial("<>"), "");
        assert_eq!(initial(""), "");
    }
}
