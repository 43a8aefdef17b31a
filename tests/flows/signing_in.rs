//! Signing in: what is sent, what is kept, what is told.

use crate::fake_platform::{World, run};
use crate::replies::{code_challenge, password_verifier, tokens};
use poolkey::{Answer, Error, ErrorCode, SignIn};

fn refused(world: &World) -> Error {
    run(world.auth().sign_in("ada", "Correct-horse-7")).unwrap_err()
}

#[test]
fn the_password_is_proved_and_never_sent() {
    let world = World::default();
    world.reply(200, password_verifier()).reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    let auth = world.auth();
    let SignIn::SignedIn(user) = run(auth.sign_in("ada", "Correct-horse-7")).unwrap() else { panic!() };
    assert_eq!((user.subject(), user.username()), ("s-1", "ada"));
    assert_eq!(auth.user().unwrap().as_ref(), Some(&user));

    let requests = world.requests();
    assert_eq!(requests[0].0, "InitiateAuth");
    assert_eq!(requests[0].1["AuthFlow"], "USER_SRP_AUTH");
    assert_eq!(requests[0].1["AuthParameters"]["USERNAME"], "ada");
    assert_eq!(requests[1].0, "RespondToAuthChallenge");
    let responses = &requests[1].1["ChallengeResponses"];
    assert_eq!(responses["USERNAME"], "u-1");
    assert_eq!(responses["PASSWORD_CLAIM_SECRET_BLOCK"], "c2VjcmV0");
    assert_eq!(responses["TIMESTAMP"], "Thu Jan 1 00:00:00 UTC 1970");
    assert!(!format!("{requests:?}").contains("Correct-horse-7"));
}

#[test]
fn each_attempt_draws_a_fresh_ephemeral() {
    let world = World::default();
    let auth = world.auth();
    for _ in 0..2 {
        world.fault("NotAuthorizedException", "Incorrect username or password.");
        assert_eq!(run(auth.sign_in("ada", "x")).unwrap_err().code(), ErrorCode::WrongCredentials);
    }
    let requests = world.requests();
    assert_ne!(requests[0].1["AuthParameters"]["SRP_A"], requests[1].1["AuthParameters"]["SRP_A"]);
}

#[test]
fn an_empty_name_or_password_is_told_before_anything_is_sent() {
    let world = World::default();
    for (name, password) in [("", "x"), ("ada", "")] {
        assert_eq!(run(world.auth().sign_in(name, password)).unwrap_err().code(), ErrorCode::InvalidInput);
    }
    assert!(world.requests().is_empty());
}

#[test]
fn a_challenge_is_handed_out_and_a_wrong_code_keeps_it_open() {
    let world = World::default();
    world.reply(200, password_verifier()).reply(200, code_challenge("session-1"));
    let auth = world.auth();
    let SignIn::Challenged(pending) = run(auth.sign_in("ada", "x")).unwrap() else { panic!() };
    assert_eq!(pending.name(), "SMS_MFA");
    assert_eq!(pending.challenge().parameters, [("CODE_DELIVERY_DESTINATION".into(), "+*******1234".into())]);

    let code = |code: &str| Answer::Code(code.into());
    world.fault("CodeMismatchException", "Invalid code");
    assert_eq!(run(pending.answer(code("000000"))).unwrap_err().code(), ErrorCode::WrongCode);
    world.reply(200, tokens("s-1", "access-1", None));
    assert!(matches!(run(pending.answer(code("123456"))).unwrap(), SignIn::SignedIn(_)));

    let last = &world.requests()[3].1;
    assert_eq!((&last["Session"], &last["ChallengeName"]), (&"session-1".into(), &"SMS_MFA".into()));
    assert_eq!(last["ChallengeResponses"]["SMS_MFA_CODE"], "123456");
    assert_eq!(last["ChallengeResponses"]["USERNAME"], "u-1", "as the pool names the user");
}

#[test]
fn the_proof_is_given_once_only() {
    let world = World::default();
    world.reply(200, password_verifier()).reply(200, password_verifier());
    assert_eq!(refused(&world).code(), ErrorCode::UnexpectedReply);
}

#[test]
fn an_unsafe_server_value_gets_no_proof() {
    for big_b in ["0", "00", "zz", ""] {
        let world = World::default();
        let mut challenge = password_verifier();
        challenge["ChallengeParameters"]["SRP_B"] = big_b.into();
        world.reply(200, challenge);
        assert!(matches!(refused(&world).code(), ErrorCode::UnsafeServerValue | ErrorCode::UnexpectedReply));
        assert_eq!(world.requests().len(), 1);
    }
}

#[test]
fn whatever_answers_instead_of_a_pool_is_an_error() {
    for body in [
        "",
        "<html>welcome to the hotel</html>",
        "null",
        "[]",
        "{}",
        "{\"ChallengeName\":7}",
        "{\"AuthenticationResult\":{}}",
        "{\"AuthenticationResult\":{\"AccessToken\":\"a\",\"IdToken\":\"b\",\"ExpiresIn\":\"soon\"}}",
    ] {
        for status in [200, 302, 404] {
            let world = World::default();
            world.reply(status, body);
            assert_eq!(refused(&world).code(), ErrorCode::UnexpectedReply, "{status} {body}");
        }
    }
}

#[test]
fn no_error_and_no_debug_text_shows_the_password() {
    let world = World::default();
    world.fault("NotAuthorizedException", "Incorrect username or password.");
    let auth = world.auth();
    let error = run(auth.sign_in("ada", "Correct-horse-7")).unwrap_err();
    assert!(!format!("{error} {error:?} {auth:?}").contains("Correct-horse-7"));
}
