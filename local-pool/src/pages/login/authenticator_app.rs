//! Setting up an authenticator app: the key as a QR code and as text, and the first code as proof.
//! The key goes into the page because this is the one page that exists to show it; Debug does not print it.

use maud::{Markup, html};
use url::form_urlencoded::byte_serialize;

use super::frame::{Card, submit};
use super::problem::Concern;
use super::{Frame, Problem};
use crate::Secret;
use crate::pages::Route;
use crate::pages::document::Script;
use crate::pages::field::CodeField;
use crate::pages::qr_code::QrCode;

#[derive(Clone, Debug)]
pub struct SetUpAuthenticatorApp {
    pub username: String,
    /// In base32, as AssociateSoftwareToken gives it.
    pub key: Secret<String>,
    pub problem: Option<Problem>,
}

impl SetUpAuthenticatorApp {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let invalid = Concern::of(self.problem.as_ref()).code();
        let form = html! { (CodeField { words, invalid, autofocus: true }.markup()) (submit(words.verify)) };
        // Exposed to be shown, which is what the page is for.
        let key = self.key.expose();
        let body = html! {
            ol.steps {
                @if let Some(code) = QrCode::of(self.key_uri(frame).as_bytes()) {
                    li { p { (words.app_step_scan) } (picture(&code, words.qr_label)) }
                }
                li {
                    p { (words.app_step_type) }
                    div.secret {
                        code #key { @for group in groups(key) { span.key-group { (group) } " " } }
                        button.small type="button" hidden data-copy=(key) data-copied=(words.copied) { (words.copy) }
                    }
                }
                li { p { (words.app_step_code) } (frame.form(Route::LoginAuthenticatorApp, &form)) }
            }
            p.links { (frame.link(Route::Login, words.back_to_sign_in)) }
        };
        frame.card(&Card {
            title: words.app_setup_title,
            lead: html! {},
            problem: self.problem.as_ref(),
            notice: None,
            body,
            scripts: &[Script::Copy],
        })
    }

    /// The key URI format that authenticator apps read: `otpauth://totp/Issuer:account?secret=..&issuer=..`.
    fn key_uri(&self, frame: &Frame) -> String {
        let (issuer, account) = (percent_encoded(&frame.brand.app), percent_encoded(&self.username));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", percent_encoded(self.key.expose()))
    }
}

/// A label of a key URI is percent-encoded, where a form would write `+` for a space.
fn percent_encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// By fours, which a person can read aloud.
fn groups(key: &str) -> Vec<String> {
    key.chars().collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect()
}

fn picture(code: &QrCode, label: &str) -> Markup {
    // Four light modules around it are part of the symbol (ISO 18004, 9.1).
    let size = code.size() + 8;
    html! {
        svg.qr viewBox={ "0 0 " (size) " " (size) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(size) height=(size) fill="#fff" {}
            path d=(code.svg_path(4)) fill="#000" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_by_fours() {
        assert_eq!(groups("ABCDEFGHIJ"), ["ABCD", "EFGH", "IJ"]);
        assert!(groups("").is_empty());
    }

    #[test]
    fn a_label_of_a_key_uri_is_percent_encoded() {
        assert_eq!(percent_encoded("Ada's shop & co: ä"), "Ada%27s%20shop%20%26%20co%3A%20%C3%A4");
    }
}
