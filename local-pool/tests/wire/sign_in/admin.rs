//! AdminInitiateAuth and AdminRespondToAuthChallenge: signed requests that name the pool.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, POOL_ID, Pool, error, not_authorized};

fn begin(pool: &Pool, flow: &str, more: Value) -> Outcome {
    let mut input = json!({
        "UserPoolId": POOL_ID, "ClientId": "web", "AuthFlow": flow,
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD },
    });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    pool.admin("AdminInitiateAuth", &input)
}

#[test]
fn a_server_signs_in_with_the_password_and_answers_challenges() {
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None))]);
    for flow in ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] {
        let session = asked(begin(&pool, flow, json!({})), "SMS_MFA");
        let input = |pool_id: &str| {
            json!({
                "UserPoolId": pool_id, "ClientId": "web", "ChallengeName": "SMS_MFA", "Session": session,
                "ChallengeResponses": { "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() },
            })
        };
        let elsewhere = pool.admin("AdminRespondToAuthChallenge", &input("eu-west-1_Nowhere")).err().unwrap();
        assert_eq!(elsewhere.0, "ResourceNotFoundException");
        signed_in(pool.admin("AdminRespondToAuthChallenge", &input(POOL_ID)));
    }
}

#[test]
fn each_operation_has_its_own_flows() {
    let pool = Pool::arranged(PEOPLE, &[]);
    let unsupported = error("InvalidParameterException", "Initiate Auth method not supported.");
    assert_eq!(begin(&pool, "USER_PASSWORD_AUTH", json!({})).err(), unsupported);
    for flow in ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] {
        let parameters = json!({ "USERNAME": "ada", "PASSWORD": PASSWORD });
        assert_eq!(pool.initiate("web", flow, parameters).err(), unsupported);
    }
    asked(begin(&pool, "USER_AUTH", json!({})), "SELECT_CHALLENGE");
    let not_enabled = error("InvalidParameterException", "ADMIN_USER_PASSWORD_AUTH flow not enabled for this client");
    assert_eq!(begin(&pool, "ADMIN_USER_PASSWORD_AUTH", json!({ "ClientId": "other" })).err(), not_enabled);
}

#[test]
fn a_request_that_is_not_signed_or_names_another_pool_is_refused() {
    let pool = Pool::arranged(PEOPLE, &[]);
    let input = json!({
        "UserPoolId": POOL_ID, "ClientId": "web", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD },
    });
    let body: Value = serde_json::from_slice(&pool.send("AdminInitiateAuth", input.to_string()).body).unwrap();
    assert_eq!(body["__type"], "MissingAuthenticationTokenException");
    for (more, name) in [
        (json!({ "UserPoolId": "eu-west-1_Nowhere" }), "ResourceNotFoundException"),
        (json!({ "ClientId": "nowhere" }), "ResourceNotFoundException"),
        (json!({ "UserPoolId": null }), "InvalidParameterException"),
    ] {
        assert_eq!(begin(&pool, "ADMIN_USER_PASSWORD_AUTH", more.clone()).err().unwrap().0, name, "{more}");
    }
    let wrong = json!({ "AuthParameters": { "USERNAME": "nobody", "PASSWORD": PASSWORD } });
    assert_eq!(begin(&pool, "ADMIN_USER_PASSWORD_AUTH", wrong).err(), not_authorized(WRONG_PASSWORD));
}
