//! What is sent again, how often and after how long; and what is sent once whatever becomes of it.

use crate::fake_platform::{World, run};
use crate::replies::{code_challenge, password_verifier, tokens};
use poolkey::protocol::http::Failure;
use poolkey::{Answer, Auth, ErrorCode, Result, SignIn};
use serde_json::json;

fn signed_in(world: &World) -> Auth {
    world.reply(200, password_verifier()).reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    let auth = world.auth();
    run(auth.sign_in("ada", "x")).unwrap();
    auth
}

/// What comes of a request, put in the script.
type Outcome = fn(&World) -> &World;

/// How often the last operation was sent.
fn tries(world: &World) -> usize {
    let (last, sent) = (world.last(), world.requests());
    sent.iter().rev().take_while(|request| **request == last).count()
}

/// Asks for something that may be asked twice.
fn ask(auth: &Auth) -> Result<()> {
    run(auth.list_devices(None)).map(drop)
}

#[test]
fn a_throttled_sign_in_is_sent_again_as_it_was() {
    let world = World::default();
    let auth = world.auth();
    world
        .fault("TooManyRequestsException", "slow down")
        .reply(429, "")
        .reply(200, password_verifier())
        .fault("ThrottlingException", "slow down")
        .reply(200, tokens("s-1", "access-1", None));
    assert!(matches!(run(auth.sign_in("ada", "x")).unwrap(), SignIn::SignedIn(_)));
    let sent = world.requests();
    assert_eq!((&sent[0], &sent[3]), (&sent[2], &sent[4]), "the same A, and the same proof");
    assert_eq!(world.slept().len(), 3);
}

#[test]
fn offline_nothing_was_sent_so_all_is_sent_again() {
    let world = World::default();
    world.fail(Failure::Offline).reply(200, password_verifier()).fail(Failure::Offline);
    world.reply(200, tokens("s-1", "access-1", None));
    assert!(run(world.auth().sign_in("ada", "x")).is_ok());
    assert_eq!(world.requests().len(), 4);
}

#[test]
fn it_ends_with_the_third_try_and_the_waits_stay_under_their_bounds() {
    let outcomes: [Outcome; 2] = [|world| world.reply(429, ""), |world| world.fail(Failure::Offline)];
    for outcome in outcomes {
        let world = World::default();
        let auth = signed_in(&world);
        for _ in 0..3 {
            outcome(&world);
        }
        let error = ask(&auth).unwrap_err();
        assert!(error.retryable() && [ErrorCode::Throttled, ErrorCode::NetworkError].contains(&error.code()));
        assert_eq!(tries(&world), 3);
        let slept = world.slept();
        assert!(slept.len() == 2 && slept[0] <= 200 && slept[1] <= 400, "{slept:?}");
    }
}

#[test]
fn what_may_be_asked_twice_is_asked_again_after_a_failure_of_the_server_or_the_network() {
    for failure in [Failure::Timeout, Failure::Unreachable] {
        let world = World::default();
        let auth = signed_in(&world);
        world.fail(failure).reply(503, "").reply(200, json!({ "Devices": [] }));
        ask(&auth).unwrap();
        assert_eq!(tries(&world), 3);
    }
}

#[test]
fn what_may_not_be_done_twice_is_sent_once() {
    let failures: [(Outcome, ErrorCode); 4] = [
        (|world| world.reply(500, ""), ErrorCode::ServiceError),
        (|world| world.reply(503, json!({ "__type": "InternalErrorException" })), ErrorCode::ServiceError),
        (|world| world.fail(Failure::Timeout), ErrorCode::Timeout),
        (|world| world.fail(Failure::Unreachable), ErrorCode::NetworkError),
    ];
    for (fail, code) in failures {
        let told = |world: &World, outcome: Result<()>, operation: &str| {
            assert_eq!(outcome.unwrap_err().code(), code, "{operation}");
            assert_eq!((&*world.last().0, tries(world)), (operation, 1));
            assert!(world.slept().is_empty(), "{operation}");
        };

        let world = World::default();
        fail(&world);
        told(&world, run(world.auth().sign_in("ada", "x")).map(drop), "InitiateAuth");

        let world = World::default();
        world.reply(200, password_verifier());
        fail(&world);
        told(&world, run(world.auth().sign_in("ada", "x")).map(drop), "RespondToAuthChallenge");

        let world = World::default();
        let auth = signed_in(&world);
        fail(&world);
        told(&world, run(auth.refresh()).map(drop), "GetTokensFromRefreshToken");
        assert!(auth.user().unwrap().is_some(), "and it ends no session");

        let world = World::default();
        let auth = signed_in(&world);
        fail(&world);
        told(&world, run(auth.change_password(Some("x".into()), "y".into())), "ChangePassword");
    }
}

#[test]
fn what_is_too_long_is_not_asked_for_again() {
    let world = World::default();
    let auth = signed_in(&world);
    world.fail(Failure::TooLong);
    assert_eq!(ask(&auth).unwrap_err().code(), ErrorCode::UnexpectedReply);
    assert_eq!(tries(&world), 1);
}

#[test]
fn an_answer_lost_on_the_way_leaves_the_question_open() {
    let world = World::default();
    world.reply(200, password_verifier()).reply(200, code_challenge("session-1")).fail(Failure::Timeout);
    let auth = world.auth();
    let SignIn::Challenged(pending) = run(auth.sign_in("ada", "x")).unwrap() else { panic!() };
    let code = || Answer::Code("123456".into());
    assert_eq!(run(pending.answer(code())).unwrap_err().code(), ErrorCode::Timeout);
    world.reply(200, tokens("s-1", "access-1", None));
    assert!(run(pending.answer(code())).is_ok());
    assert_eq!(tries(&world), 2, "once each time that the user answered");
}

#[test]
fn retry_after_is_waited_for_and_one_that_is_too_long_is_told() {
    let world = World::default();
    let auth = signed_in(&world);
    world.reply_later(429, 2).reply_later(503, 1).reply(200, json!({ "Devices": [] }));
    ask(&auth).unwrap();
    let slept = world.slept();
    assert!((2000..=2200).contains(&slept[0]) && (1000..=1400).contains(&slept[1]), "{slept:?}");

    let world = World::default();
    let auth = signed_in(&world);
    world.reply_later(429, 3600);
    assert_eq!(ask(&auth).unwrap_err().code(), ErrorCode::Throttled);
    assert_eq!((tries(&world), world.slept().len()), (1, 0));
}
