//! Signing out: gone from memory at once, revoked when the pool can be reached.

use crate::fake_platform::{World, poll, run};
use crate::replies::{password_verifier, tokens};
use poolkey::protocol::http::Failure;
use poolkey::{Auth, ErrorCode};
use std::pin::pin;

fn signed_in(world: &World) -> Auth {
    world.reply(200, password_verifier()).reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    let auth = world.auth();
    run(auth.sign_in("ada", "x")).unwrap();
    auth
}

#[test]
fn the_refresh_token_is_revoked() {
    for body in ["", "{}"] {
        let world = World::default();
        let auth = signed_in(&world);
        world.reply(200, body);
        assert!(run(auth.sign_out()).unwrap().revoked);
        let (operation, body) = world.requests().pop().unwrap();
        assert_eq!((&*operation, &body["Token"]), ("RevokeToken", &"refresh-1".into()));
    }
}

#[test]
fn the_session_is_gone_before_the_pool_answers() {
    let world = World::default();
    let auth = signed_in(&world);
    world.reply(200, "");
    world.hold();
    let mut leaving = pin!(auth.sign_out());
    assert!(poll(leaving.as_mut()).is_pending());
    assert_eq!(auth.user().unwrap(), None);
}

#[test]
fn an_unreachable_pool_does_not_keep_anybody_signed_in() {
    let world = World::default();
    let auth = signed_in(&world);
    // Revoking twice does no harm, so it is tried three times.
    world.fail(Failure::Unreachable).fail(Failure::Timeout).fail(Failure::Unreachable);
    assert!(!run(auth.sign_out()).unwrap().revoked);
    assert_eq!(auth.user().unwrap(), None);
}

#[test]
fn a_sign_in_under_way_does_not_undo_a_sign_out() {
    let world = World::default();
    let auth = world.auth();
    world.reply(200, password_verifier()).reply(200, tokens("s-1", "access-1", Some("refresh-1"))).reply(200, "");
    world.hold();
    let mut arriving = pin!(auth.sign_in("ada", "x"));
    assert!(poll(arriving.as_mut()).is_pending());
    assert!(!run(auth.sign_out()).unwrap().revoked);
    world.release();
    assert_eq!(run(arriving.as_mut()).unwrap_err().code(), ErrorCode::SignedOut);
    assert_eq!(auth.user().unwrap(), None);
    let (operation, body) = world.requests().pop().unwrap();
    assert_eq!((&*operation, &body["Token"]), ("RevokeToken", &"refresh-1".into()));
}

#[test]
fn two_sign_ins_at_once_both_finish() {
    let world = World::default();
    let auth = world.auth();
    world.reply(200, password_verifier()).reply(200, password_verifier());
    world.reply(200, tokens("s-1", "access-1", None)).reply(200, tokens("s-2", "access-2", None));
    world.hold();
    let (mut first, mut second) = (pin!(auth.sign_in("ada", "x")), pin!(auth.sign_in("bob", "y")));
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    world.release();
    assert!(poll(first.as_mut()).is_ready());
    assert!(poll(second.as_mut()).is_ready());
    assert_eq!(auth.user().unwrap().unwrap().subject(), "s-2");
}

#[test]
fn signing_out_twice_asks_the_pool_once() {
    let world = World::default();
    let auth = signed_in(&world);
    world.reply(200, "");
    run(auth.sign_out()).unwrap();
    assert!(!run(auth.sign_out()).unwrap().revoked);
    assert_eq!(world.requests().len(), 3);
}
