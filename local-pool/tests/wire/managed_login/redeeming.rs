//! /oauth2/token: codes with PKCE, clients with and without secrets, refreshing, machines.

use serde_json::{Value, json};

use super::app::{App, CALLBACK, VERIFIER, challenge_of, claims, post};
use super::browser::Browser;
use crate::pool::{POOL_ID, Pool, Tokens};
use crate::triggers::{Webhooks, pool_with};

#[test]
fn a_code_becomes_tokens_that_say_what_was_asked_for() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let began = pool.seconds();
    let code = app.code(&mut Browser::new(&pool), &[]);
    pool.wait(60);
    let body = app.redeem(&code).expect("tokens");
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let (id, access) = (claims(&body["id_token"]), claims(&body["access_token"]));
    assert_eq!(id["nonce"], "the nonce");
    assert_eq!((&id["auth_time"], &access["auth_time"]), (&json!(began), &json!(began)));
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("ada@example.com"), &json!(true)));
    assert_eq!((&access["scope"], &access["version"]), (&json!("openid email"), &json!(2)));
    assert_eq!((&id["token_use"], &id["aud"]), (&json!("id"), &json!(app.client_id)));
    let digest = challenge_of(body["access_token"].as_str().unwrap());
    let at_hash = id["at_hash"].as_str().unwrap();
    // 16 bytes are 21 characters and two bits of the next.
    assert!(at_hash.len() == 22 && digest.starts_with(&at_hash[..21]), "{at_hash} {digest}");
    assert!(access.get("aud").is_none() && access.get("nonce").is_none());
}

#[test]
fn a_code_is_good_once_and_a_second_use_ends_what_the_first_gave() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let code = app.code(&mut Browser::new(&pool), &[]);
    let body = app.redeem(&code).expect("tokens");
    let access = body["access_token"].as_str().unwrap();
    assert_eq!(app.user_info(access).status, 200);
    assert_eq!(app.redeem(&code), Err(json!("invalid_grant")));
    assert_eq!(app.user_info(access).status, 401);
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", body["refresh_token"].as_str().unwrap())];
    assert_eq!(app.token(&refresh), Err(json!("invalid_grant")));
}

#[test]
fn a_code_lives_for_five_minutes() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let code = app.code(&mut browser, &[]);
    pool.wait(299);
    assert!(app.redeem(&code).is_ok());
    let code = app.code(&mut Browser::new(&pool), &[]);
    pool.wait(300);
    assert_eq!(app.redeem(&code), Err(json!("invalid_grant")));
}

#[test]
fn a_code_is_for_its_client_its_redirect_uri_and_its_verifier() {
    let pool = Pool::new();
    let (app, other) = (App::new(&pool), App::new(&pool));
    let fresh = |extra: &[(&str, &str)]| app.code(&mut Browser::new(&pool), extra);
    let code = fresh(&[]);
    assert_eq!(other.redeem(&code), Err(json!("invalid_grant")));
    assert!(app.redeem(&code).is_ok(), "another client's attempt did not spend it");
    assert_eq!(other.redeem(&code), Err(json!("invalid_grant")), "nor does it end anything");

    let redeem = |code: &str, redirect_uri: &str, verifier: &str| {
        let all = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier),
        ];
        let sent: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        app.token(&sent)
    };
    let refused = Err(json!("invalid_grant"));
    assert_eq!(redeem(&fresh(&[]), "https://app.example/other?x=1", VERIFIER), refused);
    assert_eq!(redeem(&fresh(&[]), "", VERIFIER), refused);
    assert_eq!(redeem(&fresh(&[]), CALLBACK, ""), refused);
    assert_eq!(redeem(&fresh(&[]), CALLBACK, &challenge_of(VERIFIER)), refused, "the challenge is no verifier");
    assert_eq!(redeem(&fresh(&[]), CALLBACK, &VERIFIER.to_lowercase()), refused);
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    assert_eq!(redeem(&fresh(&without), CALLBACK, VERIFIER), refused, "somebody took the challenge out");
    assert!(redeem(&fresh(&without), CALLBACK, "").is_ok());
    // One attempt with a wrong verifier is all.
    let code = fresh(&[]);
    assert_eq!(redeem(&code, CALLBACK, &"a".repeat(43)), refused);
    assert_eq!(redeem(&code, CALLBACK, VERIFIER), refused);
    let by_default = fresh(&[("redirect_uri", "")]);
    assert!(redeem(&by_default, "", VERIFIER).is_ok());
}

#[test]
fn a_client_with_a_secret_proves_itself_one_way_at_a_time() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "GenerateSecret": true }));
    let secret = app.secret.clone().expect("a secret");
    let code = app.code(&mut Browser::new(&pool), &[]);
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let basic = |text: String| {
        use base64::Engine as _;
        ("authorization", format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text)))
    };
    let error = |fields: &[(&str, &str)], headers: &[(&str, String)]| {
        let response = post(&pool, "/oauth2/token", &[&usual, fields].concat(), headers);
        let body: Value = serde_json::from_slice(&response.body).unwrap();
        (response.status, body["error"].as_str().map(str::to_owned))
    };
    let refused = |name: &str| (400, Some(name.to_owned()));
    let (id, good) = (app.client_id.as_str(), basic(format!("{}:{secret}", app.client_id)));
    assert_eq!(error(&[], &[]), refused("invalid_request"));
    assert_eq!(error(&[("client_id", id)], &[]), refused("invalid_client"));
    assert_eq!(error(&[("client_id", id), ("client_secret", "wrong")], &[]), refused("invalid_client"));
    assert_eq!(error(&[], &[basic(format!("{id}:wrong"))]), refused("invalid_client"));
    assert_eq!(error(&[], &[basic(format!("{id}:"))]), refused("invalid_client"));
    assert_eq!(error(&[], &[basic(id.to_owned())]), refused("invalid_client"));
    assert_eq!(error(&[], &[("authorization", "Bearer x".into())]), refused("invalid_client"));
    assert_eq!(error(&[("client_secret", &secret)], std::slice::from_ref(&good)), refused("invalid_request"));
    assert_eq!(error(&[("client_id", "web")], std::slice::from_ref(&good)), refused("invalid_client"));
    assert_eq!(error(&[("client_id", id), ("client_id", id)], &[]), refused("invalid_request"));
    assert_eq!(error(&[("code", "x")], std::slice::from_ref(&good)), refused("invalid_request"), "twice");
    assert_eq!(error(&[("client_id", id)], std::slice::from_ref(&good)), (200, None));
    let code = app.code(&mut Browser::new(&pool), &[]);
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_id", id),
        ("client_secret", &secret),
    ];
    assert_eq!(post(&pool, "/oauth2/token", &fields, &[]).status, 200);
    let public = App::new(&pool);
    let response = post(
        &pool,
        "/oauth2/token",
        &[("grant_type", "refresh_token"), ("client_id", &public.client_id), ("client_secret", "x")],
        &[],
    );
    assert_eq!(response.status, 400, "a public client has no secret");
}

#[test]
fn nonsense_at_the_token_endpoint_is_refused_with_a_name() {
    let pool = Pool::new();
    let app = App::new(&pool);
    for (fields, error) in [
        (&[][..], "invalid_request"),
        (&[("grant_type", "password")], "unsupported_grant_type"),
        (&[("grant_type", "authorization_code")], "invalid_request"),
        (&[("grant_type", "authorization_code"), ("code", "nonsense")], "invalid_grant"),
        (&[("grant_type", "refresh_token")], "invalid_request"),
        (&[("grant_type", "refresh_token"), ("refresh_token", "nonsense")], "invalid_grant"),
        (&[("grant_type", "client_credentials")], "unauthorized_client"),
    ] {
        assert_eq!(app.token(fields), Err(json!(error)), "{fields:?}");
    }
    let mut browser = Browser::new(&pool);
    let json_body = [("content-type", "application/json")];
    assert_eq!(browser.request("POST", "/oauth2/token", b"{}".to_vec(), &json_body).status, 400);
    assert_eq!(browser.request("GET", "/oauth2/token", Vec::new(), &[]).status, 405);
    let any = post(&pool, "/oauth2/token", &[], &[]);
    assert_eq!(any.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn refreshing_gives_new_tokens_and_no_new_refresh_token() {
    let pool = Pool::new();
    let (app, other) = (App::new(&pool), App::new(&pool));
    let code = app.code(&mut Browser::new(&pool), &[]);
    let first = app.redeem(&code).expect("tokens");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", first["refresh_token"].as_str().unwrap())];
    pool.wait(3600);
    assert_eq!(other.token(&fields), Err(json!("invalid_grant")));
    let second = app.token(&fields).expect("tokens");
    assert!(second.get("refresh_token").is_none());
    assert_ne!(second["access_token"], first["access_token"]);
    let (before, after) = (claims(&first["access_token"]), claims(&second["access_token"]));
    for claim in ["auth_time", "origin_jti", "scope", "sub", "event_id"] {
        assert_eq!(before[claim], after[claim], "{claim}");
    }
    assert!(claims(&second["id_token"]).get("nonce").is_none());
    pool.wait(30 * 24 * 3600);
    assert_eq!(app.token(&fields), Err(json!("invalid_grant")));
}

#[test]
fn where_tokens_rotate_the_token_endpoint_does_not_refresh() {
    let pool = Pool::new();
    let rotation = json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 });
    let flows = json!(["ALLOW_USER_SRP_AUTH"]);
    let app = App::with(&pool, &json!({ "RefreshTokenRotation": rotation, "ExplicitAuthFlows": flows }));
    let code = app.code(&mut Browser::new(&pool), &[]);
    let refresh_token = app.redeem(&code).expect("tokens")["refresh_token"].as_str().unwrap().to_owned();
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh_token.as_str())];
    assert_eq!(app.token(&fields), Err(json!("unauthorized_client")));
    assert!(pool.refresh(&app.client_id, &refresh_token).is_ok(), "the API does, and it was not spent");
}

#[test]
fn where_devices_are_tracked_a_token_of_the_api_is_refreshed_by_the_api_alone() {
    let pool = Pool::new();
    let app = App::with(&pool, &json!({ "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] }));
    let api = Tokens::read(&pool.sign_in(&app.client_id, "ada", crate::pool::PASSWORD).expect("a sign-in"));
    let fields = |token: &str| app.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]);
    let refreshed = fields(api.refresh()).expect("tokens");
    assert!(refreshed["id_token"].is_string() && refreshed["access_token"].is_string());
    let own = app.redeem(&app.code(&mut Browser::new(&pool), &[])).expect("tokens");
    let tracking = json!({ "UserPoolId": POOL_ID, "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true } });
    pool.admin("UpdateUserPool", &tracking).expect("an update");
    assert_eq!(fields(api.refresh()), Err(json!("invalid_grant")));
    assert!(fields(own["refresh_token"].as_str().unwrap()).is_ok(), "its own it still refreshes");
}

#[test]
fn a_machine_gets_an_access_token_for_the_scopes_of_resource_servers() {
    let pool = Pool::new();
    let server = json!({
        "UserPoolId": POOL_ID, "Identifier": "https://api.example", "Name": "api",
        "Scopes": [{ "ScopeName": "read", "ScopeDescription": "r" }, { "ScopeName": "write", "ScopeDescription": "w" }],
    });
    pool.admin("CreateResourceServer", &server).expect("a server");
    let app = App::with(
        &pool,
        &json!({
            "GenerateSecret": true, "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthScopes": ["https://api.example/read"],
            "CallbackURLs": [], "LogoutURLs": [], "DefaultRedirectURI": null,
        }),
    );
    let ask = |scope: &str| {
        let fields = [("grant_type", "client_credentials"), ("scope", scope)];
        app.token(if scope.is_empty() { &fields[..1] } else { &fields })
    };
    for scope in ["", "https://api.example/read"] {
        let body = ask(scope).expect("a token");
        assert!(body.get("id_token").is_none() && body.get("refresh_token").is_none());
        let access = claims(&body["access_token"]);
        assert_eq!((&access["scope"], &access["sub"]), (&json!("https://api.example/read"), &json!(app.client_id)));
        assert!(access.get("username").is_none());
        // It is for the app's own API, and for nobody at the pool.
        assert_eq!(app.user_info(body["access_token"].as_str().unwrap()).status, 401);
    }
    for scope in ["https://api.example/write", "openid", "https://api.example/read openid", "nonsense"] {
        assert_eq!(ask(scope), Err(json!("invalid_scope")), "{scope}");
    }
}

#[test]
fn a_trigger_of_version_3_changes_a_machines_token_and_no_other_version_is_asked() {
    let webhooks = Webhooks::new(|_, mut event| {
        if event["request"]["clientMetadata"]["refuse"] == "yes" {
            return Err("no machines".into());
        }
        let claims = json!({ "tenant": "t1", "sub": "somebody else" });
        let scopes = json!(["extra/scope"]);
        let access = json!({ "claimsToAddOrOverride": claims, "scopesToAdd": scopes });
        event["response"] = json!({ "claimsAndScopeOverrideDetails": { "accessTokenGeneration": access } });
        Ok(event)
    });
    let pool = pool_with(&["pre_token_generation"], &webhooks);
    let server = json!({
        "UserPoolId": POOL_ID, "Identifier": "api", "Name": "API",
        "Scopes": [{ "ScopeName": "read", "ScopeDescription": "Read" }],
    });
    pool.admin("CreateResourceServer", &server).expect("a server");
    let app = App::with(
        &pool,
        &json!({
            "GenerateSecret": true, "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["api/read"],
            "CallbackURLs": [], "LogoutURLs": [], "DefaultRedirectURI": null,
        }),
    );
    let grant = ("grant_type", "client_credentials");
    let plain = claims(&app.token(&[grant]).expect("a token")["access_token"]);
    assert_eq!((plain.get("tenant"), webhooks.told("pre_token_generation").len()), (None, 0));

    let newer = json!({ "LambdaArn": "http://hooks.test/pre_token_generation", "LambdaVersion": "V3_0" });
    let settings = json!({ "UserPoolId": POOL_ID, "LambdaConfig": { "PreTokenGenerationConfig": newer } });
    pool.admin("UpdateUserPool", &settings).expect("version 3");
    let asked = app.token(&[grant, ("aws_client_metadata", r#"{"env":"dev"}"#)]).expect("a token");
    let changed = claims(&asked["access_token"]);
    assert_eq!((&changed["tenant"], &changed["scope"]), (&json!("t1"), &json!("api/read extra/scope")));
    assert_eq!(changed["sub"], json!(app.client_id), "who it is stays");
    let told = &webhooks.told("pre_token_generation")[0];
    assert_eq!(told["triggerSource"], "TokenGeneration_ClientCredentials");
    assert_eq!(
        (&told["request"]["scopes"], &told["request"]["clientMetadata"]["env"]),
        (&json!(["api/read"]), &json!("dev"))
    );

    assert_eq!(app.token(&[grant, ("aws_client_metadata", r#"{"refuse":"yes"}"#)]), Err(json!("invalid_grant")));
    for nonsense in ["dev", "[]", r#"{"env":1}"#] {
        assert_eq!(app.token(&[grant, ("aws_client_metadata", nonsense)]), Err(json!("invalid_request")), "{nonsense}");
    }
}
