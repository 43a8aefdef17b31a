//! One request of a browser to a page: the app's request behind it, and how far the sign-in has come in this browser.

use serde_json::{Value, json};

use super::super::authorization_request::AuthorizationRequest;
use super::super::cookies::{BROWSER, Cookie};
use super::super::finish;
use super::super::page::Showing;
use super::super::place::Place;
use super::super::redirect::found;
use crate::call::Call;
use crate::http::Response;
use crate::pages::Route;
use crate::pages::login::Frame;
use crate::secret::Secret;
use crate::store::{Login, LoginKey, Pool, Stage, Waiting};
use crate::user_pool::{self, Asked, Outcome, ServiceError, SignIn};

pub struct Visit<'a> {
    pub call: &'a Call<'a>,
    pub place: &'a Place,
    pub request: &'a AuthorizationRequest,
    browser: Option<Cookie>,
}

impl<'a> Visit<'a> {
    pub fn new(call: &'a Call<'a>, place: &'a Place, request: &'a AuthorizationRequest) -> Self {
        Self { call, place, request, browser: Cookie::sent(call, BROWSER) }
    }

    pub fn pool(&self) -> &Pool {
        self.request.pool()
    }

    pub fn sign_in<'b>(&'b self, name: &'b str) -> SignIn<'b> {
        SignIn { known: &self.request.known, name }
    }

    pub fn page(&self, status: u16, html: impl FnOnce(&Frame) -> String) -> Response {
        Showing::of(self.place, self.request).page(self.call, status, html)
    }

    /// To another step, with the app's request.
    pub fn go(&self, route: Route) -> Response {
        found(&self.request.query.address(route))
    }

    /// How far the sign-in has come.
    pub fn login(&self) -> Option<Login> {
        let key = self.key(self.browser.as_ref()?);
        self.call.store().managed_login.logins.get(&key, self.call.now).cloned()
    }

    /// Goes on from here: the browser gets a new cookie with each step, so that nobody who planted one comes along.
    pub fn proceed(&self, login: Login, route: Route) -> Response {
        let cookie = Cookie::new(self.call);
        let mut store = self.call.store();
        let logins = &mut store.managed_login.logins;
        if let Some(former) = &self.browser {
            logins.take(&self.key(former), self.call.now);
            logins.move_browser(&former.hashed(), &cookie.hashed(), self.call.now);
        }
        logins.put(self.key(&cookie), login, self.call.now);
        drop(store);
        self.go(route).with_header("set-cookie", cookie.set(BROWSER, self.place, None))
    }

    /// Changes what is kept of the step that the browser is at.
    pub fn keep(&self, login: Login) {
        if let Some(cookie) = &self.browser {
            self.call.store().managed_login.logins.put(self.key(cookie), login, self.call.now);
        }
    }

    /// After an answer was right: the next question, or the end.
    pub async fn go_on(&self, name: &str, outcome: Outcome) -> Response {
        match outcome {
            Outcome::Challenge(asked) => {
                let waiting = super::set_up::prepare(self, self.with_other_ways(waiting(asked))).await;
                let route = super::step::route_of(&waiting);
                self.proceed(Login { username: name.to_owned(), stage: Stage::Challenge(waiting) }, route)
            }
            Outcome::Proven(proven) => {
                if let Some(cookie) = &self.browser {
                    self.call.store().managed_login.logins.take(&self.key(cookie), self.call.now);
                }
                finish::signed_in(self.call, self.place, self.request, &proven, None).await
            }
        }
    }

    /// What was offered at the start is still there to choose while the first factor is asked for.
    fn with_other_ways(&self, waiting: Waiting) -> Waiting {
        let first = matches!(waiting.challenge.as_str(), "PASSWORD" | "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN");
        // A second factor names the user for SRP.
        let second = waiting.parameters.contains_key("USER_ID_FOR_SRP");
        match self.login().map(|login| login.stage) {
            Some(Stage::Challenge(former)) if first && !second && waiting.available.is_empty() => {
                Waiting { available: former.available, ..waiting }
            }
            _ => waiting,
        }
    }

    /// An operation of the API in the name of the client, whose hash it carries.
    pub async fn perform(&self, operation: &str, name: &str, mut input: Value) -> Result<Value, ServiceError> {
        let client = self.request.client();
        input["ClientId"] = client.id.as_str().into();
        input["Username"] = name.into();
        if let Some(hash) = user_pool::secret_hash_of(client, name) {
            input["SecretHash"] = hash.into();
        }
        // Boxed: the operations are larger than any page.
        let output = Box::pin(user_pool::perform(self.call, operation, input)).await?;
        Ok(output.unwrap_or_else(|| json!({})))
    }

    fn key(&self, browser: &Cookie) -> LoginKey {
        LoginKey { browser: browser.hashed(), request: self.request.id.clone() }
    }
}

pub fn waiting(asked: Asked) -> Waiting {
    Waiting {
        challenge: asked.name.to_owned(),
        parameters: asked.parameters,
        session: Secret::new(asked.session),
        available: asked.available.into_iter().map(str::to_owned).collect(),
        key: None,
    }
}
