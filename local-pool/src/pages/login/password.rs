//! The second step of a sign-in in two steps: the password for the name that was given.

use maud::html;

use super::frame::{Card, lead, submit};
use super::name_field::KnownName;
use super::problem::Concern;
use super::{Frame, Problem};
use crate::pages::Route;
use crate::pages::document::Script;
use crate::pages::field::{PasswordField, PasswordKind};
use crate::pages::words::filled;

#[derive(Clone, Debug)]
pub struct EnterPassword {
    pub username: String,
    pub forgotten_password: bool,
    pub other_methods: bool,
    pub problem: Option<Problem>,
}

impl EnterPassword {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let password = PasswordField {
            kind: PasswordKind::Current,
            words,
            invalid: Concern::of(self.problem.as_ref()).password(),
            autofocus: true,
            beside_label: self.forgotten_password.then(|| frame.link(Route::ForgotPassword, words.forgot_password)),
            rules_id: None,
        };
        let form = html! {
            (KnownName { value: &self.username, change: Route::Login }.markup(frame))
            (password.markup())
            (submit(words.sign_in))
        };
        frame.card(&Card {
            title: words.enter_password,
            lead: lead(&filled(words.to_continue_to, &frame.brand.app)),
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                (frame.form(Route::LoginPassword, &form))
                @if self.other_methods { p.links { (frame.link(Route::LoginMethod, words.other_method)) } }
            },
            scripts: &[Script::Password],
        })
    }
}
