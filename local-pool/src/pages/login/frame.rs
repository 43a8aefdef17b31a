//! What the pages of managed login share: language, brand, the CSRF token, the OAuth query; and the card around each.
//! Every form of managed login is written by `Frame::form`, which is why every one carries the token.

use maud::{Markup, Render, html};

use super::{Notice, Problem};
use crate::Secret;
use crate::pages::document::{Document, Script, initial};
use crate::pages::field::{PROBLEM_ID, hidden};
use crate::pages::words::{Words, filled};
use crate::pages::{CsrfToken, EchoedQuery, Language, Route, form};

#[derive(Clone, Debug)]
pub struct Frame {
    pub language: Language,
    pub brand: Brand,
    pub csrf: CsrfToken,
    pub query: EchoedQuery,
    /// For handlers that carry the state of a sign-in in the form.
    pub session: Option<Secret<String>>,
    /// Whether pages that ask for a code say where this tool's messages are.
    pub outbox: bool,
}

#[derive(Clone, Debug)]
pub struct Brand {
    /// The app client's name, as the person knows it.
    pub app: String,
    pub pool: String,
    pub accent: Accent,
}

/// The colors that the stylesheet knows, each with enough contrast in both themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accent {
    Teal,
    Indigo,
    Violet,
    Rose,
    Amber,
    Slate,
}

impl Accent {
    pub const ALL: [Self; 6] = [Self::Teal, Self::Indigo, Self::Violet, Self::Rose, Self::Amber, Self::Slate];

    /// Always the same one for a pool, so that two pools are told apart at a glance.
    pub fn of_pool(pool_id: &str) -> Self {
        let sum = pool_id.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        Self::ALL.get(sum % Self::ALL.len()).copied().unwrap_or(Self::Teal)
    }

    pub(in crate::pages) const fn name(self) -> &'static str {
        match self {
            Self::Teal => "teal",
            Self::Indigo => "indigo",
            Self::Violet => "violet",
            Self::Rose => "rose",
            Self::Amber => "amber",
            Self::Slate => "slate",
        }
    }
}

pub(super) struct Card<'a> {
    pub title: &'a str,
    pub lead: Markup,
    pub problem: Option<&'a Problem>,
    pub notice: Option<Notice>,
    pub body: Markup,
    pub scripts: &'a [Script],
}

impl Frame {
    pub(super) const fn words(&self) -> &'static Words {
        self.language.words()
    }

    pub(super) fn card(&self, card: &Card<'_>) -> String {
        let words = self.words();
        let title = html! { (card.title) " · " (self.brand.app) };
        let body = html! {
            body.login data-accent=(self.brand.accent.name()) {
                main.card {
                    header.brand {
                        span.monogram aria-hidden="true" { (initial(&self.brand.app)) }
                        span.brand-name { (self.brand.app) }
                    }
                    h1 { (card.title) }
                    (card.lead)
                    // Good news of the step before is over once something went wrong.
                    @if let Some(problem) = card.problem {
                        div.alert id=(PROBLEM_ID) role="alert" { (problem.text(words)) }
                    } @else if let Some(notice) = card.notice {
                        div.notice role="status" { (notice.text(words)) }
                    }
                    (card.body)
                }
                footer.under-card { (self.brand.pool) }
            }
        };
        Document { language_tag: self.language.tag(), title, scripts: card.scripts, body }.html()
    }

    pub(super) fn form(&self, route: Route, body: &Markup) -> Markup {
        html! {
            form method="post" action=(self.query.address(route)) { (self.form_fields()) (body) }
        }
    }

    /// The form that passkey.js completes: the options go to the browser, its answer into the hidden field.
    pub(super) fn passkey_form(&self, ceremony: &Ceremony<'_>, body: &Markup) -> Markup {
        let words = self.words();
        html! {
            form method="post" action=(self.query.address(ceremony.route)) data-passkey=(ceremony.kind.name())
                data-options=(ceremony.options) data-unsupported=(words.passkey_unsupported)
                data-canceled=(ceremony.kind.canceled(words)) data-registered=(words.passkey_registered)
                data-elsewhere=(words.passkey_elsewhere) {
                (self.form_fields())
                (hidden(form::CREDENTIAL, ""))
                (body)
                p.hint data-passkey-message role="status" {}
                noscript { p.alert { (words.passkey_needs_script) } }
            }
        }
    }

    pub(super) fn form_fields(&self) -> Markup {
        html! {
            (hidden(form::CSRF, self.csrf.expose()))
            @if let Some(session) = &self.session {
                // Exposed for the hidden field: the browser is who the session was made for.
                (hidden(form::SESSION, session.expose()))
            }
        }
    }

    pub(super) fn link(&self, route: Route, text: &str) -> Markup {
        html! { a href=(self.query.address(route)) { (text) } }
    }

    pub(super) fn outbox_hint(&self) -> Markup {
        let words = self.words();
        let link = html! { a href="/_local/outbox" target="_blank" { (words.outbox) } };
        html! { @if self.outbox { p.aside { (filled(words.outbox_hint, &link)) } } }
    }
}

pub(super) struct Ceremony<'a> {
    pub route: Route,
    pub kind: CeremonyKind,
    pub options: &'a str,
}

/// What passkey.js asks the browser for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CeremonyKind {
    Get,
    Create,
}

impl CeremonyKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Create => "create",
        }
    }

    const fn canceled(self, words: &Words) -> &'static str {
        match self {
            Self::Get => words.passkey_canceled,
            Self::Create => words.passkey_not_made,
        }
    }
}

pub(super) fn lead(text: &impl Render) -> Markup {
    html! { p.lead { (text) } }
}

/// The main button of a form.
pub(super) fn submit(text: &str) -> Markup {
    html! { button.primary type="submit" { (text) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_keeps_its_color_and_pools_differ() {
        assert_eq!(Accent::of_pool("us-east-1_abc"), Accent::of_pool("us-east-1_abc"));
        let colors: Vec<_> = (0..40).map(|number| Accent::of_pool(&format!("us-east-1_{number}"))).collect();
        assert!(Accent::ALL.iter().all(|accent| colors.contains(accent)));
    }
}
