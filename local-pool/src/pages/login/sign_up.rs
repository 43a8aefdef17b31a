//! /signup and /confirm: a new account with the attributes that the pool requires, and the code that proves the address.

use maud::html;

use super::code::{resend, sent_to};
use super::frame::{Card, lead, submit};
use super::name_field::{KnownName, NameField, NameKind};
use super::password_rules::Focus;
use super::problem::Concern;
use super::{AttributeField, Frame, Notice, PasswordRules, Problem, attributes};
use crate::pages::Route;
use crate::pages::document::Script;
use crate::pages::field::CodeField;
use crate::pages::words::filled;

#[derive(Clone, Debug)]
pub struct SignUp {
    pub name_kind: NameKind,
    pub username: String,
    /// Without the attribute that is the name already.
    pub attributes: Vec<AttributeField>,
    /// None for an account without a password.
    pub password: Option<PasswordRules>,
    pub problem: Option<Problem>,
}

impl SignUp {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let concern = Concern::of(self.problem.as_ref());
        let name = NameField {
            kind: self.name_kind,
            value: &self.username,
            invalid: concern.name(),
            autofocus: self.problem.is_none(),
        };
        let form = html! {
            (name.markup(words))
            (attributes::fields(&self.attributes, words, concern))
            @if let Some(rules) = &self.password { (rules.new_password(words, concern, Focus::Elsewhere)) }
            (submit(words.sign_up))
        };
        frame.card(&Card {
            title: words.sign_up_title,
            lead: lead(&filled(words.to_continue_to, &frame.brand.app)),
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                (frame.form(Route::SignUp, &form))
                p.links { (words.have_account) " " (frame.link(Route::Login, words.sign_in)) }
            },
            scripts: &[Script::Password],
        })
    }
}

#[derive(Clone, Debug)]
pub struct ConfirmSignUp {
    pub username: String,
    /// Masked; empty where it is not known.
    pub destination: String,
    pub problem: Option<Problem>,
    pub notice: Option<Notice>,
}

impl ConfirmSignUp {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let form = html! {
            (KnownName { value: &self.username, change: Route::SignUp }.markup(frame))
            (CodeField { words, invalid: Concern::of(self.problem.as_ref()).code(), autofocus: true }.markup())
            (submit(words.confirm))
        };
        frame.card(&Card {
            title: words.confirm_title,
            lead: sent_to(&self.destination, frame),
            problem: self.problem.as_ref(),
            notice: self.notice,
            body: html! {
                (frame.form(Route::Confirm, &form))
                (resend(frame, Some(&self.username)))
                p.links { (frame.link(Route::Login, words.back_to_sign_in)) }
                (frame.outbox_hint())
            },
            scripts: &[],
        })
    }
}
