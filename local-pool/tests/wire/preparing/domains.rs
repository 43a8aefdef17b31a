//! Domains of managed login: a prefix, a whole name, and what neither may be.

use serde_json::{Value, json};

use super::{invalid, made, new_pool, refuses, with};
use crate::pool::{POOL_ID, Pool, text};

const CERTIFICATE: &str = "arn:aws:acm:us-east-1:123456789012:certificate/a1b2c3d4";

#[test]
fn a_pool_has_one_prefix_and_one_domain_of_its_own() {
    let pool = Pool::new();
    let of_pool = json!({ "UserPoolId": POOL_ID });
    let prefix = with(&of_pool, json!({ "Domain": "shop" }));
    assert_eq!(pool.admin("CreateUserPoolDomain", &prefix), Ok(json!({ "ManagedLoginVersion": 1 })));
    let custom = with(
        &of_pool,
        json!({
            "Domain": "auth.example.com",
            "ManagedLoginVersion": 2,
            "CustomDomainConfig": { "CertificateArn": CERTIFICATE, "SecurityPolicy": "TLS_V1_2_2021" },
        }),
    );
    let made = pool.admin("CreateUserPoolDomain", &custom).unwrap();
    let distribution = text(&made, "/CloudFrontDomain");
    assert!(distribution.ends_with(".cloudfront.net"));
    let told = pool.admin("DescribeUserPool", &of_pool).unwrap()["UserPool"].clone();
    assert_eq!((&told["Domain"], &told["CustomDomain"]), (&json!("shop"), &json!("auth.example.com")));

    let described = |domain: &str| {
        pool.admin("DescribeUserPoolDomain", &json!({ "Domain": domain })).unwrap()["DomainDescription"].clone()
    };
    let custom = described("auth.example.com");
    assert_eq!(
        custom["CustomDomainConfig"],
        json!({ "CertificateArn": CERTIFICATE, "SecurityPolicy": "TLS_V1_2_2021" })
    );
    assert_eq!((&custom["ManagedLoginVersion"], &custom["Status"]), (&json!(2), &json!("ACTIVE")));
    assert_eq!(custom["CloudFrontDistribution"], distribution);
    let prefix = described("shop");
    assert_eq!((&prefix["UserPoolId"], &prefix["CustomDomainConfig"]), (&json!(POOL_ID), &json!({})));
    assert_eq!(described("nobody"), json!({}));
}

#[test]
fn a_domains_name_is_good_once() {
    let pool = Pool::new();
    let other = json!({ "UserPoolId": new_pool(&pool) });
    let shop = json!({ "UserPoolId": POOL_ID, "Domain": "shop" });
    pool.admin("CreateUserPoolDomain", &shop).unwrap();
    let taken = with(&other, json!({ "Domain": "shop" }));
    invalid(&pool, "CreateUserPoolDomain", &taken, "Domain already associated with another user pool.");
    let second = with(&shop, json!({ "Domain": "shop2" }));
    invalid(&pool, "CreateUserPoolDomain", &second, "User pool already has a domain configured.");
    invalid(&pool, "DeleteUserPoolDomain", &taken, "No such domain or user pool exists.");
    invalid(&pool, "UpdateUserPoolDomain", &taken, "No such domain or user pool exists.");
    assert_eq!(pool.admin("DeleteUserPoolDomain", &shop), Ok(json!({})));
    invalid(&pool, "DeleteUserPoolDomain", &shop, "No such domain or user pool exists.");
    pool.admin("CreateUserPoolDomain", &taken).unwrap();
}

#[test]
fn a_domain_must_be_a_name_that_can_be_had() {
    let pool = Pool::new();
    let certificate = json!({ "CertificateArn": CERTIFICATE });
    for (input, part) in [
        (json!({ "Domain": "auth.example.com" }), "invalid character"),
        (json!({ "Domain": "my-cognito" }), "reserved word: cognito"),
        (json!({ "Domain": "amazonia" }), "reserved word: amazon"),
        (json!({ "Domain": "Shop" }), "domain"),
        (json!({ "Domain": "-shop" }), "domain"),
        (json!({ "Domain": "a..b", "CustomDomainConfig": certificate }), "domain"),
        (json!({ "Domain": "shop", "CustomDomainConfig": certificate }), "fully qualified"),
        (json!({ "Domain": "shop", "ManagedLoginVersion": 3 }), "ManagedLoginVersion"),
        (json!({ "Domain": "a.example.com", "CustomDomainConfig": {} }), "certificateArn"),
    ] {
        invalid(&pool, "CreateUserPoolDomain", &with(&json!({ "UserPoolId": POOL_ID }), input), part);
    }
    let missing = json!({ "UserPoolId": "eu-west-1_Missing00", "Domain": "shop" });
    refuses(&pool, "CreateUserPoolDomain", &missing, ("ResourceNotFoundException", "does not exist"));
    let lite = made(&pool, &json!({ "PoolName": "lite", "UserPoolTier": "LITE" }));
    let managed = json!({ "UserPoolId": lite, "Domain": "shop", "ManagedLoginVersion": 2 });
    refuses(&pool, "CreateUserPoolDomain", &managed, ("FeatureUnavailableInTierException", "Managed login"));
}

#[test]
fn a_domain_gets_another_version_or_certificate() {
    let pool = Pool::new();
    let prefix = json!({ "UserPoolId": POOL_ID, "Domain": "shop" });
    pool.admin("CreateUserPoolDomain", &prefix).unwrap();
    let newer = with(&prefix, json!({ "ManagedLoginVersion": 2 }));
    assert_eq!(pool.admin("UpdateUserPoolDomain", &newer), Ok(json!({ "ManagedLoginVersion": 2 })));
    let certificate = json!({ "CertificateArn": CERTIFICATE });
    invalid(
        &pool,
        "UpdateUserPoolDomain",
        &with(&prefix, json!({ "CustomDomainConfig": certificate })),
        "prefix domain",
    );
    let custom = json!({ "UserPoolId": POOL_ID, "Domain": "auth.example.com", "CustomDomainConfig": certificate });
    pool.admin("CreateUserPoolDomain", &custom).unwrap();
    let other = json!({ "CertificateArn": format!("{CERTIFICATE}5") });
    pool.admin("UpdateUserPoolDomain", &with(&custom, json!({ "CustomDomainConfig": other }))).unwrap();
    let told = pool.admin("DescribeUserPoolDomain", &json!({ "Domain": "auth.example.com" })).unwrap();
    assert_eq!(told["DomainDescription"]["CustomDomainConfig"], other);
    assert_ne!(told, Value::Null);
}
