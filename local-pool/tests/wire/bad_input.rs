//! Whatever is sent, the answer is an error by the model's names: no crash, no success, no secret in a message.

use local_pool::http::BODY_LIMIT;
use serde_json::{Value, json};

use crate::pool::{PASSWORD, Pool};
use crate::srp_client::SrpClient;

#[test]
fn bodies_that_are_not_an_input_are_a_serialization_error() {
    let pool = Pool::new();
    let deep = "[".repeat(20_000);
    let cases: [&[u8]; 13] = [
        b"",
        b"null",
        b"[]",
        b"[\"USER_SRP_AUTH\",{\"USERNAME\":\"ada\",\"SRP_A\":\"2\"},\"web\"]",
        b"1",
        b"\"x\"",
        b"{",
        b"{}x",
        b"\xff\xfe",
        b"{\"AuthFlow\":1}",
        b"{\"AuthParameters\":[]}",
        b"{\"AuthParameters\":{\"USERNAME\":{}}}",
        deep.as_bytes(),
    ];
    for body in cases {
        let response = pool.send("InitiateAuth", body);
        assert_eq!(response.status, 400, "{:?}", String::from_utf8_lossy(body));
        assert_eq!(response.header("x-amzn-errortype"), Some("SerializationException"));
        let answer: Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!(answer["__type"], "SerializationException");
    }
}

#[test]
fn a_body_beyond_the_limit_is_refused_unread() {
    let response = Pool::new().send("InitiateAuth", vec![b' '; BODY_LIMIT + 1]);
    assert_eq!(response.status, 413);
}

#[test]
fn inputs_that_break_the_model_are_invalid_parameters() {
    let pool = Pool::new();
    let srp =
        |parameters: Value| json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "web", "AuthParameters": parameters });
    let answer = |responses: Value| json!({ "ChallengeName": "PASSWORD_VERIFIER", "ClientId": "web", "ChallengeResponses": responses });
    let long = "n".repeat(129);
    let cases = [
        ("InitiateAuth", json!({}), "authFlow"),
        ("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH" }), "clientId"),
        ("InitiateAuth", json!({ "AuthFlow": null, "ClientId": "web" }), "authFlow"),
        ("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "" }), "clientId"),
        ("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "we b" }), "clientId"),
        ("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "w".repeat(129) }), "clientId"),
        ("InitiateAuth", json!({ "AuthFlow": "MAGIC", "ClientId": "web" }), "authFlow"),
        ("InitiateAuth", json!({ "AuthFlow": "ADMIN_NO_SRP_AUTH", "ClientId": "web" }), "not supported"),
        ("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "web" }), "USERNAME"),
        ("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "refreshonly" }), "not enabled"),
        ("InitiateAuth", srp(json!({ "SRP_A": "2" })), "USERNAME"),
        ("InitiateAuth", srp(json!({ "USERNAME": "ada" })), "SRP_A"),
        ("InitiateAuth", srp(json!({ "USERNAME": null, "SRP_A": "2" })), "USERNAME"),
        ("InitiateAuth", srp(json!({ "USERNAME": "", "SRP_A": "2" })), "username"),
        ("InitiateAuth", srp(json!({ "USERNAME": long, "SRP_A": "2" })), "username"),
        ("RespondToAuthChallenge", json!({ "ClientId": "web" }), "challengeName"),
        ("RespondToAuthChallenge", json!({ "ClientId": "web", "ChallengeName": "RIDDLE" }), "challengeName"),
        (
            "RespondToAuthChallenge",
            json!({ "ClientId": "web", "ChallengeName": "PASSWORD_VERIFIER", "Session": "short" }),
            "session",
        ),
        ("RespondToAuthChallenge", answer(json!({})), "USERNAME"),
        ("RespondToAuthChallenge", answer(json!({ "USERNAME": "ada" })), "PASSWORD_CLAIM_SIGNATURE"),
        ("GetUser", json!({}), "accessToken"),
        ("GetUser", json!({ "AccessToken": "" }), "accessToken"),
        ("GetUser", json!({ "AccessToken": "a b" }), "accessToken"),
        ("GetTokensFromRefreshToken", json!({ "ClientId": "web" }), "refreshToken"),
        ("GetTokensFromRefreshToken", json!({ "RefreshToken": "a" }), "clientId"),
        ("RevokeToken", json!({ "ClientId": "web" }), "token"),
        ("RevokeToken", json!({ "Token": "a" }), "clientId"),
        ("RevokeToken", json!({ "Token": "ä", "ClientId": "web" }), "token"),
        ("GlobalSignOut", json!({}), "accessToken"),
    ];
    for (operation, input, part) in cases {
        let (name, message) = pool.call(operation, &input).expect_err(&input.to_string());
        assert_eq!(name, "InvalidParameterException", "{operation} {input}: {message}");
        assert!(message.contains(part), "{operation} {input}: {message:?} lacks {part:?}");
    }
}

#[test]
fn a_timestamp_of_another_form_is_an_invalid_parameter() {
    let pool = Pool::new();
    let srp = SrpClient::new("ada", PASSWORD);
    let challenge = pool.challenge("web", &srp);
    for timestamp in ["", "now", "2027-01-06T12:00:00Z", "Mi Jan 6 12:00:00 UTC 2027", "Wed Jan 6 12:00:00 PST 2027"] {
        let responses = srp.responses_with_timestamp(&challenge, timestamp);
        let (name, message) = pool.respond("web", None, &responses).expect_err(timestamp);
        assert_eq!(name, "InvalidParameterException");
        assert_eq!(message, "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");
    }
}

#[test]
fn secret_blocks_that_name_no_challenge_are_an_invalid_session() {
    let pool = Pool::new();
    for block in ["", "!", "AAAA", &"A".repeat(44), &"A".repeat(60_000)] {
        let responses = json!({
            "USERNAME": "ada",
            "PASSWORD_CLAIM_SECRET_BLOCK": block,
            "PASSWORD_CLAIM_SIGNATURE": "AAAA",
            "TIMESTAMP": "Wed Jan 6 12:00:00 UTC 2027",
        });
        let (name, message) = pool.respond("web", None, &responses).expect_err(block);
        assert_eq!((name.as_str(), message.as_str()), ("NotAuthorizedException", "Invalid session for the user."));
    }
}

#[test]
fn an_unknown_client_is_a_missing_resource() {
    let pool = Pool::new();
    for (operation, input) in [
        ("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "nowhere" })),
        ("RespondToAuthChallenge", json!({ "ChallengeName": "PASSWORD_VERIFIER", "ClientId": "nowhere" })),
        ("GetTokensFromRefreshToken", json!({ "RefreshToken": "a", "ClientId": "nowhere" })),
    ] {
        let (name, message) = pool.call(operation, &input).expect_err(operation);
        assert_eq!(name, "ResourceNotFoundException");
        assert_eq!(message, "User pool client nowhere does not exist.");
    }
}

#[test]
fn unknown_operations_are_told_as_unknown() {
    let pool = Pool::new();
    for operation in ["", "Nonsense", "initiateauth", "InitiateAuth "] {
        let (name, _) = pool.call(operation, &json!({})).expect_err(operation);
        assert_eq!(name, "UnknownOperationException", "{operation}");
    }
}

#[test]
fn no_answer_repeats_a_secret_that_was_sent() {
    let pool = Pool::new();
    let secret = "hunter2hunter2hunter2";
    for (operation, input) in [
        (
            "InitiateAuth",
            json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "web", "AuthParameters": { "USERNAME": "ada", "PASSWORD": secret } }),
        ),
        (
            "InitiateAuth",
            json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "ClientId": "web", "AuthParameters": { "REFRESH_TOKEN": secret } }),
        ),
        ("GetUser", json!({ "AccessToken": secret })),
        ("GetTokensFromRefreshToken", json!({ "ClientId": "web", "RefreshToken": format!("{secret} ") })),
        ("RevokeToken", json!({ "ClientId": "web", "Token": format!("{secret} ") })),
        (
            "RespondToAuthChallenge",
            json!({ "ClientId": "web", "ChallengeName": "PASSWORD_VERIFIER", "Session": secret, "ChallengeResponses": {} }),
        ),
    ] {
        let (_, message) = pool.call(operation, &input).expect_err(operation);
        assert!(!message.contains(secret), "{operation}: {message}");
    }
    let broken = pool.send("GetUser", format!("{{\"AccessToken\":\"{secret}\",}}"));
    assert!(!String::from_utf8_lossy(&broken.body).contains(secret));
}
