//! The built-in pretend identity provider for demos: pick one of a few people, or be anybody by an address.
//! It says on its face that it is pretended; nobody is asked for a password here.

use maud::html;

use super::document::{Document, initial};
use super::field::{InputKind, PROBLEM_ID, TextField, hidden};
use super::{CsrfToken, EchoedQuery, form};

#[derive(Clone, Debug)]
pub struct PretendProvider {
    /// `Pretend Google`.
    pub name: String,
    /// The pool that asks.
    pub for_pool: String,
    /// The path of its form; the query is that of the authorization request.
    pub path: &'static str,
    pub query: EchoedQuery,
    pub csrf: CsrfToken,
    pub people: Vec<Person>,
    /// What was typed before.
    pub email: String,
    pub problem: Option<PretendProviderProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What the form sends back, in the field `account`.
    pub id: String,
    pub name: String,
    pub email: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PretendProviderProblem {
    NotAnAddress,
    FormExpired,
}

impl PretendProviderProblem {
    const fn text(self) -> &'static str {
        match self {
            Self::NotAnAddress => "That is not an email address.",
            Self::FormExpired => "This form was out of date. Please send it again.",
        }
    }
}

impl PretendProvider {
    pub fn html(&self) -> String {
        let action = self.query.address_of(self.path);
        let email = TextField {
            id: form::EMAIL,
            name: form::EMAIL,
            label: html! { "Or be somebody else" },
            kind: InputKind::Email,
            autocomplete: "off",
            value: &self.email,
            required: true,
            invalid: self.problem == Some(PretendProviderProblem::NotAnAddress),
            autofocus: false,
            hint: Some("Any address works. The account is made when you first use it."),
        };
        let body = html! {
            body.login.pretend data-accent="slate" {
                main.card {
                    header.brand {
                        span.monogram aria-hidden="true" { (initial(&self.name)) }
                        span.brand-name { (self.name) }
                        span.tag { "pretended" }
                    }
                    h1 { "Who do you want to be?" }
                    p.lead { "Sign in to " strong { (self.for_pool) } }
                    @if let Some(problem) = self.problem {
                        div.alert id=(PROBLEM_ID) role="alert" { (problem.text()) }
                    }
                    form method="post" action=(action) {
                        (hidden(form::CSRF, self.csrf.expose()))
                        div.choices {
                            @for person in &self.people {
                                button.choice type="submit" name=(form::ACCOUNT) value=(person.id) {
                                    span.avatar aria-hidden="true" { (initial(&person.name)) }
                                    span.choice-text {
                                        span.choice-title { (person.name) }
                                        span.choice-hint { (person.email) }
                                    }
                                }
                            }
                        }
                    }
                    form method="post" action=(action) {
                        (hidden(form::CSRF, self.csrf.expose()))
                        (email.markup())
                        button.primary type="submit" { "Continue" }
                    }
                    form method="post" action=(action) {
                        (hidden(form::CSRF, self.csrf.expose()))
                        button.plain type="submit" name=(form::ANSWER) value=(form::SKIP) { "Cancel" }
                    }
                }
                footer.under-card { "A provider for demos, on this machine alone" }
            }
        };
        let title = html! { (self.name) };
        Document { language_tag: "en", title, scripts: &[], body }.html()
    }
}
