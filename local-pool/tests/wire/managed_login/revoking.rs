//! /oauth2/revoke: 200 and nothing, for unknown tokens too; other clients' tokens stay.

use serde_json::{Value, json};

use super::app::{App, post};
use super::browser::Browser;
use crate::pool::Pool;

#[test]
fn a_refresh_token_is_ended_with_its_access_tokens() {
    let pool = Pool::new();
    let (app, other) = (App::new(&pool), App::new(&pool));
    let body = app.redeem(&app.code(&mut Browser::new(&pool), &[])).expect("tokens");
    let (access, refresh) = (body["access_token"].as_str().unwrap(), body["refresh_token"].as_str().unwrap());
    let error = |response: local_pool::http::Response| {
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        (response.status, body["error"].as_str().map(str::to_owned))
    };
    let refused = |name: &str| (400, Some(name.to_owned()));
    assert_eq!(error(other.post("/oauth2/revoke", &[("token", refresh)])), refused("unauthorized_client"));
    assert_eq!(error(app.post("/oauth2/revoke", &[("token", access)])), refused("unsupported_token_type"));
    assert_eq!(error(app.post("/oauth2/revoke", &[])), refused("invalid_request"));
    assert_eq!(error(post(&pool, "/oauth2/revoke", &[("token", refresh)], &[])), refused("invalid_request"));
    let nobody = [("token", refresh), ("client_id", "nobody")];
    assert_eq!(error(post(&pool, "/oauth2/revoke", &nobody, &[])), refused("invalid_client"));
    assert_eq!(app.user_info(access).status, 200);
    for token in ["unknown", refresh, refresh] {
        let response = app.post("/oauth2/revoke", &[("token", token)]);
        assert_eq!((response.status, response.body.len()), (200, 0));
        assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    }
    assert_eq!(app.user_info(access).status, 401);
    assert_eq!(app.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh)]), Err(json!("invalid_grant")));
}

#[test]
fn a_client_with_a_secret_proves_itself_here_too() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "GenerateSecret": true }));
    let body = app.redeem(&app.code(&mut Browser::new(&pool), &[])).expect("tokens");
    let fields = [("token", body["refresh_token"].as_str().unwrap()), ("client_id", app.client_id.as_str())];
    assert_eq!(post(&pool, "/oauth2/revoke", &fields, &[]).status, 400);
    assert_eq!(app.user_info(body["access_token"].as_str().unwrap()).status, 200);
    assert_eq!(app.post("/oauth2/revoke", &fields[..1]).status, 200);
    assert_eq!(app.user_info(body["access_token"].as_str().unwrap()).status, 401);
}
