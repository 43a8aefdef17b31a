//! AdminSetUserPassword, AdminResetUserPassword.

use serde_json::{Value, json};

use super::{attributes, by_password, invalid, new_client, new_pool, of, outbox, refuses, status, with};
use crate::pool::{PASSWORD, Pool, error, not_authorized};

fn set(pool: &Pool, user: &Value, password: &str, permanent: bool) -> Result<Value, (String, String)> {
    pool.admin("AdminSetUserPassword", &with(user, json!({ "Password": password, "Permanent": permanent })))
}

#[test]
fn a_permanent_password_signs_in_at_once() {
    let pool = Pool::new();
    pool.admin("AdminCreateUser", &of("edsger")).unwrap();
    assert_eq!(set(&pool, &of("edsger"), "Correct-horse-8", true), Ok(json!({})));
    assert_eq!(status(&pool, &of("edsger")), "CONFIRMED");
    assert!(pool.sign_in("web", "edsger", "Correct-horse-8").unwrap()["AuthenticationResult"].is_object());
    set(&pool, &of("ada"), "Correct-horse-8", true).unwrap();
    assert_eq!(by_password(&pool, "web", "ada", PASSWORD).err(), not_authorized("Incorrect username or password."));
}

#[test]
fn a_temporary_password_has_to_be_changed_in_time() {
    let pool = Pool::new();
    set(&pool, &of("ada"), "Temporary-7", false).unwrap();
    assert_eq!(status(&pool, &of("ada")), "FORCE_CHANGE_PASSWORD");
    assert_eq!(by_password(&pool, "web", "ada", "Temporary-7").unwrap()["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    pool.wait(7 * 24 * 3600);
    assert!(by_password(&pool, "web", "ada", "Temporary-7").unwrap_err().1.contains("expired"));
    let without = with(&of("grace"), json!({ "Password": "Temporary-7" }));
    pool.admin("AdminSetUserPassword", &without).unwrap();
    assert_eq!(status(&pool, &of("grace")), "FORCE_CHANGE_PASSWORD", "temporary is what it is unless told");
}

#[test]
fn the_policy_and_the_history_are_kept() {
    let pool = Pool::new();
    let weak = with(&of("ada"), json!({ "Password": "weak", "Permanent": true }));
    refuses(&pool, "AdminSetUserPassword", &weak, ("InvalidPasswordException", "Password not long enough"));
    let spaced = with(&of("ada"), json!({ "Password": "Correct horse 7" }));
    invalid(&pool, "AdminSetUserPassword", &spaced, "validation error");
    assert!(by_password(&pool, "web", "ada", PASSWORD).is_ok());
    let id = new_pool(&pool, json!({ "Policies": { "PasswordPolicy": { "PasswordHistorySize": 2 } } }));
    let user = json!({ "UserPoolId": id, "Username": "edsger" });
    pool.admin("AdminCreateUser", &user).unwrap();
    for password in ["Correct-horse-1", "Correct-horse-2"] {
        set(&pool, &user, password, true).unwrap();
    }
    for used in ["Correct-horse-1", "Correct-horse-2"] {
        assert_eq!(set(&pool, &user, used, true).unwrap_err().0, "PasswordHistoryPolicyViolationException");
    }
    set(&pool, &user, "Correct-horse-3", true).unwrap();
    assert_eq!(set(&pool, &user, "Correct-horse-1", true), Ok(json!({})), "so long ago");
}

#[test]
fn a_reset_sends_a_code_and_the_password_is_taken_no_more() {
    let pool = Pool::new();
    assert_eq!(pool.admin("AdminResetUserPassword", &of("ada")), Ok(json!({})));
    assert_eq!(status(&pool, &of("ada")), "RESET_REQUIRED");
    let [sent] = &outbox(&pool)[..] else { panic!("one message") };
    assert_eq!((&sent["to"], &sent["purpose"]), (&json!("ada@example.com"), &json!("ForgotPassword")));
    assert_eq!(sent["code"].as_str().map(str::len), Some(6));
    let refused = error("PasswordResetRequiredException", "Password reset required for the user");
    assert_eq!(by_password(&pool, "web", "ada", PASSWORD).err(), refused);
    pool.admin("AdminResetUserPassword", &of("ada")).unwrap();
    assert_ne!(outbox(&pool)[1]["code"], sent["code"], "another code");
    set(&pool, &of("ada"), "Correct-horse-8", true).unwrap();
    assert!(by_password(&pool, "web", "ada", "Correct-horse-8").is_ok());
}

#[test]
fn who_cannot_prove_anything_or_is_not_there_yet_is_not_reset() {
    let pool = Pool::new();
    invalid(&pool, "AdminResetUserPassword", &of("grace"), "no registered/verified email or phone_number");
    assert_eq!(status(&pool, &of("grace")), "CONFIRMED");
    pool.admin("AdminCreateUser", &of("edsger")).unwrap();
    let state = ("NotAuthorizedException", "User password cannot be reset in the current state.");
    refuses(&pool, "AdminResetUserPassword", &of("edsger"), state);
    pool.admin("AdminDisableUser", &of("ada")).unwrap();
    refuses(&pool, "AdminResetUserPassword", &of("ada"), ("NotAuthorizedException", "User is disabled."));
    let recovery = json!({ "RecoveryMechanisms": [{ "Name": "admin_only", "Priority": 1 }] });
    let id = new_pool(&pool, json!({ "AccountRecoverySetting": recovery }));
    let user = json!({ "UserPoolId": id, "Username": "edsger" });
    let proven = attributes(&[("email", "e@example.com"), ("email_verified", "true")]);
    pool.admin("AdminCreateUser", &with(&user, json!({ "UserAttributes": proven }))).unwrap();
    set(&pool, &user, "Correct-horse-8", true).unwrap();
    refuses(&pool, "AdminResetUserPassword", &user, ("NotAuthorizedException", "Contact administrator"));
    assert!(by_password(&pool, &new_client(&pool, &id), "edsger", "Correct-horse-8").is_ok());
}

#[test]
fn too_many_resets_in_an_hour_are_refused() {
    let pool = Pool::new();
    (0..5).for_each(|_| drop(pool.admin("AdminResetUserPassword", &of("ada")).unwrap()));
    refuses(&pool, "AdminResetUserPassword", &of("ada"), ("LimitExceededException", "Attempt limit exceeded"));
}
