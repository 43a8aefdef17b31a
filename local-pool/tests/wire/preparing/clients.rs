//! App clients: their defaults, the rules between their settings, their secrets.

use serde_json::{Value, json};

use super::{invalid, made, new_client, new_pool, refuses, tells, with};
use crate::pool::{POOL_ID, Pool, text};

#[test]
fn a_client_with_nothing_but_a_name_has_cognitos_defaults() {
    let pool = Pool::new();
    let made = pool.admin("CreateUserPoolClient", &json!({ "UserPoolId": POOL_ID, "ClientName": "web app" })).unwrap();
    let id = text(&made, "/UserPoolClient/ClientId");
    let is_plain = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    assert!(id.len() == 26 && is_plain, "{id}");
    let expected = json!({ "UserPoolClient": {
        "UserPoolId": POOL_ID,
        "ClientName": "web app",
        "ClientId": id,
        "ClientType": "REGULAR",
        "LastModifiedDate": 1_799_236_800.0,
        "CreationDate": 1_799_236_800.0,
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {},
        "AllowedOAuthFlowsUserPoolClient": false,
        "PreventUserExistenceErrors": "LEGACY",
        "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": false,
        "AuthSessionValidity": 3,
    } });
    assert_eq!(made, expected);
    let named = json!({ "UserPoolId": POOL_ID, "ClientId": id });
    assert_eq!(pool.admin("DescribeUserPoolClient", &named), Ok(expected));
}

fn rich() -> Value {
    json!({
        "RefreshTokenValidity": 10,
        "AccessTokenValidity": 30,
        "IdTokenValidity": 3600,
        "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "seconds", "RefreshToken": "hours" },
        "ReadAttributes": ["email", "email_verified", "custom:plan"],
        "WriteAttributes": ["email", "custom:plan"],
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_CUSTOM_AUTH"],
        "SupportedIdentityProviders": ["COGNITO", "MyOIDC"],
        "CallbackURLs": ["https://example.com/in", "http://localhost:8001", "myapp://example"],
        "LogoutURLs": ["https://example.com/out"],
        "DefaultRedirectURI": "https://example.com/in",
        "AllowedOAuthFlows": ["code", "implicit"],
        "AllowedOAuthScopes": ["openid", "aws.cognito.signin.user.admin", "api/read"],
        "AllowedOAuthFlowsUserPoolClient": true,
        "AnalyticsConfiguration": {
            "ApplicationArn": "arn:aws:mobiletargeting:eu-west-1:123456789012:apps/mine",
            "UserDataShared": true,
        },
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": false,
        "EnablePropagateAdditionalUserContextData": true,
        "AuthSessionValidity": 15,
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 60 },
    })
}

/// A pool with what the rich client names.
fn rich_pool(pool: &Pool) -> Value {
    let schema = json!([{ "Name": "plan", "Mutable": true }, { "Name": "email", "Required": true }]);
    let of_pool = json!({ "UserPoolId": made(pool, &json!({ "PoolName": "shop", "Schema": schema })) });
    let server = json!({
        "Identifier": "api",
        "Name": "api",
        "Scopes": [{ "ScopeName": "read", "ScopeDescription": "to read" }],
    });
    pool.admin("CreateResourceServer", &with(&of_pool, server)).unwrap();
    let provider = json!({
        "ProviderName": "MyOIDC",
        "ProviderType": "OIDC",
        "ProviderDetails": {
            "client_id": "c",
            "client_secret": "s",
            "authorize_scopes": "openid",
            "attributes_request_method": "GET",
            "oidc_issuer": "https://auth.example.com",
        },
    });
    pool.admin("CreateIdentityProvider", &with(&of_pool, provider)).unwrap();
    of_pool
}

#[test]
fn a_client_tells_all_that_it_was_made_with_and_an_update_resets_the_rest() {
    let pool = Pool::new();
    let of_pool = rich_pool(&pool);
    let input = with(&with(&of_pool, rich()), json!({ "ClientName": "rich", "GenerateSecret": true }));
    let made = pool.admin("CreateUserPoolClient", &input).unwrap()["UserPoolClient"].clone();
    tells(&made, &rich());
    assert_eq!(text(&made, "/ClientSecret").len(), 52);
    let named = with(&of_pool, json!({ "ClientId": made["ClientId"] }));
    assert_eq!(pool.admin("DescribeUserPoolClient", &named).unwrap()["UserPoolClient"], made);

    pool.wait(5);
    let updated = pool.admin("UpdateUserPoolClient", &named).unwrap()["UserPoolClient"].clone();
    assert_eq!(updated["LastModifiedDate"].as_f64().unwrap() - updated["CreationDate"].as_f64().unwrap(), 5.0);
    for reset in ["AccessTokenValidity", "ReadAttributes", "ExplicitAuthFlows", "CallbackURLs", "AllowedOAuthScopes"] {
        assert!(updated.get(reset).is_none(), "{reset}");
    }
    assert_eq!((&updated["RefreshTokenValidity"], &updated["EnableTokenRevocation"]), (&json!(30), &json!(true)));
    let (name, secret) = (&updated["ClientName"], &updated["ClientSecret"]);
    assert_eq!((name, secret), (&made["ClientName"], &made["ClientSecret"]));
    assert_eq!(updated["RefreshTokenRotation"], made["RefreshTokenRotation"]);
    let again = with(&named, rich());
    tells(&pool.admin("UpdateUserPoolClient", &again).unwrap()["UserPoolClient"], &rich());
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    let pool = Pool::new();
    let of_pool = rich_pool(&pool);
    let invalid_parameter = "InvalidParameterException";
    let bad_flow = "InvalidOAuthFlowException";
    let oauth = |flows: Value, scopes: Value| {
        json!({
            "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": flows,
            "AllowedOAuthScopes": scopes,
            "CallbackURLs": ["https://example.com"],
        })
    };
    let minutes = json!({ "AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes" });
    let range = "Invalid range for token validity.";
    for (more, name, part) in [
        (json!({ "ExplicitAuthFlows": ["USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"] }), invalid_parameter, "ALLOW_"),
        (
            json!({
                "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
                "RefreshTokenRotation": { "Feature": "ENABLED" },
            }),
            invalid_parameter,
            "rotation",
        ),
        (json!({ "AccessTokenValidity": 4, "TokenValidityUnits": minutes }), invalid_parameter, range),
        (json!({ "AccessTokenValidity": 25 }), invalid_parameter, range),
        (json!({ "IdTokenValidity": 1441, "TokenValidityUnits": minutes }), invalid_parameter, range),
        (json!({ "RefreshTokenValidity": 59, "TokenValidityUnits": minutes }), invalid_parameter, range),
        (json!({ "RefreshTokenValidity": 3651 }), invalid_parameter, range),
        (
            json!({ "RefreshTokenValidity": 60, "AccessTokenValidity": 61, "TokenValidityUnits": minutes }),
            invalid_parameter,
            range,
        ),
        (json!({ "AuthSessionValidity": 2 }), invalid_parameter, "authSessionValidity"),
        (json!({ "ReadAttributes": ["custom:none"] }), invalid_parameter, "Invalid read attributes specified while"),
        (json!({ "WriteAttributes": ["email", "custom:none"] }), invalid_parameter, "Invalid write attributes"),
        (json!({ "WriteAttributes": ["email", "email_verified"] }), invalid_parameter, "Invalid write attributes"),
        (json!({ "WriteAttributes": ["custom:plan"] }), invalid_parameter, "Invalid write attributes"),
        (json!({ "SupportedIdentityProviders": ["Google"] }), invalid_parameter, "The provider Google does not exist"),
        (
            json!({ "AllowedOAuthFlowsUserPoolClient": true }),
            invalid_parameter,
            "AllowedOAuthFlows and AllowedOAuthScopes",
        ),
        (oauth(json!(["code", "client_credentials"]), json!(["api/read"])), bad_flow, "can not be selected along with"),
        (oauth(json!(["client_credentials"]), json!(["api/read"])), bad_flow, "does not have a client secret"),
        (
            oauth(json!(["code"]), json!(["api/write"])),
            "ScopeDoesNotExistException",
            "Invalid scope requested: api/write",
        ),
        (with(&oauth(json!(["code"]), json!(["openid"])), json!({ "CallbackURLs": [] })), bad_flow, "CallbackUrls"),
        (json!({ "CallbackURLs": ["http://example.com"] }), invalid_parameter, "cannot use the HTTP protocol"),
        (json!({ "LogoutURLs": ["https://example.com/#a"] }), invalid_parameter, "fragment"),
        (json!({ "DefaultRedirectURI": "https://example.com" }), invalid_parameter, "DefaultRedirectURI"),
        (json!({ "EnablePropagateAdditionalUserContextData": true }), invalid_parameter, "secret"),
        (
            json!({ "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 61 } }),
            invalid_parameter,
            "61",
        ),
    ] {
        let create = with(&with(&of_pool, more.clone()), json!({ "ClientName": "web" }));
        refuses(&pool, "CreateUserPoolClient", &create, (name, part));
        let client = new_client(&pool, of_pool["UserPoolId"].as_str().unwrap());
        let update = with(&with(&of_pool, more), json!({ "ClientId": client }));
        refuses(&pool, "UpdateUserPoolClient", &update, (name, part));
    }
    let machine = with(&oauth(json!(["client_credentials"]), json!(["openid"])), json!({ "GenerateSecret": true }));
    let machine = with(&with(&of_pool, machine), json!({ "ClientName": "machine" }));
    refuses(
        &pool,
        "CreateUserPoolClient",
        &machine,
        (bad_flow, "openid is not supported with client_credentials flow"),
    );
    let machine = with(&machine, json!({ "AllowedOAuthScopes": ["api/read"], "CallbackURLs": [] }));
    pool.admin("CreateUserPoolClient", &machine).unwrap();
    let both = json!({ "ClientName": "web", "GenerateSecret": true, "ClientSecret": "a".repeat(24) });
    invalid(&pool, "CreateUserPoolClient", &with(&of_pool, both), "GenerateSecret and ClientSecret");
}

#[test]
fn validity_at_its_bounds_is_taken() {
    let pool = Pool::new();
    let units = json!({ "AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes" });
    for (access, id, refresh) in [(5, 5, 60), (1440, 1440, 1440), (60, 60, 3650 * 24 * 60)] {
        let input = json!({
            "UserPoolId": POOL_ID,
            "ClientName": "web",
            "AccessTokenValidity": access,
            "IdTokenValidity": id,
            "RefreshTokenValidity": refresh,
            "TokenValidityUnits": units,
        });
        pool.admin("CreateUserPoolClient", &input).unwrap();
    }
    let zero = json!({ "UserPoolId": POOL_ID, "ClientName": "web", "RefreshTokenValidity": 0 });
    let told = pool.admin("CreateUserPoolClient", &zero).unwrap();
    assert_eq!(told["UserPoolClient"]["RefreshTokenValidity"], 30);
}

#[test]
fn a_secret_is_replaced_by_way_of_a_second_one() {
    let pool = Pool::new();
    let input = json!({ "UserPoolId": POOL_ID, "ClientName": "server", "ClientSecret": "0123456789abcdefghijklmn" });
    let made = pool.admin("CreateUserPoolClient", &input).unwrap();
    assert_eq!(made["UserPoolClient"]["ClientSecret"], "0123456789abcdefghijklmn");
    let named = json!({ "UserPoolId": POOL_ID, "ClientId": made["UserPoolClient"]["ClientId"] });
    let listed = || pool.admin("ListUserPoolClientSecrets", &named).unwrap()["ClientSecrets"].clone();
    let first = text(&listed(), "/0/ClientSecretId");
    assert!(listed()[0].get("ClientSecretValue").is_none());
    let delete = |id: &str| with(&named, json!({ "ClientSecretId": id }));
    invalid(&pool, "DeleteUserPoolClientSecret", &delete(&first), "last secret");

    let added = pool.admin("AddUserPoolClientSecret", &named).unwrap()["ClientSecretDescriptor"].clone();
    assert_eq!(text(&added, "/ClientSecretValue").len(), 52);
    let second = text(&added, "/ClientSecretId");
    assert!(second != first && second.starts_with(named["ClientId"].as_str().unwrap()));
    refuses(&pool, "AddUserPoolClientSecret", &named, ("LimitExceededException", "at most 2"));
    refuses(&pool, "DeleteUserPoolClientSecret", &delete("none"), ("ResourceNotFoundException", "no secret"));
    pool.admin("DeleteUserPoolClientSecret", &delete(&first)).unwrap();
    assert_eq!(listed().as_array().unwrap().len(), 1);
    let described = pool.admin("DescribeUserPoolClient", &named).unwrap();
    assert_eq!(described["UserPoolClient"]["ClientSecret"], added["ClientSecretValue"]);

    let own = with(&named, json!({ "ClientSecret": "n".repeat(24) }));
    let added = pool.admin("AddUserPoolClientSecret", &own).unwrap()["ClientSecretDescriptor"].clone();
    assert!(added.get("ClientSecretValue").is_none(), "who brought it knows it");
    let public = json!({ "UserPoolId": POOL_ID, "ClientId": "web" });
    invalid(&pool, "AddUserPoolClientSecret", &public, "without a secret");
    invalid(&pool, "ListUserPoolClientSecrets", &with(&named, json!({ "NextToken": "x" })), "token");
}

#[test]
fn clients_are_listed_and_a_deleted_one_ends_its_sign_ins() {
    let pool = Pool::new();
    let listed = |more: Value| {
        let input = with(&json!({ "UserPoolId": POOL_ID }), more);
        pool.admin("ListUserPoolClients", &input).unwrap()
    };
    let all = listed(json!({}));
    let ids: Vec<&str> =
        all["UserPoolClients"].as_array().unwrap().iter().map(|it| it["ClientId"].as_str().unwrap()).collect();
    assert_eq!(ids, ["other", "refreshonly", "rotating", "telling", "web"]);
    let first = listed(json!({ "MaxResults": 3 }));
    let second = listed(json!({ "MaxResults": 3, "NextToken": first["NextToken"] }));
    assert_eq!((second["UserPoolClients"].as_array().unwrap().len(), second.get("NextToken")), (2, None));
    assert_eq!(listed(json!({ "ClientType": "DCR" }))["UserPoolClients"], json!([]));
    let of_others = json!({ "UserPoolId": new_pool(&pool), "NextToken": first["NextToken"] });
    invalid(&pool, "ListUserPoolClients", &of_others, "token");

    let (kept, ended) = (pool.tokens("other"), pool.tokens("web"));
    let web = json!({ "UserPoolId": POOL_ID, "ClientId": "web" });
    pool.admin("DeleteUserPoolClient", &web).unwrap();
    assert!(pool.get_user(&ended.access).is_err() && pool.get_user(&kept.access).is_ok());
    let missing = ("ResourceNotFoundException", "User pool client web does not exist.");
    for operation in ["DescribeUserPoolClient", "DeleteUserPoolClient", "UpdateUserPoolClient"] {
        refuses(&pool, operation, &web, missing);
    }
    let other_pool = json!({ "UserPoolId": new_pool(&pool), "ClientId": "other" });
    refuses(&pool, "DescribeUserPoolClient", &other_pool, ("ResourceNotFoundException", "does not exist"));
}

#[test]
fn a_client_that_was_made_signs_in_the_way_it_was_made_for() {
    let pool = Pool::new();
    let input = json!({
        "UserPoolId": POOL_ID,
        "ClientName": "made",
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        "AccessTokenValidity": 10,
        "TokenValidityUnits": { "AccessToken": "minutes" },
    });
    let id = text(&pool.admin("CreateUserPoolClient", &input).unwrap(), "/UserPoolClient/ClientId");
    let answer = pool.sign_in(&id, "ada", crate::pool::PASSWORD).unwrap();
    assert_eq!(answer["AuthenticationResult"]["ExpiresIn"], 600);
}
