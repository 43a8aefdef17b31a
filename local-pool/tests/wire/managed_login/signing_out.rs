//! /logout: exact addresses, the page that signs in again, and what it leaves alone.

use super::app::{App, CALLBACK, SIGNED_OUT};
use super::browser::Browser;
use crate::pool::Pool;

#[test]
fn signing_out_forgets_the_person_and_goes_to_the_registered_address() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let body = app.redeem(&app.code(&mut browser, &[])).expect("tokens");
    let before = browser.cookies.clone();
    let left = browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", app.client_id));
    assert_eq!(left.left_to.as_deref(), Some(SIGNED_OUT));
    assert_eq!(browser.get(&app.request(&[])).path(), "/login");
    let mut kept = Browser { cookies: before, ..Browser::new(&pool) };
    assert_eq!(kept.get(&app.request(&[])).path(), "/login", "the old cookie is nothing any more");
    assert_eq!(app.user_info(body["access_token"].as_str().unwrap()).status, 200, "tokens are not its business");
}

#[test]
fn signing_out_to_sign_in_again_leads_to_the_page() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    app.code(&mut browser, &[]);
    let page = browser.get(&app.at("/logout", &[]));
    assert_eq!((page.status, page.path()), (200, "/login"));
    let form = page.form("password", &[("username", "ada"), ("password", crate::pool::PASSWORD)]);
    assert!(app.redeem(&browser.submit(&form).sent("code").expect("a code")).is_ok());
}

#[test]
fn an_address_that_is_not_registered_is_a_page_and_signs_nobody_out() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    app.code(&mut browser, &[]);
    let id = &app.client_id;
    for query in [
        String::new(),
        format!("client_id={id}"),
        format!("client_id={id}&logout_uri=https://evil.example/"),
        format!("client_id={id}&logout_uri={SIGNED_OUT}/"),
        format!("client_id={id}&logout_uri={CALLBACK}"),
        format!("client_id={id}&redirect_uri={SIGNED_OUT}&response_type=code"),
        format!("client_id={id}&logout_uri={SIGNED_OUT}&logout_uri=https://evil.example/"),
        format!("client_id=nobody&logout_uri={SIGNED_OUT}"),
        format!("logout_uri={SIGNED_OUT}"),
        format!("client_id={id}&logout_uri=javascript:alert(1)"),
    ] {
        let page = browser.get(&format!("/logout?{query}"));
        assert_eq!((page.status, page.left_to), (400, None), "{query}");
    }
    assert!(browser.get(&app.request(&[])).sent("code").is_some(), "still remembered");
    assert_eq!(browser.request("POST", "/logout", Vec::new(), &[]).status, 405);
}
