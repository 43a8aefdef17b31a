//! /login: the name, and the password on the same page or a step later; the other ways in beneath it.

use maud::{Markup, html};

use super::frame::{Card, lead, submit};
use super::icons::Icon;
use super::name_field::{NameField, NameKind};
use super::problem::Concern;
use super::{Frame, Notice, Problem};
use crate::pages::document::{Script, initial};
use crate::pages::field::{PasswordField, PasswordKind};
use crate::pages::form::{self, SignInMethod};
use crate::pages::{Parameter, Route};

use crate::pages::words::filled;

#[derive(Clone, Debug)]
pub struct SignIn {
    pub name_kind: NameKind,
    /// What was typed before, or the `login_hint`.
    pub username: String,
    pub password: PasswordPlace,
    pub sign_up: bool,
    pub forgotten_password: bool,
    pub passkey: bool,
    pub one_time_code: bool,
    pub providers: Vec<Provider>,
    pub problem: Option<Problem>,
    pub notice: Option<Notice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordPlace {
    SamePage,
    NextStep,
    /// People sign in with other providers alone.
    Nowhere,
}

/// A federated identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its ProviderName, which `identity_provider` selects.
    pub name: String,
    pub label: String,
}

impl SignIn {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let methods = self.passkey || self.one_time_code;
        let body = html! {
            @let own = self.password != PasswordPlace::Nowhere;
            @if own { (self.form(frame)) }
            @if methods || !self.providers.is_empty() {
                @if own { div.divider { span { (words.or) } } }
                div.others { (self.method_buttons(frame)) (self.provider_links(frame)) }
            }
            @if self.sign_up {
                p.links { (words.new_here) " " (frame.link(Route::SignUp, words.create_account)) }
            }
        };
        frame.card(&Card {
            title: words.sign_in,
            lead: lead(&filled(words.to_continue_to, &frame.brand.app)),
            problem: self.problem.as_ref(),
            notice: self.notice,
            body,
            scripts: &[Script::Password],
        })
    }

    fn form(&self, frame: &Frame) -> Markup {
        let words = frame.words();
        let concern = Concern::of(self.problem.as_ref());
        // The password comes last only where it is on this page: then the name is known already when there is a hint.
        let same_page = self.password == PasswordPlace::SamePage;
        let name = NameField {
            kind: self.name_kind,
            value: &self.username,
            invalid: concern.name(),
            autofocus: self.username.is_empty() || !same_page,
        };
        let password = PasswordField {
            kind: PasswordKind::Current,
            words,
            invalid: concern.password(),
            autofocus: !self.username.is_empty(),
            beside_label: self.forgotten_password.then(|| frame.link(Route::ForgotPassword, words.forgot_password)),
            rules_id: None,
        };
        html! {
            form #sign-in method="post" action=(frame.query.address(Route::Login)) {
                (frame.form_fields())
                (name.markup(words))
                @match self.password {
                    PasswordPlace::Nowhere => {}
                    PasswordPlace::SamePage => {
                        (password.markup())
                        (submit(words.sign_in))
                    }
                    PasswordPlace::NextStep => {
                        (submit(words.continue_button))
                        @if self.forgotten_password {
                            p.links { (frame.link(Route::ForgotPassword, words.forgot_password)) }
                        }
                    }
                }
            }
        }
    }

    /// They send the same form, for the name in it; the password field need not be filled for that.
    fn method_buttons(&self, frame: &Frame) -> Markup {
        let words = frame.words();
        html! {
            @if self.passkey { (method_button(SignInMethod::Passkey, Icon::Passkey, words.use_passkey)) }
            @if self.one_time_code { (method_button(SignInMethod::AnyCode, Icon::Email, words.use_code)) }
        }
    }

    fn provider_links(&self, frame: &Frame) -> Markup {
        let words = frame.words();
        html! {
            @for provider in &self.providers {
                a.button href=(frame.query.with(Parameter::IdentityProvider, &provider.name).address(Route::Authorize)) {
                    span.provider-mark aria-hidden="true" { (initial(&provider.label)) }
                    span { (filled(words.continue_with, &provider.label)) }
                }
            }
        }
    }
}

fn method_button(method: SignInMethod, icon: Icon, text: &str) -> Markup {
    html! {
        button type="submit" form="sign-in" name=(form::METHOD) value=(method.value()) formnovalidate {
            (icon.markup()) span { (text) }
        }
    }
}
