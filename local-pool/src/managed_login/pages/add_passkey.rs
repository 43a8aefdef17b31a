//! /passkeys/add: whoever this browser remembers makes a passkey and goes back to the app with a `result`. As at Cognito the
//! app sends `client_id` and `redirect_uri` alone, and a browser that remembers nobody is sent back with `invalid_session`.
//! It signs nobody in and gives out no code.

use serde_json::Value;

use super::super::authorization_request::{client, page as error_page, registered};
use super::super::page::{Showing, app_name, refused};
use super::super::parameters::Parameters;
use super::super::place::Place;
use super::super::redirect::{ResponseType, Return};
use super::super::{forms, sso};
use super::problem::noted;
use crate::call::Call;
use crate::http::Response;
use crate::pages::form;
use crate::pages::login::{AddPasskey, ErrorPage, PasskeyOptions, Problem};
use crate::pages::{Language, Origin};
use crate::store::User;
use crate::user_pool::{KnownClient, Registrant, ServiceError};

pub fn show(call: &Call<'_>, place: &Place) -> Response {
    answer(call, place, |adding, user| adding.page(200, user, None))
}

pub fn take(call: &Call<'_>, place: &Place) -> Response {
    let form = Parameters::of_form(call).unwrap_or_default();
    answer(call, place, |adding, user| {
        if !forms::is_genuine(call, &adding.known.pool, place, &form) {
            return adding.page(403, user, Some(Problem::FormExpired));
        }
        if form.get(form::ANSWER) == Some(form::SKIP) {
            return adding.back("cancelled");
        }
        let credential = form.get(form::CREDENTIAL).and_then(|text| serde_json::from_str::<Value>(text).ok());
        let Some(credential) = credential else {
            return adding.page(200, user, Some(Problem::PasskeyNotSaved));
        };
        match adding.registrant(user).complete(call, &credential) {
            Ok(()) => adding.back("success"),
            Err(error) => adding.page(200, user, Some(problem(&error))),
        }
    })
}

/// A request that can be answered, for somebody who is remembered; any other is answered here.
fn answer(call: &Call<'_>, place: &Place, then: impl FnOnce(&Adding<'_>, &User) -> Response) -> Response {
    let parameters = Parameters::of_query(call);
    let adding = match Adding::read(call, place, &parameters) {
        Ok(adding) => adding,
        Err(error) => return refused(&error, &parameters),
    };
    let people = sso::people(call, &adding.known.pool);
    match people.iter().find(|remembered| sso::is_fresh(call, &adding.known, &remembered.session)) {
        Some(remembered) => then(&adding, &remembered.user),
        None => adding.back("invalid_session"),
    }
}

struct Adding<'a> {
    call: &'a Call<'a>,
    place: &'a Place,
    parameters: &'a Parameters,
    known: KnownClient,
    back: Return,
}

impl<'a> Adding<'a> {
    fn read(call: &'a Call<'a>, place: &'a Place, parameters: &'a Parameters) -> Result<Self, ErrorPage> {
        let known = client(call, place.pool(call).as_deref(), parameters)?;
        // Cognito asks for it here, where a sign-in would fall back to the client's default.
        if parameters.get("redirect_uri").is_none() {
            return Err(error_page("invalid_request", "The request has no redirect_uri.", Vec::new()));
        }
        let redirect_uri = registered(&known.client, parameters)?;
        let back = Return { redirect_uri, state: None, response_type: ResponseType::Code };
        Ok(Self { call, place, parameters, known, back })
    }

    fn back(&self, result: &str) -> Response {
        self.back.with(&[("result", result)])
    }

    fn registrant<'b>(&'b self, user: &'b User) -> Registrant<'b> {
        Registrant { pool: &self.known.pool, user, client_id: &self.known.client.id }
    }

    /// Each time with a challenge of its own: one that was answered, rightly or not, is over.
    fn page(&self, status: u16, user: &User, problem: Option<Problem>) -> Response {
        let (options, problem) = match self.registrant(user).start(self.call) {
            Ok(options) => (Some(PasskeyOptions::new(options.to_string())), problem),
            Err(error) if error.name() == "LimitExceededException" => (None, Some(Problem::TooManyPasskeys)),
            // The pool has no passkeys, so that nobody should have been sent here.
            Err(error) => {
                return refused(&error_page("invalid_request", error.message(), Vec::new()), self.parameters);
            }
        };
        let username = user.attribute("email").unwrap_or(&user.username).to_owned();
        let view = AddPasskey { username, options, problem };
        noted(self.showing().page(self.call, status, |frame| view.html(frame)), view.problem.as_ref())
    }

    fn showing(&self) -> Showing<'_> {
        Showing {
            place: self.place,
            pool: &self.known.pool,
            app: app_name(&self.known.client),
            language: self.parameters.get("lang").and_then(Language::named).unwrap_or_default(),
            query: self.parameters.echoed(),
            targets: Origin::of(&self.back.redirect_uri).into_iter().collect(),
        }
    }
}

fn problem(error: &ServiceError) -> Problem {
    match error.name() {
        "WebAuthnChallengeNotFoundException" => Problem::SessionExpired,
        "LimitExceededException" => Problem::TooManyPasskeys,
        _ => Problem::PasskeyNotSaved,
    }
}
