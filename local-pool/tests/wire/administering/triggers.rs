//! Triggers of what an administrator does: before a user is made, when one is confirmed, and the words of messages.

use serde_json::{Value, json};

use super::{attribute, attributes, get, of, outbox, refuses, status, with};
use crate::triggers::{Webhooks, pool_with};

#[test]
fn pre_sign_up_may_forbid_the_user_and_decides_nothing_else() {
    let webhooks = Webhooks::new(|_, mut event| {
        if event["userName"] == "mallory" {
            return Err("not this one".to_owned());
        }
        event["response"] = json!({ "autoConfirmUser": true, "autoVerifyEmail": true, "autoVerifyPhone": false });
        Ok(event)
    });
    let pool = pool_with(&["pre_sign_up"], &webhooks);
    let user = |name: &str| {
        with(
            &of(name),
            json!({
                "UserAttributes": attributes(&[("email", "e@example.com")]),
                "ValidationData": attributes(&[("code", "7")]),
                "ClientMetadata": { "from": "test" },
            }),
        )
    };
    pool.admin("AdminCreateUser", &user("edsger")).unwrap();
    let told = &webhooks.told("pre_sign_up")[0];
    assert_eq!(told["triggerSource"], "PreSignUp_AdminCreateUser");
    assert_eq!(told["request"]["userAttributes"]["email"], "e@example.com");
    assert_eq!(told["request"]["validationData"], json!({ "code": "7" }));
    assert_eq!(told["request"]["clientMetadata"], json!({ "from": "test" }));
    assert_eq!(attribute(&get(&pool, &of("edsger")), "email_verified"), None);
    assert_eq!(status(&pool, &of("edsger")), "FORCE_CHANGE_PASSWORD");
    refuses(&pool, "AdminCreateUser", &user("mallory"), ("UserLambdaValidationException", "not this one"));
    refuses(&pool, "AdminGetUser", &of("mallory"), ("UserNotFoundException", ""));
}

#[test]
fn an_invitation_may_have_words_of_its_own() {
    let webhooks = Webhooks::new(|_, mut event| {
        event["response"]["emailSubject"] = json!("Welcome");
        event["response"]["emailMessage"] = json!("{username} and {####}");
        Ok(event)
    });
    let pool = pool_with(&["custom_message"], &webhooks);
    let input = with(&of("edsger"), json!({ "UserAttributes": attributes(&[("email", "e@example.com")]) }));
    pool.admin("AdminCreateUser", &input).unwrap();
    let [sent] = &outbox(&pool)[..] else { panic!("one message") };
    assert_eq!(webhooks.told("custom_message")[0]["triggerSource"], "CustomMessage_AdminCreateUser");
    assert_eq!(sent["subject"], "Welcome");
    assert_eq!(sent["body"], format!("edsger and {}", sent["code"].as_str().unwrap()));
}

#[test]
fn whoever_an_administrator_confirms_is_confirmed_for_the_trigger_too() {
    let webhooks = Webhooks::new(|_, event| Ok(event));
    let pool = pool_with(&["post_confirmation"], &webhooks);
    let sign_up = json!({
        "ClientId": "web", "Username": "edsger", "Password": "Correct-horse-8",
        "UserAttributes": attributes(&[("email", "e@example.com")]),
    });
    pool.call("SignUp", &sign_up).unwrap();
    assert_eq!(status(&pool, &of("edsger")), "UNCONFIRMED");
    assert_eq!(webhooks.told("post_confirmation"), Vec::<Value>::new());
    let unconfirmed = ("NotAuthorizedException", "User password cannot be reset in the current state.");
    refuses(&pool, "AdminResetUserPassword", &of("edsger"), unconfirmed);
    assert_eq!(pool.admin("AdminConfirmSignUp", &of("edsger")), Ok(json!({})));
    let told = &webhooks.told("post_confirmation")[0];
    assert_eq!(told["triggerSource"], "PostConfirmation_ConfirmSignUp");
    assert_eq!(told["request"]["userAttributes"]["cognito:user_status"], "CONFIRMED");
    assert_eq!(
        attribute(&get(&pool, &of("edsger")), "email_verified").as_deref(),
        Some("false"),
        "no address is proven"
    );
    assert!(super::by_password(&pool, "web", "edsger", "Correct-horse-8").unwrap()["AuthenticationResult"].is_object());
    refuses(&pool, "AdminConfirmSignUp", &of("edsger"), ("NotAuthorizedException", "Current status is CONFIRMED"));
}
