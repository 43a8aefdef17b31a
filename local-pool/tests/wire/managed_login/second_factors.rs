//! Second factors at the pages: an authenticator app from its set-up to its codes.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;

use super::app::App;
use super::browser::{Browser, Visited};
use crate::pool::{POOL_ID, Pool};

pub fn require_second_factor(pool: &Pool) {
    let input = json!({
        "UserPoolId": POOL_ID, "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true },
    });
    pool.admin("SetUserPoolMfaConfig", &input).expect("a configuration");
}

/// RFC 6238 with a key in base32, as an authenticator app has it.
pub fn one_time_password(key: &str, seconds: i64) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bits, mut count, mut bytes) = (0_u64, 0, Vec::new());
    for letter in key.chars() {
        bits = bits << 5 | LETTERS.find(letter).expect("base32") as u64;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    let mut mac = Hmac::<Sha1>::new_from_slice(&bytes).expect("a key");
    mac.update(&(seconds / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[offset..offset + 4].try_into().expect("four bytes")) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

fn key_on(page: &Visited) -> String {
    let (_, after) = page.html.split_once("data-copy=\"").expect("a key");
    after.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn an_authenticator_app_is_set_up_and_asked_for_from_then_on() {
    let pool = Pool::new();
    require_second_factor(&pool);
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let page = app.sign_in(&mut browser, &[]);
    assert_eq!(page.path(), "/login/authenticator-app");
    let key = key_on(&page);
    let answer =
        |browser: &mut Browser<'_>, page: &Visited, code: &str| browser.submit(&page.form("code", &[("code", code)]));
    for wrong in ["000000", "abcdef", "", "1"] {
        let page = answer(&mut browser, &page, wrong);
        assert!(page.left_to.is_none() && page.says("role=\"alert\"") && key_on(&page) == key, "{wrong}");
    }
    let left = answer(&mut browser, &page, &one_time_password(&key, pool.seconds()));
    assert!(app.redeem(&left.sent("code").expect("a code")).is_ok(), "{left:?}");

    pool.wait(30);
    let mut browser = Browser::new(&pool);
    let page = app.sign_in(&mut browser, &[]);
    assert_eq!(page.path(), "/login/code");
    let wrong = answer(&mut browser, &page, "000000");
    assert!(wrong.left_to.is_none() && wrong.says("role=\"alert\""));
    let code = one_time_password(&key, pool.seconds());
    let (first, second) = code.split_at(3);
    let left = answer(&mut browser, &wrong, &format!("{first} {second}"));
    assert!(app.redeem(&left.sent("code").expect("a code")).is_ok());
    let replayed = answer(&mut browser, &wrong, &code);
    assert!(replayed.left_to.is_none(), "the step is over");
}

#[test]
fn a_step_that_took_too_long_begins_anew() {
    let pool = Pool::new();
    require_second_factor(&pool);
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let page = app.sign_in(&mut browser, &[]);
    let key = key_on(&page);
    pool.wait(181);
    let code = one_time_password(&key, pool.seconds());
    let late = browser.submit(&page.form("code", &[("code", &code)]));
    assert!(late.left_to.is_none() && late.forms().iter().any(|form| form.action.starts_with("/login?")));
}
