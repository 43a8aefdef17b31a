//! NEW_PASSWORD_REQUIRED: a password of one's own after a temporary one, with the attributes that are still missing.

use maud::html;

use super::frame::{Card, lead, submit};
use super::name_field::KnownName;
use super::password_rules::Focus;
use super::problem::Concern;
use super::{AttributeField, Frame, PasswordRules, Problem, attributes};
use crate::pages::Route;
use crate::pages::document::Script;

#[derive(Clone, Debug)]
pub struct NewPasswordRequired {
    pub username: String,
    pub rules: PasswordRules,
    pub attributes: Vec<AttributeField>,
    pub problem: Option<Problem>,
}

impl NewPasswordRequired {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let concern = Concern::of(self.problem.as_ref());
        let form = html! {
            (KnownName { value: &self.username, change: Route::Login }.markup(frame))
            (self.rules.new_password(words, concern, Focus::Here))
            (attributes::fields(&self.attributes, words, concern))
            (submit(words.continue_button))
        };
        frame.card(&Card {
            title: words.own_password_title,
            lead: lead(&words.own_password_lead),
            problem: self.problem.as_ref(),
            notice: None,
            body: frame.form(Route::LoginNewPassword, &form),
            scripts: &[Script::Password],
        })
    }
}
