//! Other identity providers.

use serde_json::{Value, json};

use super::{invalid, new_pool, refuses, tells, with};
use crate::pool::{POOL_ID, Pool};

fn oidc(name: &str) -> Value {
    json!({
        "UserPoolId": POOL_ID,
        "ProviderName": name,
        "ProviderType": "OIDC",
        "ProviderDetails": {
            "client_id": "c",
            "client_secret": "s",
            "authorize_scopes": "openid email",
            "attributes_request_method": "GET",
            "oidc_issuer": "http://127.0.0.1:9000",
        },
        "AttributeMapping": { "email": "mail" },
        "IdpIdentifiers": ["example.com"],
    })
}

#[test]
fn a_provider_is_made_found_changed_and_deleted() {
    let pool = Pool::new();
    let made = pool.admin("CreateIdentityProvider", &oidc("Partner")).unwrap()["IdentityProvider"].clone();
    let details = with(&oidc("Partner")["ProviderDetails"], json!({ "attributes_url_add_attributes": "false" }));
    let mapping = json!({ "email": "mail", "username": "sub" });
    tells(&made, &with(&oidc("Partner"), json!({ "ProviderDetails": details, "AttributeMapping": mapping })));
    let named = json!({ "UserPoolId": POOL_ID, "ProviderName": "Partner" });
    let of = |operation: &str, input: &Value| pool.admin(operation, input).unwrap()["IdentityProvider"].clone();
    assert_eq!(of("DescribeIdentityProvider", &named), made);
    let identified = json!({ "UserPoolId": POOL_ID, "IdpIdentifier": "example.com" });
    assert_eq!(of("GetIdentityProviderByIdentifier", &identified), made);
    pool.wait(1);
    let changed = of("UpdateIdentityProvider", &with(&named, json!({ "IdpIdentifiers": ["example.org"] })));
    assert_eq!(changed["ProviderDetails"], made["ProviderDetails"]);
    assert_ne!(changed["LastModifiedDate"], changed["CreationDate"]);
    let missing = ("ResourceNotFoundException", "");
    refuses(&pool, "GetIdentityProviderByIdentifier", &identified, missing);
    pool.admin("DeleteIdentityProvider", &named).unwrap();
    for operation in ["DescribeIdentityProvider", "UpdateIdentityProvider", "DeleteIdentityProvider"] {
        refuses(&pool, operation, &named, ("ResourceNotFoundException", "does not exist"));
    }
}

#[test]
fn a_social_provider_gets_the_addresses_that_cognito_knows() {
    let pool = Pool::new();
    for (kind, scopes, member, value) in [
        ("Google", "email openid", "oidc_issuer", "https://accounts.google.com"),
        ("Facebook", "public_profile", "token_url", "https://graph.facebook.com/v17.0/oauth/access_token"),
        ("LoginWithAmazon", "profile", "authorize_url", "https://www.amazon.com/ap/oa"),
        ("SignInWithApple", "email name", "token_url", "https://appleid.apple.com/auth/token"),
    ] {
        let secret = if kind == "SignInWithApple" {
            json!({ "team_id": "t", "key_id": "k", "private_key": "hunter2" })
        } else {
            json!({ "client_secret": "s" })
        };
        let details = with(&secret, json!({ "client_id": "c", "authorize_scopes": scopes }));
        let input = json!({
            "UserPoolId": POOL_ID,
            "ProviderName": kind,
            "ProviderType": kind,
            "ProviderDetails": details,
        });
        let told = pool.admin("CreateIdentityProvider", &input).unwrap();
        assert_eq!(told["IdentityProvider"]["ProviderDetails"][member], value, "{kind}");
        assert!(!told.to_string().contains("hunter2"), "Apple's key is told to nobody");
        let renamed = with(&input, json!({ "ProviderName": "Mine" }));
        invalid(&pool, "CreateIdentityProvider", &renamed, "Invalid provider name");
    }
    let listed = pool.admin("ListIdentityProviders", &json!({ "UserPoolId": POOL_ID })).unwrap();
    assert_eq!(listed["Providers"].as_array().unwrap().len(), 4);
}

#[test]
fn a_provider_that_cannot_be_is_refused() {
    let pool = Pool::new();
    pool.admin("CreateIdentityProvider", &oidc("Partner")).unwrap();
    refuses(&pool, "CreateIdentityProvider", &oidc("Partner"), ("DuplicateProviderException", "Partner"));
    let mut without_issuer = oidc("Other");
    without_issuer["ProviderDetails"].as_object_mut().unwrap().remove("oidc_issuer");
    invalid(&pool, "CreateIdentityProvider", &without_issuer, "oidc_issuer is missing");
    invalid(&pool, "CreateIdentityProvider", &oidc("Other"), "example.com is already in use");
    let fresh = with(&oidc("Other"), json!({ "IdpIdentifiers": [] }));
    for (more, part) in [
        (json!({ "AttributeMapping": { "custom:none": "x" } }), "custom:none is no attribute"),
        (json!({ "ProviderType": "SAML", "ProviderDetails": {} }), "MetadataURL or MetadataFile"),
        (json!({ "ProviderType": "GitHub" }), "providerType"),
        (json!({ "ProviderName": "Cognito" }), "Invalid provider name"),
        (json!({ "ProviderName": "_ab" }), "providerName"),
        (json!({ "IdpIdentifiers": ["Partner"] }), "already in use"),
        (json!({ "IdpIdentifiers": ["x", "x"] }), "already in use"),
    ] {
        invalid(&pool, "CreateIdentityProvider", &with(&fresh, more), part);
    }
    let saml =
        json!({ "ProviderType": "SAML", "ProviderDetails": { "MetadataURL": "https://idp.example.com/metadata" } });
    pool.admin("CreateIdentityProvider", &with(&fresh, saml)).unwrap();
    let first = pool.admin("ListIdentityProviders", &json!({ "UserPoolId": POOL_ID, "MaxResults": 1 })).unwrap();
    let wrong = json!({ "UserPoolId": new_pool(&pool), "NextToken": first["NextToken"] });
    invalid(&pool, "ListIdentityProviders", &wrong, "token");
}
