//! Accounts at the pages: signing up, confirming, a forgotten password, a temporary one, codes in place of passwords.

use serde_json::{Value, json};

use super::app::{App, claims};
use super::browser::{Browser, Visited};
use crate::pool::{PASSWORD, POOL_ID, Pool};

const NEW_PASSWORD: &str = "Another-horse-8";

/// The newest code that was sent.
fn sent_code(pool: &Pool) -> String {
    let outbox: Value = serde_json::from_slice(&pool.get("/_local/outbox").body).expect("JSON");
    let last = outbox["messages"].as_array().and_then(|messages| messages.last()).cloned().expect("a message");
    last["code"].as_str().expect("a code").to_owned()
}

fn update(pool: &Pool, settings: Value) {
    let mut input = json!({ "UserPoolId": POOL_ID });
    for (name, value) in settings.as_object().expect("settings") {
        input[name] = value.clone();
    }
    pool.admin("UpdateUserPool", &input).expect("an update");
}

fn signed_up(pool: &Pool, app: &App<'_>, browser: &mut Browser<'_>) -> Visited {
    update(pool, json!({ "AutoVerifiedAttributes": ["email"] }));
    let page = browser.get(&app.at("/signup", &[]));
    let fields = [("username", "eve"), ("new_password", PASSWORD), ("attribute.email", "eve@example.com")];
    browser.submit(&page.form("new_password", &fields))
}

#[test]
fn somebody_new_signs_up_confirms_and_is_signed_in() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "GenerateSecret": true }));
    let mut browser = Browser::new(&pool);
    let page = signed_up(&pool, &app, &mut browser);
    assert_eq!(page.path(), "/confirm", "{}", page.html);
    assert!(page.says("e***@e***"));
    for wrong in ["000000", ""] {
        let wrong = browser.submit(&page.form("code", &[("code", wrong)]));
        assert!(wrong.left_to.is_none() && wrong.says("role=\"alert\""));
    }
    let resend = page.forms().into_iter().find(|form| form.action.starts_with("/resendcode")).expect("a form");
    let first = sent_code(&pool);
    let again = browser.submit(&resend);
    assert!(again.says("e***@e***") && sent_code(&pool) != first);
    let left = browser.submit(&again.form("code", &[("code", &sent_code(&pool))]));
    let body = app.redeem(&left.sent("code").expect("a code")).expect("tokens");
    let id = claims(&body["id_token"]);
    assert_eq!((&id["cognito:username"], &id["email_verified"]), (&json!("eve"), &json!(true)));
    assert!(browser.submit(&page.form("code", &[("code", "1")])).left_to.is_none(), "over");
}

#[test]
fn what_breaks_a_rule_is_said_on_the_page_and_no_password_comes_back() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let page = browser.get(&app.at("/signup", &[]));
    for (username, password) in [("ada", PASSWORD), ("eve", "short"), ("", PASSWORD), ("eve", "")] {
        let page = browser.submit(&page.form("new_password", &[("username", username), ("new_password", password)]));
        assert_eq!((page.status, page.path()), (200, "/signup"));
        assert!(page.says("role=\"alert\"") && !page.html.contains(PASSWORD), "{username}");
    }
    update(&pool, json!({ "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true } }));
    assert!(!browser.get(&app.request(&[])).html.contains("/signup"));
    let closed = browser.submit(&page.form("new_password", &[("username", "eve"), ("new_password", PASSWORD)]));
    assert!(closed.left_to.is_none() && closed.says("role=\"alert\""));
}

#[test]
fn whoever_did_not_confirm_is_asked_to_at_the_next_sign_in_after_the_password_alone() {
    let pool = Pool::new();
    let app = App::new(&pool);
    signed_up(&pool, &app, &mut Browser::new(&pool));
    let mut browser = Browser::new(&pool);
    let sign_in = |browser: &mut Browser<'_>, password| {
        let page = browser.get(&app.request(&[]));
        browser.submit(&page.form("password", &[("username", "eve"), ("password", password)]))
    };
    assert_eq!(sign_in(&mut browser, "wrong").path(), "/login");
    let page = sign_in(&mut browser, PASSWORD);
    assert_eq!(page.path(), "/confirm");
    let left = browser.submit(&page.form("code", &[("code", &sent_code(&pool))]));
    assert!(app.redeem(&left.sent("code").expect("a code")).is_ok());
}

#[test]
fn a_forgotten_password_is_replaced_with_a_code() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "GenerateSecret": true }));
    let mut browser = Browser::new(&pool);
    let page = browser.get(&app.at("/forgotPassword", &[]));
    let nobody = browser.submit(&page.form("username", &[("username", "nobody")]));
    assert_eq!(nobody.path(), "/confirmforgotPassword", "nobody learns who exists");
    let page = browser.submit(&page.form("username", &[("username", "ada")]));
    assert_eq!(page.path(), "/confirmforgotPassword");
    let code = sent_code(&pool);
    for (code, password) in [("000000", NEW_PASSWORD), (code.as_str(), "short"), ("", NEW_PASSWORD)] {
        let wrong = browser.submit(&page.form("code", &[("code", code), ("new_password", password)]));
        assert!(wrong.says("role=\"alert\"") && !wrong.html.contains(NEW_PASSWORD), "{code}");
    }
    let done = browser.submit(&page.form("code", &[("code", &code), ("new_password", NEW_PASSWORD)]));
    let old = browser.submit(&done.form("password", &[("password", PASSWORD)]));
    assert!(old.left_to.is_none());
    let left = browser.submit(&old.form("password", &[("password", NEW_PASSWORD)]));
    assert!(app.redeem(&left.sent("code").expect("a code")).is_ok());
}

#[test]
fn a_code_signs_in_where_pool_and_client_let_people_choose() {
    let pool = Pool::new();
    let factors = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } });
    update(&pool, json!({ "Policies": factors, "AutoVerifiedAttributes": ["email"] }));
    let app = App::with(&pool, &json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] }));
    let mut browser = Browser::new(&pool);
    let page = browser.get(&app.request(&[]));
    assert!(!page.html.contains("type=\"password\""), "the name comes first");
    let choice = browser.submit(&page.form("username", &[("username", "ada")]));
    assert_eq!(choice.path(), "/login/method");
    let page = browser.submit(&choice.form("csrf", &[("method", "EMAIL_OTP")]));
    assert_eq!(page.path(), "/login/code");
    let wrong = browser.submit(&page.form("code", &[("code", "00000000")]));
    assert!(wrong.left_to.is_none() && wrong.says("role=\"alert\""));
    let other = browser.get(&app.at("/login/method", &[]));
    let password = browser.submit(&other.form("csrf", &[("method", "PASSWORD")]));
    assert_eq!(password.path(), "/login/password");
    let wrong = browser.submit(&password.form("password", &[("password", "wrong")]));
    assert!(wrong.left_to.is_none() && wrong.says("role=\"alert\""));
    let left = browser.submit(&wrong.form("password", &[("password", PASSWORD)]));
    assert!(left.sent("code").is_some(), "{}", left.html);

    let mut browser = Browser::new(&pool);
    let page = browser.get(&app.request(&[]));
    let page = browser.submit(&page.form("username", &[("username", "ada"), ("method", "OTP")]));
    assert_eq!(page.path(), "/login/code");
    let resend = page.forms().into_iter().find(|form| form.action.starts_with("/resendcode")).expect("a form");
    let first = sent_code(&pool);
    let page = browser.submit(&resend);
    assert_ne!(sent_code(&pool), first);
    assert!(browser.submit(&page.form("code", &[("code", &first)])).left_to.is_none(), "the first is over");
    let left = browser.submit(&page.form("code", &[("code", &sent_code(&pool))]));
    assert!(app.redeem(&left.sent("code").expect("a code")).is_ok());
}

#[test]
fn a_name_that_nobody_has_goes_the_same_way() {
    let pool = Pool::new();
    let factors = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } });
    update(&pool, json!({ "Policies": factors, "AutoVerifiedAttributes": ["email"] }));
    let app = App::with(&pool, &json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] }));
    let mut browser = Browser::new(&pool);
    let page = browser.get(&app.request(&[]));
    let page = browser.submit(&page.form("username", &[("username", "nobody"), ("method", "OTP")]));
    assert_eq!(page.path(), "/login/code");
    assert!(browser.submit(&page.form("code", &[("code", "12345678")])).left_to.is_none());
}

#[test]
fn a_wish_for_a_passkey_leads_nobody_where_it_leads_a_user_without_one() {
    let pool = Pool::new();
    let configuration = json!({ "UserPoolId": POOL_ID, "WebAuthnConfiguration": { "RelyingPartyId": "localhost" } });
    pool.admin("SetUserPoolMfaConfig", &configuration).expect("passkeys");
    let factors = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] } });
    update(&pool, json!({ "Policies": factors, "AutoVerifiedAttributes": ["email"] }));
    let app = App::with(&pool, &json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] }));
    let led = |name: &str| {
        let mut browser = Browser::new(&pool);
        let page = browser.get(&app.request(&[]));
        let page = browser.submit(&page.form("username", &[("username", name), ("method", "WEB_AUTHN")]));
        assert!(page.path() == "/login/passkey" || page.path() == "/login/method", "{}", page.path());
        page.path().to_owned()
    };
    assert_eq!(led("ada"), "/login/method");
    let like_ada = (0..16).filter(|number| led(&format!("nobody{number}")) == "/login/method").count();
    assert!((4..16).contains(&like_ada), "most people have no passkey, some do: {like_ada}");
    assert_eq!(led("nobody1"), led("nobody1"));
}
