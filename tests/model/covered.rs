//! Every operation of the crate, with all that it can say and with the least, and how its answer is read.

use crate::shape::model;
use poolkey::protocol::device::DeviceVerifier;
use poolkey::protocol::http::{Request, Response};
use poolkey::protocol::identity_pool::logins::Logins;
use poolkey::protocol::identity_pool::{
    get_credentials_for_identity::*, get_id::*, get_open_id_token::*, unlink_identity::*,
};
use poolkey::protocol::operation::{Operation, Service};
use poolkey::protocol::user_pool::context::Context;
use poolkey::protocol::user_pool::{
    associate_software_token::*, change_password::*, complete_web_authn_registration::*, confirm_device::*,
    confirm_forgot_password::*, confirm_sign_up::*, delete_user::*, delete_user_attributes::*,
    delete_web_authn_credential::*, forget_device::*, forgot_password::*, get_device::*,
    get_tokens_from_refresh_token::*, get_user::*, get_user_attribute_verification_code::*, get_user_auth_factors::*,
    global_sign_out::*, initiate_auth::*, list_devices::*, list_user_sessions::*, list_web_authn_credentials::*,
    resend_confirmation_code::*, respond_to_auth_challenge::*, revoke_token::*, revoke_user_session::*,
    set_user_mfa_preference::*, set_user_settings::*, sign_up::*, start_web_authn_registration::*,
    update_auth_event_feedback::*, update_device_status::*, update_user_attributes::*, verify_software_token::*,
    verify_user_attribute::*,
};
use poolkey::{PoolConfig, Result, Secret};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// One operation.
pub struct Covered {
    pub name: &'static str,
    /// The first one says all that it can.
    pub requests: Vec<Request>,
    /// What the answer prints as.
    pub parse: fn(&Response) -> Result<String>,
}

pub fn config() -> PoolConfig {
    let config = PoolConfig::new("eu-west-1_Ab3dEf9hK", "1h57kf5cpq17m0eml12EXAMPLE").unwrap();
    config.with_identity_pool(IDENTITY_POOL).unwrap()
}

const IDENTITY_POOL: &str = "eu-west-1:1ce2a7d6-0000-4000-8000-c0ffee000000";
const DEVICE: &str = "eu-west-1_a1b2c3d4-5678-90ab-cdef-000000000000";
const HARD: &str = "Zoë \"the first\" \\ \u{1f980} \u{7} O'Neill";

fn covered<O: Operation>(all: Vec<O>) -> Covered
where
    O::Output: Debug,
{
    let requests: Vec<_> = all.iter().map(|operation| operation.request(&config())).collect();
    assert!(requests.iter().all(|request| request.repeatable == O::REPEATABLE));
    let host = match O::SERVICE {
        Service::UserPool => ("https://cognito-idp.eu-west-1.amazonaws.com/", "AWSCognitoIdentityProviderService."),
        Service::IdentityPool => ("https://cognito-identity.eu-west-1.amazonaws.com/", "AWSCognitoIdentityService."),
    };
    assert!(requests.iter().all(|request| request.url == host.0 && request.target == format!("{}{}", host.1, O::NAME)));
    Covered { name: O::NAME, requests, parse: |response| Ok(format!("{:?}", O::parse(response)?)) }
}

/// All of them.
pub fn operations() -> Vec<Covered> {
    let token = || Secret::from("eyJraWQiOi.eyJzdWIi.c2ln-_");
    let secret = |text: &str| Secret::from(text);
    let some = |text: &str| Some(text.to_owned());
    let session = || Secret::from("AYABeC1-y8qooiuysEv0uM4wAqQAHQ");
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let attributes = || pairs(&[("name", HARD), ("custom:department", ""), ("email", "ada@example.com")]);
    let notes = || pairs(&[("campaign", HARD), ("", "")]);
    let context =
        || Context { client_metadata: notes(), encoded_data: some("ZGF0YQ=="), analytics_endpoint: some("e-1") };
    let (full, none) = (&context(), &Context::default());
    let in_session = session();
    let logins = || Logins::of(config().login_provider(), token());
    let identity = || "eu-west-1:aaaaaaaa-0000-4000-8000-bbbbbbbbbbbb".to_owned();
    let by = [Authorization::AccessToken(token()), Authorization::Session(session())];
    let mfa = |preference| SetUserMfaPreference { access_token: token(), preference };
    vec![
        covered(by.iter().map(|by| AssociateSoftwareToken { authorization: by.clone() }).collect()),
        covered(vec![
            ChangePassword {
                access_token: token(), previous: Some(secret("Old-1\"é")), proposed: secret("New-2\\ß")
            },
            ChangePassword { access_token: token(), previous: None, proposed: secret("n") },
        ]),
        covered(vec![CompleteWebAuthnRegistration {
            access_token: token(),
            credential: PasskeyCredential::from_json(" { \"id\": \"x\", \"response\": {} } ").unwrap(),
        }]),
        covered(
            [some("Ada's phone"), None]
                .map(|device_name| ConfirmDevice {
                    access_token: token(),
                    device_key: DEVICE.into(),
                    verifier: DeviceVerifier { salt: "c2FsdA==".into(), verifier: "dmVyaWZpZXI=".into() },
                    device_name,
                })
                .into(),
        ),
        covered(
            [context(), Context::default()]
                .map(|context| ConfirmForgotPassword {
                    username: "ada@example.com".into(),
                    code: secret("123456"),
                    password: secret("New-2\\ß"),
                    context,
                })
                .into(),
        ),
        covered(vec![
            ConfirmSignUp {
                session: Some(session()),
                force_alias_creation: true,
                context: context(),
                ..ConfirmSignUp::new("ada@example.com", "123456")
            },
            ConfirmSignUp::new("ada", "1"),
        ]),
        covered(vec![DeleteUser { access_token: token() }]),
        covered(
            [vec![], vec!["custom:department".into(), "name".into()]]
                .map(|names| DeleteUserAttributes { access_token: token(), names })
                .into(),
        ),
        covered(vec![DeleteWebAuthnCredential { access_token: token(), credential_id: "c2ln-_".into() }]),
        covered(vec![ForgetDevice { access_token: token(), device_key: DEVICE.into() }]),
        covered(vec![ForgotPassword { context: context(), ..ForgotPassword::new("ada") }, ForgotPassword::new("Zoë")]),
        covered(vec![GetDevice { access_token: token(), device_key: DEVICE.into() }]),
        covered(
            [(some(DEVICE), context()), (None, Context::default())]
                .map(|(device_key, context)| GetTokensFromRefreshToken { refresh_token: token(), device_key, context })
                .into(),
        ),
        covered(vec![GetUser { access_token: token() }]),
        covered(
            [notes(), vec![]]
                .map(|client_metadata| GetUserAttributeVerificationCode {
                    access_token: token(),
                    attribute: "phone_number".into(),
                    client_metadata,
                })
                .into(),
        ),
        covered(vec![GetUserAuthFactors { access_token: token() }]),
        covered(vec![GlobalSignOut { access_token: token() }]),
        covered(vec![
            InitiateAuth {
                flow: "USER_SRP_AUTH",
                parameters: &texts(&[("USERNAME", HARD), ("SRP_A", "00ff")]),
                session: Some(&in_session),
                context: full,
            },
            InitiateAuth { flow: "USER_AUTH", parameters: "{}", session: None, context: none },
        ]),
        covered(
            [(Some(60), some("p")), (None, None), (Some(0), None)]
                .map(|(limit, page)| ListDevices { access_token: token(), limit, page })
                .into(),
        ),
        covered([some("p"), None].map(|page| ListUserSessions { access_token: token(), page }).into()),
        covered(
            [(Some(20), some("p")), (None, None)]
                .map(|(limit, page)| ListWebAuthnCredentials { access_token: token(), limit, page })
                .into(),
        ),
        covered(vec![
            ResendConfirmationCode { context: context(), ..ResendConfirmationCode::new("ada") },
            ResendConfirmationCode::new("ada@example.com"),
        ]),
        covered(vec![
            RespondToAuthChallenge {
                challenge: "CUSTOM_CHALLENGE",
                session: Some(&in_session),
                responses: &texts(&[("USERNAME", "ada"), ("ANSWER", HARD)]),
                context: full,
            },
            RespondToAuthChallenge { challenge: "SMS_MFA", session: None, responses: "{}", context: none },
        ]),
        covered(vec![RevokeToken { token: token() }]),
        covered(
            [true, false]
                .map(|with_linked| RevokeUserSession {
                    access_token: token(),
                    session_id: "tkn0123456789abcdefghijklmno".into(),
                    with_linked,
                })
                .into(),
        ),
        covered(vec![
            mfa(MfaPreference {
                sms: Some(MfaSetting::Off),
                totp: Some(MfaSetting::Preferred),
                email: Some(MfaSetting::On),
                passkey: Some(true),
            }),
            mfa(MfaPreference::default()),
        ]),
        covered([true, false].map(|sms| SetUserSettings { access_token: token(), sms }).into()),
        covered(vec![
            SignUp {
                password: Some(secret("New-2\\ß")),
                attributes: attributes(),
                validation_data: attributes(),
                context: context(),
                ..SignUp::new("Zoë")
            },
            SignUp::new("ada@example.com"),
        ]),
        covered(vec![StartWebAuthnRegistration { access_token: token() }]),
        covered(
            [true, false]
                .map(|was_user| UpdateAuthEventFeedback {
                    username: "ada".into(),
                    event_id: "7b1ac5a0-0000-4000-8000-000000000000".into(),
                    feedback_token: token(),
                    was_user,
                })
                .into(),
        ),
        covered(
            [true, false]
                .map(|remembered| UpdateDeviceStatus { access_token: token(), device_key: DEVICE.into(), remembered })
                .into(),
        ),
        covered(
            [(attributes(), notes()), (vec![], vec![])]
                .map(|(attributes, client_metadata)| UpdateUserAttributes {
                    access_token: token(),
                    attributes,
                    client_metadata,
                })
                .into(),
        ),
        covered(
            by.iter()
                .zip([some("Ada's phone"), None])
                .map(|(by, friendly_device_name)| VerifySoftwareToken {
                    authorization: by.clone(),
                    code: secret("123456"),
                    friendly_device_name,
                })
                .collect(),
        ),
        covered(vec![VerifyUserAttribute { access_token: token(), attribute: "email".into(), code: secret("123456") }]),
        covered(
            [(logins(), some("arn:aws:iam::123456789012:role/x")), (Logins::default(), None)]
                .map(|(logins, custom_role_arn)| GetCredentialsForIdentity {
                    identity_id: identity(),
                    logins,
                    custom_role_arn,
                })
                .into(),
        ),
        covered(
            [(logins(), some("123456789012")), (Logins::default(), None)]
                .map(|(logins, account_id)| GetId { identity_pool_id: IDENTITY_POOL.into(), logins, account_id })
                .into(),
        ),
        covered([logins(), Logins::default()].map(|logins| GetOpenIdToken { identity_id: identity(), logins }).into()),
        covered(vec![UnlinkIdentity {
            identity_id: identity(),
            logins: logins(),
            remove: vec![config().login_provider()],
        }]),
    ]
}

#[test]
fn the_crate_knows_the_operations_of_the_model_and_no_others() {
    let ours: Vec<_> = operations().iter().map(|operation| operation.name.to_owned()).collect();
    assert_eq!(ours.len(), 38);
    assert_eq!(ours.into_iter().collect::<BTreeSet<_>>(), model().into_keys().collect());
}

/// An object of texts.
fn texts(pairs: &[(&str, &str)]) -> String {
    serde_json::to_string(&pairs.iter().copied().collect::<std::collections::BTreeMap<_, _>>()).unwrap()
}
