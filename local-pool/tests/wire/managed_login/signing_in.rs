//! The steps of a sign-in at the pages: they ask what the API would ask.

use serde_json::json;

use super::app::App;
use super::browser::Browser;
use crate::pool::{PASSWORD, POOL_ID, Pool};

#[test]
fn a_wrong_password_and_an_unknown_name_are_told_alike() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    for (name, password) in [("ada", "wrong"), ("nobody", PASSWORD)] {
        let page = browser.get(&app.request(&[]));
        let page = browser.submit(&page.form("password", &[("username", name), ("password", password)]));
        assert_eq!((page.status, page.path()), (200, "/login"));
        assert!(
            page.says("role=\"alert\"") && page.form("username", &[]).fields.iter().any(|(_, value)| value == name)
        );
        assert!(!page.html.contains(password), "no password comes back");
    }
}

#[test]
fn a_login_hint_fills_the_name_in_and_lang_speaks() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let page = Browser::new(&pool).get(&app.request(&[("login_hint", "ada@example.com"), ("lang", "de")]));
    assert!(page.html.contains("<html lang=\"de\">"));
    let form = page.form("username", &[]);
    assert!(form.fields.contains(&("username".into(), "ada@example.com".into())));
    assert!(form.action.contains("lang=de"));
}

#[test]
fn the_pool_itself_can_be_asked_for_as_a_provider() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let left = app.sign_in(&mut Browser::new(&pool), &[("identity_provider", "COGNITO")]);
    assert!(left.sent("code").is_some());
}

#[test]
fn a_clients_own_rules_for_the_api_do_not_bind_the_pages() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"], "GenerateSecret": true }));
    assert!(app.redeem(&app.code(&mut Browser::new(&pool), &[])).is_ok());
}

#[test]
fn wrong_passwords_lock_the_pages_and_the_api_together() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    for _ in 0..6 {
        let page = browser.get(&app.request(&[]));
        browser.submit(&page.form("password", &[("username", "ada"), ("password", "wrong")]));
    }
    let page = browser.get(&app.request(&[]));
    let page = browser.submit(&page.form("password", &[("username", "ada"), ("password", PASSWORD)]));
    assert!(page.left_to.is_none(), "locked");
    assert!(pool.sign_in("web", "ada", PASSWORD).is_err());
}

#[test]
fn a_domain_is_its_pools_alone() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let made = pool.admin("CreateUserPool", &json!({ "PoolName": "other" })).expect("a pool");
    let other = made["UserPool"]["Id"].as_str().unwrap();
    for (domain, pool_id) in [("mine", POOL_ID), ("theirs", other)] {
        pool.admin("CreateUserPoolDomain", &json!({ "Domain": domain, "UserPoolId": pool_id })).expect("a domain");
    }
    for (host, status) in [
        ("mine.localhost:4600", 200),
        ("mine.auth.eu-west-1.amazoncognito.com", 200),
        ("127.0.0.1:4600", 200),
        ("theirs.localhost:4600", 400),
        ("theirs.auth.eu-west-1.amazoncognito.com", 400),
    ] {
        let request = local_pool::http::Request {
            method: "GET".into(),
            path: "/login".into(),
            query: app.at("", &[]).split_off(1),
            headers: vec![("host".into(), host.into())],
            body: Vec::new(),
        };
        assert_eq!(pool.answer(&request).status, status, "{host}");
    }
}
