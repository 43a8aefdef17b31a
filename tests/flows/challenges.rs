//! Each question of a pool: which answers it takes, how they are written, and that no other kind is sent.

use crate::fake_platform::{World, run};
use crate::replies::{challenge, password_verifier_in, tokens};
use poolkey::{Answer, Auth, ErrorCode, Flow, PendingChallenge, SignIn, Start};
use serde_json::{Value, json};

const PASSWORD: &str = "Correct-horse-7";

fn pending(step: SignIn) -> PendingChallenge {
    match step {
        SignIn::Challenged(pending) => pending,
        SignIn::SignedIn(user) => panic!("signed in as {user:?}"),
    }
}

/// The pool asks this, in `session-1`.
fn asked(world: &World, name: &str, parameters: Value) -> PendingChallenge {
    asked_of(world, &world.auth(), name, parameters)
}

fn asked_of(world: &World, auth: &Auth, name: &str, parameters: Value) -> PendingChallenge {
    world.reply(200, challenge(name, "session-1", parameters));
    let start = Start::new("ada", Flow::Choice { preferred: None, password: None });
    pending(run(auth.sign_in_with(start)).unwrap())
}

/// What the last request answered, checked to be to this question in this session.
fn answered(world: &World, name: &str, session: &str) -> Value {
    let (operation, mut body) = world.last();
    assert_eq!(operation, "RespondToAuthChallenge");
    assert_eq!((&body["ChallengeName"], &body["Session"]), (&json!(name), &json!(session)));
    body["ChallengeResponses"].take()
}

fn goes_through(world: &World, pending: &PendingChallenge, answer: Answer) -> Value {
    world.reply(200, tokens("s-1", "access-1", None));
    assert!(matches!(run(pending.answer(answer)).unwrap(), SignIn::SignedIn(_)));
    answered(world, pending.name(), "session-1")
}

/// One answer of each kind.
fn kinds() -> Vec<(&'static str, Answer)> {
    vec![
        ("code", Answer::Code("123456".into())),
        ("choice", Answer::Choice("SMS_MFA".into())),
        ("password", Answer::Password(PASSWORD.into())),
        ("plain password", Answer::PlainPassword(PASSWORD.into())),
        ("new password", Answer::NewPassword { password: PASSWORD.into(), attributes: Vec::new() }),
        ("passkey", Answer::Passkey("{}".into())),
        ("custom", Answer::Custom("42".into())),
        ("email", Answer::Email("ada@example.com".into())),
    ]
}

#[test]
fn a_code_answers_each_question_for_a_code() {
    for name in ["SMS_MFA", "SMS_OTP", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"] {
        let world = World::default();
        let pending = asked(&world, name, json!({ "USER_ID_FOR_SRP": "u-1" }));
        let sent = goes_through(&world, &pending, Answer::Code("123456".into()));
        let member = format!("{name}_CODE");
        assert_eq!(sent, json!({ "USERNAME": "u-1", member: "123456" }));
    }
}

#[test]
fn a_question_that_names_nobody_is_answered_under_the_name_that_was_typed() {
    let world = World::default();
    let pending = asked(&world, "EMAIL_OTP", json!({}));
    assert_eq!(goes_through(&world, &pending, Answer::Code("1".into()))["USERNAME"], "ada");
}

#[test]
fn a_second_factor_is_chosen_and_then_given() {
    let world = World::default();
    let parameters = json!({ "MFAS_CAN_CHOOSE": "[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\"]", "USER_ID_FOR_SRP": "u-1" });
    let choosing = asked(&world, "SELECT_MFA_TYPE", parameters);
    world.reply(200, challenge("SOFTWARE_TOKEN_MFA", "session-2", json!({})));
    let code = pending(run(choosing.answer(Answer::Choice("SOFTWARE_TOKEN_MFA".into()))).unwrap());
    let sent = answered(&world, "SELECT_MFA_TYPE", "session-1");
    assert_eq!(sent, json!({ "USERNAME": "u-1", "ANSWER": "SOFTWARE_TOKEN_MFA" }));
    world.reply(200, tokens("s-1", "access-1", None));
    run(code.answer(Answer::Code("123456".into()))).unwrap();
    let sent = answered(&world, "SOFTWARE_TOKEN_MFA", "session-2");
    assert_eq!(sent, json!({ "USERNAME": "u-1", "SOFTWARE_TOKEN_MFA_CODE": "123456" }));
}

#[test]
fn an_offer_is_answered_by_choice() {
    let world = World::default();
    let offer = asked(&world, "SELECT_CHALLENGE", json!({}));
    world.reply(200, challenge("EMAIL_OTP", "session-2", json!({ "CODE_DELIVERY_DESTINATION": "a***" })));
    let code = pending(run(offer.answer(Answer::Choice("EMAIL_OTP".into()))).unwrap());
    assert_eq!(answered(&world, "SELECT_CHALLENGE", "session-1"), json!({ "USERNAME": "ada", "ANSWER": "EMAIL_OTP" }));
    assert_eq!(code.challenge().parameters[0].1, "a***");
}

#[test]
fn an_offer_and_password_srp_are_answered_by_a_proof() {
    for (name, answer) in [("SELECT_CHALLENGE", json!("PASSWORD_SRP")), ("PASSWORD_SRP", Value::Null)] {
        let world = World::default();
        let offer = asked(&world, name, json!({}));
        world.reply(200, password_verifier_in("session-2")).reply(200, tokens("s-1", "access-1", None));
        assert!(matches!(run(offer.answer(Answer::Password(PASSWORD.into()))).unwrap(), SignIn::SignedIn(_)));
        let first = &world.requests()[1].1;
        assert_eq!(first["ChallengeResponses"]["ANSWER"], answer);
        assert!(first["ChallengeResponses"]["SRP_A"].is_string());
        assert_eq!((&first["ChallengeName"], &first["Session"]), (&json!(name), &json!("session-1")));
        let proof = answered(&world, "PASSWORD_VERIFIER", "session-2");
        assert_eq!(proof["USERNAME"], "u-1");
        assert!(proof["PASSWORD_CLAIM_SIGNATURE"].is_string());
        assert!(!format!("{:?}", world.requests()).contains(PASSWORD));
    }
}

#[test]
fn each_answer_with_a_password_draws_a_fresh_ephemeral() {
    let world = World::default();
    let offer = asked(&world, "PASSWORD_SRP", json!({}));
    for _ in 0..2 {
        world.fault("NotAuthorizedException", "Incorrect username or password.");
        let error = run(offer.answer(Answer::Password(PASSWORD.into()))).unwrap_err();
        assert_eq!(error.code(), ErrorCode::WrongCredentials);
    }
    let drawn = |at: usize| world.requests()[at].1["ChallengeResponses"]["SRP_A"].clone();
    assert_ne!(drawn(1), drawn(2));
}

#[test]
fn an_offer_and_password_take_the_plain_password_where_it_is_asked_for_by_name() {
    for (name, expected) in [
        ("SELECT_CHALLENGE", json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD })),
        ("PASSWORD", json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })),
    ] {
        let world = World::default();
        let offer = asked(&world, name, json!({}));
        assert_eq!(goes_through(&world, &offer, Answer::PlainPassword(PASSWORD.into())), expected);
    }
}

#[test]
fn a_new_password_goes_with_the_attributes_that_the_pool_asks_for() {
    let world = World::default();
    let parameters = json!({ "USER_ID_FOR_SRP": "u-1", "requiredAttributes": "[\"userAttributes.name\"]" });
    let pending = asked(&world, "NEW_PASSWORD_REQUIRED", parameters);
    let attributes = vec![("name".into(), "Ada".into()), ("custom:team".into(), "engines".into())];
    let sent = goes_through(&world, &pending, Answer::NewPassword { password: PASSWORD.into(), attributes });
    let expected = json!({
        "USERNAME": "u-1",
        "NEW_PASSWORD": PASSWORD,
        "userAttributes.name": "Ada",
        "userAttributes.custom:team": "engines",
    });
    assert_eq!(sent, expected);
}

#[test]
fn a_new_password_that_is_refused_keeps_the_question_open() {
    let world = World::default();
    let pending = asked(&world, "NEW_PASSWORD_REQUIRED", json!({}));
    let new = |password: &str| Answer::NewPassword { password: password.into(), attributes: Vec::new() };
    world.fault("InvalidPasswordException", "Password did not conform with policy: too short");
    assert_eq!(run(pending.answer(new("x"))).unwrap_err().code(), ErrorCode::PasswordRefused);
    assert_eq!(goes_through(&world, &pending, new(PASSWORD))["NEW_PASSWORD"], PASSWORD);
}

#[test]
fn a_passkey_is_handed_on_as_it_came() {
    let world = World::default();
    let options = "{\"challenge\":\"abc\"}";
    let pending = asked(&world, "WEB_AUTHN", json!({ "CREDENTIAL_REQUEST_OPTIONS": options }));
    assert_eq!(pending.challenge().parameters[0].1, options);
    let credential = "{\"id\":\"x\",\"response\":{\"signature\":\"\\u00e9\"}}";
    let sent = goes_through(&world, &pending, Answer::Passkey(credential.into()));
    assert_eq!(sent, json!({ "USERNAME": "ada", "CREDENTIAL": credential }));
}

#[test]
fn an_authenticator_app_is_set_up_and_a_wrong_code_keeps_it_open() {
    let world = World::default();
    let pending = asked(&world, "MFA_SETUP", json!({ "MFAS_CAN_SETUP": "[\"SOFTWARE_TOKEN_MFA\"]" }));
    world.reply(200, json!({ "SecretCode": "JBSWY3DP", "Session": "session-2" }));
    let set_up = run(pending.set_up_totp()).unwrap();
    assert_eq!(world.last(), ("AssociateSoftwareToken".into(), json!({ "Session": "session-1" })));
    assert_eq!(set_up.secret_code.expose(), "JBSWY3DP");

    world.fault("EnableSoftwareTokenMFAException", "Code mismatch");
    assert_eq!(run(pending.verify_totp(&set_up, "000000", None)).unwrap_err().code(), ErrorCode::WrongCode);
    world.reply(200, json!({ "Status": "ERROR", "Session": "session-x" }));
    assert_eq!(run(pending.verify_totp(&set_up, "000000", None)).unwrap_err().code(), ErrorCode::WrongCode);
    assert_eq!(world.requests().len(), 4, "no code that was refused goes on");

    world
        .reply(200, json!({ "Status": "SUCCESS", "Session": "session-3" }))
        .reply(200, tokens("s-1", "access-1", None));
    let step = run(pending.verify_totp(&set_up, "123456", Some("phone"))).unwrap();
    assert!(matches!(step, SignIn::SignedIn(_)));
    let expected = json!({ "Session": "session-2", "UserCode": "123456", "FriendlyDeviceName": "phone" });
    assert_eq!(world.requests()[4], ("VerifySoftwareToken".into(), expected));
    assert_eq!(answered(&world, "MFA_SETUP", "session-3"), json!({ "USERNAME": "ada" }));
}

#[test]
fn a_secret_without_a_session_to_go_on_with_is_no_set_up() {
    let world = World::default();
    let pending = asked(&world, "MFA_SETUP", json!({}));
    world.reply(200, json!({ "SecretCode": "JBSWY3DP" }));
    assert_eq!(run(pending.set_up_totp()).unwrap_err().code(), ErrorCode::UnexpectedReply);
}

#[test]
fn codes_by_email_are_set_up_with_the_address() {
    let world = World::default();
    let pending = asked(&world, "MFA_SETUP", json!({ "MFAS_CAN_SETUP": "[\"EMAIL_OTP\"]" }));
    let sent = goes_through(&world, &pending, Answer::Email("ada@example.com".into()));
    assert_eq!(sent, json!({ "USERNAME": "ada", "EMAIL": "ada@example.com" }));
}

#[test]
fn a_question_that_nobody_knows_is_answered_in_the_pool_s_own_words() {
    let world = World::default();
    let pending = asked(&world, "BRAND_NEW", json!({ "SHAPE": "round" }));
    assert_eq!((pending.name(), &*pending.challenge().parameters[0].0), ("BRAND_NEW", "SHAPE"));
    for (kind, answer) in kinds() {
        assert_eq!(run(pending.answer(answer)).unwrap_err().code(), ErrorCode::InvalidInput, "{kind}");
    }
    let sent = goes_through(&world, &pending, Answer::Raw(vec![("COLOR".into(), "red".into())]));
    assert_eq!(sent, json!({ "USERNAME": "ada", "COLOR": "red" }));
}

#[test]
fn a_raw_answer_may_name_the_user_itself() {
    let world = World::default();
    let pending = asked(&world, "BRAND_NEW", json!({}));
    let sent = goes_through(&world, &pending, Answer::Raw(vec![("USERNAME".into(), "eve".into())]));
    assert_eq!(sent, json!({ "USERNAME": "eve" }));
}

#[test]
fn an_answer_of_the_wrong_kind_is_told_and_not_sent() {
    for (name, takes) in [
        ("SMS_MFA", &["code"][..]),
        ("SMS_OTP", &["code"]),
        ("EMAIL_OTP", &["code"]),
        ("SOFTWARE_TOKEN_MFA", &["code"]),
        ("SELECT_MFA_TYPE", &["choice"]),
        ("SELECT_CHALLENGE", &["choice", "password", "plain password"]),
        ("PASSWORD", &["plain password"]),
        ("PASSWORD_SRP", &["password"]),
        ("NEW_PASSWORD_REQUIRED", &["new password"]),
        ("WEB_AUTHN", &["passkey"]),
        ("CUSTOM_CHALLENGE", &["custom"]),
        ("MFA_SETUP", &["email"]),
        ("BRAND_NEW", &[]),
    ] {
        for (kind, answer) in kinds() {
            let world = World::default();
            let pending = asked(&world, name, json!({}));
            world.reply(200, tokens("s-1", "access-1", None));
            let outcome = run(pending.answer(answer));
            if takes.contains(&kind) {
                assert!(outcome.is_ok(), "{name}: {kind}");
            } else {
                assert_eq!(outcome.unwrap_err().code(), ErrorCode::InvalidInput, "{name}: {kind}");
                assert_eq!(world.requests().len(), 1, "{name}: {kind}");
            }
        }
        if name != "MFA_SETUP" {
            let world = World::default();
            let pending = asked(&world, name, json!({}));
            assert_eq!(run(pending.set_up_totp()).unwrap_err().code(), ErrorCode::InvalidInput, "{name}");
            assert_eq!(world.requests().len(), 1);
        }
    }
}

#[test]
fn no_printed_question_shows_a_session() {
    let world = World::default();
    let pending = asked(&world, "MFA_SETUP", json!({}));
    world.reply(200, json!({ "SecretCode": "JBSWY3DP", "Session": "session-2" }));
    let set_up = run(pending.set_up_totp()).unwrap();
    let printed = format!("{pending:?} {set_up:?}");
    assert!(!printed.contains("session-") && !printed.contains("JBSWY3DP"), "{printed}");
}
