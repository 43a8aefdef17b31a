//! MFA_SETUP by email: the address of an account that has none. The code that is sent to it proves it.

use maud::html;

use super::frame::{Card, lead, submit};
use super::problem::Concern;
use super::{Frame, Problem};
use crate::pages::Route;
use crate::pages::field::{InputKind, TextField};
use crate::pages::form;

#[derive(Clone, Debug)]
pub struct AddEmailAddress {
    /// What was typed before.
    pub email: String,
    /// Whether something else could be set up.
    pub other_ways: bool,
    pub problem: Option<Problem>,
}

impl AddEmailAddress {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let field = TextField {
            id: form::EMAIL,
            name: form::EMAIL,
            label: html! { (words.email) },
            kind: InputKind::Email,
            autocomplete: "email",
            value: &self.email,
            required: true,
            invalid: Concern::of(self.problem.as_ref()) == Concern::Attribute("email"),
            autofocus: true,
            hint: None,
        };
        let out = match self.other_ways {
            true => (Route::LoginFactor, words.another_way),
            false => (Route::Login, words.back_to_sign_in),
        };
        frame.card(&Card {
            title: words.email_setup_title,
            lead: lead(&words.email_setup_lead),
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                (frame.form(Route::LoginEmail, &html! { (field.markup()) (submit(words.send_code)) }))
                p.links { (frame.link(out.0, out.1)) }
            },
            scripts: &[],
        })
    }
}
