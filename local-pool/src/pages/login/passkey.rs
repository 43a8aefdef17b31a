//! Passkeys (WebAuthn): signing in with one, and making one for whoever is signed in.
//! The browser's part is in passkey.js, which sends `PublicKeyCredential.toJSON()` in the form; nothing is verified here.

use maud::html;

use super::frame::{Card, Ceremony, CeremonyKind, lead};
use super::icons::Icon;
use super::{Frame, Problem};
use crate::pages::Route;
use crate::pages::document::Script;
use crate::pages::form;

/// PublicKeyCredentialRequestOptions or CreationOptions as JSON, as the API gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyOptions(String);

impl PasskeyOptions {
    pub const fn new(json: String) -> Self {
        Self(json)
    }

    pub(super) fn json(&self) -> &str {
        &self.0
    }
}

#[derive(Clone, Debug)]
pub struct SignInWithPasskey {
    pub username: String,
    pub options: PasskeyOptions,
    pub other_methods: bool,
    pub problem: Option<Problem>,
}

impl SignInWithPasskey {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let ceremony = Ceremony { route: Route::LoginPasskey, kind: CeremonyKind::Get, options: self.options.json() };
        let form = html! {
            p.who { (self.username) " " (frame.link(Route::Login, words.change_name)) }
            button.primary type="submit" { (Icon::Passkey.markup()) span { (words.passkey_button) } }
        };
        frame.card(&Card {
            title: words.passkey_title,
            lead: lead(&words.passkey_lead),
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                (frame.passkey_form(&ceremony, &form))
                @if self.other_methods { p.links { (frame.link(Route::LoginMethod, words.other_method)) } }
            },
            scripts: &[Script::Passkey],
        })
    }
}

/// /passkeys/add
#[derive(Clone, Debug)]
pub struct AddPasskey {
    /// Whose passkey it will be.
    pub username: String,
    /// None where the account can have no more of them.
    pub options: Option<PasskeyOptions>,
    pub problem: Option<Problem>,
}

impl AddPasskey {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let form = html! {
            p.who { (self.username) }
            button.primary type="submit" { (Icon::Passkey.markup()) span { (words.create_passkey) } }
        };
        let ceremony = |options| {
            frame.passkey_form(&Ceremony { route: Route::PasskeysAdd, kind: CeremonyKind::Create, options }, &form)
        };
        let (way_out, look) = match self.options {
            Some(_) => (words.not_now, "plain"),
            None => (words.continue_button, "primary"),
        };
        let refusal = html! {
            button class=(look) type="submit" name=(form::ANSWER) value=(form::SKIP) { (way_out) }
        };
        frame.card(&Card {
            title: words.passkey_add_title,
            lead: lead(&words.passkey_add_lead),
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                @if let Some(options) = &self.options { (ceremony(options.json())) }
                (frame.form(Route::PasskeysAdd, &refusal))
            },
            scripts: &[Script::Passkey],
        })
    }
}
