//! The access token and its renewal.

use crate::fake_platform::{World, poll, run};
use crate::replies::{password_verifier, tokens};
use poolkey::protocol::http::Failure;
use poolkey::{Auth, ErrorCode};
use std::pin::pin;
use std::task::Poll;

const DUE: u64 = 290_000;

fn signed_in(world: &World) -> Auth {
    world.reply(200, password_verifier()).reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    let auth = world.auth();
    run(auth.sign_in("ada", "x")).unwrap();
    auth
}

fn access(auth: &Auth) -> poolkey::Result<String> {
    run(auth.access_token()).map(|token| token.expose().clone())
}

#[test]
fn a_fresh_token_is_handed_out_without_a_request() {
    let world = World::default();
    let auth = signed_in(&world);
    assert_eq!(access(&auth).unwrap(), "access-1");
    assert_eq!(world.requests().len(), 2);
}

#[test]
fn nobody_signed_in_is_told_so() {
    assert_eq!(access(&World::default().auth()).unwrap_err().code(), ErrorCode::SignedOut);
}

#[test]
fn a_due_token_is_renewed_first() {
    let world = World::default();
    let auth = signed_in(&world);
    world.set_clock(DUE);
    world.reply(200, tokens("s-1", "access-2", None));
    assert_eq!(access(&auth).unwrap(), "access-2");
    let (operation, body) = world.requests().pop().unwrap();
    assert_eq!((&*operation, &body["RefreshToken"]), ("GetTokensFromRefreshToken", &"refresh-1".into()));
}

#[test]
fn a_rotated_token_is_used_next() {
    let world = World::default();
    let auth = signed_in(&world);
    world
        .reply(200, tokens("s-1", "access-2", Some("refresh-2")))
        .reply(200, tokens("s-1", "access-3", None))
        .reply(200, tokens("s-1", "access-4", None));
    for _ in 0..3 {
        run(auth.refresh()).unwrap();
    }
    let sent: Vec<_> = world.requests()[2..].iter().map(|(_, body)| body["RefreshToken"].clone()).collect();
    assert_eq!(sent, ["refresh-1", "refresh-2", "refresh-2"]);
}

#[test]
fn a_thousand_callers_make_one_request() {
    let world = World::default();
    let auth = signed_in(&world);
    world.set_clock(DUE);
    world.reply(200, tokens("s-1", "access-2", None));
    world.hold();
    let mut callers: Vec<_> = (0..1000).map(|_| Box::pin(auth.access_token())).collect();
    for caller in &mut callers {
        assert!(poll(caller.as_mut()).is_pending());
    }
    world.release();
    for caller in &mut callers {
        let Poll::Ready(Ok(token)) = poll(caller.as_mut()) else { panic!() };
        assert_eq!(token.expose(), "access-2");
    }
    assert_eq!(world.requests().len(), 3);
}

#[test]
fn those_who_wait_go_on_when_the_one_who_asked_is_dropped() {
    let world = World::default();
    let auth = signed_in(&world);
    world.set_clock(DUE);
    world.reply(200, tokens("s-1", "access-2", None));
    world.hold();
    let mut first = Box::pin(auth.access_token());
    let mut second = pin!(auth.access_token());
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    drop(first);
    world.release();
    let Poll::Ready(Ok(token)) = poll(second.as_mut()) else { panic!() };
    assert_eq!(token.expose(), "access-2");
    assert_eq!(refreshes(&world), 1, "a token that rotates is good once");
}

#[test]
fn an_answer_that_nobody_waited_for_is_not_lost() {
    let world = World::default();
    let auth = signed_in(&world);
    world.set_clock(DUE);
    world.reply(200, tokens("s-1", "access-2", Some("refresh-2")));
    world.hold();
    let mut first = Box::pin(auth.access_token());
    assert!(poll(first.as_mut()).is_pending());
    drop(first);
    world.release();
    assert_eq!(access(&auth).unwrap(), "access-2");
    assert_eq!(refreshes(&world), 1);
}

fn refreshes(world: &World) -> usize {
    world.requests().iter().filter(|(operation, _)| operation == "GetTokensFromRefreshToken").count()
}

#[test]
fn a_passing_fault_does_not_end_the_session() {
    let slow_down = "TooManyRequestsException";
    let world = World::default();
    let auth = signed_in(&world);
    world.set_clock(DUE);
    // What may have been done is not sent again by itself; what was throttled is, twice.
    world.fail(Failure::Unreachable).reply(503, "");
    world.reply(429, "").reply(429, "").reply(429, "");
    world.reply(200, "<html>").fault(slow_down, "").fault(slow_down, "").fault(slow_down, "");
    for code in [
        ErrorCode::NetworkError,
        ErrorCode::ServiceError,
        ErrorCode::Throttled,
        ErrorCode::UnexpectedReply,
        ErrorCode::Throttled,
    ] {
        assert_eq!(access(&auth).unwrap_err().code(), code);
        assert!(auth.user().unwrap().is_some());
    }
    assert_eq!(world.slept().len(), 4);
    world.fault(slow_down, "").fail(Failure::Offline).reply(200, tokens("s-1", "access-2", None));
    assert_eq!(access(&auth).unwrap(), "access-2");
}

#[test]
fn a_refusal_of_the_refresh_token_ends_the_session() {
    for (name, message) in [
        ("NotAuthorizedException", "Refresh Token has been revoked"),
        ("NotAuthorizedException", "Incorrect username or password."),
        ("RefreshTokenReuseException", "reused"),
        ("UserNotFoundException", "gone"),
    ] {
        let world = World::default();
        let auth = signed_in(&world);
        world.fault(name, message);
        let error = run(auth.refresh()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::SessionExpired);
        assert_eq!(error.service().unwrap().name, name);
        assert_eq!(auth.user().unwrap(), None);
        assert_eq!(access(&auth).unwrap_err().code(), ErrorCode::SignedOut);
    }
}

#[test]
fn tokens_of_another_user_are_not_taken() {
    let world = World::default();
    let auth = signed_in(&world);
    world.reply(200, tokens("s-2", "access-2", None));
    assert_eq!(run(auth.refresh()).unwrap_err().code(), ErrorCode::UnexpectedReply);
    assert_eq!(access(&auth).unwrap(), "access-1");
}

#[test]
fn a_sign_out_during_a_refresh_stays_a_sign_out() {
    let world = World::default();
    let auth = signed_in(&world);
    world.set_clock(DUE);
    world.reply(200, tokens("s-1", "access-2", Some("refresh-2"))).reply(200, "{}");
    world.hold();
    let mut waiting = pin!(auth.access_token());
    let mut leaving = pin!(auth.sign_out());
    assert!(poll(waiting.as_mut()).is_pending());
    assert!(poll(leaving.as_mut()).is_pending());
    world.release();
    let Poll::Ready(Err(error)) = poll(waiting.as_mut()) else { panic!() };
    assert_eq!(error.code(), ErrorCode::SignedOut);
    assert!(poll(leaving.as_mut()).is_ready());
    assert_eq!(auth.user().unwrap(), None);
}
