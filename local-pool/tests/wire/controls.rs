//! The tool's own addresses: the outbox, the clock, faults, quotas, reset, the log.

use local_pool::http::{Connection, Request, Response};
use serde_json::{Value, json};

use crate::pool::{PASSWORD, Pool};

impl Pool {
    pub fn local(&self, method: &str, address: &str, body: &Value) -> (u16, Value) {
        let response = self.answer(&request(method, address, body, &[]));
        assert_eq!(response.header("content-type"), Some("application/json"));
        (response.status, serde_json::from_slice(&response.body).expect("JSON"))
    }
}

fn request(method: &str, address: &str, body: &Value, headers: &[(&str, &str)]) -> Request {
    Request {
        method: method.into(),
        path: format!("/_local/{address}"),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.to_string().into_bytes(),
        ..Request::default()
    }
}

fn sign_in(pool: &Pool) -> Response {
    let input = json!({
        "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "web",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD },
    });
    pool.send("InitiateAuth", input.to_string())
}

#[test]
fn the_clock_moves_and_tokens_expire_by_it() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    assert_eq!(pool.local("POST", "clock", &json!({ "advanceSeconds": 3599 })).0, 200);
    assert!(pool.get_user(&tokens.access).is_ok());
    let (_, told) = pool.local("POST", "clock", &json!({ "advanceSeconds": 1.5 }));
    assert_eq!(told["movedSeconds"], 3600.5);
    assert_eq!(told["now"], pool.seconds() as f64 + 3600.5);
    assert!(pool.get_user(&tokens.access).is_err());
    assert_eq!(pool.local("POST", "clock", &json!({ "setTo": pool.seconds() })).1["movedSeconds"], 0.0);
    assert!(pool.get_user(&tokens.access).is_ok());
    for nonsense in
        [json!({}), json!({ "advanceSeconds": 1, "setTo": 2 }), json!({ "advanceSeconds": 1e300 }), json!([])]
    {
        assert_eq!(pool.local("POST", "clock", &nonsense).0, 400, "{nonsense}");
    }
    assert_eq!(pool.local("GET", "clock", &Value::Null).1["movedSeconds"], 0.0, "what was refused moved nothing");
}

#[test]
fn every_answer_is_dated_by_the_moved_clock() {
    let pool = Pool::new();
    let date = || pool.send("InitiateAuth", "{}").header("date").map(str::to_owned);
    assert_eq!(date().as_deref(), Some("Wed, 06 Jan 2027 12:00:00 GMT"));
    pool.local("POST", "clock", &json!({ "advanceSeconds": 86_401 }));
    assert_eq!(date().as_deref(), Some("Thu, 07 Jan 2027 12:00:01 GMT"));
    let skewed = json!({ "on": "InitiateAuth", "effect": { "kind": "clockSkew", "seconds": -600 }, "times": 1 });
    pool.local("POST", "faults", &skewed);
    assert_eq!(date().as_deref(), Some("Thu, 07 Jan 2027 11:50:01 GMT"));
}

#[test]
fn json_that_is_sent_as_a_form_is_taken_as_json() {
    let pool = Pool::new();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let moved = pool.answer(&request("POST", "clock", &json!({ "advanceSeconds": 60 }), &form));
    assert_eq!((moved.status, moved.header("content-type")), (200, Some("application/json")));
    assert_eq!(pool.local("GET", "clock", &Value::Null).1["movedSeconds"], 60.0);
}

#[test]
fn a_fault_is_met_as_often_as_asked_and_leaves_the_pool_as_it_was() {
    let pool = Pool::new();
    let on = |effect: Value| json!({ "on": "InitiateAuth", "effect": effect, "times": 1 });
    pool.local("POST", "faults", &on(json!({ "kind": "throttle" })));
    pool.local("POST", "faults", &on(json!({ "kind": "serverError" })));
    pool.local("POST", "faults", &on(json!({ "kind": "latency", "ms": 250 })));
    pool.local("POST", "faults", &on(json!({ "kind": "drop" })));
    pool.local("POST", "faults", &on(json!({ "kind": "malformed" })));
    let throttled = sign_in(&pool);
    assert_eq!((throttled.status, throttled.header("x-amzn-errortype")), (400, Some("TooManyRequestsException")));
    assert_eq!(sign_in(&pool).status, 500);
    assert_eq!(sign_in(&pool).delay.whole_millis(), 250);
    assert_eq!(sign_in(&pool).connection, Connection::Drop);
    assert!(serde_json::from_slice::<Value>(&sign_in(&pool).body).is_err());
    let fine = sign_in(&pool);
    assert_eq!((fine.status, fine.delay.whole_millis(), fine.connection), (200, 0, Connection::Keep));
    pool.local("POST", "faults", &json!({ "effect": { "kind": "drop" } }));
    pool.local("DELETE", "faults", &Value::Null);
    assert_eq!(sign_in(&pool).connection, Connection::Keep);
    assert_eq!(pool.local("POST", "faults", &json!({ "effect": { "kind": "explode" } })).0, 400);
}

#[test]
fn a_skewed_clock_gives_tokens_of_another_time() {
    let pool = Pool::new();
    let skew = json!({ "on": "InitiateAuth", "effect": { "kind": "clockSkew", "seconds": -7200 }, "times": 1 });
    pool.local("POST", "faults", &skew);
    let answer: Value = serde_json::from_slice(&sign_in(&pool).body).unwrap();
    let access = answer["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    assert!(pool.get_user(access).is_err(), "it was expired when it was made");
}

#[test]
fn a_quota_answers_as_cognito_throttles() {
    let pool = Pool::new();
    pool.local("POST", "quotas", &json!({ "UserAuthentication": 2 }));
    let statuses: Vec<u16> = (0..3).map(|_| sign_in(&pool).status).collect();
    assert_eq!(statuses, [200, 200, 400]);
    pool.wait(1);
    assert_eq!(sign_in(&pool).status, 200);
    assert_eq!(pool.local("POST", "quotas", &json!({ "Nonsense": 1 })).0, 400);
}

#[test]
fn reset_goes_back_to_the_configuration() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    pool.local("POST", "clock", &json!({ "advanceSeconds": 60 }));
    pool.local("POST", "faults", &json!({ "effect": { "kind": "drop" } }));
    assert_eq!(pool.local("POST", "reset", &Value::Null).0, 200);
    assert_eq!(pool.local("GET", "clock", &Value::Null).1["movedSeconds"], 0.0);
    assert_eq!(pool.local("GET", "faults", &Value::Null).1["faults"], json!([]));
    assert_eq!(pool.local("GET", "log", &Value::Null).1["requests"], json!([]));
    assert!(pool.get_user(&tokens.access).is_err(), "no sign-in outlives it");
    assert!(pool.sign_in("web", "ada", PASSWORD).is_ok());
}

#[test]
fn the_log_tells_what_was_asked_and_no_secret() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    pool.get_user(&tokens.access).unwrap();
    let (_, log) = pool.local("GET", "log", &Value::Null);
    let called: Vec<&str> =
        log["requests"].as_array().unwrap().iter().map(|line| line["called"].as_str().unwrap()).collect();
    assert_eq!(called, ["InitiateAuth", "RespondToAuthChallenge", "GetUser"]);
    let text = log.to_string();
    assert!(text.contains("USER_SRP_AUTH") && !text.contains(&tokens.access) && !text.contains("ada"));
}

#[test]
fn pages_from_elsewhere_are_kept_out() {
    let pool = Pool::new();
    let status = |headers: &[(&str, &str)]| pool.answer(&request("GET", "outbox", &Value::Null, headers)).status;
    let here = ("host", "127.0.0.1:4600");
    assert_eq!(status(&[]), 200);
    for origin in ["http://localhost:5173", "http://127.0.0.1:1", "http://[::1]:80", "https://app.localhost"] {
        assert_eq!(status(&[here, ("origin", origin)]), 200, "{origin}");
    }
    for origin in ["https://evil.example", "null", "http://localhost.evil.example", "http://127.evil.example", ""] {
        assert_eq!(status(&[here, ("origin", origin)]), 403, "{origin}");
        assert_eq!(status(&[here, ("origin", origin), ("sec-fetch-site", "cross-site")]), 403, "{origin}");
    }
    assert_eq!(status(&[here, ("sec-fetch-site", "cross-site")]), 403);
    for site in ["same-origin", "none", "same-site"] {
        assert_eq!(status(&[here, ("sec-fetch-site", site)]), 200, "{site}");
    }
    // A form of our own page, which keeps its address to itself.
    assert_eq!(status(&[here, ("origin", "null"), ("sec-fetch-site", "same-origin")]), 200);
}

#[test]
fn a_name_that_somebody_elses_dns_points_here_is_no_name_of_ours() {
    let pool = Pool::new();
    let status = |host: &str, site: &str| {
        let origin = format!("http://{host}");
        let headers = [("host", host), ("origin", &origin), ("sec-fetch-site", site)];
        pool.answer(&request("POST", "reset", &Value::Null, if site.is_empty() { &headers[..2] } else { &headers }))
            .status
    };
    for host in ["evil.example:4600", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "a@b:c"] {
        assert_eq!(status(host, "same-origin"), 403, "{host}");
        assert_eq!(status(host, ""), 403, "{host}");
    }
    let addresses =
        ["127.0.0.1:4600", "localhost:4600", "auth.localhost", "[::1]:4600", "192.168.7.7:4600", "pool.test"];
    for host in addresses {
        assert_eq!(status(host, "same-origin"), 200, "{host}");
        assert_eq!(status(host, ""), 200, "{host}");
    }
}

#[test]
fn addresses_and_methods_that_are_not_there_are_told_apart() {
    let pool = Pool::new();
    let status = |method: &str, address: &str| pool.answer(&request(method, address, &Value::Null, &[])).status;
    assert_eq!(status("GET", "nowhere"), 404);
    assert_eq!(status("PUT", "clock"), 405);
    assert_eq!(status("GET", "reset"), 405, "a link resets nothing");
}

#[test]
fn the_same_controls_are_pages_with_forms() {
    let pool = Pool::new();
    let page = |path: &str| {
        let headers =
            vec![("accept".to_owned(), "text/html,*/*".to_owned()), ("host".to_owned(), "127.0.0.1:4600".to_owned())];
        let request = Request { method: "GET".into(), path: path.into(), headers, ..Request::default() };
        let response = pool.answer(&request);
        assert_eq!(
            (response.status, response.header("content-type")),
            (200, Some("text/html; charset=utf-8")),
            "{path}"
        );
        assert!(response.header("content-security-policy").unwrap().contains("default-src 'none'"));
        String::from_utf8(response.body).unwrap()
    };
    pool.tokens("web");
    assert!(page("/").contains(crate::pool::POOL_ID) && page("/").contains("http://127.0.0.1:4600"));
    assert!(page("/_local/log").contains("RespondToAuthChallenge"));
    assert!(page("/_local/outbox").contains("Nothing was sent yet"));
    let control = page("/_local");
    let csrf = control.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let submit = |address: &str, body: String| {
        let headers = vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())];
        let path = format!("/_local/{address}");
        let request = Request { method: "POST".into(), path, headers, body: body.into_bytes(), ..Request::default() };
        let response = pool.answer(&request);
        assert_eq!(response.status, 303);
        response.header("location").unwrap().to_owned()
    };
    assert_eq!(submit("clock", "advance=60".to_owned()), "/_local?problem=csrf");
    assert_eq!(submit("clock", format!("advance=60&csrf={csrf}")), "/_local?done=clock");
    assert_eq!(submit("clock", format!("advance=99999999999999&csrf={csrf}")), "/_local?problem=clock");
    assert_eq!(submit("clock", format!("advance=now&csrf={csrf}")), "/_local?done=clock");
    assert_eq!(pool.local("GET", "clock", &Value::Null).1["movedSeconds"], 0.0);
    let start = pool.seconds() as f64;
    assert_eq!(submit("clock", format!("set_to=2030-02-28T23%3A59%3A59&csrf={csrf}")), "/_local?done=clock");
    assert_eq!(pool.local("GET", "clock", &Value::Null).1["now"], 1_898_553_599.0);
    assert!(page("/_local").contains("value=\"2030-02-28T23:59:59\""));
    for nonsense in ["2030-02-30T00:00", "9999-01-01T00:00", "tomorrow"] {
        assert_eq!(submit("clock", format!("set_to={nonsense}&csrf={csrf}")), "/_local?problem=clock", "{nonsense}");
    }
    assert_eq!(submit("clock", format!("advance=now&csrf={csrf}")), "/_local?done=clock");
    assert_eq!(pool.local("GET", "clock", &Value::Null).1["now"], start);
    let rates = || pool.local("GET", "quotas", &Value::Null).1["requestsPerSecond"].clone();
    assert_eq!(submit("quotas", format!("UserAuthentication=5&UserRead=&csrf={csrf}")), "/_local?done=quotas");
    assert_eq!(rates(), json!({ "UserAuthentication": 5 }));
    for nonsense in ["UserAuthentication=-1", "UserAuthentication=many", "Nonsense=1"] {
        assert_eq!(submit("quotas", format!("{nonsense}&csrf={csrf}")), "/_local?problem=quotas", "{nonsense}");
    }
    assert_eq!(submit("quotas", format!("UserAuthentication=&default=true&csrf={csrf}")), "/_local?done=quotas");
    assert_eq!(rates()["UserCreation"], 50);
    assert_eq!(submit("quotas", format!("default=false&csrf={csrf}")), "/_local?done=quotas");
    assert_eq!(rates(), json!({}));
    assert_eq!(submit("faults", format!("kind=latency&amount=5&times=1&csrf={csrf}")), "/_local?done=fault");
    assert_eq!(submit("faults", format!("kind=latency&amount=-5&csrf={csrf}")), "/_local?problem=fault");
    assert_eq!(
        pool.local("GET", "faults", &Value::Null).1["faults"][0]["effect"],
        json!({ "kind": "latency", "ms": 5 })
    );
    assert_eq!(submit("faults", format!("remove=all&csrf={csrf}")), "/_local?done=faults");
    assert_eq!(submit("reset", format!("csrf={csrf}")), "/_local?done=reset");
    assert!(!page("/_local").contains(csrf), "a reset renews the token too");
}

#[test]
fn what_is_not_understood_is_told_in_plain_words() {
    let pool = Pool::new();
    let why = |address: &str, body: &Value| {
        let (status, told) = pool.local("POST", address, body);
        assert_eq!(status, 400, "{body}");
        told["error"].as_str().unwrap().to_owned()
    };
    let drop = |on: &str| json!({ "on": on, "effect": { "kind": "drop" } });
    assert!(why("faults", &drop("Nope")).starts_with("no request is called \"Nope\""));
    assert!(why("faults", &drop("")).contains("like InitiateAuth"));
    let latency = |ms: Value| json!({ "effect": { "kind": "latency", "ms": ms } });
    let told = [
        why("clock", &json!([1])),
        why("clock", &json!({ "advanceSeconds": "x" })),
        why("faults", &latency(json!("x"))),
        why("faults", &latency(json!(-1))),
        why("faults", &json!({ "effect": [] })),
        why("faults", &json!({ "effect": "drop" })),
        why("faults", &json!({ "effect": { "kind": "explode" } })),
        why("faults", &json!({ "effect": { "kind": "drop" }, "times": 1.5 })),
        why("quotas", &json!({ "UserToken": "x" })),
    ];
    let of_rust = regex::Regex::new(r"\b(struct|enum|variant|sequence|map|[iuf](8|16|32|64|size))\b").unwrap();
    for said in told {
        assert!(!of_rust.is_match(&said), "{said}");
    }
}

#[test]
fn a_sign_in_without_an_app_ends_at_a_page_that_tells_what_came() {
    let pool = Pool::new();
    let page = |query: &str| {
        let query = query.to_owned();
        let headers = vec![("sec-fetch-site".to_owned(), "cross-site".to_owned())];
        let path = "/_local/callback".to_owned();
        let response = pool.answer(&Request { method: "GET".into(), path, query, headers, ..Request::default() });
        assert_eq!(response.status, 200);
        String::from_utf8(response.body).unwrap()
    };
    let signed_in = page("code=0123456789abcdef&state=fedcba9876543210");
    assert!(signed_in.contains("Signed in") && signed_in.contains("01234567…"));
    assert!(!signed_in.contains("89abcdef") && !signed_in.contains("98765"));
    let refused = page("error=access_denied&error_description=%3Cscript%3E&code=0123");
    assert!(refused.contains("Not signed in") && refused.contains("&lt;script&gt;") && !refused.contains("0123"));
    assert!(page("").contains("Nobody came"));
}
