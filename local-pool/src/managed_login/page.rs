//! A page as a response: nothing inline runs in it, nobody frames it, nothing keeps it, and its forms end here or at the
//! app that asked. No header lets another origin read it.

use super::authorization_request::AuthorizationRequest;
use super::forms::FormCookie;
use super::parameters::Parameters;
use super::place::Place;
use crate::call::Call;
use crate::http::Response;
use crate::pages::login::{Accent, Brand, ErrorPage, Frame};
use crate::pages::{EchoedQuery, Language, Origin, content_security_policy};
use crate::store::{Client, Pool};

/// What a page is shown for, and the browser that it is shown in.
pub struct Showing<'a> {
    pub place: &'a Place,
    pub pool: &'a Pool,
    pub app: &'a str,
    pub language: Language,
    pub query: EchoedQuery,
    /// Where its forms may end besides here.
    pub targets: Vec<Origin>,
}

impl<'a> Showing<'a> {
    pub fn of(place: &'a Place, request: &'a AuthorizationRequest) -> Self {
        Self {
            place,
            pool: request.pool(),
            app: app_name(request.client()),
            language: request.language,
            query: request.query.clone(),
            targets: Origin::of(&request.back.redirect_uri).into_iter().collect(),
        }
    }

    pub fn page(&self, call: &Call<'_>, status: u16, html: impl FnOnce(&Frame) -> String) -> Response {
        let cookie = FormCookie::of(call);
        let frame = Frame {
            language: self.language,
            brand: Brand {
                app: self.app.to_owned(),
                pool: self.pool.name.clone(),
                accent: Accent::of_pool(&self.pool.id),
            },
            csrf: cookie.token(self.pool),
            query: self.query.clone(),
            session: None,
            outbox: true,
        };
        let response = html_response(status, html(&frame), &self.targets);
        match cookie.to_set(self.place) {
            Some(cookie) => response.with_header("set-cookie", cookie),
            None => response,
        }
    }
}

pub fn app_name(client: &Client) -> &str {
    if client.name.is_empty() { &client.id } else { &client.name }
}

/// Says what is wrong with a request that can be sent back to nobody.
pub fn refused(error: &ErrorPage, parameters: &Parameters) -> Response {
    let frame = Frame {
        language: parameters.get("lang").and_then(Language::named).unwrap_or_default(),
        brand: Brand { app: "Sign-in".to_owned(), pool: "local-pool".to_owned(), accent: Accent::Slate },
        csrf: crate::pages::CsrfToken::new(String::new()),
        query: EchoedQuery::default(),
        session: None,
        outbox: false,
    };
    html_response(400, error.html(&frame), &[]).because(&error.code, Some(&error.reason))
}

pub fn html_response(status: u16, html: String, targets: &[Origin]) -> Response {
    Response::new(status, "text/html; charset=utf-8", html.into_bytes())
        .with_header("content-security-policy", content_security_policy(targets))
        .with_header("cache-control", "no-store")
        .with_header("referrer-policy", "no-referrer")
        .with_header("x-content-type-options", "nosniff")
        .with_header("x-frame-options", "DENY")
}
