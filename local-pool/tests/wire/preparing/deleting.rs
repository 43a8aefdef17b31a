//! How pools go, and what goes with them.

use serde_json::{Value, json};

use super::{invalid, made, new_client, refuses, with};
use crate::pool::{POOL_ID, Pool};

#[test]
fn a_deleted_pool_takes_all_that_was_in_it_along() {
    let pool = Pool::new();
    let id = made(&pool, &json!({ "PoolName": "shop", "DeletionProtection": "ACTIVE" }));
    let client = new_client(&pool, &id);
    let of_pool = json!({ "UserPoolId": id });
    pool.admin("CreateGroup", &with(&of_pool, json!({ "GroupName": "staff" }))).unwrap();
    let server = with(&of_pool, json!({ "Identifier": "api", "Name": "api" }));
    pool.admin("CreateResourceServer", &server).unwrap();
    pool.admin("CreateUserPoolDomain", &with(&of_pool, json!({ "Domain": "shop" }))).unwrap();
    invalid(&pool, "DeleteUserPool", &of_pool, "deletion protection is activated");
    pool.admin("UpdateUserPool", &of_pool).unwrap();
    invalid(&pool, "DeleteUserPool", &of_pool, "It has a domain configured that should be deleted first");
    pool.admin("DeleteUserPoolDomain", &with(&of_pool, json!({ "Domain": "shop" }))).unwrap();
    assert_eq!(pool.admin("DeleteUserPool", &of_pool), Ok(Value::Null));
    for (operation, more) in [
        ("DescribeUserPool", json!({})),
        ("DeleteUserPool", json!({})),
        ("UpdateUserPool", json!({})),
        ("ListGroups", json!({})),
        ("GetUserPoolMfaConfig", json!({})),
        ("DescribeUserPoolClient", json!({ "ClientId": client })),
        ("DescribeResourceServer", json!({ "Identifier": "api" })),
    ] {
        let missing = ("ResourceNotFoundException", "does not exist");
        refuses(&pool, operation, &with(&of_pool, more), missing);
    }
    let input =
        json!({ "ClientId": client, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": { "USERNAME": "a", "SRP_A": "2" } });
    assert_eq!(pool.call("InitiateAuth", &input).expect_err("no client").0, "ResourceNotFoundException");
}

#[test]
fn nothing_of_a_deleted_pool_is_kept() {
    let pool = Pool::new();
    let add_ons = json!({ "PoolName": "shop", "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" } });
    let of_pool = json!({ "UserPoolId": made(&pool, &add_ons) });
    let of_client = with(&of_pool, json!({ "ClientId": new_client(&pool, of_pool["UserPoolId"].as_str().unwrap()) }));
    let rows = |of: &Value| {
        let id = of.as_str().unwrap().to_owned();
        let about = pool.core.all_rows().into_iter().filter(|row| {
            row.key.contains(&id) || row.value.as_ref().is_some_and(|value| value.to_string().contains(&id))
        });
        about.map(|row| row.table).collect::<Vec<String>>()
    };
    for (operation, of, more) in [
        ("CreateGroup", &of_pool, json!({ "GroupName": "staff" })),
        ("CreateResourceServer", &of_pool, json!({ "Identifier": "api", "Name": "api" })),
        (
            "CreateIdentityProvider",
            &of_pool,
            json!({
                "ProviderName": "Partner",
                "ProviderType": "SAML",
                "ProviderDetails": { "MetadataURL": "https://idp.example.com" },
            }),
        ),
        ("SetLogDeliveryConfiguration", &of_pool, json!({ "LogConfigurations": [] })),
        ("SetRiskConfiguration", &of_client, json!({ "RiskExceptionConfiguration": {} })),
        ("CreateManagedLoginBranding", &of_client, json!({ "UseCognitoProvidedValues": true })),
        (
            "CreateTerms",
            &of_client,
            json!({
                "TermsName": "terms-of-use",
                "TermsSource": "LINK",
                "Enforcement": "NONE",
                "Links": { "cognito:default": "https://example.com" },
            }),
        ),
    ] {
        pool.admin(operation, &with(of, more)).unwrap();
    }
    assert_eq!(rows(&of_client["ClientId"]), ["clients", "brandings", "terms", "kept"]);
    pool.admin("DeleteUserPoolClient", &of_client).unwrap();
    assert_eq!(rows(&of_client["ClientId"]), Vec::<String>::new());
    let left = ["pools", "groups", "resource_servers", "identity_providers", "kept"];
    assert_eq!(rows(&of_pool["UserPoolId"]), left);
    pool.admin("DeleteUserPool", &of_pool).unwrap();
    assert_eq!(rows(&of_pool["UserPoolId"]), Vec::<String>::new());
}

#[test]
fn deleting_a_pool_ends_the_sign_ins_of_its_users() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    pool.get_user(&tokens.access).unwrap();
    pool.admin("DeleteUserPool", &json!({ "UserPoolId": POOL_ID })).unwrap();
    assert_eq!(pool.get_user(&tokens.access).expect_err("a refusal").0, "NotAuthorizedException");
    assert!(pool.refresh("web", tokens.refresh()).is_err());
}
