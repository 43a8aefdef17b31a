//! ListUsers: filters, attributes, pages.

use serde_json::{Value, json};

use super::{attributes, invalid, of, with};
use crate::pool::{POOL_ID, Pool, text};

fn list(pool: &Pool, more: Value) -> Value {
    pool.admin("ListUsers", &with(&json!({ "UserPoolId": POOL_ID }), more)).expect("users")
}

fn names(told: &Value) -> Vec<String> {
    told["Users"].as_array().expect("users").iter().map(|user| text(user, "/Username")).collect()
}

fn people(pool: &Pool) {
    for (name, list) in [
        ("edsger", vec![("email", "edsger@example.com"), ("given_name", "Edsger"), ("name", r#"The "E" \ D"#)]),
        ("edith", vec![("given_name", "Edith"), ("family_name", "C"), ("phone_number", "+12065550100")]),
    ] {
        let input = json!({ "UserAttributes": attributes(&list), "MessageAction": "SUPPRESS" });
        pool.admin("AdminCreateUser", &with(&of(name), input)).unwrap();
    }
    pool.admin("AdminDisableUser", &of("grace")).unwrap();
}

#[test]
fn a_filter_finds_by_each_attribute_that_can_be_searched() {
    let pool = Pool::new();
    people(&pool);
    let sub = super::attribute(&super::get(&pool, &of("edith")), "sub").unwrap();
    for (filter, found) in [
        ("", vec!["ada", "edith", "edsger", "grace"]),
        (r#"username = "ada""#, vec!["ada"]),
        (r#"username = "Ada""#, vec![]),
        (r#"username ^= "ed""#, vec!["edith", "edsger"]),
        (r#"email = "ada@example.com""#, vec!["ada"]),
        (r#"email="nobody@example.com""#, vec![]),
        (r#"phone_number ^= "+1206""#, vec!["edith"]),
        (r#"given_name ^= "Ed""#, vec!["edith", "edsger"]),
        (r#"family_name = "C""#, vec!["edith"]),
        (r#"name = "The \"E\" \\ D""#, vec!["edsger"]),
        (r#"preferred_username = "x""#, vec![]),
        (&format!(r#"sub = "{sub}""#), vec!["edith"]),
        (r#"status = "Disabled""#, vec!["grace"]),
        (r#"status = "Enabled""#, vec!["ada", "edith", "edsger"]),
        (r#"status = "enabled""#, vec![]),
        (r#"cognito:user_status = "confirmed""#, vec!["ada", "grace"]),
        (r#"cognito:user_status ^= "FORCE""#, vec!["edith", "edsger"]),
    ] {
        assert_eq!(names(&list(&pool, json!({ "Filter": filter }))), found, "{filter}");
    }
}

#[test]
fn a_filter_that_is_none_is_refused() {
    let pool = Pool::new();
    let filter = |text: &str| json!({ "UserPoolId": POOL_ID, "Filter": text });
    invalid(&pool, "ListUsers", &filter("foo"), "Error while parsing filter.");
    invalid(&pool, "ListUsers", &filter(r#"email = "a" or email = "b""#), "Error while parsing filter.");
    invalid(&pool, "ListUsers", &filter(r#"custom:level = "1""#), "Invalid search attribute: custom:level");
    invalid(&pool, "ListUsers", &filter(&"x".repeat(257)), "validation error");
}

#[test]
fn only_the_attributes_that_were_asked_for_are_told() {
    let pool = Pool::new();
    people(&pool);
    let input = json!({ "AttributesToGet": ["given_name", "sub"], "Filter": r#"username ^= "ed""# });
    for user in list(&pool, input)["Users"].as_array().unwrap() {
        let told: Vec<&Value> = user["Attributes"].as_array().unwrap().iter().map(|one| &one["Name"]).collect();
        assert_eq!(told, ["sub", "given_name"]);
        assert_eq!(user["UserStatus"], "FORCE_CHANGE_PASSWORD");
    }
    for wrong in ["custom:none", "given_name"] {
        let input = json!({ "UserPoolId": POOL_ID, "AttributesToGet": [wrong] });
        invalid(&pool, "ListUsers", &input, "One or more requested attributes do not exist.");
    }
}

#[test]
fn pages_follow_each_other_and_a_token_is_good_for_its_own_question() {
    let pool = Pool::new();
    people(&pool);
    let first = list(&pool, json!({ "Limit": 3 }));
    assert_eq!(names(&first), ["ada", "edith", "edsger"]);
    let token = text(&first, "/PaginationToken");
    let rest = list(&pool, json!({ "Limit": 3, "PaginationToken": token }));
    assert_eq!(names(&rest), ["grace"]);
    assert!(rest.get("PaginationToken").is_none());
    for wrong in [
        json!({ "PaginationToken": token, "Filter": r#"username ^= "e""# }),
        json!({ "PaginationToken": "nonsense" }),
        json!({ "PaginationToken": token[1..] }),
        json!({ "Limit": 61 }),
        json!({ "PaginationToken": "" }),
    ] {
        invalid(&pool, "ListUsers", &with(&json!({ "UserPoolId": POOL_ID }), wrong), "");
    }
}
