//! Attacks on the pages: forms from elsewhere, other browsers' tokens, planted cookies, scripts in parameters, frames.

use super::app::App;
use super::browser::{Browser, Form};
use super::second_factors::require_second_factor;
use crate::pool::{PASSWORD, Pool};

/// Where somebody is who gave the password and has no second factor yet.
const STEP: &str = "/login/authenticator-app";

fn filled(browser: &mut Browser<'_>, app: &App<'_>) -> Form {
    browser.get(&app.request(&[])).form("password", &[("username", "ada"), ("password", PASSWORD)])
}

#[test]
fn a_form_without_its_token_or_with_anothers_is_refused() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut attacker = Browser::new(&pool);
    let theirs = filled(&mut attacker, &app);
    let token = theirs.fields.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
    for (wrong, keeps_cookies) in
        [(None, true), (Some(token.as_str()), true), (Some("x"), true), (Some(""), true), (None, false)]
    {
        let mut browser = Browser::new(&pool);
        let mut form = filled(&mut browser, &app);
        match wrong {
            Some(token) => form.set("csrf", token),
            None if keeps_cookies => form.fields.retain(|(name, _)| name != "csrf"),
            None => browser.cookies.clear(),
        }
        let page = browser.submit(&form);
        assert_eq!((page.status, page.left_to.as_deref()), (403, None), "{wrong:?}");
        let again = page.form("password", &[("username", "ada"), ("password", PASSWORD)]);
        assert!(browser.submit(&again).sent("code").is_some(), "the page that refused has a good form");
    }
}

#[test]
fn a_form_that_says_that_it_comes_from_elsewhere_is_refused_whatever_it_carries() {
    let pool = Pool::new();
    let app = App::new(&pool);
    for headers in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "http://pool.test.evil.example")],
        &[("origin", "https://pool.test")],
        &[("origin", "http://pool.test:81")],
        &[("origin", "null"), ("sec-fetch-site", "cross-site")],
        &[("origin", "http://pool.test"), ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
    ] {
        let mut browser = Browser::new(&pool);
        let form = filled(&mut browser, &app);
        assert_eq!(browser.post(&form, headers).status, 403, "{headers:?}");
    }
    for headers in [&[("origin", "http://pool.test")][..], &[("sec-fetch-site", "same-origin")], &[]] {
        let mut browser = Browser::new(&pool);
        let form = filled(&mut browser, &app);
        assert!(browser.post(&form, headers).sent("code").is_some(), "{headers:?}");
    }
}

#[test]
fn every_page_forbids_frames_scripts_of_others_and_being_kept_or_read() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    for path in ["/login", "/signup", "/forgotPassword", "/oauth2/authorize", "/login/code", "/confirm"] {
        let page = browser.get(&app.at(path, &[]));
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(policy.contains("form-action 'self' https://app.example;"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(page.header(name), Some(value), "{path}");
        }
        assert_eq!(page.header("access-control-allow-origin"), None, "{path}");
    }
    for file in ["/assets/pages.css", "/assets/password.js"] {
        let answered = browser.request("GET", file, Vec::new(), &[]);
        assert_eq!(answered.status, 200);
        let etag = answered.header("etag").unwrap().to_owned();
        assert_eq!(browser.request("GET", file, Vec::new(), &[("if-none-match", &etag)]).status, 304);
    }
    assert_eq!(browser.request("GET", "/assets/../Cargo.toml", Vec::new(), &[]).status, 404);
}

#[test]
fn what_a_parameter_brings_stays_text() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    let mut browser = Browser::new(&pool);
    for name in ["login_hint", "state", "nonce", "lang", "scope", "client_id", "redirect_uri", "ui_locales"] {
        let page = browser.get(&app.at("/login", &[(name, hostile)]));
        let text = format!("{}{}", page.html, page.left_to.unwrap_or_default());
        assert!(!text.contains("<script>alert") && !text.contains("<img"), "{name}: {text}");
    }
    let page = browser.get(&app.at("/login", &[("login_hint", hostile)]));
    assert_eq!(page.form("username", &[]).fields.iter().find(|(name, _)| name == "username").unwrap().1, hostile);
    let mut form = page.form("password", &[("username", hostile), ("password", hostile)]);
    let wrong = browser.submit(&form);
    assert!(!wrong.html.contains("<script>alert") && wrong.status == 200);
    assert!(!wrong.html.contains(PASSWORD));
    form.set("username", &"x".repeat(5000));
    assert_eq!(browser.submit(&form).status, 200);
}

#[test]
fn a_step_belongs_to_one_browser_one_client_and_one_request() {
    let pool = Pool::new();
    require_second_factor(&pool);
    let (app, other) = (App::new(&pool), App::new(&pool));
    let mut browser = Browser::new(&pool);
    assert_eq!(app.sign_in(&mut browser, &[]).path(), STEP);
    // Another client, another request, another browser: nothing is under way there.
    assert_eq!(browser.get(&other.at(STEP, &[])).path(), "/login");
    for changed in ["state", "nonce", "scope"] {
        assert_eq!(browser.get(&app.at(STEP, &[(changed, "openid")])).path(), "/login", "{changed}");
    }
    assert_eq!(Browser::new(&pool).get(&app.at(STEP, &[])).path(), "/login");
    assert_eq!(browser.get(&app.at(STEP, &[])).path(), STEP);
    // Two tabs with two requests go on side by side.
    assert_eq!(app.sign_in(&mut browser, &[("state", "another")]).path(), STEP);
    assert_eq!(browser.get(&app.at(STEP, &[])).path(), STEP);
    assert_eq!(browser.get(&app.at(STEP, &[("state", "another")])).path(), STEP);
}

#[test]
fn a_planted_cookie_does_not_come_along_with_a_sign_in() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let planted = "A".repeat(43);
    let mut victim = Browser::new(&pool);
    victim.cookies.insert("local-pool-browser".into(), planted.clone());
    require_second_factor(&pool);
    assert_eq!(app.sign_in(&mut victim, &[]).path(), STEP);
    assert_ne!(victim.cookies["local-pool-browser"], planted);
    let mut attacker = Browser::new(&pool);
    attacker.cookies.insert("local-pool-browser".into(), planted);
    assert_eq!(attacker.get(&app.at(STEP, &[])).path(), "/login");
}

#[test]
fn over_tls_cookies_are_for_tls() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let page = browser.request("GET", &app.at("/login", &[]), Vec::new(), &[("x-forwarded-proto", "https")]);
    assert!(page.header("set-cookie").unwrap().contains("; Secure"));
    let plain = Browser::new(&pool).request("GET", &app.at("/login", &[]), Vec::new(), &[]);
    assert!(!plain.header("set-cookie").unwrap().contains("Secure"));
}
