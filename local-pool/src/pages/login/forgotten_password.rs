//! /forgotPassword asks for the name; /confirmforgotPassword for the code that was sent, and for a new password.
//! The second page looks the same whether the name exists or not.

use maud::html;

use super::code::sent_to;
use super::frame::{Card, lead, submit};
use super::name_field::{KnownName, NameField, NameKind};
use super::password_rules::Focus;
use super::problem::Concern;
use super::{Frame, Notice, PasswordRules, Problem};
use crate::pages::Route;
use crate::pages::document::Script;
use crate::pages::field::CodeField;

#[derive(Clone, Debug)]
pub struct ForgottenPassword {
    pub name_kind: NameKind,
    pub username: String,
    pub problem: Option<Problem>,
}

impl ForgottenPassword {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let name = NameField {
            kind: self.name_kind,
            value: &self.username,
            invalid: Concern::of(self.problem.as_ref()).name(),
            autofocus: true,
        };
        let form = html! { (name.markup(words)) (submit(words.send_code)) };
        frame.card(&Card {
            title: words.forgot_password,
            lead: lead(&words.forgot_lead),
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                (frame.form(Route::ForgotPassword, &form))
                p.links { (frame.link(Route::Login, words.back_to_sign_in)) }
            },
            scripts: &[],
        })
    }
}

#[derive(Clone, Debug)]
pub struct ResetPassword {
    pub username: String,
    /// Masked; empty where it is not known.
    pub destination: String,
    pub rules: PasswordRules,
    pub problem: Option<Problem>,
    pub notice: Option<Notice>,
}

impl ResetPassword {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let concern = Concern::of(self.problem.as_ref());
        let focus = if concern.password() { Focus::Here } else { Focus::Elsewhere };
        let form = html! {
            (KnownName { value: &self.username, change: Route::ForgotPassword }.markup(frame))
            (CodeField { words, invalid: concern.code(), autofocus: focus == Focus::Elsewhere }.markup())
            (self.rules.new_password(words, concern, focus))
            (submit(words.reset))
        };
        frame.card(&Card {
            title: words.reset_title,
            lead: sent_to(&self.destination, frame),
            problem: self.problem.as_ref(),
            notice: self.notice,
            body: html! {
                (frame.form(Route::ConfirmForgotPassword, &form))
                p.links { (words.no_code) " " (frame.link(Route::ForgotPassword, words.resend)) }
                (frame.outbox_hint())
            },
            scripts: &[Script::Password],
        })
    }
}
