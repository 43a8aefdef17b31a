//! Identity pools: identities that stay, guests, roles, and tokens that are not taken.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use local_pool::http::Request;
use local_pool::model;
use serde_json::{Value, json};

use crate::pool::{POOL_ID, Pool, text};

const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=AKID/20270106/eu-west-1/cognito-identity/aws4_request, SignedHeaders=host, Signature=00";
const MEMBER: &str = "arn:aws:iam::000000000000:role/member";
const GUEST: &str = "arn:aws:iam::000000000000:role/guest";

impl Pool {
    fn identity(&self, operation: &str, input: &Value) -> Result<Value, (String, String)> {
        let response = self.answer(&Request {
            method: "POST".into(),
            path: "/".into(),
            headers: vec![
                ("authorization".into(), SIGNED.into()),
                ("x-amz-target".into(), format!("AWSCognitoIdentityService.{operation}")),
            ],
            body: input.to_string().into_bytes(),
            ..Request::default()
        });
        let modeled = model::identity_pool().operation(operation).expect("an operation of the model");
        if response.status == 200 {
            let body = match response.body.as_slice() {
                b"" => Value::Null,
                body => serde_json::from_slice(body).expect("JSON"),
            };
            assert!(modeled.check_output(&body).is_empty(), "{operation}: {:?}", modeled.check_output(&body));
            return Ok(body);
        }
        let body: Value = serde_json::from_slice(&response.body).expect("JSON");
        let name = text(&body, "/__type");
        assert!(modeled.errors().contains(&name) || name == "ValidationException", "{operation} has no {name}");
        Err((name, text(&body, "/message")))
    }

    fn identity_pool(&self, guests: bool) -> String {
        let made = self.identity("CreateIdentityPool", &json!({
            "IdentityPoolName": "app", "AllowUnauthenticatedIdentities": guests,
            "CognitoIdentityProviders": [{ "ProviderName": provider(), "ClientId": "web", "ServerSideTokenCheck": true }],
        }));
        let id = text(&made.expect("an identity pool"), "/IdentityPoolId");
        let roles = json!({ "authenticated": MEMBER, "unauthenticated": GUEST });
        self.identity("SetIdentityPoolRoles", &json!({ "IdentityPoolId": id, "Roles": roles })).expect("roles");
        id
    }

    fn get_id(&self, pool: &str, id_token: Option<&str>) -> Result<String, (String, String)> {
        let mut input = json!({ "IdentityPoolId": pool });
        if let Some(token) = id_token {
            input["Logins"] = json!({ provider(): token });
        }
        self.identity("GetId", &input).map(|answer| text(&answer, "/IdentityId"))
    }

    fn credentials(&self, identity: &str, id_token: Option<&str>) -> Result<Value, (String, String)> {
        let mut input = json!({ "IdentityId": identity });
        if let Some(token) = id_token {
            input["Logins"] = json!({ provider(): token });
        }
        self.identity("GetCredentialsForIdentity", &input)
    }
}

fn provider() -> String {
    format!("cognito-idp.eu-west-1.amazonaws.com/{POOL_ID}")
}

fn session(credentials: &Value) -> Value {
    let token = STANDARD.decode(text(credentials, "/Credentials/SessionToken")).expect("base64");
    serde_json::from_slice(&token).expect("JSON")
}

fn name<T: std::fmt::Debug>(refused: Result<T, (String, String)>) -> String {
    refused.expect_err("a refusal").0
}

#[test]
fn a_person_is_the_same_identity_at_every_sign_in_and_gets_the_members_role() {
    let pool = Pool::new();
    let app = pool.identity_pool(false);
    let first = pool.get_id(&app, Some(&pool.tokens("web").id)).unwrap();
    let tokens = pool.tokens("web");
    assert_eq!(pool.get_id(&app, Some(&tokens.id)).unwrap(), first);
    assert!(first.starts_with("eu-west-1:"));
    let credentials = pool.credentials(&first, Some(&tokens.id)).unwrap();
    assert!(text(&credentials, "/Credentials/AccessKeyId").starts_with("ASIA"));
    assert_eq!(credentials["Credentials"]["Expiration"], (pool.seconds() + 3600) as f64);
    assert_eq!(session(&credentials)["role"], MEMBER);
    assert_eq!(session(&credentials)["identityId"], first);
}

#[test]
fn a_guest_is_somebody_new_each_time_where_guests_are_allowed() {
    let pool = Pool::new();
    assert_eq!(name(pool.get_id(&pool.identity_pool(false), None)), "NotAuthorizedException");
    let app = pool.identity_pool(true);
    let (one, other) = (pool.get_id(&app, None).unwrap(), pool.get_id(&app, None).unwrap());
    assert_ne!(one, other);
    assert_eq!(session(&pool.credentials(&one, None).unwrap())["role"], GUEST);
    let tokens = pool.tokens("web");
    let upgraded = pool.credentials(&one, Some(&tokens.id)).unwrap();
    assert_eq!(session(&upgraded)["identityId"], one, "a guest that signs in stays who it was");
    assert_eq!(pool.get_id(&app, Some(&tokens.id)).unwrap(), one);
    assert_eq!(name(pool.credentials(&one, None)), "NotAuthorizedException", "its id alone is no proof any more");
    assert_eq!(name(pool.credentials(&other, Some(&tokens.id))), "NotAuthorizedException");
}

#[test]
fn tokens_that_do_not_count_are_refused() {
    let pool = Pool::new();
    let app = pool.identity_pool(false);
    let tokens = pool.tokens("web");
    let altered = format!("{}AAAA", &tokens.id[..tokens.id.len() - 4]);
    let others = pool.tokens("other");
    for bad in [tokens.access.as_str(), &altered, &others.id, "nonsense", ""] {
        assert_eq!(
            name(pool.get_id(&app, Some(bad))),
            if bad.is_empty() { "ValidationException" } else { "NotAuthorizedException" }
        );
    }
    let elsewhere = json!({ "IdentityPoolId": app, "Logins": { "graph.facebook.com": tokens.id } });
    assert_eq!(name(pool.identity("GetId", &elsewhere)), "NotAuthorizedException");
    let signed_out = pool.tokens("web");
    pool.revoke("web", signed_out.refresh()).unwrap();
    assert_eq!(name(pool.get_id(&app, Some(&signed_out.id))), "NotAuthorizedException");
    assert!(pool.get_id(&app, Some(&tokens.id)).is_ok());
    pool.wait(3600);
    let (_, message) = pool.get_id(&app, Some(&tokens.id)).expect_err("expired");
    assert!(message.contains("Token expired"), "{message}");
}

#[test]
fn another_persons_identity_is_out_of_reach() {
    let pool = Pool::new();
    let app = pool.identity_pool(false);
    let ada = pool.get_id(&app, Some(&pool.tokens("web").id)).unwrap();
    let grace = crate::pool::Tokens::read(&pool.sign_in("web", "grace", crate::pool::PASSWORD).unwrap());
    assert!(pool.get_id(&app, Some(&grace.id)).unwrap() != ada);
    assert_eq!(name(pool.credentials(&ada, Some(&grace.id))), "NotAuthorizedException");
    let unlink = json!({ "IdentityId": ada, "Logins": { provider(): grace.id }, "LoginsToRemove": [provider()] });
    assert_eq!(name(pool.identity("UnlinkIdentity", &unlink)), "NotAuthorizedException");
    assert_eq!(
        name(pool.credentials("eu-west-1:00000000-0000-4000-8000-000000000000", None)),
        "ResourceNotFoundException"
    );
}

#[test]
fn an_unlinked_login_is_somebody_new() {
    let pool = Pool::new();
    let app = pool.identity_pool(false);
    let token = pool.tokens("web").id;
    let before = pool.get_id(&app, Some(&token)).unwrap();
    let unlink = json!({ "IdentityId": before, "Logins": { provider(): token }, "LoginsToRemove": [provider()] });
    pool.identity("UnlinkIdentity", &unlink).unwrap();
    assert_ne!(pool.get_id(&app, Some(&token)).unwrap(), before);
}

#[test]
fn roles_follow_the_rules_of_the_mapping() {
    let pool = Pool::new();
    let app = pool.identity_pool(false);
    let token = pool.tokens("web").id;
    let identity = pool.get_id(&app, Some(&token)).unwrap();
    let map = |mapping: Value| {
        let mappings = json!({ format!("{}:web", provider()): mapping });
        let input = json!({ "IdentityPoolId": app, "Roles": { "authenticated": MEMBER }, "RoleMappings": mappings });
        pool.identity("SetIdentityPoolRoles", &input)
    };
    let rule = |claim: &str, how: &str, value: &str| json!({ "Claim": claim, "MatchType": how, "Value": value, "RoleARN": "arn:aws:iam::000000000000:role/admin" });
    for (rules, fits) in [
        (rule("cognito:groups", "Contains", "admins"), true),
        (rule("email", "Equals", "ada@example.com"), true),
        (rule("email", "StartsWith", "grace"), false),
        (rule("custom:nothing", "NotEqual", "x"), false),
    ] {
        map(json!({ "Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": { "Rules": [rules] } }))
            .unwrap();
        let given = pool.credentials(&identity, Some(&token));
        match fits {
            true => assert_eq!(session(&given.unwrap())["role"], "arn:aws:iam::000000000000:role/admin"),
            false => assert_eq!(name(given), "NotAuthorizedException"),
        }
    }
    map(json!({ "Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole" })).unwrap();
    assert_eq!(session(&pool.credentials(&identity, Some(&token)).unwrap())["role"], MEMBER);
    assert_eq!(name(map(json!({ "Type": "Token" }))), "InvalidParameterException");
    let wish = json!({ "IdentityId": identity, "Logins": { provider(): token }, "CustomRoleArn": GUEST });
    assert_eq!(name(pool.identity("GetCredentialsForIdentity", &wish)), "NotAuthorizedException");
}

#[test]
fn an_open_id_token_is_signed_by_the_published_key() {
    let pool = Pool::new();
    let app = pool.identity_pool(true);
    let identity = pool.get_id(&app, None).unwrap();
    let answer = pool.identity("GetOpenIdToken", &json!({ "IdentityId": identity })).unwrap();
    let token = text(&answer, "/Token");
    let part = |at: usize| -> Value {
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token.split('.').nth(at).unwrap()).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    assert_eq!((&part(1)["aud"], &part(1)["sub"]), (&json!(app), &json!(identity)));
    assert_eq!(part(1)["amr"], json!(["unauthenticated"]));
    let keys: Value = serde_json::from_slice(&pool.get("/.well-known/jwks_uri").body).unwrap();
    assert!(keys["keys"].as_array().unwrap().iter().any(|key| key["kid"] == part(0)["kid"]));
}

#[test]
fn pools_are_listed_page_by_page_changed_tagged_and_deleted() {
    let pool = Pool::new();
    let ids: Vec<String> = (0..3).map(|_| pool.identity_pool(false)).collect();
    let first = pool.identity("ListIdentityPools", &json!({ "MaxResults": 2 })).unwrap();
    let second =
        pool.identity("ListIdentityPools", &json!({ "MaxResults": 2, "NextToken": first["NextToken"] })).unwrap();
    assert_eq!(first["IdentityPools"].as_array().unwrap().len() + second["IdentityPools"].as_array().unwrap().len(), 3);
    assert_eq!(second["NextToken"], Value::Null);
    let of = |id: &str| json!({ "IdentityPoolId": id });
    let mut changed = pool.identity("DescribeIdentityPool", &of(&ids[0])).unwrap();
    changed["IdentityPoolName"] = "renamed".into();
    changed["CognitoIdentityProviders"] = json!([]);
    assert_eq!(pool.identity("UpdateIdentityPool", &changed).unwrap(), changed);
    changed["CognitoIdentityProviders"] =
        json!([{ "ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Nobody", "ClientId": "web" }]);
    assert_eq!(name(pool.identity("UpdateIdentityPool", &changed)), "InvalidParameterException");
    let arn = format!("arn:aws:cognito-identity:eu-west-1:000000000000:identitypool/{}", ids[0]);
    pool.identity("TagResource", &json!({ "ResourceArn": arn, "Tags": { "a": "1", "b": "2" } })).unwrap();
    pool.identity("UntagResource", &json!({ "ResourceArn": arn, "TagKeys": ["a"] })).unwrap();
    assert_eq!(
        pool.identity("ListTagsForResource", &json!({ "ResourceArn": arn })).unwrap()["Tags"],
        json!({ "b": "2" })
    );
    pool.identity("DeleteIdentityPool", &of(&ids[0])).unwrap();
    assert_eq!(name(pool.identity("DescribeIdentityPool", &of(&ids[0]))), "ResourceNotFoundException");
}
