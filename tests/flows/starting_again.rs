//! A question whose session has ended, and the same sign-in begun again.

use crate::fake_platform::{World, run};
use crate::replies::{challenge, code_challenge, password_verifier, tokens};
use poolkey::protocol::sign_in::StepUp;
use poolkey::protocol::user_pool::context::Context;
use poolkey::{Answer, Auth, ErrorCode, Flow, PendingChallenge, SignIn, Start};
use serde_json::json;

fn pending(step: SignIn) -> PendingChallenge {
    match step {
        SignIn::Challenged(pending) => pending,
        SignIn::SignedIn(user) => panic!("signed in as {user:?}"),
    }
}

fn code() -> Answer {
    Answer::Code("123456".into())
}

fn after_password(world: &World, auth: &Auth) -> PendingChallenge {
    world.reply(200, password_verifier()).reply(200, code_challenge("session-1"));
    pending(run(auth.sign_in("ada@example.com", "x")).unwrap())
}

#[test]
fn a_question_that_took_too_long_says_so() {
    for message in [
        "Invalid session for the user, session is expired.",
        "Invalid session for the user.",
        "Invalid session provided",
    ] {
        let world = World::default();
        let auth = world.auth();
        let question = after_password(&world, &auth);
        world.fault("NotAuthorizedException", message);
        assert_eq!(run(question.answer(code())).unwrap_err().code(), ErrorCode::ChallengeExpired);
        assert_eq!(auth.user().unwrap(), None);
    }
}

#[test]
fn a_way_with_a_password_starts_again_with_it_under_the_name_that_was_typed() {
    let world = World::default();
    let auth = world.auth();
    let question = after_password(&world, &auth);
    assert!(question.restart_needs_password());
    assert_eq!(run(question.restart(None)).unwrap_err().code(), ErrorCode::InvalidInput);
    assert_eq!(world.requests().len(), 2, "without the password nothing is sent");

    world.reply(200, password_verifier()).reply(200, tokens("s-1", "access-1", None));
    assert!(matches!(run(question.restart(Some("x".into()))).unwrap(), SignIn::SignedIn(_)));
    let sent = world.requests();
    assert_eq!((&*sent[2].0, &sent[2].1["AuthFlow"]), ("InitiateAuth", &json!("USER_SRP_AUTH")));
    assert_eq!(sent[2].1["AuthParameters"]["USERNAME"], "ada@example.com");
    assert!(sent[2].1.get("Session").is_none(), "the session that ended is not named");
    assert_ne!(sent[0].1["AuthParameters"]["SRP_A"], sent[2].1["AuthParameters"]["SRP_A"]);
}

#[test]
fn a_way_without_a_password_starts_again_by_itself() {
    let world = World::default();
    let auth = world.auth();
    world.reply(200, challenge("EMAIL_OTP", "session-1", json!({})));
    let flow = Flow::Choice { preferred: Some("EMAIL_OTP".into()), password: None };
    let question = pending(run(auth.sign_in_with(Start::new("ada", flow))).unwrap());
    assert!(!question.restart_needs_password());
    world.reply(200, challenge("EMAIL_OTP", "session-2", json!({})));
    let again = pending(run(question.restart(None)).unwrap());
    assert_eq!(world.requests()[0], world.requests()[1]);
    world.reply(200, tokens("s-1", "access-1", None));
    run(again.answer(code())).unwrap();
    assert_eq!(world.last().1["Session"], "session-2");
}

#[test]
fn each_way_starts_again_as_it_began() {
    let choice = |preferred: Option<&str>, password: Option<&str>| Flow::Choice {
        preferred: preferred.map(Into::into),
        password: password.map(Into::into),
    };
    let ways: [(fn() -> Flow, bool); 4] = [
        (|| Flow::Srp("x".into()), true),
        (|| Flow::PlainPassword("x".into()), true),
        (|| Flow::Custom(None), false),
        (|| Flow::Custom(Some("x".into())), true),
    ];
    let choices = [
        (choice(None, None), choice(None, None), false),
        (choice(None, Some("x")), choice(None, Some("x")), true),
        (choice(Some("PASSWORD"), Some("x")), choice(Some("PASSWORD"), Some("x")), true),
        (choice(Some("WEB_AUTHN"), None), choice(Some("WEB_AUTHN"), None), false),
        (Flow::Session("spent".into()), choice(None, None), false),
    ];
    let both = ways.map(|(flow, needs)| (flow(), flow(), needs)).into_iter().chain(choices);
    for (flow, same, needs) in both {
        let said = format!("{flow:?}");
        let begins = |flow: Flow| {
            let world = World::default();
            world.reply(200, challenge("SMS_MFA", "session-1", json!({})));
            let question = pending(run(world.auth().sign_in_with(Start::new("ada", flow))).unwrap());
            (world, question)
        };
        let (world, question) = begins(flow);
        assert_eq!(question.restart_needs_password(), needs, "{said}");
        world.reply(200, challenge("SMS_MFA", "session-2", json!({})));
        run(question.restart(needs.then(|| "x".into()))).unwrap();
        let (expected, _) = begins(same);
        let [mut again, mut expected] = [world.last().1, expected.last().1];
        for body in [&mut again, &mut expected] {
            if let Some(big_a) = body["AuthParameters"].get_mut("SRP_A") {
                *big_a = "drawn anew".into();
            }
        }
        assert_eq!(again, expected, "{said}");
    }
}

#[test]
fn what_went_along_and_what_was_asked_for_goes_along_again() {
    let world = World::default();
    let auth = world.auth();
    let along = Context { client_metadata: vec![("trace".into(), "t-1".into())], ..Context::default() };
    let step_up = StepUp {
        target_acr_values: Some("mfa".into()),
        max_age_seconds: Some(60),
        access_token: Some("access-0".into()),
    };
    let flow = Flow::Choice { preferred: None, password: None };
    let start = Start { context: along, step_up: Some(step_up), ..Start::new("ada", flow) };
    world.reply(200, challenge("EMAIL_OTP", "session-1", json!({})));
    let question = pending(run(auth.sign_in_with(start)).unwrap());
    world.reply(200, challenge("EMAIL_OTP", "session-2", json!({})));
    run(question.restart(None)).unwrap();
    assert_eq!(world.requests()[0], world.requests()[1]);
}

#[test]
fn a_restart_takes_no_user_of_the_one_who_is_signed_in() {
    let world = World::default();
    let auth = world.auth();
    let question = after_password(&world, &auth);
    world.reply(200, password_verifier()).reply(200, tokens("s-2", "access-2", Some("refresh-2")));
    run(auth.sign_in("bob", "y")).unwrap();
    world.fault("NotAuthorizedException", "Incorrect username or password.");
    assert_eq!(run(question.restart(Some("wrong".into()))).unwrap_err().code(), ErrorCode::WrongCredentials);
    assert_eq!(auth.user().unwrap().unwrap().subject(), "s-2", "a refused sign-in leaves the session alone");
}
