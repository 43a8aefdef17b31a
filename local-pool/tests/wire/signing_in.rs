//! USER_SRP_AUTH and PASSWORD_VERIFIER: who gets in, and everyone who does not.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use num_bigint::BigUint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::pool::{PASSWORD, POOL_ID, Pool, START, Tokens, not_authorized, text};
use crate::srp_client::{N, SrpClient};

const WRONG: &str = "Incorrect username or password.";
const UNKNOWN_SESSION: &str = "Invalid session for the user.";

#[test]
fn the_right_password_signs_in() {
    let pool = Pool::new();
    let answer = pool.sign_in("web", "ada", PASSWORD).unwrap();
    assert_eq!(answer["ChallengeParameters"], json!({}));
    let result = &answer["AuthenticationResult"];
    assert_eq!((&result["TokenType"], &result["ExpiresIn"]), (&json!("Bearer"), &json!(3600)));
    let tokens = Tokens::read(&answer);
    let (id, access) = (claims(&pool, &tokens.id), claims(&pool, &tokens.access));
    let issuer = format!("https://cognito-idp.eu-west-1.amazonaws.com/{POOL_ID}");
    for (claims, token_use) in [(&id, "id"), (&access, "access")] {
        assert_eq!(claims["iss"], issuer);
        assert_eq!(claims["token_use"], token_use);
        assert_eq!(claims["cognito:groups"], json!(["admins"]));
        assert_eq!((&claims["auth_time"], &claims["iat"]), (&json!(START), &json!(START)));
        assert_eq!(claims["exp"], json!(START + 3600));
        assert_eq!(claims["origin_jti"], id["origin_jti"]);
        assert_eq!(claims["event_id"], id["event_id"]);
        assert_eq!(claims["sub"], id["sub"]);
    }
    assert_ne!(id["jti"], access["jti"]);
    assert_eq!((&id["aud"], &id["cognito:username"]), (&json!("web"), &json!("ada")));
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("ada@example.com"), &json!(true)));
    assert_eq!((&id["client_id"], &id["scope"], &id["username"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!((&access["client_id"], &access["username"]), (&json!("web"), &json!("ada")));
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    assert_eq!((&access["aud"], &access["email"]), (&Value::Null, &Value::Null));
}

#[test]
fn the_two_tokens_are_signed_by_two_keys() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    assert_ne!(header(&tokens.id)["kid"], header(&tokens.access)["kid"]);
    assert_eq!((&header(&tokens.id)["alg"], &header(&tokens.access)["alg"]), (&json!("RS256"), &json!("RS256")));
}

#[test]
fn a_session_may_be_left_out_because_the_secret_block_names_it() {
    let pool = Pool::new();
    let srp = SrpClient::new("ada", PASSWORD);
    let challenge = pool.challenge("web", &srp);
    assert!(pool.respond("web", None, &srp.responses(&challenge, START)).is_ok());
}

#[test]
fn a_wrong_password_is_refused_and_spends_the_session() {
    let pool = Pool::new();
    for password in ["Correct-horse-8", "", "Correct-horse-7 ", "correct-horse-7"] {
        assert_eq!(pool.sign_in("web", "ada", password).err(), not_authorized(WRONG), "{password:?}");
    }
    let (wrong, right) = (SrpClient::new("ada", "guess"), SrpClient::new("ada", PASSWORD));
    let challenge = pool.challenge("web", &right);
    let session = Some(challenge.session.as_str());
    assert_eq!(pool.respond("web", session, &wrong.responses(&challenge, START)).err(), not_authorized(WRONG));
    let again = pool.respond("web", session, &right.responses(&challenge, START));
    assert_eq!(again.err(), not_authorized("Invalid session for the user, session can only be used once."));
}

#[test]
fn an_unknown_user_is_refused_like_a_wrong_password() {
    let pool = Pool::new();
    assert_eq!(pool.sign_in("web", "nobody", PASSWORD).err(), not_authorized(WRONG));
    let srp = SrpClient::new("nobody", PASSWORD);
    let (first, second) = (pool.challenge("web", &srp), pool.challenge("web", &srp));
    let real = pool.challenge("web", &SrpClient::new("ada", PASSWORD));
    assert_eq!(first.salt, second.salt, "a salt that changes tells that there is no such user");
    assert_ne!(first.b, second.b);
    assert_eq!(first.user_id, "nobody");
    assert!(first.salt.len().abs_diff(real.salt.len()) <= 2);
    assert_eq!(first.secret_block.len(), real.secret_block.len());
    let other = pool.challenge("web", &SrpClient::new("somebody", PASSWORD));
    assert_ne!(first.salt, other.salt);
}

#[test]
fn a_client_that_wants_to_know_is_told_that_a_user_does_not_exist() {
    let pool = Pool::new();
    let srp = SrpClient::new("nobody", PASSWORD);
    let input = json!({
        "AuthFlow": "USER_SRP_AUTH", "ClientId": "telling",
        "AuthParameters": { "USERNAME": "nobody", "SRP_A": srp.a_hex() },
    });
    assert_eq!(pool.call("InitiateAuth", &input).err().unwrap().0, "UserNotFoundException");
}

#[test]
fn any_alteration_of_the_proof_is_refused() {
    let pool = Pool::new();
    let srp = SrpClient::new("ada", PASSWORD);
    type Alteration = &'static dyn Fn(&Value) -> Value;
    let tries: [(&str, Alteration, &str); 7] = [
        ("PASSWORD_CLAIM_SIGNATURE", &|it| flipped(it, 0), WRONG),
        ("PASSWORD_CLAIM_SIGNATURE", &|it| flipped(it, 31), WRONG),
        ("PASSWORD_CLAIM_SIGNATURE", &|_| "".into(), WRONG),
        ("PASSWORD_CLAIM_SIGNATURE", &|_| "not base64!".into(), WRONG),
        // Beyond the first 32 bytes, which name the challenge.
        ("PASSWORD_CLAIM_SECRET_BLOCK", &|it| flipped(it, 40), WRONG),
        ("PASSWORD_CLAIM_SECRET_BLOCK", &|it| flipped(it, 0), UNKNOWN_SESSION),
        ("TIMESTAMP", &|_| "Wed Jan 6 13:45:01 UTC 2027".into(), WRONG),
    ];
    for (name, alter, message) in tries {
        // Longer than the lock-out after as many failures.
        pool.wait(900);
        let challenge = pool.challenge("web", &srp);
        let mut responses = srp.responses(&challenge, pool.seconds());
        responses[name] = alter(&responses[name]);
        assert_eq!(pool.respond("web", None, &responses).err(), not_authorized(message), "{name}");
    }
}

#[test]
fn a_timestamp_more_than_five_minutes_off_is_refused() {
    let pool = Pool::new();
    let srp = SrpClient::new("ada", PASSWORD);
    let attempt = |offset: i64| {
        let challenge = pool.challenge("web", &srp);
        pool.respond("web", None, &srp.responses(&challenge, START + offset))
    };
    for offset in [-300, -299, 0, 299, 300] {
        assert!(attempt(offset).is_ok(), "{offset}");
    }
    for offset in [-301, 301, -86_400, 86_400 * 365] {
        let refused = not_authorized("TIMESTAMP is more than 5 minutes from the pool's clock.");
        assert_eq!(attempt(offset).err(), refused, "{offset}");
    }
}

#[test]
fn a_padded_day_is_refused_because_the_unpadded_form_is_what_counts() {
    let pool = Pool::new();
    let srp = SrpClient::new("ada", PASSWORD);
    let challenge = pool.challenge("web", &srp);
    let responses = srp.responses_with_timestamp(&challenge, "Wed Jan 06 12:00:00 UTC 2027");
    assert_eq!(pool.respond("web", None, &responses).err(), not_authorized(WRONG));
}

#[test]
fn a_session_is_good_once() {
    let pool = Pool::new();
    let srp = SrpClient::new("ada", PASSWORD);
    let challenge = pool.challenge("web", &srp);
    let responses = srp.responses(&challenge, START);
    assert!(pool.respond("web", Some(&challenge.session), &responses).is_ok());
    for session in [Some(challenge.session.as_str()), None] {
        let again = pool.respond("web", session, &responses);
        assert_eq!(again.err(), not_authorized("Invalid session for the user, session can only be used once."));
    }
}

#[test]
fn a_session_lives_three_minutes() {
    let pool = Pool::new();
    let srp = SrpClient::new("ada", PASSWORD);
    let (early, late) = (pool.challenge("web", &srp), pool.challenge("web", &srp));
    pool.wait(179);
    assert!(pool.respond("web", Some(&early.session), &srp.responses(&early, pool.seconds())).is_ok());
    pool.wait(1);
    let answer = pool.respond("web", Some(&late.session), &srp.responses(&late, pool.seconds()));
    assert_eq!(answer.err(), not_authorized("Invalid session for the user, session is expired."));
}

#[test]
fn a_session_belongs_to_its_client_its_user_and_its_secret_block() {
    let pool = Pool::new();
    let (ada, grace) = (SrpClient::new("ada", PASSWORD), SrpClient::new("grace", PASSWORD));
    let (first, second, hers) =
        (pool.challenge("web", &ada), pool.challenge("web", &ada), pool.challenge("web", &grace));

    let responses = ada.responses(&first, START);
    let other_client = pool.respond("other", Some(&first.session), &responses);
    assert_eq!(other_client.err(), not_authorized(UNKNOWN_SESSION));
    let swapped = pool.respond("web", Some(&second.session), &responses);
    assert_eq!(swapped.err(), not_authorized(UNKNOWN_SESSION));
    assert!(pool.respond("web", Some(&first.session), &responses).is_ok(), "neither attempt spent it");

    let mut as_ada = grace.responses(&hers, START);
    as_ada["USERNAME"] = "ada".into();
    assert_eq!(pool.respond("web", Some(&hers.session), &as_ada).err(), not_authorized(UNKNOWN_SESSION));
}

#[test]
fn two_sign_ins_of_one_user_can_be_under_way_at_once() {
    let pool = Pool::new();
    let srp = SrpClient::new("ada", PASSWORD);
    let (first, second) = (pool.challenge("web", &srp), pool.challenge("web", &srp));
    for challenge in [second, first] {
        assert!(pool.respond("web", Some(&challenge.session), &srp.responses(&challenge, START)).is_ok());
    }
}

#[test]
fn an_a_that_would_fix_the_key_is_refused() {
    let pool = Pool::new();
    let hex = |number: &BigUint| number.to_str_radix(16);
    let beyond = (&*N * 3u32, "f".repeat(770), "1".repeat(100_000));
    for a in ["0", "00", &hex(&N), &hex(&(&*N * 2u32)), &hex(&beyond.0), &beyond.1, &beyond.2, "", "0x1", "-2", "ä"] {
        let input = json!({
            "AuthFlow": "USER_SRP_AUTH", "ClientId": "web",
            "AuthParameters": { "USERNAME": "ada", "SRP_A": a },
        });
        let (name, message) = pool.call("InitiateAuth", &input).expect_err(a);
        assert_eq!(name, "InvalidParameterException", "{message}");
        assert!(message.contains("SRP_A"), "{message}");
    }
}

#[test]
fn a_password_can_be_sent_where_the_client_allows_it() {
    let pool = Pool::new();
    let attempt = |client: &str, username: &str, password: &str| {
        let parameters = json!({ "USERNAME": username, "PASSWORD": password });
        let flow = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client, "AuthParameters": parameters });
        pool.call("InitiateAuth", &flow)
    };
    let tokens = Tokens::read(&attempt("web", "ada", PASSWORD).unwrap());
    assert_eq!(text(&pool.get_user(&tokens.access).unwrap(), "/Username"), "ada");
    assert_eq!(attempt("web", "ada", "guess").err(), not_authorized(WRONG));
    assert_eq!(attempt("web", "nobody", PASSWORD).err(), not_authorized(WRONG));
    assert_eq!(attempt("other", "ada", PASSWORD).err().unwrap().0, "InvalidParameterException");
}

/// Base64 with one bit of one byte turned over.
fn flipped(base64: &Value, at: usize) -> Value {
    let mut bytes = STANDARD.decode(base64.as_str().unwrap()).unwrap();
    bytes[at] ^= 1;
    STANDARD.encode(bytes).into()
}

/// Verifies by the published key, with nothing but RFC 8017's definition of the signature.
fn claims(pool: &Pool, token: &str) -> Value {
    let jwks: Value = serde_json::from_slice(&pool.get(&format!("/{POOL_ID}/.well-known/jwks.json")).body).unwrap();
    let kid = &header(token)["kid"];
    let key = jwks["keys"].as_array().unwrap().iter().find(|key| key["kid"] == *kid).expect("a published key");
    let part = |name: &str| BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(signature).unwrap());
    // 00 01 ff..ff 00, the name of SHA-256, the digest
    let mut expected = vec![0x01];
    expected.extend([0xff; 202]);
    expected.extend(b"\x00\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20");
    expected.extend(Sha256::digest(signed));
    assert_eq!(signature.modpow(&part("e"), &part("n")), BigUint::from_bytes_be(&expected));
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap()).unwrap()
}

fn header(token: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap()
}
