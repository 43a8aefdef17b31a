//! AdminLinkProviderForUser, AdminDisableProviderForUser.

use serde_json::{Value, json};

use super::{attribute, by_password, get, invalid, of, refuses, with};
use crate::pool::{PASSWORD, POOL_ID, Pool};

fn with_providers() -> Pool {
    let pool = Pool::new();
    let details = json!({
        "client_id": "c", "client_secret": "s", "authorize_scopes": "openid email",
        "attributes_request_method": "GET", "oidc_issuer": "http://127.0.0.1:9000",
    });
    for (name, kind, details) in [
        ("Partner", "OIDC", details),
        ("Google", "Google", json!({ "client_id": "c", "client_secret": "s", "authorize_scopes": "openid" })),
    ] {
        let input = json!({
            "UserPoolId": POOL_ID, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details,
        });
        pool.admin("CreateIdentityProvider", &input).expect("a provider");
    }
    pool
}

fn someone(provider: &str, attribute: &str, value: &str) -> Value {
    json!({ "ProviderName": provider, "ProviderAttributeName": attribute, "ProviderAttributeValue": value })
}

fn link(to: &str, source: &Value) -> Value {
    let destination = json!({ "ProviderName": "Cognito", "ProviderAttributeValue": to });
    json!({ "UserPoolId": POOL_ID, "DestinationUser": destination, "SourceUser": source })
}

fn disable(user: &Value) -> Value {
    json!({ "UserPoolId": POOL_ID, "User": user })
}

fn identities(pool: &Pool) -> Vec<Value> {
    let told = attribute(&get(pool, &of("ada")), "identities");
    told.map(|text| serde_json::from_str(&text).expect("JSON")).unwrap_or_default()
}

#[test]
fn somebody_from_elsewhere_is_linked_and_unlinked() {
    let pool = with_providers();
    let google = someone("Google", "Cognito_Subject", "117");
    assert_eq!(pool.admin("AdminLinkProviderForUser", &link("ada", &google)), Ok(json!({})));
    let by_email = someone("Partner", "email", "ada@partner.example");
    pool.admin("AdminLinkProviderForUser", &link("ada", &by_email)).unwrap();
    let linked = identities(&pool);
    assert_eq!((&linked[0]["providerName"], &linked[0]["userId"]), (&json!("Google"), &json!("117")));
    assert_eq!((&linked[1]["providerType"], &linked[1]["primary"]), (&json!("OIDC"), &json!("false")));
    assert_eq!(pool.admin("AdminDisableProviderForUser", &disable(&google)), Ok(json!({})));
    assert_eq!(identities(&pool).len(), 1);
    refuses(&pool, "AdminDisableProviderForUser", &disable(&google), ("UserNotFoundException", ""));
    let as_subject = someone("Partner", "Cognito_Subject", "ada@partner.example");
    refuses(&pool, "AdminDisableProviderForUser", &disable(&as_subject), ("UserNotFoundException", ""));
    pool.admin("AdminDisableProviderForUser", &disable(&by_email)).unwrap();
    assert_eq!(identities(&pool), Vec::<Value>::new());
}

#[test]
fn a_link_that_cannot_be_is_refused() {
    let pool = with_providers();
    let google = someone("Google", "Cognito_Subject", "117");
    pool.admin("AdminLinkProviderForUser", &link("ada", &google)).unwrap();
    let refused = |input: &Value, error: (&str, &str)| refuses(&pool, "AdminLinkProviderForUser", input, error);
    let parameter = "InvalidParameterException";
    refused(&link("ada", &google), (parameter, "SourceUser is already linked to DestinationUser"));
    refused(&link("grace", &google), ("AliasExistsException", ""));
    refused(&link("ada", &someone("Cognito", "Cognito_Subject", "grace")), (parameter, "only as a DestinationUser"));
    refused(&link("ada", &someone("Google", "email", "a@example.com")), (parameter, "Cognito_Subject"));
    refused(&link("ada", &someone("Google", "Cognito_Subject", "")), (parameter, "must not be empty"));
    refused(&link("ada", &someone("None", "Cognito_Subject", "1")), ("ResourceNotFoundException", "None"));
    refused(&link("nobody", &someone("Google", "Cognito_Subject", "1")), ("UserNotFoundException", ""));
    let elsewhere = with(&link("ada", &google), json!({ "UserPoolId": "eu-west-1_Nowhere" }));
    refused(&elsewhere, ("ResourceNotFoundException", "User pool"));
    for number in 0..4 {
        let source = someone("Google", "Cognito_Subject", &number.to_string());
        pool.admin("AdminLinkProviderForUser", &link("ada", &source)).unwrap();
    }
    refused(&link("ada", &someone("Google", "Cognito_Subject", "6")), ("LimitExceededException", "five"));
}

#[test]
fn somebody_who_signed_up_from_elsewhere_is_not_merged() {
    let pool = with_providers();
    pool.admin("AdminCreateUser", &of("Google_117")).unwrap();
    let source = someone("Google", "Cognito_Subject", "117");
    invalid(&pool, "AdminLinkProviderForUser", &link("ada", &source), "Merging is not currently supported");
    assert_eq!(identities(&pool), Vec::<Value>::new());
}

#[test]
fn a_local_user_whose_provider_is_the_pool_itself_loses_the_password() {
    let pool = with_providers();
    let ada = someone("Cognito", "Cognito_Subject", "ada");
    invalid(&pool, "AdminDisableProviderForUser", &disable(&someone("Cognito", "email", "ada")), "Cognito_Subject");
    let nobody = someone("Cognito", "Cognito_Subject", "nobody");
    refuses(&pool, "AdminDisableProviderForUser", &disable(&nobody), ("UserNotFoundException", ""));
    assert!(by_password(&pool, "web", "ada", PASSWORD).is_ok());
    pool.admin("AdminDisableProviderForUser", &disable(&ada)).unwrap();
    assert!(by_password(&pool, "web", "ada", PASSWORD).is_err());
}
