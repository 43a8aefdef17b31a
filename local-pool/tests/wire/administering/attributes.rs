//! AdminUpdateUserAttributes, AdminDeleteUserAttributes.

use serde_json::{Value, json};

use super::{attribute, attributes, get, invalid, new_pool, of, outbox, refuses, with};
use crate::pool::{Pool, text};

fn update(pool: &Pool, user: &Value, list: &[(&str, &str)]) -> Result<Value, (String, String)> {
    pool.admin("AdminUpdateUserAttributes", &with(user, json!({ "UserAttributes": attributes(list) })))
}

#[test]
fn attributes_are_set_changed_and_taken_away() {
    let pool = Pool::new();
    pool.wait(60);
    assert_eq!(update(&pool, &of("ada"), &[("nickname", "a"), ("email", "new@example.com")]), Ok(json!({})));
    let told = get(&pool, &of("ada"));
    assert_eq!(attribute(&told, "nickname").as_deref(), Some("a"));
    assert_eq!(attribute(&told, "email_verified").as_deref(), Some("false"), "a new address is not proven");
    assert!(told["UserLastModifiedDate"].as_f64() > told["UserCreateDate"].as_f64());
    update(&pool, &of("ada"), &[("nickname", "")]).unwrap();
    let names = json!({ "UserAttributeNames": ["email", "gender"] });
    assert_eq!(pool.admin("AdminDeleteUserAttributes", &with(&of("ada"), names)), Ok(json!({})));
    let told = get(&pool, &of("ada"));
    assert_eq!(told["UserAttributes"].as_array().unwrap().len(), 1, "the sub is left: {told}");
    assert_eq!(outbox(&pool), Vec::<Value>::new());
}

#[test]
fn the_schema_is_kept() {
    let pool = Pool::new();
    for (name, value, part) in [
        ("custom:none", "x", "does not exist"),
        ("sub", "mine", "cannot be updated"),
        ("email", "nonsense", "Invalid email address format."),
        ("email_verified", "maybe", "boolean"),
    ] {
        invalid(
            &pool,
            "AdminUpdateUserAttributes",
            &with(&of("ada"), json!({ "UserAttributes": attributes(&[(name, value)]) })),
            part,
        );
    }
    for name in ["sub", "custom:none"] {
        let input = with(&of("ada"), json!({ "UserAttributeNames": ["email", name] }));
        invalid(&pool, "AdminDeleteUserAttributes", &input, name);
    }
    assert!(attribute(&get(&pool, &of("ada")), "email").is_some(), "a refusal takes nothing away");
    let id = new_pool(&pool, json!({ "Schema": [{ "Name": "email", "Required": true }] }));
    let user = json!({ "UserPoolId": id, "Username": "edsger" });
    let made = with(&user, json!({ "UserAttributes": attributes(&[("email", "e@example.com")]) }));
    pool.admin("AdminCreateUser", &made).unwrap();
    let input = with(&user, json!({ "UserAttributeNames": ["email"] }));
    invalid(&pool, "AdminDeleteUserAttributes", &input, "email");
}

#[test]
fn a_new_address_gets_a_code_where_the_pool_verifies_and_waits_where_it_asks_for_that() {
    let pool = Pool::new();
    let settings = json!({ "AttributesRequireVerificationBeforeUpdate": ["email"] });
    for (waits, more) in [(false, json!({})), (true, json!({ "UserAttributeUpdateSettings": settings }))] {
        let id = new_pool(&pool, with(&json!({ "AutoVerifiedAttributes": ["email"] }), more));
        let user = json!({ "UserPoolId": id, "Username": "edsger" });
        let proven = attributes(&[("email", "old@example.com"), ("email_verified", "true")]);
        let made = json!({ "UserAttributes": proven, "MessageAction": "SUPPRESS" });
        pool.admin("AdminCreateUser", &with(&user, made)).unwrap();
        let email = || attribute(&get(&pool, &user), "email").unwrap();
        let before = outbox(&pool).len();
        update(&pool, &user, &[("email", "new@example.com"), ("nickname", "e")]).unwrap();
        assert_eq!(email(), if waits { "old@example.com" } else { "new@example.com" });
        assert_eq!(attribute(&get(&pool, &user), "nickname").as_deref(), Some("e"));
        let sent = outbox(&pool);
        assert_eq!(sent.len(), before + 1);
        assert_eq!(sent[before]["to"], "new@example.com");
        assert_eq!(sent[before]["purpose"], "UpdateUserAttribute");
        update(&pool, &user, &[("email", "third@example.com"), ("email_verified", "true")]).unwrap();
        assert_eq!(email(), "third@example.com", "an administrator may say that it is proven");
        assert_eq!(outbox(&pool).len(), before + 1);
    }
}

#[test]
fn a_name_to_sign_in_by_is_one_persons() {
    let pool = Pool::new();
    let made = |id: &str, name: &str, email: &str| {
        let input = json!({
            "UserPoolId": id, "Username": name, "MessageAction": "SUPPRESS",
            "UserAttributes": attributes(&[("email", email), ("email_verified", "true")]),
        });
        pool.admin("AdminCreateUser", &input).unwrap()
    };
    let by_email = new_pool(&pool, json!({ "UsernameAttributes": ["email"] }));
    made(&by_email, "a@example.com", "a@example.com");
    made(&by_email, "b@example.com", "b@example.com");
    let user = json!({ "UserPoolId": by_email, "Username": "b@example.com" });
    let input = with(&user, json!({ "UserAttributes": attributes(&[("email", "a@example.com")]) }));
    refuses(&pool, "AdminUpdateUserAttributes", &input, ("AliasExistsException", "email"));

    let by_alias = new_pool(&pool, json!({ "AliasAttributes": ["email", "preferred_username"] }));
    made(&by_alias, "a", "a@example.com");
    made(&by_alias, "b", "b@example.com");
    let user = |name: &str| json!({ "UserPoolId": by_alias, "Username": name });
    update(&pool, &user("a"), &[("preferred_username", "countess")]).unwrap();
    let input = with(&user("b"), json!({ "UserAttributes": attributes(&[("preferred_username", "countess")]) }));
    refuses(&pool, "AdminUpdateUserAttributes", &input, ("AliasExistsException", "preferred_username"));
    let holder = || text(&get(&pool, &user("a@example.com")), "/Username");
    update(&pool, &user("b"), &[("email", "a@example.com")]).unwrap();
    assert_eq!(holder(), "a", "an address that is not proven is no alias");
    update(&pool, &user("b"), &[("email_verified", "true")]).unwrap();
    assert_eq!(holder(), "b");
    assert_eq!(attribute(&get(&pool, &user("a")), "email_verified").as_deref(), Some("false"));
}

#[test]
fn too_many_codes_are_refused() {
    let pool = Pool::new();
    let id = new_pool(&pool, json!({ "AutoVerifiedAttributes": ["email"] }));
    let user = json!({ "UserPoolId": id, "Username": "edsger" });
    pool.admin("AdminCreateUser", &user).unwrap();
    let change = |number: i32| update(&pool, &user, &[("email", &format!("e{number}@example.com"))]);
    (0..5).for_each(|number| drop(change(number).unwrap()));
    assert_eq!(change(5).unwrap_err().0, "TooManyRequestsException");
    assert_eq!(outbox(&pool).len(), 5);
}
