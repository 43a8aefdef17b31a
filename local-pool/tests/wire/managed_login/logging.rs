//! What the log says of a request that an endpoint for apps or a page refused: why, and nothing that was sent.

use serde_json::{Value, json};

use super::app::{App, CALLBACK, post};
use super::browser::Browser;
use crate::pool::Pool;

/// The status, the error and the reason of the newest request.
fn newest(pool: &Pool) -> (u64, Value, Value) {
    let (_, log) = pool.local("GET", "log", &Value::Null);
    let last = log["requests"].as_array().and_then(|all| all.last()).expect("a request").clone();
    (last["status"].as_u64().expect("a status"), last["error"].clone(), last["why"].clone())
}

#[test]
fn the_log_says_why_the_token_endpoint_refused_and_the_answer_does_not() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let code = app.code(&mut Browser::new(&pool), &[]);
    let good = |verifier| {
        let grant = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK)];
        grant
            .into_iter()
            .chain([("code_verifier", verifier), ("client_id", app.client_id.as_str())])
            .collect::<Vec<_>>()
    };
    let requests = [
        (good("hunter2"), "invalid_grant", "code_verifier does not fit"),
        (good("hunter2"), "invalid_grant", "used before"),
        (
            vec![("grant_type", "refresh_token"), ("refresh_token", "hunter2"), ("client_id", &app.client_id)],
            "invalid_grant",
            "no such refresh token",
        ),
        (vec![("grant_type", "hunter2"), ("client_id", &app.client_id)], "unsupported_grant_type", "grant_type"),
        (vec![("grant_type", "refresh_token"), ("client_id", "hunter2")], "invalid_client", "no such client"),
        (vec![("grant_type", "client_credentials"), ("client_id", &app.client_id)], "unauthorized_client", "allowed"),
    ];
    for (fields, error, why) in requests {
        let answer = post(&pool, "/oauth2/token", &fields, &[]);
        assert_eq!(serde_json::from_slice::<Value>(&answer.body).unwrap(), json!({ "error": error }));
        let logged = newest(&pool);
        assert_eq!((logged.0, &logged.1), (400, &json!(error)));
        assert!(logged.2.as_str().unwrap().contains(why), "{logged:?}");
        assert!(!logged.2.to_string().contains("hunter2"), "{logged:?}");
    }
}

#[test]
fn the_one_description_of_the_token_endpoint_is_of_a_secret_that_is_wrong() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "GenerateSecret": true }));
    for secret in [None, Some("hunter2")] {
        let mut fields = vec![("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", &app.client_id)];
        fields.extend(secret.map(|secret| ("client_secret", secret)));
        let answer = post(&pool, "/oauth2/token", &fields, &[]);
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(body, json!({ "error": "invalid_client", "error_description": "invalid_client_secret" }));
        assert_eq!(newest(&pool).1, "invalid_client");
    }
}

#[test]
fn the_log_says_why_other_endpoints_refused() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    browser.get(&app.request(&[("redirect_uri", "https://evil.example/?hunter2")]));
    assert_eq!(newest(&pool).1, "redirect_mismatch");
    assert!(newest(&pool).2.as_str().unwrap().contains("not registered"));
    browser.get(&app.at("/login", &[("client_id", "none")]));
    assert_eq!((newest(&pool).0, newest(&pool).1), (400, json!("invalid_request")));
    // The app gets this one, by way of the browser.
    browser.get(&app.request(&[("response_type", "none")]));
    assert_eq!((newest(&pool).0, newest(&pool).1), (302, json!("unsupported_response_type")));
    app.user_info("hunter2");
    assert_eq!((newest(&pool).0, newest(&pool).1), (401, json!("invalid_token")));
    app.post("/oauth2/revoke", &[("token", "hun.ter.2")]);
    assert_eq!((newest(&pool).0, newest(&pool).1), (400, json!("unsupported_token_type")));
    let (_, log) = pool.local("GET", "log", &Value::Null);
    assert!(!log.to_string().contains("hunter2") && !log.to_string().contains("hun.ter.2"), "{log}");
}

#[test]
fn the_log_names_what_a_page_complains_of() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let page = browser.get(&app.request(&[]));
    browser.submit(&page.form("password", &[("username", "ada"), ("password", "hunter2")]));
    assert_eq!(newest(&pool).1, "WrongCredentials");
    let mut form = page.form("password", &[("username", "ada"), ("password", "hunter2")]);
    form.set("csrf", "hunter2");
    browser.submit(&form);
    assert_eq!((newest(&pool).0, newest(&pool).1), (403, json!("FormExpired")));
    app.code(&mut browser, &[]);
    assert_eq!((newest(&pool).1, newest(&pool).2), (Value::Null, Value::Null));
    assert!(!pool.local("GET", "log", &Value::Null).1.to_string().contains("hunter2"));
}
