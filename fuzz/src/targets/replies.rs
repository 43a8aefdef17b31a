//! Every operation reads every reply, or says why not.

use poolkey::ErrorCode;
use poolkey::protocol::http::{Failure, Response};
use poolkey::protocol::identity_pool::{
    get_credentials_for_identity::*, get_id::*, get_open_id_token::*, unlink_identity::*,
};
use poolkey::protocol::operation::Operation;
use poolkey::protocol::retry::wait_before_retry;
use poolkey::protocol::session::{Session, UnixMillis};
use poolkey::protocol::user_pool::{
    associate_software_token::*, confirm_device::*, confirm_sign_up::*, delete_user::*, forgot_password::*,
    get_device::*, get_tokens_from_refresh_token::*, get_user::*, get_user_attribute_verification_code::*,
    get_user_auth_factors::*, initiate_auth::*, list_devices::*, list_user_sessions::*, list_web_authn_credentials::*,
    resend_confirmation_code::*, respond_to_auth_challenge::*, sign_up::*, start_web_authn_registration::*,
    update_user_attributes::*, verify_software_token::*,
};

pub const WORDS: &[&str] = &[
    "\"AuthenticationResult\":{",
    "\"AccessToken\":\"a\"",
    "\"IdToken\":\"a.b.c\"",
    "\"ExpiresIn\":3600",
    "\"NewDeviceMetadata\":{\"DeviceKey\":\"k\",\"DeviceGroupKey\":\"g\"}",
    "\"ChallengeName\":",
    "\"SMS_MFA\"",
    "\"PASSWORD_VERIFIER\"",
    "\"ChallengeParameters\":{",
    "\"Session\":\"s\"",
    "\"SRP_B\":\"ab\"",
    "\"SALT\":\"ab\"",
    "\"SECRET_BLOCK\":\"AAAA\"",
    "\"Devices\":[",
    "\"DeviceKey\":\"k\"",
    "\"DeviceAttributes\":[",
    "\"Sessions\":[",
    "\"SessionId\":\"s\"",
    "\"Credentials\":",
    "\"CredentialId\":\"c\"",
    "\"UserAttributes\":[",
    "\"Name\":\"n\"",
    "\"Value\":\"v\"",
    "\"Username\":\"u\"",
    "\"CodeDeliveryDetails\":{",
    "\"CodeDeliveryDetailsList\":[",
    "\"UserSub\":\"s\"",
    "\"UserConfirmed\":true",
    "\"SecretCode\":\"s\"",
    "\"Status\":\"SUCCESS\"",
    "\"__type\":",
    "\"NotAuthorizedException\"",
    "\"message\":",
    "\"Invalid session\"",
    "\"IdentityId\":\"i\"",
    "\"Token\":\"t\"",
    "\"Expiration\":1.5e9",
    "\"AvailableChallenges\":[",
    "\"CredentialCreationOptions\":{",
    "\"Device\":{",
];

/// The first character says the status; the rest is the body.
pub fn run(text: &str) {
    let mut characters = text.chars();
    let status = match characters.next() {
        Some('4') => 400,
        Some('5') => 503,
        Some('t') => 429,
        _ => 200,
    };
    let response = Response {
        status,
        request_id: None,
        error_type: (status == 400).then(|| text.chars().rev().take(40).collect()),
        retry_after_seconds: Some(text.len() as u32),
        body: characters.as_str().into(),
    };
    each(&response);
    if let Ok(tokens) = GetTokensFromRefreshToken::parse(&response)
        && let Ok(session) = Session::new(tokens, UnixMillis(5))
    {
        assert!(!session.user().subject().is_empty() || session.user().claim("sub").is_some());
        let _ = (session.is_due(UnixMillis(0)), session.is_due(UnixMillis(u64::MAX)));
    }
    let outcome: Result<_, Failure> = Ok(response);
    let wait = wait_before_retry(&outcome, true, 1, u32::MAX);
    assert!(wait.is_none_or(|millis| status != 200 && millis <= 10_000));
}

fn each(response: &Response) {
    parse::<AssociateSoftwareToken>(response);
    parse::<ConfirmDevice>(response);
    parse::<ConfirmSignUp>(response);
    parse::<DeleteUser>(response);
    parse::<ForgotPassword>(response);
    parse::<GetCredentialsForIdentity>(response);
    parse::<GetDevice>(response);
    parse::<GetId>(response);
    parse::<GetOpenIdToken>(response);
    parse::<GetTokensFromRefreshToken>(response);
    parse::<GetUser>(response);
    parse::<GetUserAttributeVerificationCode>(response);
    parse::<GetUserAuthFactors>(response);
    parse::<InitiateAuth<'_>>(response);
    parse::<ListDevices>(response);
    parse::<ListUserSessions>(response);
    parse::<ListWebAuthnCredentials>(response);
    parse::<ResendConfirmationCode>(response);
    parse::<RespondToAuthChallenge<'_>>(response);
    parse::<SignUp>(response);
    parse::<StartWebAuthnRegistration>(response);
    parse::<UnlinkIdentity>(response);
    parse::<UpdateUserAttributes>(response);
    parse::<VerifySoftwareToken>(response);
}

fn parse<O: Operation>(response: &Response) {
    match O::parse(response) {
        Ok(_) => assert_eq!(response.status, 200, "{}: a failure is no answer", O::NAME),
        Err(error) if response.status == 200 => assert_eq!(error.code(), ErrorCode::UnexpectedReply, "{}", O::NAME),
        Err(error) => assert!(error.to_string().len() < 4096, "{}: {error}", O::NAME),
    }
}
