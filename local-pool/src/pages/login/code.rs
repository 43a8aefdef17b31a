//! A code to type: a second factor, or a one-time code in place of a password.

use maud::{Markup, html};

use super::frame::{Card, lead, submit};
use super::problem::Concern;
use super::{Frame, Notice, Problem};
use crate::pages::Route;
use crate::pages::field::CodeField;
use crate::pages::words::filled;

#[derive(Clone, Debug)]
pub struct EnterCode {
    pub purpose: CodePurpose,
    pub other_ways: bool,
    pub problem: Option<Problem>,
    pub notice: Option<Notice>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodePurpose {
    /// A second factor, from an authenticator app.
    AppFactor,
    /// A second factor, sent to this masked destination.
    SentFactor(String),
    /// A one-time code to sign in with, sent to this masked destination.
    SignIn(String),
}

impl EnterCode {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let (title, explanation, other_ways) = match &self.purpose {
            CodePurpose::AppFactor => {
                (words.verify_title, lead(&words.app_lead), (Route::LoginFactor, words.another_way))
            }
            CodePurpose::SentFactor(to) => {
                (words.verify_title, sent_to(to, frame), (Route::LoginFactor, words.another_way))
            }
            CodePurpose::SignIn(to) => {
                (words.enter_code_title, sent_to(to, frame), (Route::LoginMethod, words.other_method))
            }
        };
        let way_out = if self.other_ways { other_ways } else { (Route::Login, words.back_to_sign_in) };
        let invalid = Concern::of(self.problem.as_ref()).code();
        let form = html! {
            (CodeField { words, invalid, autofocus: true }.markup())
            (submit(words.verify))
        };
        frame.card(&Card {
            title,
            lead: explanation,
            problem: self.problem.as_ref(),
            notice: self.notice,
            body: html! {
                (frame.form(Route::LoginCode, &form))
                @if self.purpose != CodePurpose::AppFactor { (resend(frame, None)) }
                p.links { (frame.link(way_out.0, way_out.1)) }
                @if self.purpose != CodePurpose::AppFactor { (frame.outbox_hint()) }
            },
            scripts: &[],
        })
    }
}

/// Where a code went, in strong letters; without a destination only that one went.
pub(super) fn sent_to(destination: &str, frame: &Frame) -> Markup {
    let words = frame.words();
    if destination.is_empty() {
        return lead(&words.code_sent);
    }
    lead(&filled(words.code_sent_to, &html! { strong { (destination) } }))
}

/// A form of its own, so that asking for a new code does not send what is typed.
pub(super) fn resend(frame: &Frame, username: Option<&str>) -> Markup {
    let words = frame.words();
    let body = html! {
        @if let Some(username) = username {
            (crate::pages::field::hidden(crate::pages::form::USERNAME, username))
        }
        p.links { (words.no_code) " " button.link type="submit" { (words.resend) } }
    };
    frame.form(Route::ResendCode, &body)
}
