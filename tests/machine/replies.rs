//! Replies of any kind: tokens, every challenge with whatever parameters, demands for proofs with good and bad values,
//! refusals by name, and what is no reply at all.

use poolkey::protocol::http::Response;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub struct Scripted {
    pub status: u16,
    pub body: String,
    /// What an honest reader takes for the newest session.
    pub session: Option<String>,
}

impl Scripted {
    pub fn response(&self) -> Response {
        Response {
            status: self.status,
            request_id: None,
            error_type: None,
            retry_after_seconds: None,
            body: (&*self.body).into(),
        }
    }

    fn good(body: &Value) -> Self {
        let session = body["Session"].as_str().map(Into::into);
        Self { status: 200, body: body.to_string(), session }
    }
}

pub fn tokens() -> Scripted {
    Scripted::good(&json!({
        "AuthenticationResult": {
            "AccessToken": "access", "IdToken": "id", "ExpiresIn": 300,
            "NewDeviceMetadata": { "DeviceKey": "d", "DeviceGroupKey": "g" },
        },
    }))
}

pub fn challenge(name: &str, session: Option<&str>) -> Scripted {
    Scripted::good(&json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": {} }))
}

pub fn demand(of_device: bool, session: Option<&str>) -> Scripted {
    with_parameters(of_device, session, &good_parameters())
}

fn good_parameters() -> Value {
    json!({ "SALT": "bb66", "SRP_B": "abcdef", "SECRET_BLOCK": "c2VjcmV0", "USER_ID_FOR_SRP": "user-1", "USERNAME": "user-1" })
}

fn with_parameters(of_device: bool, session: Option<&str>, parameters: &Value) -> Scripted {
    let name = if of_device { "DEVICE_PASSWORD_VERIFIER" } else { "PASSWORD_VERIFIER" };
    Scripted::good(&json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": parameters }))
}

/// PASSWORD_VERIFIER with values that can be answered.
pub fn good_demand() -> impl Strategy<Value = Scripted> {
    (any_session(), "[1-9a-f][0-9a-f]{1,60}", "[0-9a-f]{1,32}", ".{0,12}").prop_map(|(session, big_b, salt, name)| {
        let mut parameters = good_parameters();
        parameters["USERNAME"] = name.into();
        parameters["SRP_B"] = big_b.into();
        parameters["SALT"] = salt.into();
        with_parameters(false, session.as_deref(), &parameters)
    })
}

/// PASSWORD_VERIFIER with a value that must not be answered.
pub fn bad_demand() -> impl Strategy<Value = Scripted> {
    let members = prop::sample::select(vec!["SALT", "SRP_B", "SECRET_BLOCK", "USER_ID_FOR_SRP"]);
    let values = prop_oneof![
        3 => Just(json!(null)),
        1 => Just(json!(7)),
        1 => Just(json!({})),
    ];
    let zeros = "0{1,9}".prop_map(|zeros| ("SRP_B", json!(zeros)));
    let wrong = "[g-z]{0,4}".prop_map(|text| ("SRP_B", json!(text)));
    let huge = Just(("SRP_B", json!("f".repeat(900))));
    (any_session(), prop_oneof![(members, values), zeros, wrong, huge]).prop_map(|(session, (member, value))| {
        let mut parameters = good_parameters();
        parameters[member] = value;
        with_parameters(false, session.as_deref(), &parameters)
    })
}

fn any_session() -> impl Strategy<Value = Option<String>> {
    prop_oneof![9 => "session-[a-z]{12}".prop_map(Some), 1 => Just(None)]
}

const NAMES: [&str; 18] = [
    "SMS_MFA",
    "SMS_OTP",
    "EMAIL_OTP",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_MFA_TYPE",
    "SELECT_CHALLENGE",
    "MFA_SETUP",
    "NEW_PASSWORD_REQUIRED",
    "WEB_AUTHN",
    "PASSWORD",
    "PASSWORD_SRP",
    "CUSTOM_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "PASSWORD_VERIFIER",
    "ADMIN_NO_SRP_AUTH",
    "BRAND_NEW",
];

fn any_parameters() -> impl Strategy<Value = Value> {
    let names = vec!["USERNAME", "USER_ID_FOR_SRP", "SALT", "SRP_B", "SECRET_BLOCK", "DEVICE_KEY", "SESSION", "x"];
    let value = prop_oneof![
        4 => "[0-9a-f]{0,40}".prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
        1 => Just(json!(null)),
        1 => any::<i64>().prop_map(Value::from),
        1 => Just(json!(["x", {}])),
    ];
    let object = prop::collection::hash_map(prop::sample::select(names), value, 0..6).prop_map(|members| {
        let members: Map<_, _> = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Value::from(members)
    });
    prop_oneof![9 => object, 1 => Just(json!("text")), 1 => Just(json!(null))]
}

fn any_challenge() -> impl Strategy<Value = Scripted> {
    let whole = (prop::sample::select(NAMES.to_vec()), any_session(), any_parameters());
    whole.prop_map(|(name, session, parameters)| {
        Scripted::good(&json!({
            "ChallengeName": name,
            "Session": session,
            "ChallengeParameters": parameters,
            "AvailableChallenges": ["EMAIL_OTP", "PASSWORD_SRP", 7],
        }))
    })
}

fn any_refusal() -> impl Strategy<Value = Scripted> {
    let names = vec![
        "NotAuthorizedException",
        "ResourceNotFoundException",
        "ResourceNotFoundException",
        "CodeMismatchException",
        "TooManyRequestsException",
        "InternalErrorException",
        "BrandNewException",
    ];
    let status = prop::sample::select(vec![400u16, 400, 429, 500]);
    (prop::sample::select(names), status, any_session()).prop_map(|(name, status, session)| Scripted {
        status,
        // A session in a refusal is none.
        body: json!({ "__type": name, "message": "no", "Session": session }).to_string(),
        session: None,
    })
}

fn garbage() -> impl Strategy<Value = Scripted> {
    let texts = prop_oneof![
        any::<String>(),
        Just(String::new()),
        Just("null".to_owned()),
        Just("{\"ChallengeName\":7}".to_owned()),
        Just("{\"AuthenticationResult\":{}}".to_owned()),
        Just("<html></html>".to_owned()),
    ];
    let status = prop::sample::select(vec![200u16, 200, 204, 302, 404, 502]);
    (texts, status).prop_map(|(body, status)| Scripted { status, body, session: None })
}

pub fn any_reply() -> impl Strategy<Value = Scripted> {
    let proof = (any::<bool>(), any_session()).prop_map(|(device, session)| demand(device, session.as_deref()));
    let device = any_session().prop_map(|session| challenge("DEVICE_SRP_AUTH", session.as_deref()));
    prop_oneof![
        3 => device,
        1 => Just(tokens()),
        6 => any_challenge(),
        4 => good_demand(),
        3 => proof,
        1 => bad_demand(),
        3 => any_refusal(),
        1 => garbage(),
    ]
}
