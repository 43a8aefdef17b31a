//! After /logout without an address to go back to.

use maud::html;

use super::Frame;
use super::frame::{Card, lead};
use crate::pages::Route;

#[derive(Clone, Copy, Debug)]
pub struct SignedOut {
    /// Whether the query leads back to a sign-in.
    pub sign_in_again: bool,
}

impl SignedOut {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        frame.card(&Card {
            title: words.signed_out_title,
            lead: lead(&words.signed_out_lead),
            problem: None,
            notice: None,
            body: html! {
                @if self.sign_in_again {
                    a.button.primary href=(frame.query.address(Route::Login)) { (words.sign_in_again) }
                }
            },
            scripts: &[],
        })
    }
}
