//! /oauth2/userInfo: attributes by scope, and refusals in WWW-Authenticate.

use serde_json::{Value, json};

use super::app::{App, claims};
use super::browser::Browser;
use crate::pool::{POOL_ID, Pool};

fn tokens(app: &App<'_>, scope: &str) -> Value {
    app.redeem(&app.code(&mut Browser::new(app.pool), &[("scope", scope)])).expect("tokens")
}

fn shown(app: &App<'_>, scope: &str) -> Value {
    let response = app.user_info(tokens(app, scope)["access_token"].as_str().unwrap());
    assert_eq!((response.status, response.header("access-control-allow-origin")), (200, Some("*")));
    serde_json::from_slice(&response.body).unwrap()
}

#[test]
fn scopes_decide_what_is_shown_here_and_in_the_id_token() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let all = shown(&app, "openid");
    assert_eq!((&all["email"], &all["email_verified"]), (&json!("ada@example.com"), &json!("true")));
    assert_eq!(all["username"], "ada");
    assert_eq!(shown(&app, "openid email")["email"], "ada@example.com");
    let phone = shown(&app, "openid phone");
    assert!(phone.get("email").is_none() && phone.get("email_verified").is_none() && phone["sub"] == all["sub"]);
    assert!(claims(&tokens(&app, "openid phone")["id_token"]).get("email").is_none());
    assert_eq!(claims(&tokens(&app, "openid")["id_token"])["email"], "ada@example.com");
    assert!(tokens(&app, "aws.cognito.signin.user.admin").get("id_token").is_none(), "no openid, no ID token");
}

#[test]
fn the_api_takes_a_token_of_managed_login_that_has_its_scope() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let good = tokens(&app, "openid aws.cognito.signin.user.admin");
    assert!(pool.get_user(good["access_token"].as_str().unwrap()).is_ok());
    let without = tokens(&app, "openid email");
    let refused = pool.get_user(without["access_token"].as_str().unwrap()).expect_err("no scope");
    assert_eq!(refused.0, "NotAuthorizedException");
}

#[test]
fn a_bad_token_is_refused_in_the_header() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let refused = |token: &str, status: u16, error: &str| {
        let response = app.user_info(token);
        assert_eq!(response.status, status, "{error}");
        let header = response.header("www-authenticate").expect("a challenge");
        assert!(header.starts_with("Bearer ") && header.contains(&format!("error=\"{error}\"")), "{header}");
    };
    let body = tokens(&app, "openid");
    let access = body["access_token"].as_str().unwrap();
    refused("", 400, "invalid_request");
    refused("nonsense", 401, "invalid_token");
    refused(body["id_token"].as_str().unwrap(), 401, "invalid_token");
    refused(&format!("{}x", &access[..access.len() - 1]), 401, "invalid_token");
    refused(&pool.tokens("web").access, 401, "invalid_token");
    assert_eq!(Browser::new(&pool).request("GET", "/oauth2/userInfo", Vec::new(), &[]).status, 400);
    pool.wait(3600);
    refused(access, 401, "invalid_token");

    let fresh = tokens(&app, "openid aws.cognito.signin.user.admin");
    let access = fresh["access_token"].as_str().unwrap();
    pool.call("GlobalSignOut", &json!({ "AccessToken": access })).expect("a sign-out");
    refused(access, 401, "invalid_token");
}

#[test]
fn what_the_client_may_not_read_is_not_shown() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "ReadAttributes": ["name"] }));
    assert!(shown(&app, "openid").get("email").is_none());
    assert!(pool.admin("DescribeUserPool", &json!({ "UserPoolId": POOL_ID })).is_ok());
}
