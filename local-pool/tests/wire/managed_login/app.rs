//! An app that signs people in at managed login: its client, its requests, its PKCE. It shares no code with the pool.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use local_pool::http::{Request, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::browser::{Browser, Visited};
use crate::pool::{PASSWORD, POOL_ID, Pool, text};

pub const CALLBACK: &str = "https://app.example/callback";
pub const SIGNED_OUT: &str = "https://app.example/bye";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub struct App<'a> {
    pub pool: &'a Pool,
    pub client_id: String,
    pub secret: Option<String>,
}

impl<'a> App<'a> {
    /// A public client with the code flow.
    pub fn new(pool: &'a Pool) -> Self {
        Self::with(pool, &json!({}))
    }

    /// With other settings than the usual ones.
    pub fn with(pool: &'a Pool, settings: &Value) -> Self {
        let mut input = json!({
            "UserPoolId": POOL_ID,
            "ClientName": "Shop",
            "CallbackURLs": [CALLBACK, "myapp://callback", "https://app.example/other?x=1"],
            "DefaultRedirectURI": CALLBACK,
            "LogoutURLs": [SIGNED_OUT],
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthScopes": ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
            "SupportedIdentityProviders": ["COGNITO"],
            "PreventUserExistenceErrors": "ENABLED",
        });
        for (name, value) in settings.as_object().expect("settings") {
            input[name] = value.clone();
        }
        let made = pool.admin("CreateUserPoolClient", &input).expect("a client");
        let secret = made.pointer("/UserPoolClient/ClientSecret").and_then(Value::as_str).map(str::to_owned);
        Self { pool, client_id: text(&made, "/UserPoolClient/ClientId"), secret }
    }

    /// The address of a request with PKCE, with these parameters on top; an empty one is left out.
    pub fn request(&self, extra: &[(&str, &str)]) -> String {
        self.at("/oauth2/authorize", extra)
    }

    pub fn at(&self, path: &str, extra: &[(&str, &str)]) -> String {
        let challenge = challenge_of(VERIFIER);
        let usual = [
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", CALLBACK),
            ("scope", "openid email"),
            ("state", "the state"),
            ("nonce", "the nonce"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| !extra.iter().any(|(known, _)| known == name));
        let all = kept.chain(extra.iter().copied()).filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
        format!("{path}?{query}")
    }

    /// Signs ada in and gives the code.
    pub fn code(&self, browser: &mut Browser<'_>, extra: &[(&str, &str)]) -> String {
        self.sign_in(browser, extra).sent("code").expect("a code")
    }

    pub fn sign_in(&self, browser: &mut Browser<'_>, extra: &[(&str, &str)]) -> Visited {
        let page = browser.get(&self.request(extra));
        browser.submit(&page.form("password", &[("username", "ada"), ("password", PASSWORD)]))
    }

    pub fn redeem(&self, code: &str) -> Result<Value, Value> {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
    }

    /// A request to the token endpoint in this client's name; the answer, or the error.
    pub fn token(&self, fields: &[(&str, &str)]) -> Result<Value, Value> {
        let response = self.post("/oauth2/token", fields);
        assert_eq!(response.header("cache-control"), Some("no-store"));
        let body: Value = serde_json::from_slice(&response.body).expect("JSON");
        match response.status {
            200 => Ok(body),
            400 => Err(body["error"].clone()),
            other => panic!("{other}: {body}"),
        }
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let mut all = fields.to_vec();
        let mut headers = Vec::new();
        match &self.secret {
            Some(secret) => {
                let basic = STANDARD.encode(format!("{}:{secret}", self.client_id));
                headers.push(("authorization", format!("Basic {basic}")));
            }
            None => all.push(("client_id", &self.client_id)),
        }
        post(self.pool, path, &all, &headers)
    }

    pub fn user_info(&self, access_token: &str) -> Response {
        self.pool.answer(&Request {
            method: "GET".to_owned(),
            path: "/oauth2/userInfo".to_owned(),
            headers: vec![("authorization".to_owned(), format!("Bearer {access_token}"))],
            ..Request::default()
        })
    }
}

pub fn post(pool: &Pool, path: &str, fields: &[(&str, &str)], headers: &[(&str, String)]) -> Response {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut sent = vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())];
    sent.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    pool.answer(&Request {
        method: "POST".to_owned(),
        path: path.to_owned(),
        query: String::new(),
        headers: sent,
        body: body.into_bytes(),
    })
}

pub fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// The claims of a token, which is not verified here.
pub fn claims(token: &Value) -> Value {
    let payload = token.as_str().and_then(|token| token.split('.').nth(1)).expect("a token");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64url")).expect("JSON")
}
