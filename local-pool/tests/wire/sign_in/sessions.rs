//! Sessions under attack: another client's, another user's, another challenge's, altered ones, and users that change meanwhile.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, Pool, not_authorized};
use crate::srp_client::SrpClient;

fn pool() -> Pool {
    let pat = user("eu-west-1_Wire0001/pat", prefers(&["EMAIL_OTP"], None));
    Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None)), pat])
}

#[test]
fn a_session_is_its_clients_its_users_and_its_challenges() {
    let pool = pool();
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let code = pool.newest_code();
    let right = json!({ "USERNAME": "ada", "SMS_MFA_CODE": code });
    let as_pat = json!({ "USERNAME": "pat", "SMS_MFA_CODE": code });
    let as_nobody = json!({ "USERNAME": "nobody", "SMS_MFA_CODE": code });
    assert_eq!(pool.reply_to("other", "SMS_MFA", &session, right.clone()).err(), not_authorized(UNKNOWN));
    assert_eq!(pool.reply("SMS_MFA", &session, as_pat).err(), not_authorized(UNKNOWN));
    assert_eq!(pool.reply("SMS_MFA", &session, as_nobody).err(), not_authorized(UNKNOWN));
    assert_eq!(pool.reply("EMAIL_OTP", &session, right.clone()).err(), not_authorized(UNKNOWN));
    let pats = asked(pool.with_password("pat", PASSWORD), "EMAIL_OTP");
    let swapped = pool.reply("EMAIL_OTP", &pats, json!({ "USERNAME": "ada", "EMAIL_OTP_CODE": pool.newest_code() }));
    assert_eq!(swapped.err(), not_authorized(UNKNOWN));
    signed_in(pool.reply("SMS_MFA", &session, right));
}

#[test]
fn a_session_that_was_never_given_out_is_nothing() {
    let pool = pool();
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let mut altered = session.clone();
    altered.replace_range(0..1, if session.starts_with('A') { "B" } else { "A" });
    for session in [altered.as_str(), &"A".repeat(43), &"%".repeat(40), &"A".repeat(2048), &session[..42]] {
        let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() });
        assert_eq!(pool.reply("SMS_MFA", session, responses).err(), not_authorized(UNKNOWN), "{}", session.len());
    }
    for session in ["short", &"A".repeat(2049), ""] {
        let refused = pool.reply("SMS_MFA", session, json!({ "USERNAME": "ada", "SMS_MFA_CODE": "1" }));
        assert_eq!(refused.err().unwrap().0, "InvalidParameterException");
    }
}

#[test]
fn the_session_of_an_srp_challenge_answers_nothing_else() {
    let pool = pool();
    let challenge = pool.challenge("web", &SrpClient::new("ada", PASSWORD));
    for (name, responses) in [
        ("SMS_MFA", json!({ "USERNAME": "ada", "SMS_MFA_CODE": "000000" })),
        ("MFA_SETUP", json!({ "USERNAME": "ada" })),
        ("PASSWORD", json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })),
        ("WEB_AUTHN", json!({ "USERNAME": "ada", "CREDENTIAL": "{}" })),
    ] {
        assert_eq!(pool.reply(name, &challenge.session, responses).err(), not_authorized(UNKNOWN), "{name}");
    }
}

#[test]
fn two_right_answers_at_once_sign_in_once() {
    let pool = pool();
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() });
    let answers: Vec<Outcome> = std::thread::scope(|scope| {
        let tries: Vec<_> =
            (0..4).map(|_| scope.spawn(|| pool.reply("SMS_MFA", &session, responses.clone()))).collect();
        tries.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
}

#[test]
fn a_name_with_all_its_ways_of_writing_answers() {
    let aliases = pool_row(json!({ "settings": { "AliasAttributes": ["email"] } }));
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), aliases, ada(prefers(&["SMS_MFA"], None))]);
    let sub = pool.row("ada")["sub"].clone();
    for name in [json!("ada"), json!("ada@example.com"), sub] {
        let begun = pool.with_password("ada@example.com", PASSWORD).unwrap();
        assert_eq!(begun["ChallengeParameters"]["USER_ID_FOR_SRP"], "ada");
        let responses: Value = json!({ "USERNAME": name, "SMS_MFA_CODE": pool.newest_code() });
        signed_in(pool.reply("SMS_MFA", &session(&begun), responses));
    }
}

#[test]
fn what_another_client_sends_wears_no_challenge_out() {
    let pool = pool();
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let code = pool.newest_code();
    for _ in 0..20 {
        let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": another(&code) });
        assert_eq!(pool.reply_to("other", "SMS_MFA", &session, responses).err(), not_authorized(UNKNOWN));
    }
    signed_in(pool.reply("SMS_MFA", &session, json!({ "USERNAME": "ada", "SMS_MFA_CODE": code })));
}

#[test]
fn whoever_takes_over_a_name_does_not_take_over_a_sign_in() {
    let pool = pool();
    let tokens = pool.with_password("grace", PASSWORD).unwrap();
    let session = asked(Ok(pool.choose("grace", Some("PASSWORD"))), "PASSWORD");
    pool.call("DeleteUser", &json!({ "AccessToken": tokens["AuthenticationResult"]["AccessToken"] })).unwrap();
    let input = json!({ "ClientId": "web", "Username": "grace", "Password": PASSWORD });
    pool.call("SignUp", &input).unwrap();
    let refused = pool.reply("PASSWORD", &session, json!({ "USERNAME": "grace", "PASSWORD": PASSWORD }));
    assert_eq!(refused.err(), not_authorized(WRONG_PASSWORD));
}
