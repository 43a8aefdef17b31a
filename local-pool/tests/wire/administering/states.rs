//! AdminConfirmSignUp, AdminDisableUser, AdminEnableUser, AdminDeleteUser.

use serde_json::json;

use super::{by_password, get, of, refuses, status};
use crate::pool::{PASSWORD, Pool, not_authorized};

#[test]
fn only_somebody_unconfirmed_is_confirmed() {
    let pool = Pool::new();
    let current = ("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED");
    refuses(&pool, "AdminConfirmSignUp", &of("ada"), current);
    pool.admin("AdminCreateUser", &of("edsger")).unwrap();
    let current = ("NotAuthorizedException", "Current status is FORCE_CHANGE_PASSWORD");
    refuses(&pool, "AdminConfirmSignUp", &of("edsger"), current);
}

#[test]
fn a_disabled_user_is_out_until_enabled_and_old_tokens_stay_dead() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    for _ in 0..2 {
        assert_eq!(pool.admin("AdminDisableUser", &of("ada")), Ok(json!({})), "twice is no error");
    }
    assert_eq!(get(&pool, &of("ada"))["Enabled"], false);
    let revoked = not_authorized("Access Token has been revoked");
    assert_eq!(pool.get_user(&tokens.access).err(), revoked);
    assert!(pool.refresh("web", tokens.refresh()).is_err());
    assert_eq!(by_password(&pool, "web", "ada", PASSWORD).err(), not_authorized("User is disabled."));
    assert_eq!(pool.admin("AdminEnableUser", &of("ada")), Ok(json!({})));
    assert!(by_password(&pool, "web", "ada", PASSWORD).is_ok());
    assert_eq!(pool.get_user(&tokens.access).err(), revoked);
    assert_eq!(status(&pool, &of("ada")), "CONFIRMED");
}

#[test]
fn a_deleted_user_is_gone_with_the_tokens_and_the_name_is_free() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    let sub = super::attribute(&get(&pool, &of("ada")), "sub").unwrap();
    assert!(pool.admin("AdminDeleteUser", &of(&sub)).is_ok(), "by sub");
    assert!(pool.get_user(&tokens.access).is_err());
    assert!(pool.refresh("web", tokens.refresh()).is_err());
    assert_eq!(by_password(&pool, "web", "ada", PASSWORD).err(), not_authorized("Incorrect username or password."));
    for name in ["ada", &sub] {
        refuses(&pool, "AdminDeleteUser", &of(name), ("UserNotFoundException", "User does not exist."));
    }
    pool.admin("AdminCreateUser", &of("ada")).unwrap();
    assert!(pool.get_user(&tokens.access).is_err(), "a namesake does not inherit tokens");
}
