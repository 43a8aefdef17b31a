//! DeleteUser, and tokens of users who are gone.

use serde_json::json;

use super::people::{WRONG, own, pool, refused, sign_up, signed_in};
use crate::pool::not_authorized;

#[test]
fn whoever_deletes_themselves_is_gone_with_every_sign_in() {
    let pool = pool("");
    let (here, there) = (signed_in(&pool, "ada"), signed_in(&pool, "ada"));
    // An operation without an output answers with nothing.
    assert!(own(&pool, "DeleteUser", &here, json!({})).is_ok());
    for tokens in [&here, &there] {
        assert!(pool.get_user(&tokens.access).is_err());
        assert!(pool.refresh("web", tokens.refresh()).is_err());
    }
    assert_eq!(pool.sign_in("web", "ada", "Correct-horse-7").err(), not_authorized(WRONG));
    assert!(own(&pool, "DeleteUser", &here, json!({})).is_err());
    assert!(pool.get_user(&signed_in(&pool, "grace").access).is_ok());
}

#[test]
fn whoever_takes_the_name_is_somebody_else() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    own(&pool, "DeleteUser", &tokens, json!({})).unwrap();
    sign_up(&pool, "ada", &[]).unwrap();
    assert_eq!(refused(pool.get_user(&tokens.access)), "NotAuthorizedException");
    assert_eq!(refused(own(&pool, "DeleteUser", &tokens, json!({}))), "NotAuthorizedException");
}
