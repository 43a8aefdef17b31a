//! The schema of a pool: attributes of the app's own, and what may be changed of Cognito's.

use serde_json::{Value, json};

use super::{invalid, made, new_pool, with};
use crate::pool::{POOL_ID, Pool};

fn attribute(pool: &Pool, pool_id: &str, name: &str) -> Value {
    let described = pool.admin("DescribeUserPool", &json!({ "UserPoolId": pool_id })).unwrap();
    let schema = described["UserPool"]["SchemaAttributes"].as_array().unwrap().clone();
    schema.into_iter().find(|attribute| attribute["Name"] == name).unwrap_or_default()
}

#[test]
fn a_schema_adds_own_attributes_and_changes_cognitos() {
    let pool = Pool::new();
    let id = made(
        &pool,
        &json!({ "PoolName": "shop", "Schema": [
            { "Name": "email", "Required": true, "Mutable": false, "StringAttributeConstraints": { "MaxLength": "99" } },
            { "Name": "plan", "AttributeDataType": "String", "StringAttributeConstraints": { "MinLength": "1" } },
            { "Name": "age", "AttributeDataType": "Number", "Mutable": false,
              "NumberAttributeConstraints": { "MinValue": "-1", "MaxValue": "150" } },
            { "Name": "vip", "AttributeDataType": "Boolean", "DeveloperOnlyAttribute": true },
            // A name of Cognito's own behind `custom:` is another name.
            { "Name": "custom:sub", "AttributeDataType": "DateTime" },
        ] }),
    );
    let own = |name: &str, kind: &str, more: Value| {
        let base = json!({
            "Name": name,
            "AttributeDataType": kind,
            "DeveloperOnlyAttribute": false,
            "Mutable": true,
            "Required": false,
        });
        with(&base, more)
    };
    let email = json!({
        "Mutable": false,
        "Required": true,
        "StringAttributeConstraints": { "MinLength": "0", "MaxLength": "99" },
    });
    assert_eq!(attribute(&pool, &id, "email"), own("email", "String", email));
    let plan = json!({ "StringAttributeConstraints": { "MinLength": "1" } });
    assert_eq!(attribute(&pool, &id, "custom:plan"), own("custom:plan", "String", plan));
    let age = json!({ "Mutable": false, "NumberAttributeConstraints": { "MinValue": "-1", "MaxValue": "150" } });
    assert_eq!(attribute(&pool, &id, "custom:age"), own("custom:age", "Number", age));
    let vip = json!({ "DeveloperOnlyAttribute": true });
    assert_eq!(attribute(&pool, &id, "dev:vip"), own("dev:vip", "Boolean", vip));
    assert_eq!(attribute(&pool, &id, "custom:custom:sub")["AttributeDataType"], "DateTime");
}

#[test]
fn a_schema_that_cannot_be_is_refused() {
    let pool = Pool::new();
    for (attributes, part) in [
        (json!([{ "Name": "plan", "AttributeDataType": "String", "Required": true }]), "Required custom attributes"),
        (
            json!([{ "Name": "plan" }, { "Name": "plan" }]),
            "custom:plan: Existing attribute already has name custom:plan.",
        ),
        (json!([{ "Name": "email" }, { "Name": "email" }]), "already has name email"),
        (json!([{ "Name": "email", "AttributeDataType": "Number" }]), "You can not change AttributeDataType"),
        (json!([{ "Name": "email", "DeveloperOnlyAttribute": true }]), "You can not change AttributeDataType"),
        (json!([{ "Name": "plan", "StringAttributeConstraints": { "MinLength": "x" } }]), "MinLength must be a number"),
        (
            json!([{ "Name": "plan", "StringAttributeConstraints": { "MaxLength": "-1" } }]),
            "MaxLength must be a number",
        ),
        (
            json!([{ "Name": "plan", "StringAttributeConstraints": { "MinLength": "2", "MaxLength": "1" } }]),
            "MinLength is greater than MaxLength",
        ),
        (json!([{ "Name": "a name" }]), "schema.1.member.name"),
        (json!([]), "schema"),
    ] {
        invalid(&pool, "CreateUserPool", &json!({ "PoolName": "shop", "Schema": attributes }), part);
    }
}

#[test]
fn attributes_are_added_later_all_or_none() {
    let pool = Pool::new();
    let id = new_pool(&pool);
    let add = |attributes: Value| json!({ "UserPoolId": id, "CustomAttributes": attributes });
    pool.admin("AddCustomAttributes", &add(json!([{ "Name": "a" }, { "Name": "b" }]))).unwrap();
    invalid(&pool, "AddCustomAttributes", &add(json!([{ "Name": "c" }, { "Name": "a" }])), "custom:a: Existing");
    assert_eq!(attribute(&pool, &id, "custom:b")["StringAttributeConstraints"], json!({}));
    assert_eq!(attribute(&pool, &id, "custom:c"), Value::Null);
    // Here `email` is no longer Cognito's: it becomes custom:email.
    pool.admin("AddCustomAttributes", &add(json!([{ "Name": "email" }]))).unwrap();
    assert_eq!(attribute(&pool, &id, "custom:email")["Mutable"], true);
    for from in [0, 25] {
        let many: Vec<Value> = (from..from + 25).map(|it| json!({ "Name": format!("n{it}") })).collect();
        let added = pool.admin("AddCustomAttributes", &json!({ "UserPoolId": POOL_ID, "CustomAttributes": many }));
        assert!(added.is_ok());
    }
    let one_more = json!({ "UserPoolId": POOL_ID, "CustomAttributes": [{ "Name": "more" }] });
    invalid(&pool, "AddCustomAttributes", &one_more, "at most 50");
}

#[test]
fn the_columns_of_a_file_of_users_are_the_schemas() {
    let pool = Pool::new();
    let id = made(&pool, &json!({ "PoolName": "shop", "Schema": [{ "Name": "plan" }] }));
    let answer = pool.admin("GetCSVHeader", &json!({ "UserPoolId": id })).unwrap();
    let columns: Vec<&str> = answer["CSVHeader"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(
        (columns[0], &columns[columns.len() - 3..]),
        ("name", ["custom:plan", "cognito:mfa_enabled", "cognito:username"].as_slice())
    );
    assert!(!columns.contains(&"sub"));
}
