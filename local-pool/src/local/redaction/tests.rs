//! Each test hides `hunter2` where a secret can be, and looks for it in the log's entry.

use super::super::log::Log;
use crate::clock::{Instant, Span};
use crate::http::{Request, Response};

fn logged(request: &Request) -> String {
    answered(request, 200)
}

fn answered(request: &Request, status: u16) -> String {
    let mut log = Log::default();
    log.add(request, &Response::empty(status), Instant::from_seconds(0), Span::millis(1));
    serde_json::to_string(&log.entries().collect::<Vec<_>>()).unwrap()
}

fn posted(path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    logged(&Request {
        method: "POST".into(),
        path: path.into(),
        headers,
        body: body.as_bytes().to_vec(),
        ..Request::default()
    })
}

fn asked(path: &str, query: &str) -> String {
    logged(&Request { method: "GET".into(), path: path.into(), query: query.into(), ..Request::default() })
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/x-amz-json-1.1");
const INITIATE: (&str, &str) = ("x-amz-target", "AWSCognitoIdentityProviderService.InitiateAuth");
const SIGN_IN: &str = r#"{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"web","Session":"hunter2",
    "AuthParameters":{"USERNAME":"hunter2","PASSWORD":"hunter2"},"Nested":[{"Code":"hunter2","n":42}]}"#;

#[test]
fn what_may_be_a_secret_is_not_shown() {
    let line = posted("/", &[INITIATE, JSON], SIGN_IN);
    assert!(line.contains("InitiateAuth") && line.contains("USER_PASSWORD_AUTH") && line.contains("\"web\""));
    assert!(line.contains("\"PASSWORD\":\"[redacted]\""), "{line}");
    assert!(!line.contains("hunter2") && !line.contains("42"), "{line}");
}

#[test]
fn json_that_is_sent_as_a_form_is_read_as_json() {
    for kind in [FORM, JSON, ("content-type", "text/plain"), ("x-none", "")] {
        let line = posted("/", &[INITIATE, kind], SIGN_IN);
        assert!(line.contains("USER_PASSWORD_AUTH") && !line.contains("hunter2"), "{kind:?}: {line}");
        let line = posted("/oauth2/token", &[kind], r#" {"client_secret":"hunter2","code":"hunter2"}"#);
        assert!(line.contains("client_secret") && !line.contains("hunter2"), "{kind:?}: {line}");
    }
}

#[test]
fn a_body_that_is_nothing_known_is_left_out() {
    let torn = &SIGN_IN[..SIGN_IN.len() - 1];
    for body in [torn, "hunter2", "\"hunter2\"", "PASSWORD=hunter2", "hunter2=x", "{hunter2}", "{'PASSWORD':'hunter2'}"]
    {
        for headers in [&[INITIATE, FORM][..], &[INITIATE, JSON], &[INITIATE], &[FORM]] {
            let line = posted("/", headers, body);
            assert!(!line.contains("hunter2"), "{body} {headers:?}: {line}");
        }
        for kind in [FORM, JSON] {
            let line = posted("/oauth2/token", &[kind], body);
            assert!(!line.contains("hunter2"), "{body} {kind:?}: {line}");
        }
    }
    let multipart = "--x\r\ncontent-disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n--x--";
    assert!(!posted("/login", &[("content-type", "multipart/form-data; boundary=x")], multipart).contains("hunter2"));
    assert!(!posted("/login", &[FORM], multipart).contains("hunter2"));
}

#[test]
fn names_that_nobody_knows_are_hidden_at_every_depth() {
    let deep = r#"{"hunter2":1,"AuthParameters":{"hunter2":"x","USERNAME":"ada"},"UserAttributes":[{"hunter2":{}}],
        "ClientMetadata":{"hunter2":"x"},"a":{"b":{"hunter2":[{"hunter2":true}]}}}"#;
    let line = posted("/", &[INITIATE, JSON], deep);
    assert!(line.contains("USERNAME") && line.contains("UserAttributes"), "{line}");
    assert!(!line.contains("hunter2"), "{line}");
    assert!(!asked("/oauth2/authorize", "hunter2&hunter2=x&client_id=web").contains("hunter2"));
    assert!(!posted("/login", &[FORM], "hunter2&hunter2=x&password=hunter2").contains("hunter2"));
}

#[test]
fn queries_and_forms_are_redacted_alike() {
    let line = asked(
        "/oauth2/authorize",
        "client_id=web&state=hunter2&code_challenge=hunter2&nonce=hunter2&login_hint=hunter2&scope=openid+email",
    );
    assert!(line.contains("openid email") && !line.contains("hunter2"), "{line}");
    let body = "grant_type=authorization_code&code=hunter2&code_verifier=hunter2&refresh_token=hunter2&token=hunter2";
    let line = posted("/oauth2/token", &[FORM], body);
    assert!(line.contains("authorization_code") && !line.contains("hunter2"), "{line}");
    // A form's fields in the address, where they do not belong.
    let line = asked("/oauth2/token", "grant_type=client_credentials&client_secret=hunter2");
    assert!(line.contains("client_credentials") && !line.contains("hunter2"), "{line}");
}

#[test]
fn addresses_of_apps_are_shown_without_what_is_behind_them() {
    let query =
        |uri: &str| url::form_urlencoded::Serializer::new(String::new()).append_pair("redirect_uri", uri).finish();
    let plain = "http://localhost:3000/back";
    assert!(asked("/oauth2/authorize", &query(plain)).contains(plain));
    let hostile = ["http://localhost:3000/?token=hunter2", "http://localhost/#hunter2", "http://a:hunter2@localhost/"];
    for uri in hostile.into_iter().chain(["http://hunter2@localhost/", "hunter2", "mailto:x?subject=hunter2"]) {
        for path in ["/oauth2/authorize", "/logout"] {
            let line = asked(path, &query(uri));
            assert!(!line.contains("hunter2"), "{line}");
        }
    }
}

#[test]
fn addresses_that_are_none_are_shown_without_what_may_be_a_secret() {
    let missing =
        |path: &str| answered(&Request { method: "GET".into(), path: path.into(), ..Request::default() }, 404);
    assert!(missing("/oauth2/tokens").contains("\"/oauth2/tokens\""), "a slip can be told");
    let hidden = ["/hunter2", "/oauth2/token/hunter2", "/oauth2/token;client_secret=hunter2", "/confirm/hunter2/x"];
    for path in hidden.into_iter().chain(["/%68hunter2", "/login?password=hunter2", "//hunter2"]) {
        for status in [404, 405] {
            let line = answered(&Request { method: "POST".into(), path: path.into(), ..Request::default() }, status);
            assert!(!line.contains("hunter2"), "{line}");
        }
        assert!(!missing(path).contains("hunter2"));
    }
}

#[test]
fn heads_of_requests_are_not_shown() {
    let target = ("x-amz-target", "AWSCognitoIdentityProviderService.hunter2");
    let others = [("authorization", "Bearer hunter2"), ("cookie", "a=hunter2"), ("hunter2", "x")];
    let line = posted("/", &[target, others[0], others[1], others[2]], "{}");
    assert!(!line.contains("hunter2"), "{line}");
    let strange = Request { method: "HUNTER2".into(), path: "/".into(), ..Request::default() };
    assert!(!logged(&strange).contains("HUNTER2"));
}

#[test]
fn deep_and_wide_bodies_are_cut() {
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    assert!(posted("/", &[JSON], &deep).contains("[deep]"));
    let wide = format!("[{}0]", "0,".repeat(50_000));
    assert!(posted("/", &[JSON], &wide).len() < 2000);
    let long = format!("client_id={}", "x".repeat(100_000));
    assert!(asked("/login", &long).len() < 1000);
}
