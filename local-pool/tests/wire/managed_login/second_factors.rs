//! Second factors at the pages: an authenticator app and an email address, from their set-up to their codes.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;

use super::app::App;
use super::browser::{Browser, Visited};
use crate::pool::{PASSWORD, POOL_ID, Pool};

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

/// With these factors beside the required one, for grace, who has neither an address nor a number.
fn require_of_grace(pool: &Pool, factors: Value) {
    let mut input = factors;
    input["UserPoolId"] = POOL_ID.into();
    input["MfaConfiguration"] = "ON".into();
    pool.admin("SetUserPoolMfaConfig", &input).expect("a configuration");
}

fn grace<'a>(app: &App<'_>, browser: &mut Browser<'a>) -> Visited {
    let page = browser.get(&app.request(&[]));
    browser.submit(&page.form("password", &[("username", "grace"), ("password", PASSWORD)]))
}

fn sent_to(pool: &Pool, address: &str) -> String {
    let outbox: Value = serde_json::from_slice(&pool.get("/_local/outbox").body).expect("JSON");
    let messages = outbox["messages"].as_array().expect("messages");
    let last = messages.iter().rfind(|message| message["to"] == address).expect("a message");
    last["code"].as_str().expect("a code").to_owned()
}

#[test]
fn an_email_address_is_added_and_proven_by_its_code() {
    let pool = Pool::new();
    require_of_grace(
        &pool,
        json!({ "EmailMfaConfiguration": {}, "SoftwareTokenMfaConfiguration": { "Enabled": true } }),
    );
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let choice = grace(&app, &mut browser);
    assert_eq!(choice.path(), "/login/factor");
    let page = browser.submit(&choice.form("csrf", &[("method", "EMAIL_OTP")]));
    assert_eq!(page.path(), "/login/email");
    for bad in ["", "grace", "grace@", "a b@example.com", "\u{0}"] {
        let page = browser.submit(&page.form("email", &[("email", bad)]));
        assert!(page.left_to.is_none() && page.says("aria-invalid") && page.says("Check “Email address”"), "{bad}");
    }
    let asked = browser.submit(&page.form("email", &[("email", "grace@example.com")]));
    assert_eq!(asked.path(), "/login/code");
    let first = sent_to(&pool, "grace@example.com");
    let wrong = if first == "000000" { "000001" } else { "000000" };
    let asked = browser.submit(&asked.form("code", &[("code", wrong)]));
    assert!(asked.left_to.is_none() && asked.says("role=\"alert\""));
    let resend = asked.forms().into_iter().find(|form| form.action.starts_with("/resendcode")).expect("a form");
    let asked = browser.submit(&resend);
    let left = browser.submit(&asked.form("code", &[("code", &sent_to(&pool, "grace@example.com"))]));
    let tokens = app.redeem(&left.sent("code").expect("a code")).expect("tokens");
    assert_eq!(super::app::claims(&tokens["id_token"])["email"], "grace@example.com");

    let mut browser = Browser::new(&pool);
    let asked = grace(&app, &mut browser);
    assert!(asked.path() == "/login/code" && asked.says("g***@e***"), "{asked:?}");
}

#[test]
fn where_an_email_address_is_all_that_can_be_added_it_is_asked_for_at_once() {
    let pool = Pool::new();
    require_of_grace(&pool, json!({ "EmailMfaConfiguration": {} }));
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let page = grace(&app, &mut browser);
    assert_eq!(page.path(), "/login/email");
    let back = browser.get(&app.at("/login/factor", &[]));
    assert!(back.html.contains("name=\"email\""), "there is nothing to choose: {back:?}");
    pool.wait(181);
    let late = browser.submit(&page.form("email", &[("email", "grace@example.com")]));
    assert!(late.left_to.is_none() && late.says("That took too long"), "{late:?}");
}

#[test]
fn a_phone_number_cannot_be_added_and_the_page_says_what_to_do() {
    let pool = Pool::new();
    let role = json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x" });
    require_of_grace(&pool, json!({ "SmsMfaConfiguration": { "SmsConfiguration": role } }));
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let page = grace(&app, &mut browser);
    assert!(page.status == 200 && page.says("needs a phone number"), "{page:?}");
    assert!(!page.html.contains("SMS_MFA") && page.forms().is_empty());
}
