//! Passkeys (WebAuthn): signing in with one, and the offer to make one after a sign-in.
//! The browser's part is in passkey.js, which sends `PublicKeyCredential.toJSON()` in the form; nothing is verified here.

use maud::html;

use super::frame::{Card, Ceremony, lead};
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
        let ceremony = Ceremony { route: Route::LoginPasskey, kind: "get", options: self.options.json() };
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

#[derive(Clone, Debug)]
pub struct OfferPasskey {
    pub options: PasskeyOptions,
    pub problem: Option<Problem>,
}

impl OfferPasskey {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let ceremony = Ceremony { route: Route::PasskeysAdd, kind: "create", options: self.options.json() };
        let form = html! {
            button.primary type="submit" { (Icon::Passkey.markup()) span { (words.create_passkey) } }
        };
        let refusal = html! {
            button.plain type="submit" name=(form::ANSWER) value=(form::SKIP) { (words.not_now) }
        };
        frame.card(&Card {
            title: words.passkey_offer_title,
            lead: lead(&words.passkey_offer_lead),
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                (frame.passkey_form(&ceremony, &form))
                (frame.form(Route::PasskeysAdd, &refusal))
            },
            scripts: &[Script::Passkey],
        })
    }
}
