//! The choice of USER_AUTH: which of the ways that the account has to sign in with.

use maud::html;

use super::frame::{Card, lead};
use super::icons::{Choice, Icon};
use super::{Frame, Problem};
use crate::pages::Route;
use crate::pages::form::{self, SignInMethod};
use crate::pages::words::filled;

#[derive(Clone, Debug)]
pub struct ChooseMethod {
    pub username: String,
    pub methods: Vec<SignInMethod>,
    pub problem: Option<Problem>,
}

impl ChooseMethod {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let form = html! {
            div.choices {
                @for method in &self.methods { (choice(*method, frame).markup()) }
            }
        };
        frame.card(&Card {
            title: words.choose_method,
            lead: lead(&filled(words.continue_as, &html! { strong { (self.username) } })),
            problem: self.problem.as_ref(),
            notice: None,
            body: html! {
                (frame.form(Route::LoginMethod, &form))
                p.links { (frame.link(Route::Login, words.another_account)) }
            },
            scripts: &[],
        })
    }
}

const fn choice(method: SignInMethod, frame: &Frame) -> Choice<'static> {
    let words = frame.words();
    let (icon, title, hint) = match method {
        SignInMethod::Password => (Icon::Password, words.password, words.method_password_hint),
        SignInMethod::Passkey => (Icon::Passkey, words.passkey, words.method_passkey_hint),
        SignInMethod::EmailCode => (Icon::Email, words.method_email, words.method_email_hint),
        SignInMethod::SmsCode => (Icon::Phone, words.method_sms, words.method_sms_hint),
        SignInMethod::AnyCode => (Icon::Code, words.method_any_code, words.method_any_code_hint),
    };
    Choice { icon, field: form::METHOD, value: method.value(), title, hint }
}
