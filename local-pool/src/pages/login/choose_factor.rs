//! Which second factor: to answer with (SELECT_MFA_TYPE), or to set up (MFA_SETUP with more than one possible). A phone number
//! cannot be added here, as at Cognito: the page says what to do instead.

use maud::html;

use super::frame::{Card, lead};
use super::icons::{Choice, Icon};
use super::{Frame, Problem};
use crate::pages::Route;
use crate::pages::form::{self, Factor};

#[derive(Clone, Debug)]
pub struct ChooseFactor {
    pub purpose: FactorPurpose,
    pub factors: Vec<Factor>,
    pub problem: Option<Problem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorPurpose {
    Answer,
    SetUp(MissingPhone),
}

/// Whether text messages could serve, had the account a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingPhone {
    Yes,
    No,
}

impl ChooseFactor {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let form = html! {
            div.choices {
                @for factor in &self.factors { (choice(*factor, frame).markup()) }
            }
        };
        let (title, explanation) = match self.purpose {
            FactorPurpose::Answer => (words.verify_title, html! {}),
            FactorPurpose::SetUp(_) => (words.choose_factor_setup, lead(&words.choose_factor_setup_lead)),
        };
        frame.card(&Card {
            title,
            lead: explanation,
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                @if !self.factors.is_empty() { (frame.form(Route::LoginFactor, &form)) }
                @if self.purpose == FactorPurpose::SetUp(MissingPhone::Yes) { p.hint { (words.phone_missing) } }
                p.links { (frame.link(Route::Login, words.back_to_sign_in)) }
            },
            scripts: &[],
        })
    }
}

const fn choice(factor: Factor, frame: &Frame) -> Choice<'static> {
    let words = frame.words();
    let (icon, title, hint) = match factor {
        Factor::AuthenticatorApp => (Icon::Shield, words.factor_app, words.factor_app_hint),
        Factor::Sms => (Icon::Phone, words.factor_sms, words.method_sms_hint),
        Factor::Email => (Icon::Email, words.factor_email, words.method_email_hint),
    };
    Choice { icon, field: form::METHOD, value: factor.value(), title, hint }
}
