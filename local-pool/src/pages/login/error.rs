//! A request that cannot be sent back to the app: an unknown client, an address that is not registered.
//! The person reads that the link does not work; the developer reads why, and what was compared with what.

use maud::html;

use super::Frame;
use super::frame::{Card, lead};

#[derive(Clone, Debug)]
pub struct ErrorPage {
    /// OAuth's or Cognito's own name for it: `invalid_request`, `redirect_mismatch`.
    pub code: String,
    /// In a plain English sentence, for the developer.
    pub reason: String,
    pub facts: Vec<Fact>,
}

/// Something that was sent or is registered: `redirect_uri sent`, `registered`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub values: Vec<String>,
}

impl ErrorPage {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        frame.card(&Card {
            title: words.error_title,
            lead: lead(&words.error_lead),
            problem: None,
            notice: None,
            body: html! {
                section.developer aria-labelledby="for-developers" {
                    h2 id="for-developers" { (words.for_developers) }
                    // Not translated: these words are what a search finds.
                    div lang="en" {
                        p { code { (self.code) } }
                        p { (self.reason) }
                        @if !self.facts.is_empty() {
                            dl {
                                @for fact in &self.facts {
                                    dt { (fact.label) }
                                    @for value in &fact.values { dd { code { (value) } } }
                                    @if fact.values.is_empty() { dd { "none" } }
                                }
                            }
                        }
                    }
                }
            },
            scripts: &[],
        })
    }
}
