//! What every operation refuses: requests that are not signed, pools and users that do not exist, members that are missing.

use serde_json::{Value, json};

use super::{invalid, of, refuses, with};
use crate::pool::{POOL_ID, Pool};

/// Each operation about one user, with what else it must have.
fn all() -> Vec<(&'static str, Value)> {
    let device = json!({ "DeviceKey": "eu-west-1_0c7a9e1c-1111-4222-8333-444455556666" });
    let session = json!({ "SessionId": format!("tkn{}", "a".repeat(25)) });
    vec![
        ("AdminAddUserToGroup", json!({ "GroupName": "admins" })),
        ("AdminConfirmSignUp", json!({})),
        ("AdminDeleteSoftwareToken", json!({})),
        ("AdminDeleteUser", json!({})),
        ("AdminDeleteUserAttributes", json!({ "UserAttributeNames": ["email"] })),
        ("AdminDisableUser", json!({})),
        ("AdminEnableUser", json!({})),
        ("AdminForgetDevice", device.clone()),
        ("AdminGetDevice", device.clone()),
        ("AdminGetUser", json!({})),
        ("AdminGetUserAuthFactors", json!({})),
        ("AdminListDevices", json!({})),
        ("AdminListGroupsForUser", json!({})),
        ("AdminListUserAuthEvents", json!({})),
        ("AdminListUserSessions", json!({})),
        ("AdminRemoveUserFromGroup", json!({ "GroupName": "admins" })),
        ("AdminResetUserPassword", json!({})),
        ("AdminRevokeUserSession", session),
        ("AdminSetUserMFAPreference", json!({})),
        ("AdminSetUserPassword", json!({ "Password": "Correct-horse-8" })),
        ("AdminSetUserSettings", json!({ "MFAOptions": [] })),
        ("AdminUpdateAuthEventFeedback", json!({ "EventId": "e", "FeedbackValue": "Valid" })),
        ("AdminUpdateDeviceStatus", device),
        ("AdminUpdateUserAttributes", json!({ "UserAttributes": [] })),
        ("AdminUserGlobalSignOut", json!({})),
    ]
}

#[test]
fn a_user_who_does_not_exist_is_told_as_such() {
    let pool = Pool::new();
    for (operation, more) in all() {
        // These two have no UserNotFoundException.
        let no_name = matches!(operation, "AdminGetDevice" | "AdminListDevices");
        let name = if no_name { "ResourceNotFoundException" } else { "UserNotFoundException" };
        refuses(&pool, operation, &with(&of("nobody"), more), (name, "User does not exist."));
    }
}

#[test]
fn a_pool_that_does_not_exist_is_told_as_such() {
    let pool = Pool::new();
    let nowhere = json!({ "UserPoolId": "eu-west-1_Nowhere", "Username": "ada" });
    let missing = ("ResourceNotFoundException", "User pool eu-west-1_Nowhere does not exist.");
    for (operation, more) in all() {
        refuses(&pool, operation, &with(&nowhere, more), missing);
    }
    refuses(&pool, "AdminCreateUser", &nowhere, missing);
    refuses(&pool, "ListUsers", &json!({ "UserPoolId": "eu-west-1_Nowhere" }), missing);
    let group = json!({ "UserPoolId": "eu-west-1_Nowhere", "GroupName": "admins" });
    refuses(&pool, "ListUsersInGroup", &group, missing);
}

#[test]
fn a_request_without_credentials_does_nothing() {
    let pool = Pool::new();
    let others = [
        ("AdminCreateUser", json!({})),
        ("ListUsers", json!({})),
        ("ListUsersInGroup", json!({ "GroupName": "admins" })),
        ("AdminLinkProviderForUser", json!({})),
        ("AdminDisableProviderForUser", json!({})),
    ];
    for (operation, more) in all().into_iter().chain(others) {
        let refused = pool.call(operation, &with(&of("ada"), more)).expect_err(operation);
        assert_eq!(refused.0, "MissingAuthenticationTokenException", "{operation}");
    }
    assert_eq!(super::status(&pool, &of("ada")), "CONFIRMED");
}

#[test]
fn what_is_missing_or_of_the_wrong_type_is_refused() {
    let pool = Pool::new();
    for (operation, more) in all() {
        for member in ["UserPoolId", "Username"] {
            let mut input = with(&of("ada"), more.clone());
            input.as_object_mut().unwrap().remove(member);
            invalid(&pool, operation, &input, "validation error");
            input[member] = json!(7);
            let (name, _) = pool.admin(operation, &input).expect_err(operation);
            assert_eq!(name, "SerializationException", "{operation}");
        }
        for member in more.as_object().unwrap().keys().filter(|_| operation != "AdminSetUserMFAPreference") {
            let mut input = with(&of("ada"), more.clone());
            input.as_object_mut().unwrap().remove(member);
            invalid(&pool, operation, &input, "validation error");
        }
    }
    assert!(pool.admin("ListUsers", &json!({ "UserPoolId": POOL_ID })).is_ok());
}
