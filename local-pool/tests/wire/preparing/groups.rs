//! Groups of a pool.

use serde_json::{Value, json};

use super::{invalid, new_pool, refuses, with};
use crate::pool::{POOL_ID, Pool, text};

#[test]
fn a_group_is_made_changed_and_told() {
    let pool = Pool::new();
    let named = json!({ "UserPoolId": POOL_ID, "GroupName": "staff" });
    let input = with(
        &named,
        json!({
            "Description": "People of ours",
            "RoleArn": "arn:aws:iam::123456789012:role/staff",
            "Precedence": 0,
        }),
    );
    let made = pool.admin("CreateGroup", &input).unwrap();
    super::tells(&made["Group"], &input);
    assert_eq!(pool.admin("GetGroup", &named), Ok(made));
    pool.wait(1);
    let changed = pool.admin("UpdateGroup", &with(&named, json!({ "Precedence": 7 }))).unwrap()["Group"].clone();
    assert_eq!((&changed["Precedence"], &changed["Description"]), (&json!(7), &json!("People of ours")));
    assert_ne!(changed["CreationDate"], changed["LastModifiedDate"]);
    refuses(&pool, "CreateGroup", &named, ("GroupExistsException", "already exists"));
    let missing = with(&named, json!({ "GroupName": "nobody" }));
    for operation in ["GetGroup", "UpdateGroup", "DeleteGroup"] {
        refuses(&pool, operation, &missing, ("ResourceNotFoundException", "Group not found."));
    }
    invalid(&pool, "CreateGroup", &with(&named, json!({ "GroupName": "two words" })), "groupName");
    invalid(&pool, "CreateGroup", &with(&named, json!({ "Precedence": -1 })), "precedence");
}

#[test]
fn a_deleted_group_is_left_by_its_members() {
    let pool = Pool::new();
    let groups = |tokens: &crate::pool::Tokens| claimed_groups(&tokens.access);
    assert_eq!(groups(&pool.tokens("web")), json!(["admins"]));
    pool.admin("DeleteGroup", &json!({ "UserPoolId": POOL_ID, "GroupName": "admins" })).unwrap();
    pool.admin("CreateGroup", &json!({ "UserPoolId": POOL_ID, "GroupName": "admins" })).unwrap();
    assert_eq!(groups(&pool.tokens("web")), Value::Null);
}

#[test]
fn groups_are_listed_in_pages() {
    let pool = Pool::new();
    let id = new_pool(&pool);
    for name in ["c", "a", "b/c", "b"] {
        pool.admin("CreateGroup", &json!({ "UserPoolId": id, "GroupName": name })).unwrap();
    }
    let listed = |more: Value| pool.admin("ListGroups", &with(&json!({ "UserPoolId": id }), more)).unwrap();
    let names = |page: &Value| -> Vec<String> {
        page["Groups"].as_array().unwrap().iter().map(|group| text(group, "/GroupName")).collect()
    };
    let first = listed(json!({ "Limit": 3 }));
    assert_eq!(names(&first), ["a", "b", "b/c"]);
    assert_eq!(names(&listed(json!({ "Limit": 3, "NextToken": first["NextToken"] }))), ["c"]);
    assert_eq!(names(&listed(json!({ "Limit": 0 }))).len(), 4);
    let wrong = json!({ "UserPoolId": POOL_ID, "NextToken": first["NextToken"] });
    invalid(&pool, "ListGroups", &wrong, "token");
    invalid(&pool, "ListGroups", &json!({ "UserPoolId": POOL_ID, "Limit": 61 }), "limit");
}

fn claimed_groups(token: &str) -> Value {
    use base64::Engine as _;
    let payload = token.split('.').nth(1).expect("three parts");
    let json = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).expect("base64");
    serde_json::from_slice::<Value>(&json).expect("JSON")["cognito:groups"].clone()
}
