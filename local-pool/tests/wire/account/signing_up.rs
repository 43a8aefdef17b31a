//! SignUp: who may, under which name, with what, and what is sent.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use super::people::{attributes, confirm, empty_pool, mail, pool, refused, sign_up, signed_in, verifying};
use crate::pool::{error, not_authorized, text};

const EMAIL: (&str, &str) = ("email", "new@example.com");

#[test]
fn a_new_user_is_sent_a_code_and_told_where_it_went() {
    let pool = verifying();
    let answer = sign_up(&pool, "new", &[EMAIL]).unwrap();
    assert_eq!(answer["UserConfirmed"], false);
    assert_eq!(text(&answer, "/UserSub").len(), 36);
    let details = json!({ "Destination": "n***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    let sent = mail(&pool, "new@example.com");
    assert_eq!((sent.len(), &sent[0]["purpose"], &sent[0]["username"]), (1, &json!("SignUp"), &json!("new")));
    let code = text(&sent[0], "/code");
    assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()));
    assert_eq!(sent[0]["body"], format!("Your confirmation code is {code}."));
    let unconfirmed = pool.sign_in("web", "new", "Correct-horse-7");
    assert_eq!(unconfirmed.err(), error("UserNotConfirmedException", "User is not confirmed."));
}

#[test]
fn a_text_message_comes_before_mail_where_the_pool_verifies_both() {
    let pool = pool("auto_verified_attributes = [\"email\", \"phone_number\"]");
    let answer = sign_up(&pool, "new", &[EMAIL, ("phone_number", "+4915112345678")]).unwrap();
    let details = json!({ "Destination": "+*********5678", "DeliveryMedium": "SMS", "AttributeName": "phone_number" });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    assert!(mail(&pool, "new@example.com").is_empty());
}

#[test]
fn nothing_is_sent_where_the_pool_verifies_nothing() {
    let pool = pool("");
    let answer = sign_up(&pool, "new", &[EMAIL]).unwrap();
    assert_eq!((&answer["UserConfirmed"], answer.get("CodeDeliveryDetails")), (&json!(false), None));
    assert!(mail(&pool, "new@example.com").is_empty());
}

#[test]
fn the_pools_own_words_are_sent() {
    let settings = "auto_verified_attributes = [\"email\"]\n[pool.messages]\nverification_email = \"<b>{####}</b>\"\n\
                    verification_email_subject = \"Welcome\"";
    let pool = pool(settings);
    sign_up(&pool, "new", &[EMAIL]).unwrap();
    let sent = mail(&pool, "new@example.com").remove(0);
    assert_eq!(sent["subject"], "Welcome");
    assert_eq!(sent["body"], format!("<b>{}</b>", text(&sent, "/code")));
}

#[test]
fn a_name_is_good_once() {
    let pool = pool("");
    assert_eq!(sign_up(&pool, "ada", &[]).err(), error("UsernameExistsException", "User already exists"));
    assert!(sign_up(&pool, "Ada", &[]).is_ok(), "case counts in this pool");
    let folding = self::pool("case_sensitive = false");
    assert_eq!(refused(sign_up(&folding, "ADA", &[])), "UsernameExistsException");
    let kept = sign_up(&folding, "NewName", &[]);
    assert!(kept.is_ok());
    assert_eq!(refused(sign_up(&folding, "newname", &[])), "UsernameExistsException");
}

#[test]
fn an_address_in_place_of_a_name_is_good_once_and_finds_the_user() {
    let pool = empty_pool("username_attributes = [\"email\"]\nauto_verified_attributes = [\"email\"]");
    let answer = sign_up(&pool, "New@example.com", &[]).unwrap();
    let taken = error("UsernameExistsException", "An account with the given email already exists.");
    assert_eq!(sign_up(&pool, "New@example.com", &[]).err(), taken);
    let invalid = |message| error("InvalidParameterException", message);
    assert_eq!(sign_up(&pool, "new", &[]).err(), invalid("Username should be an email."));
    let code = super::people::code(&pool, "New@example.com");
    assert!(confirm(&pool, "New@example.com", &code).is_ok());
    let tokens = signed_in(&pool, "New@example.com");
    let user = pool.get_user(&tokens.access).unwrap();
    assert_eq!(user["Username"], answer["UserSub"], "the name is the sub");
    assert_eq!(super::people::attribute(&pool, &tokens, "email_verified").as_deref(), Some("true"));
}

#[test]
fn what_looks_like_an_alias_is_no_name() {
    let pool = pool("alias_attributes = [\"email\"]");
    let message = "Username cannot be of email format, since user pool is configured for email alias.";
    assert_eq!(sign_up(&pool, "new@example.com", &[]).err(), error("InvalidParameterException", message));
}

#[test]
fn a_password_must_conform() {
    let pool = pool("");
    for (password, why) in [
        ("Ab1!", "Password not long enough"),
        ("correct-horse-7", "Password must have uppercase characters"),
        ("CORRECT-HORSE-7", "Password must have lowercase characters"),
        ("Correct-horse-x", "Password must have numeric characters"),
        ("CorrectHorse77", "Password must have symbol characters"),
    ] {
        let answer = pool.call("SignUp", &json!({ "ClientId": "web", "Username": "new", "Password": password }));
        let message = format!("Password did not conform with policy: {why}");
        assert_eq!(answer.err(), error("InvalidPasswordException", &message), "{password}");
    }
    assert!(sign_up(&pool, "new", &[]).is_ok(), "what was refused made nobody");
}

#[test]
fn a_password_may_be_left_out_where_a_code_can_take_its_place() {
    let without = json!({ "ClientId": "web", "Username": "new", "UserAttributes": attributes(&[EMAIL]) });
    let blank = json!({ "ClientId": "web", "Username": "new", "Password": "", "UserAttributes": attributes(&[EMAIL]) });
    let pool = pool("");
    assert_eq!(refused(pool.call("SignUp", &without)), "InvalidParameterException");
    let settings = "first_factors = [\"PASSWORD\", \"EMAIL_OTP\"]\nauto_verified_attributes = [\"email\"]";
    let pool = self::pool(settings);
    let answer = pool.call("SignUp", &blank).or_else(|_| pool.call("SignUp", &without)).unwrap();
    assert!(answer["Session"].as_str().is_some_and(|session| session.len() >= 20));
    let nobody = json!({ "ClientId": "web", "Username": "unreached" });
    assert_eq!(refused(pool.call("SignUp", &nobody)), "InvalidParameterException");
}

#[test]
fn signing_up_by_oneself_can_be_off() {
    let pool = pool("self_sign_up = false");
    assert_eq!(sign_up(&pool, "new", &[]).err(), not_authorized("SignUp is not permitted for this user pool"));
}

#[test]
fn attributes_must_fit_the_schema_and_what_the_client_may_write() {
    let pool = pool(
        "[[pool.attributes]]\nname = \"custom:level\"\ntype = \"Number\"\nmax = 9\n[[pool.attributes]]\nname = \"name\"",
    );
    let of = |list: &[(&str, &str)]| sign_up(&pool, "new", list).err();
    let invalid = |message: &str| error("InvalidParameterException", message);
    let schema = |message: &str| invalid(&format!("Attributes did not conform to the schema: {message}\n"));
    assert_eq!(of(&[("custom:nope", "x")]), schema("custom:nope: Attribute does not exist in the schema."));
    assert_eq!(of(&[("custom:level", "10")]), schema("custom:level: Number must be no more than 9."));
    assert_eq!(of(&[("email", "nonsense")]), invalid("Invalid email address format."));
    assert_eq!(of(&[("phone_number", "0123")]), invalid("Invalid phone number format."));
    for own in ["email_verified", "sub", "identities"] {
        assert_eq!(of(&[(own, "true")]), not_authorized("A client attempted to write unauthorized attribute"), "{own}");
    }
    let narrow = |list| {
        let attributes = attributes(list);
        let input = json!({ "ClientId": "narrow", "Username": "new", "Password": "Correct-horse-7", "UserAttributes": attributes });
        pool.call("SignUp", &input)
    };
    assert_eq!(narrow(&[EMAIL]).err(), not_authorized("A client attempted to write unauthorized attribute"));
    assert!(narrow(&[("name", "New")]).is_ok());
}

#[test]
fn a_required_attribute_is_required() {
    let pool = empty_pool("[[pool.attributes]]\nname = \"email\"\nrequired = true");
    let message = "Attributes did not conform to the schema: email: The attribute is required\n";
    assert_eq!(sign_up(&pool, "new", &[]).err(), error("InvalidParameterException", message));
    assert_eq!(sign_up(&pool, "new", &[("email", "")]).err(), error("InvalidParameterException", message));
}

#[test]
fn a_client_with_a_secret_must_prove_it() {
    let pool = pool("");
    let of = |hash: Option<&str>, username: &str| {
        let mut input = json!({ "ClientId": "confidential", "Username": username, "Password": "Correct-horse-7" });
        if let Some(hash) = hash {
            input["SecretHash"] = hash.into();
        }
        pool.call("SignUp", &input)
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(b"0123456789abcdefghijklmnop").unwrap();
    mac.update(b"newconfidential");
    let hash = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, mac.finalize().into_bytes());
    for (sent, username) in [(None, "new"), (Some("AAAA"), "new"), (Some(hash.as_str()), "other")] {
        assert_eq!(refused(of(sent, username)), "NotAuthorizedException");
    }
    assert!(of(Some(&hash), "new").is_ok());
    let public = json!({ "ClientId": "web", "Username": "x", "Password": "Correct-horse-7", "SecretHash": hash });
    assert_eq!(refused(pool.call("SignUp", &public)), "NotAuthorizedException");
}
