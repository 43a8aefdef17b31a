//! The ways in, each to the end: what is sent first, and what goes along with every call.

use crate::fake_platform::{World, run};
use crate::replies::{challenge, code_challenge, password_verifier_in, tokens};
use poolkey::protocol::sign_in::StepUp;
use poolkey::protocol::user_pool::context::Context;
use poolkey::{Answer, ErrorCode, Flow, PendingChallenge, SignIn, Start};
use serde_json::{Value, json};

const PASSWORD: &str = "Correct-horse-7";

fn begin(world: &World, flow: Flow) -> poolkey::Result<SignIn> {
    run(world.auth().sign_in_with(Start::new("ada", flow)))
}

fn asked(step: poolkey::Result<SignIn>) -> PendingChallenge {
    match step.unwrap() {
        SignIn::Challenged(pending) => pending,
        SignIn::SignedIn(user) => panic!("signed in as {user:?}"),
    }
}

fn arrives(step: poolkey::Result<SignIn>) {
    assert!(matches!(step.unwrap(), SignIn::SignedIn(_)));
}

/// AuthFlow and AuthParameters of the first request, which is an InitiateAuth.
fn opening(world: &World) -> (Value, Value) {
    let (operation, mut body) = world.requests().swap_remove(0);
    assert_eq!(operation, "InitiateAuth");
    (body["AuthFlow"].take(), body["AuthParameters"].take())
}

fn mentions(world: &World, text: &str) -> bool {
    format!("{:?}", world.requests()).contains(text)
}

fn choice(preferred: Option<&str>, password: Option<&str>) -> Flow {
    Flow::Choice { preferred: preferred.map(Into::into), password: password.map(Into::into) }
}

#[test]
fn a_plain_password_is_sent_where_it_is_asked_for_by_name() {
    let world = World::default();
    world.reply(200, tokens("s-1", "access-1", None));
    arrives(begin(&world, Flow::PlainPassword(PASSWORD.into())));
    assert_eq!(opening(&world), (json!("USER_PASSWORD_AUTH"), json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })));
    assert_eq!(world.requests().len(), 1);
}

#[test]
fn user_auth_without_a_preference_gives_what_the_pool_offers() {
    let world = World::default();
    let mut offer = challenge("SELECT_CHALLENGE", "session-1", json!({}));
    offer["AvailableChallenges"] = json!(["PASSWORD_SRP", "EMAIL_OTP", "WEB_AUTHN"]);
    world.reply(200, offer);
    let pending = asked(begin(&world, choice(None, None)));
    assert_eq!(opening(&world), (json!("USER_AUTH"), json!({ "USERNAME": "ada" })));
    assert_eq!(pending.challenge().available, ["PASSWORD_SRP", "EMAIL_OTP", "WEB_AUTHN"]);
}

#[test]
fn user_auth_with_a_preferred_code_asks_for_it() {
    for preferred in ["EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] {
        let world = World::default();
        world.reply(200, challenge(preferred, "session-1", json!({})));
        assert_eq!(asked(begin(&world, choice(Some(preferred), None))).name(), preferred);
        assert_eq!(
            opening(&world),
            (json!("USER_AUTH"), json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": preferred }))
        );
    }
}

#[test]
fn user_auth_with_a_password_proves_it() {
    for preferred in [None, Some("PASSWORD_SRP")] {
        let world = World::default();
        world.reply(200, password_verifier_in("session-1")).reply(200, tokens("s-1", "access-1", None));
        arrives(begin(&world, choice(preferred, Some(PASSWORD))));
        let (flow, parameters) = opening(&world);
        assert_eq!((flow, &parameters["PREFERRED_CHALLENGE"]), (json!("USER_AUTH"), &json!("PASSWORD_SRP")));
        assert!(parameters["SRP_A"].is_string());
        let (_, proof) = world.last();
        assert_eq!((&proof["ChallengeName"], &proof["Session"]), (&json!("PASSWORD_VERIFIER"), &json!("session-1")));
        assert!(!mentions(&world, PASSWORD));
    }
}

#[test]
fn user_auth_sends_the_password_itself_only_where_password_is_preferred() {
    let world = World::default();
    world.reply(200, tokens("s-1", "access-1", None));
    arrives(begin(&world, choice(Some("PASSWORD"), Some(PASSWORD))));
    let expected = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    assert_eq!(opening(&world), (json!("USER_AUTH"), expected));
}

#[test]
fn a_password_beside_a_preference_that_takes_none_is_not_sent() {
    for preferred in ["EMAIL_OTP", "SMS_OTP", "WEB_AUTHN", "BRAND_NEW"] {
        let world = World::default();
        world.reply(200, challenge(preferred, "session-1", json!({})));
        asked(begin(&world, choice(Some(preferred), Some(PASSWORD))));
        assert_eq!(opening(&world).1, json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": preferred }));
    }
}

#[test]
fn a_preference_that_begins_with_a_password_needs_one() {
    for (preferred, password) in [("PASSWORD_SRP", None), ("PASSWORD", None), ("PASSWORD", Some(""))] {
        let world = World::default();
        let error = begin(&world, choice(Some(preferred), password)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(world.requests().is_empty());
    }
}

#[test]
fn custom_auth_goes_round_after_round_each_with_the_newest_session() {
    let world = World::default();
    let ask = |session: &str| challenge("CUSTOM_CHALLENGE", session, json!({ "question": session, "USERNAME": "u-1" }));
    world.reply(200, ask("session-1"));
    let mut pending = asked(begin(&world, Flow::Custom(None)));
    assert_eq!(opening(&world), (json!("CUSTOM_AUTH"), json!({ "USERNAME": "ada" })));
    for round in 1..=3 {
        assert!(pending.challenge().parameters.contains(&("question".into(), format!("session-{round}"))));
        world.reply(200, ask(&format!("session-{}", round + 1)));
        pending = asked(run(pending.answer(Answer::Custom(format!("answer-{round}").into()))));
        let (operation, body) = world.last();
        assert_eq!((&*operation, &body["Session"]), ("RespondToAuthChallenge", &json!(format!("session-{round}"))));
        assert_eq!(body["ChallengeResponses"], json!({ "USERNAME": "u-1", "ANSWER": format!("answer-{round}") }));
    }
    world.reply(200, tokens("s-1", "access-1", None));
    arrives(run(pending.answer(Answer::Custom("last".into()))));
    assert_eq!(world.last().1["Session"], "session-4");
}

#[test]
fn custom_auth_with_a_password_begins_with_its_proof() {
    let world = World::default();
    world
        .reply(200, password_verifier_in("session-1"))
        .reply(200, challenge("CUSTOM_CHALLENGE", "session-2", json!({})))
        .reply(200, tokens("s-1", "access-1", None));
    let pending = asked(begin(&world, Flow::Custom(Some(PASSWORD.into()))));
    let (flow, parameters) = opening(&world);
    assert_eq!((flow, &parameters["CHALLENGE_NAME"]), (json!("CUSTOM_AUTH"), &json!("SRP_A")));
    assert!(parameters["SRP_A"].is_string());
    arrives(run(pending.answer(Answer::Custom("42".into()))));
    let (_, body) = world.last();
    assert_eq!(body["Session"], "session-2");
    assert_eq!(body["ChallengeResponses"]["USERNAME"], "u-1", "as the proof's demand named the user");
    assert!(!mentions(&world, PASSWORD));
}

#[test]
fn a_session_of_another_operation_goes_on() {
    let world = World::default();
    world.reply(200, challenge("EMAIL_OTP", "session-2", json!({})));
    let pending = asked(begin(&world, Flow::Session("of-sign-up".into())));
    let (_, first) = world.last();
    assert_eq!((&first["AuthFlow"], &first["Session"]), (&json!("USER_AUTH"), &json!("of-sign-up")));
    world.reply(200, tokens("s-1", "access-1", None));
    arrives(run(pending.answer(Answer::Code("123456".into()))));
    assert_eq!(world.last().1["Session"], "session-2");
    assert_eq!(format!("{:?}", world.requests()).matches("of-sign-up").count(), 1, "it is spent");
}

#[test]
fn what_goes_along_goes_with_every_call() {
    let along = Context {
        client_metadata: vec![("trace".into(), "t-1".into())],
        encoded_data: Some("fingerprint".into()),
        analytics_endpoint: Some("campaign".into()),
    };
    let world = World::default();
    world
        .reply(200, password_verifier_in("session-1"))
        .reply(200, code_challenge("session-2"))
        .fault("CodeMismatchException", "no")
        .reply(200, tokens("s-1", "access-1", None));
    let start = Start { context: along, ..Start::new("ada", Flow::Srp(PASSWORD.into())) };
    let pending = asked(run(world.auth().sign_in_with(start)));
    run(pending.answer(Answer::Code("0".into()))).unwrap_err();
    arrives(run(pending.answer(Answer::Code("123456".into()))));
    assert_eq!(world.requests().len(), 4);
    for (operation, body) in world.requests() {
        assert_eq!(body["ClientMetadata"], json!({ "trace": "t-1" }), "{operation}");
        assert_eq!(body["UserContextData"], json!({ "EncodedData": "fingerprint" }), "{operation}");
        assert_eq!(body["AnalyticsMetadata"], json!({ "AnalyticsEndpointId": "campaign" }), "{operation}");
    }
}

#[test]
fn nothing_goes_along_where_nothing_was_given() {
    let world = World::default();
    world.reply(200, tokens("s-1", "access-1", None));
    arrives(begin(&world, Flow::PlainPassword("x".into())));
    for member in ["ClientMetadata", "UserContextData", "AnalyticsMetadata", "Session"] {
        assert!(world.last().1.get(member).is_none(), "{member}");
    }
}

#[test]
fn stepping_up_says_how_far_how_fresh_and_from_where() {
    let world = World::default();
    world.reply(200, challenge("SOFTWARE_TOKEN_MFA", "session-1", json!({})));
    let step_up = StepUp {
        target_acr_values: Some("phr mfa".into()),
        max_age_seconds: Some(0),
        access_token: Some("access-0".into()),
    };
    let start = Start { step_up: Some(step_up), ..Start::new("ada", choice(None, None)) };
    assert_eq!(asked(run(world.auth().sign_in_with(start))).name(), "SOFTWARE_TOKEN_MFA");
    let expected =
        json!({ "USERNAME": "ada", "TARGET_ACR_VALUES": "phr mfa", "MAX_AGE": "0", "ACCESS_TOKEN": "access-0" });
    assert_eq!(opening(&world), (json!("USER_AUTH"), expected));
}

#[test]
fn stepping_up_can_be_only_after_what_is_proved() {
    let world = World::default();
    world.reply(200, tokens("s-1", "access-1", None));
    arrives(run(world.auth().sign_in_with(Start::new("ada", choice(None, None)).after("access-0".into()))));
    assert_eq!(opening(&world).1, json!({ "USERNAME": "ada", "ACCESS_TOKEN": "access-0" }));
}
