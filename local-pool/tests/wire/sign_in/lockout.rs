//! Lock-out: after five wrong passwords, or codes, for one second, then two, then four; for users and for nobody alike.

use serde_json::{Value, json};

use super::software_token::with_adas_app;
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

const WRONG: &str = "CodeMismatchException";

/// A pool in which ada has this second factor, and a wrong code for a sign-in of hers, or an error before it.
fn guesses(edit: (&'static str, &'static str, Value), challenge: &'static str) -> (Pool, impl Fn(&Pool) -> Outcome) {
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), edit]);
    let guess = move |pool: &Pool| {
        let session = session(&pool.with_password("ada", PASSWORD)?);
        let wrong = json!({ "USERNAME": "ada", format!("{challenge}_CODE"): "wrong" });
        pool.reply(challenge, &session, wrong)
    };
    (pool, guess)
}

#[test]
fn wrong_codes_lock_over_new_sign_ins_and_a_right_password_forgets_none() {
    let sms = guesses(ada(prefers(&["SMS_MFA"], None)), "SMS_MFA");
    let email = guesses(ada(prefers(&["EMAIL_OTP"], None)), "EMAIL_OTP");
    for (pool, guess) in [sms, email] {
        for _ in 0..5 {
            assert_eq!(guess(&pool).err().unwrap().0, WRONG);
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            // Neither a code nor a password is tried while it lasts.
            assert_eq!(guess(&pool).err(), not_authorized(LOCKED));
            pool.wait(seconds - 1);
            assert_eq!(pool.with_password("ada", PASSWORD).err(), not_authorized(LOCKED), "{seconds}");
            pool.wait(1);
            assert_eq!(guess(&pool).err().unwrap().0, WRONG, "{seconds}");
        }
    }
}

#[test]
fn wrong_codes_of_an_app_lock_and_a_right_one_afterwards_forgets_them() {
    let pool = with_adas_app();
    let begun = || asked(pool.with_password("ada", PASSWORD), "SOFTWARE_TOKEN_MFA");
    let answer = |session: &str, code: &str| {
        pool.reply("SOFTWARE_TOKEN_MFA", session, json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": code }))
    };
    let waiting = begun();
    for _ in 0..5 {
        assert_eq!(answer(&begun(), "wrong").err().unwrap().0, WRONG);
    }
    assert_eq!(answer(&waiting, &pool.app_code()).err(), not_authorized(LOCKED), "a right one as well");
    pool.wait(1);
    signed_in(answer(&waiting, &pool.app_code()));
    pool.wait(30);
    for _ in 0..5 {
        assert_eq!(answer(&begun(), "wrong").err().unwrap().0, WRONG);
    }
}

#[test]
fn codes_in_place_of_a_password_lock_users_and_nobody_alike() {
    for username in ["ada", "no@where.example"] {
        let pool = Pool::arranged(PEOPLE, &[first_factors(&["PASSWORD", "EMAIL_OTP"])]);
        let guess = || {
            let wishes = json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "EMAIL_OTP" });
            let session = asked(pool.initiate("web", "USER_AUTH", wishes), "EMAIL_OTP");
            pool.reply("EMAIL_OTP", &session, json!({ "USERNAME": username, "EMAIL_OTP_CODE": "wrong" }))
        };
        for _ in 0..5 {
            assert_eq!(guess().err().unwrap().0, WRONG, "{username}");
        }
        assert_eq!(guess().err(), not_authorized(LOCKED), "{username}");
        assert_eq!(pool.with_password(username, "guess").err(), not_authorized(LOCKED), "{username}");
        pool.wait(1);
        assert_eq!(guess().err().unwrap().0, WRONG, "{username}");
        assert_eq!(guess().err(), not_authorized(LOCKED), "{username}");
    }
}
