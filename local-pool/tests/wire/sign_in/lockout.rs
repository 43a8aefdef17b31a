//! Lock-out: after five wrong passwords, for one second, then two, then four; for users and for nobody alike.

use serde_json::json;

use super::steps::*;
use crate::pool::{PASSWORD, Pool, not_authorized};

const LOCKED: &str = "Password attempts exceeded";

#[test]
fn five_wrong_passwords_lock_for_a_second_and_each_further_one_for_twice_as_long() {
    for username in ["ada", "nobody"] {
        let pool = Pool::arranged(PEOPLE, &[]);
        let guess = || pool.with_password(username, "guess").err();
        for _ in 0..5 {
            assert_eq!(guess(), not_authorized(WRONG_PASSWORD), "{username}");
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            for _ in 0..3 {
                assert_eq!(guess(), not_authorized(LOCKED), "{username}");
            }
            pool.wait(seconds - 1);
            assert_eq!(guess(), not_authorized(LOCKED), "{username} {seconds}");
            pool.wait(1);
            assert_eq!(guess(), not_authorized(WRONG_PASSWORD), "{username} {seconds}");
        }
    }
}

#[test]
fn a_right_password_is_refused_while_locked_and_forgets_the_wrong_ones_afterwards() {
    let pool = Pool::arranged(PEOPLE, &[]);
    for _ in 0..6 {
        pool.wait(1);
        assert!(pool.with_password("ada", "guess").is_err());
    }
    assert_eq!(pool.with_password("ada", PASSWORD).err(), not_authorized(LOCKED));
    assert_eq!(pool.sign_in("web", "ada", PASSWORD).err(), not_authorized(LOCKED));
    signed_in(pool.with_password("grace", PASSWORD));
    pool.wait(2);
    signed_in(pool.with_password("ada", PASSWORD));
    for _ in 0..5 {
        assert_eq!(pool.with_password("ada", "guess").err(), not_authorized(WRONG_PASSWORD));
    }
    assert_eq!(pool.with_password("ada", "guess").err(), not_authorized(LOCKED));
}

#[test]
fn every_way_to_guess_counts_together() {
    let pool = Pool::arranged(PEOPLE, &[]);
    assert_eq!(pool.sign_in("web", "ada", "guess").err(), not_authorized(WRONG_PASSWORD));
    assert_eq!(pool.sign_in("other", "ada", "guess").err(), not_authorized(WRONG_PASSWORD));
    assert_eq!(pool.with_password("ada", "guess").err(), not_authorized(WRONG_PASSWORD));
    let preferred = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "guess" });
    assert_eq!(pool.initiate("web", "USER_AUTH", preferred).err(), not_authorized(WRONG_PASSWORD));
    let input = json!({
        "UserPoolId": crate::pool::POOL_ID, "ClientId": "web", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": "guess" },
    });
    assert_eq!(pool.admin("AdminInitiateAuth", &input).err(), not_authorized(WRONG_PASSWORD));
    assert_eq!(pool.with_password("ada", PASSWORD).err(), not_authorized(LOCKED));
}

#[test]
fn quiet_minutes_forget_a_lock_out() {
    let pool = Pool::arranged(PEOPLE, &[]);
    for _ in 0..5 {
        assert!(pool.with_password("ada", "guess").is_err());
    }
    pool.wait(1 + 15 * 60);
    for _ in 0..5 {
        assert_eq!(pool.with_password("ada", "guess").err(), not_authorized(WRONG_PASSWORD));
    }
}

#[test]
fn guesses_at_once_are_no_way_around_it() {
    for username in ["ada", "nobody"] {
        let pool = Pool::arranged(PEOPLE, &[]);
        let guesses: Vec<Outcome> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..16).map(|_| scope.spawn(|| pool.with_password(username, "guess"))).collect();
            tries.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let judged =
            guesses.into_iter().filter(|guess| guess.as_ref().err() == not_authorized(WRONG_PASSWORD).as_ref());
        assert_eq!(judged.count(), 5, "{username}");
    }
}
