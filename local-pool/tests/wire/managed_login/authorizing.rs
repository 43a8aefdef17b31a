//! /oauth2/authorize: what is refused on a page, what is sent back as an error, and that nothing hostile gets through.

use serde_json::json;
use url::form_urlencoded;

use super::app::{App, CALLBACK, challenge_of};
use super::browser::Browser;
use crate::pool::Pool;

#[test]
fn a_request_leads_to_the_sign_in_page_with_its_parameters() {
    let pool = Pool::new();
    let app = App::new(&pool);
    for method in ["GET", "POST"] {
        let mut browser = Browser::new(&pool);
        let address = app.request(&[]);
        let (path, query) = address.split_once('?').unwrap();
        let answered = match method {
            "GET" => browser.request("GET", &address, Vec::new(), &[]),
            _ => {
                let kind = [("content-type", "application/x-www-form-urlencoded")];
                browser.request("POST", path, query.as_bytes().to_vec(), &kind)
            }
        };
        assert_eq!(answered.status, 302, "{method}");
        assert_eq!(answered.header("location"), Some(app.at("/login", &[]).as_str()), "{method}");
        let page = browser.get(answered.header("location").unwrap());
        assert_eq!((page.status, page.path()), (200, "/login"));
        assert!(page.says("Sign in") && page.says("Shop"));
    }
}

/// The client, or where to send the browser, is in doubt: a page says so, and nobody is sent anywhere.
#[test]
fn while_client_or_redirect_uri_is_in_doubt_nobody_is_redirected() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let registered = "https://app.example/callback";
    let mut bad: Vec<String> = [
        "https://evil.example/callback",
        "https://app.example/callback/",
        "https://app.example/callback?x=1",
        "https://app.example/callback#fragment",
        "https://app.example/callback%2e",
        "https://app.example.evil.example/callback",
        "https://app.example@evil.example/callback",
        "https://evil.example\\@app.example/callback",
        "https://APP.example/callback",
        "https://app.example:443/callback",
        "http://app.example/callback",
        "//app.example/callback",
        "/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        "myapp://callback/",
        "https://app.example/callback\r\nset-cookie: a=b",
        " https://app.example/callback",
    ]
    .map(|uri| app.request(&[("redirect_uri", uri)]))
    .to_vec();
    bad.push(app.request(&[("client_id", "")]));
    bad.push(app.request(&[("client_id", "nobody")]));
    bad.push(app.request(&[("client_id", "../etc/passwd")]));
    bad.push(format!("{}&redirect_uri={registered}", app.request(&[])));
    bad.push(format!("{}&client_id={}", app.request(&[]), app.client_id));
    for address in bad {
        for path in ["/oauth2/authorize", "/login", "/signup", "/forgotPassword", "/confirm"] {
            let page = browser.get(&address.replace("/oauth2/authorize", path));
            assert_eq!((page.status, page.left_to.as_deref()), (400, None), "{address}");
            assert!(page.header("content-security-policy").unwrap().contains("form-action 'self';"));
            assert!(!page.html.contains("<form"), "{address}");
        }
    }
}

#[test]
fn what_is_wrong_after_that_is_sent_back_with_the_state() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let plain = challenge_of("x");
    for (error, extra) in [
        ("invalid_request", [("response_type", ""), ("x", "y")]),
        ("unsupported_response_type", [("response_type", "id_token"), ("x", "y")]),
        ("unsupported_response_type", [("response_type", "code token"), ("x", "y")]),
        ("unauthorized_client", [("response_type", "token"), ("code_challenge", "")]),
        ("invalid_scope", [("scope", "openid admin"), ("x", "y")]),
        ("invalid_scope", [("scope", "email"), ("x", "y")]),
        ("invalid_scope", [("scope", "openid things/read"), ("x", "y")]),
        ("invalid_scope", [("scope", "openid\n<script>"), ("x", "y")]),
        ("invalid_request", [("code_challenge_method", "plain"), ("x", "y")]),
        ("invalid_request", [("code_challenge_method", ""), ("x", "y")]),
        ("invalid_request", [("code_challenge", ""), ("x", "y")]),
        ("invalid_request", [("code_challenge", "short"), ("x", "y")]),
        ("invalid_request", [("code_challenge", &format!("{plain}=")), ("x", "y")]),
        ("invalid_request", [("prompt", "none login"), ("x", "y")]),
        ("invalid_request", [("prompt", "dance"), ("x", "y")]),
        ("invalid_request", [("max_age", "-1"), ("x", "y")]),
        ("invalid_request", [("max_age", "soon"), ("x", "y")]),
        ("invalid_request", [("response_mode", "form_post"), ("x", "y")]),
        ("login_required", [("prompt", "none"), ("x", "y")]),
    ] {
        let left = browser.get(&app.request(&extra));
        assert_eq!(left.sent("error").as_deref(), Some(error), "{extra:?}: {left:?}");
        assert_eq!(left.sent("state").as_deref(), Some("the state"), "{extra:?}");
        assert!(left.left_to.unwrap().starts_with(CALLBACK), "{extra:?}");
    }
    for repeated in ["scope", "nonce", "code_challenge", "response_type", "prompt", "login_hint"] {
        let left = browser.get(&format!("{}&{repeated}=a&{repeated}=b", app.request(&[])));
        assert_eq!(left.sent("error").as_deref(), Some("invalid_request"), "{repeated}");
    }
    let two_states = browser.get(&format!("{}&state=b", app.request(&[])));
    assert_eq!((two_states.sent("error").as_deref(), two_states.sent("state")), (Some("invalid_request"), None));
    let long = browser.get(&app.request(&[("state", &"x".repeat(9000))]));
    assert_eq!(long.sent("error").as_deref(), Some("invalid_request"));
}

#[test]
fn a_client_that_is_not_for_oauth_is_not_served() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "AllowedOAuthFlows": ["implicit"] }));
    let left = Browser::new(&pool).get(&app.request(&[]));
    assert_eq!(left.sent("error").as_deref(), Some("unauthorized_client"));
}

#[test]
fn a_state_comes_back_as_it_was_and_cannot_become_anything_else() {
    let pool = Pool::new();
    let app = App::new(&pool);
    for state in
        ["a&code=stolen", "x#y", "\r\nlocation: https://evil.example", "ü \u{0}\u{7f}", "%0d%0a", "'\"><script>"]
    {
        let mut browser = Browser::new(&pool);
        let left = app.sign_in(&mut browser, &[("state", state)]);
        assert_eq!(left.sent("state").as_deref(), Some(state));
        let to = left.left_to.as_deref().unwrap();
        assert!(!to.contains(['\r', '\n', '#', ' ', '<']), "{to:?}");
        let (_, query) = to.split_once('?').unwrap();
        assert_eq!(form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "code").count(), 1);
    }
    let stateless = app.sign_in(&mut Browser::new(&pool), &[("state", "")]);
    assert!(stateless.sent("code").is_some() && stateless.sent("state").is_none());
}

#[test]
fn the_default_redirect_uri_and_others_that_are_registered_are_gone_to() {
    let pool = Pool::new();
    let app = App::new(&pool);
    for (uri, beginning) in [
        ("", "https://app.example/callback?code="),
        ("myapp://callback", "myapp://callback?code="),
        ("https://app.example/other?x=1", "https://app.example/other?x=1&code="),
    ] {
        let left = app.sign_in(&mut Browser::new(&pool), &[("redirect_uri", uri)]);
        assert!(left.left_to.as_deref().unwrap().starts_with(beginning), "{left:?}");
    }
}

#[test]
fn implicit_gives_tokens_in_the_fragment_to_a_client_that_may() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "AllowedOAuthFlows": ["implicit"] }));
    let without_pkce =
        [("response_type", "token"), ("code_challenge", ""), ("code_challenge_method", ""), ("scope", "openid")];
    let left = app.sign_in(&mut Browser::new(&pool), &without_pkce);
    assert!(left.left_to.as_deref().unwrap().starts_with("https://app.example/callback#id_token="));
    assert_eq!(left.sent("state").as_deref(), Some("the state"));
    assert_eq!(app.user_info(&left.sent("access_token").unwrap()).status, 200);
    assert!(left.sent("refresh_token").is_none() && left.sent("code").is_none());
    let refused = Browser::new(&pool).get(&app.request(&[("response_type", "token")]));
    assert!(refused.left_to.unwrap().contains("#error_description="), "a challenge is for codes");
}
