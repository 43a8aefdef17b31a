//! AdminCreateUser: who comes out of it, with which password, and what the invitation says.

use serde_json::{Value, json};

use super::{attribute, attributes, by_password, invalid, new_client, new_pool, of, outbox, refuses, status, with};
use crate::pool::{POOL_ID, Pool, START, not_authorized, text};

fn create(pool: &Pool, input: &Value) -> Value {
    pool.admin("AdminCreateUser", input).expect("a user")["User"].clone()
}

#[test]
fn a_user_is_invited_with_a_password_that_has_to_be_changed() {
    let pool = Pool::new();
    let input = with(
        &of("edsger"),
        json!({ "UserAttributes": attributes(&[("email", "e@example.com"), ("email_verified", "true")]) }),
    );
    let made = create(&pool, &input);
    assert_eq!((&made["Username"], &made["Enabled"]), (&json!("edsger"), &json!(true)));
    assert_eq!(made["UserStatus"], "FORCE_CHANGE_PASSWORD");
    assert_eq!(made["UserCreateDate"], START as f64);
    assert_eq!(attribute(&made, "email_verified").as_deref(), Some("true"));
    assert_eq!(attribute(&made, "sub").map(|sub| sub.len()), Some(36));
    let [invitation] = &outbox(&pool)[..] else { panic!("one message") };
    assert_eq!((&invitation["to"], &invitation["medium"]), (&json!("e@example.com"), &json!("EMAIL")));
    assert_eq!(invitation["purpose"], "AdminCreateUser");
    let password = text(invitation, "/code");
    assert!(text(invitation, "/body").contains(&password) && text(invitation, "/body").contains("edsger"));
    let answer = by_password(&pool, "web", "edsger", &password).unwrap();
    assert_eq!(answer["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let responses = json!({ "USERNAME": "edsger", "NEW_PASSWORD": "Correct-horse-8" });
    let answer = json!({
        "ChallengeName": "NEW_PASSWORD_REQUIRED", "ClientId": "web",
        "Session": answer["Session"], "ChallengeResponses": responses,
    });
    assert!(pool.call("RespondToAuthChallenge", &answer).unwrap()["AuthenticationResult"].is_object());
    assert_eq!(status(&pool, &of("edsger")), "CONFIRMED");
}

#[test]
fn a_given_password_is_the_temporary_one_and_suppress_sends_nothing() {
    let pool = Pool::new();
    let input = with(
        &of("edsger"),
        json!({
            "TemporaryPassword": "Temporary-7", "MessageAction": "SUPPRESS",
            "UserAttributes": attributes(&[("email", "e@example.com")]),
        }),
    );
    create(&pool, &input);
    assert_eq!(outbox(&pool), Vec::<Value>::new());
    let answer = by_password(&pool, "web", "edsger", "Temporary-7").unwrap();
    assert_eq!(answer["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let weak = with(&of("weak"), json!({ "TemporaryPassword": "weak" }));
    refuses(&pool, "AdminCreateUser", &weak, ("InvalidPasswordException", "Password did not conform with policy"));
    refuses(&pool, "AdminGetUser", &of("weak"), ("UserNotFoundException", "User does not exist."));
}

#[test]
fn the_pools_template_and_the_wanted_media_make_the_invitation() {
    let pool = Pool::new();
    let template = json!({
        "EmailSubject": "Hello {username}", "EmailMessage": "You are {username}, say {####}",
        "SMSMessage": "{username}: {####}",
    });
    let id = new_pool(&pool, json!({ "AdminCreateUserConfig": { "InviteMessageTemplate": template } }));
    let both = attributes(&[("email", "e@example.com"), ("phone_number", "+12065550100")]);
    let named = |name: &str, more: Value| with(&json!({ "UserPoolId": id, "Username": name }), more);
    create(&pool, &named("a", json!({ "UserAttributes": both, "DesiredDeliveryMediums": ["EMAIL", "SMS"] })));
    create(&pool, &named("b", json!({ "UserAttributes": both })));
    create(&pool, &named("c", json!({ "UserAttributes": attributes(&[("email", "c@example.com")]) })));
    create(&pool, &named("d", json!({})));
    let sent = outbox(&pool);
    let told: Vec<String> =
        sent.iter().map(|it| format!("{} {}", text(it, "/username"), text(it, "/medium"))).collect();
    assert_eq!(told, ["a EMAIL", "a SMS", "b SMS", "c EMAIL"]);
    let password = text(&sent[0], "/code");
    assert_eq!(sent[0]["subject"], "Hello a");
    assert_eq!(text(&sent[0], "/body"), format!("You are a, say {password}"));
    assert_eq!(text(&sent[1], "/body"), format!("a: {password}"), "the same password by both ways");
    for (medium, attribute) in [("EMAIL", "email"), ("SMS", "phone_number")] {
        let input = named("e", json!({ "DesiredDeliveryMediums": [medium] }));
        invalid(&pool, "AdminCreateUser", &input, attribute);
    }
}

#[test]
fn resend_gives_a_new_password_with_all_its_time_to_who_never_came() {
    let pool = Pool::new();
    let input = with(&of("edsger"), json!({ "UserAttributes": attributes(&[("email", "e@example.com")]) }));
    create(&pool, &input);
    let day = 24 * 3600;
    pool.wait(7 * day);
    let late = by_password(&pool, "web", "edsger", &text(&outbox(&pool)[0], "/code"));
    assert!(late.unwrap_err().1.contains("expired"));
    let again = create(&pool, &with(&of("edsger"), json!({ "MessageAction": "RESEND" })));
    assert_eq!(again["UserStatus"], "FORCE_CHANGE_PASSWORD");
    let sent = outbox(&pool);
    let (first, second) = (text(&sent[0], "/code"), text(&sent[1], "/code"));
    assert_ne!(first, second);
    pool.wait(7 * day - 1);
    assert_eq!(by_password(&pool, "web", "edsger", &first).err(), not_authorized("Incorrect username or password."));
    assert_eq!(by_password(&pool, "web", "edsger", &second).unwrap()["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let resend = |name: &str| with(&of(name), json!({ "MessageAction": "RESEND" }));
    refuses(&pool, "AdminCreateUser", &resend("nobody"), ("UserNotFoundException", "User does not exist."));
    let came = ("UnsupportedUserStateException", "Resend not possible. ada status is not FORCE_CHANGE_PASSWORD");
    refuses(&pool, "AdminCreateUser", &resend("ada"), came);
}

#[test]
fn temporary_passwords_live_as_long_as_the_pool_says() {
    let pool = Pool::new();
    let id = new_pool(&pool, json!({ "AdminCreateUserConfig": { "UnusedAccountValidityDays": 2 } }));
    let client = new_client(&pool, &id);
    let input = json!({ "UserPoolId": id, "Username": "edsger", "TemporaryPassword": "Temporary-7" });
    create(&pool, &input);
    pool.wait(2 * 24 * 3600 - 1);
    assert!(by_password(&pool, &client, "edsger", "Temporary-7").is_ok());
    pool.wait(1);
    assert!(by_password(&pool, &client, "edsger", "Temporary-7").unwrap_err().1.contains("expired"));
}

#[test]
fn where_people_sign_in_by_email_the_user_is_called_by_the_sub() {
    let pool = Pool::new();
    let id = new_pool(&pool, json!({ "UsernameAttributes": ["email"] }));
    let named = |name: &str| json!({ "UserPoolId": id, "Username": name, "TemporaryPassword": "Temporary-7" });
    let made = create(&pool, &named("e@example.com"));
    assert_eq!(Some(text(&made, "/Username")), attribute(&made, "sub"));
    assert_eq!(attribute(&made, "email").as_deref(), Some("e@example.com"));
    let client = new_client(&pool, &id);
    assert!(by_password(&pool, &client, "e@example.com", "Temporary-7").is_ok());
    let taken = ("UsernameExistsException", "An account with the given email already exists.");
    refuses(&pool, "AdminCreateUser", &named("e@example.com"), taken);
    invalid(&pool, "AdminCreateUser", &named("edsger"), "Username should be an email.");
    for name in ["e@example.com", &text(&made, "/Username")] {
        let told = pool.admin("AdminGetUser", &json!({ "UserPoolId": id, "Username": name })).unwrap();
        assert_eq!(told["Username"], made["Username"]);
    }
}

#[test]
fn a_proven_alias_is_taken_by_force_alone() {
    let pool = Pool::new();
    let id = new_pool(&pool, json!({ "AliasAttributes": ["email"] }));
    let client = new_client(&pool, &id);
    let proven = attributes(&[("email", "e@example.com"), ("email_verified", "true")]);
    let named = |name: &str| json!({ "UserPoolId": id, "Username": name, "TemporaryPassword": "Temporary-7", "UserAttributes": proven });
    create(&pool, &named("first"));
    let taken = ("UsernameExistsException", "An account with the given email already exists.");
    refuses(&pool, "AdminCreateUser", &named("second"), taken);
    let unproven = attributes(&[("email", "e@example.com")]);
    create(&pool, &with(&named("unproven"), json!({ "UserAttributes": unproven, "ForceAliasCreation": true })));
    let found = || pool.admin("AdminGetUser", &json!({ "UserPoolId": id, "Username": "e@example.com" })).unwrap();
    assert_eq!(found()["Username"], "first", "who has not proven it takes nothing");
    create(&pool, &with(&named("second"), json!({ "ForceAliasCreation": true })));
    assert_eq!(found()["Username"], "second");
    let first = pool.admin("AdminGetUser", &json!({ "UserPoolId": id, "Username": "first" })).unwrap();
    assert_eq!(attribute(&first, "email_verified").as_deref(), Some("false"));
    assert!(by_password(&pool, &client, "first", "Temporary-7").is_ok(), "by name one still gets in");
}

#[test]
fn a_pool_with_one_time_codes_takes_users_without_a_password() {
    let pool = Pool::new();
    let policies = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } });
    let id = new_pool(&pool, json!({ "Policies": policies }));
    let named = |name: &str, more: Value| with(&json!({ "UserPoolId": id, "Username": name }), more);
    let email = attributes(&[("email", "e@example.com"), ("email_verified", "true")]);
    let made = create(&pool, &named("edsger", json!({ "UserAttributes": email })));
    assert_eq!(made["UserStatus"], "CONFIRMED");
    let [invitation] = &outbox(&pool)[..] else { panic!("one message") };
    assert_eq!(invitation["code"], Value::Null);
    assert!(text(invitation, "/body").contains("edsger") && !text(invitation, "/body").contains("password"));
    let factors = pool.admin("AdminGetUserAuthFactors", &named("edsger", json!({}))).unwrap();
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["EMAIL_OTP"]));
    invalid(&pool, "AdminCreateUser", &named("nowhere", json!({})), "without a password");
    let with_one = create(&pool, &named("grace", json!({ "TemporaryPassword": "Temporary-7" })));
    assert_eq!(with_one["UserStatus"], "FORCE_CHANGE_PASSWORD");
}

#[test]
fn what_contradicts_itself_makes_no_user() {
    let pool = Pool::new();
    let user = |list: &[(&str, &str)]| with(&of("edsger"), json!({ "UserAttributes": attributes(list) }));
    for (list, part) in [
        (vec![("email_verified", "true")], "email"),
        (vec![("phone_number_verified", "true")], "phone_number"),
        (vec![("email", "edsger")], "Invalid email address format."),
        (vec![("phone_number", "0100")], "Invalid phone number format."),
        (vec![("custom:none", "x")], "does not exist in the schema"),
        (vec![("sub", "mine")], "cannot be updated"),
        (vec![("email_verified", "maybe"), ("email", "e@example.com")], "boolean"),
    ] {
        invalid(&pool, "AdminCreateUser", &user(&list), part);
    }
    for (member, value) in [
        ("MessageAction", json!("SHOUT")),
        ("DesiredDeliveryMediums", json!(["PIGEON"])),
        ("TemporaryPassword", json!("with space")),
        ("Username", json!("with space")),
        ("Username", json!("x".repeat(129))),
    ] {
        invalid(&pool, "AdminCreateUser", &with(&of("edsger"), json!({ member: value })), "validation error");
    }
    refuses(&pool, "AdminCreateUser", &of("ada"), ("UsernameExistsException", "User already exists"));
    let listed = pool.admin("ListUsers", &json!({ "UserPoolId": POOL_ID })).unwrap();
    assert_eq!(listed["Users"].as_array().unwrap().len(), 2);
}
