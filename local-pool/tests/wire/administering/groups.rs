//! Who is in which group.

use serde_json::{Value, json};

use super::{by_password, get, invalid, of, refuses, with};
use crate::pool::{PASSWORD, POOL_ID, Pool, text};

fn group(pool: &Pool, name: &str) {
    pool.admin("CreateGroup", &json!({ "UserPoolId": POOL_ID, "GroupName": name, "Precedence": 5 })).unwrap();
}

fn member(user: &str, name: &str) -> Value {
    with(&of(user), json!({ "GroupName": name }))
}

fn names(list: &Value, of: &str, name: &str) -> Vec<String> {
    list[of].as_array().expect("a list").iter().map(|one| text(one, name)).collect()
}

#[test]
fn a_user_joins_and_leaves_and_new_tokens_say_so() {
    let pool = Pool::new();
    group(&pool, "writers");
    for _ in 0..2 {
        assert!(pool.admin("AdminAddUserToGroup", &member("ada", "writers")).is_ok(), "twice is no error");
    }
    let groups = || names(&pool.admin("AdminListGroupsForUser", &of("ada")).unwrap(), "Groups", "/GroupName");
    let members = || {
        let input = json!({ "UserPoolId": POOL_ID, "GroupName": "writers" });
        names(&pool.admin("ListUsersInGroup", &input).unwrap(), "Users", "/Username")
    };
    assert_eq!((groups(), members()), (vec!["admins".into(), "writers".into()], vec!["ada".into()]));
    let tokens = by_password(&pool, "web", "ada", PASSWORD).unwrap();
    let payload = text(&tokens, "/AuthenticationResult/AccessToken");
    let claims = crate::triggers::claims(&payload);
    assert!(claims["cognito:groups"].as_array().unwrap().contains(&json!("writers")));
    for _ in 0..2 {
        assert!(pool.admin("AdminRemoveUserFromGroup", &member("ada", "writers")).is_ok());
    }
    assert_eq!((groups(), members().len()), (vec!["admins".into()], 0));
    pool.admin("DeleteGroup", &json!({ "UserPoolId": POOL_ID, "GroupName": "admins" })).unwrap();
    assert!(groups().is_empty());
}

#[test]
fn what_is_not_there_has_no_members() {
    let pool = Pool::new();
    for operation in ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"] {
        refuses(&pool, operation, &member("ada", "none"), ("ResourceNotFoundException", "Group not found."));
        refuses(&pool, operation, &member("nobody", "admins"), ("UserNotFoundException", "User does not exist."));
        let elsewhere = with(&member("ada", "admins"), json!({ "UserPoolId": "eu-west-1_Nowhere" }));
        refuses(&pool, operation, &elsewhere, ("ResourceNotFoundException", "User pool"));
    }
    let input = json!({ "UserPoolId": POOL_ID, "GroupName": "none" });
    refuses(&pool, "ListUsersInGroup", &input, ("ResourceNotFoundException", "Group not found."));
    assert_eq!(get(&pool, &of("ada"))["Username"], "ada");
}

#[test]
fn both_listings_come_in_pages() {
    let pool = Pool::new();
    group(&pool, "writers");
    for user in ["ada", "grace"] {
        pool.admin("AdminAddUserToGroup", &member(user, "writers")).unwrap();
    }
    for (operation, input, list, name) in [
        ("AdminListGroupsForUser", of("ada"), "Groups", "/GroupName"),
        ("ListUsersInGroup", json!({ "UserPoolId": POOL_ID, "GroupName": "writers" }), "Users", "/Username"),
    ] {
        let first = pool.admin(operation, &with(&input, json!({ "Limit": 1 }))).unwrap();
        let token = text(&first, "/NextToken");
        let second = pool.admin(operation, &with(&input, json!({ "Limit": 1, "NextToken": token }))).unwrap();
        assert!(second.get("NextToken").is_none());
        assert_ne!(names(&first, list, name), names(&second, list, name));
        invalid(&pool, operation, &with(&input, json!({ "NextToken": "nonsense" })), "token");
    }
    let of_ada = pool.admin("AdminListGroupsForUser", &with(&of("ada"), json!({ "Limit": 1 }))).unwrap();
    let elsewhere = with(&of("grace"), json!({ "NextToken": of_ada["NextToken"] }));
    invalid(&pool, "AdminListGroupsForUser", &elsewhere, "token");
}

#[test]
fn a_user_is_in_a_hundred_groups_at_most() {
    let pool = Pool::new();
    for number in 0..100 {
        group(&pool, &format!("g{number}"));
    }
    for number in 0..99 {
        pool.admin("AdminAddUserToGroup", &member("ada", &format!("g{number}"))).unwrap();
    }
    invalid(&pool, "AdminAddUserToGroup", &member("ada", "g99"), "100 groups");
    assert!(pool.admin("AdminAddUserToGroup", &member("ada", "g98")).is_ok(), "whoever is in it already");
}
