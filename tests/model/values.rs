//! Each member of an answer is read under its own name: the texts of a complete answer say where they stood.

use crate::shape::{complete, model};
use poolkey::protocol::http::Response;
use poolkey::protocol::identity_pool::{
    get_credentials_for_identity::GetCredentialsForIdentity, get_id::GetId, get_open_id_token::GetOpenIdToken,
};
use poolkey::protocol::operation::Operation;
use poolkey::protocol::session::UnixMillis;
use poolkey::protocol::user_pool::code_delivery::CodeDelivery;
use poolkey::protocol::user_pool::{
    associate_software_token::AssociateSoftwareToken, confirm_device::ConfirmDevice, confirm_sign_up::ConfirmSignUp,
    forgot_password::ForgotPassword, get_device::GetDevice,
    get_user_attribute_verification_code::GetUserAttributeVerificationCode, get_user_auth_factors::GetUserAuthFactors,
    list_devices::ListDevices, list_user_sessions::ListUserSessions,
    list_web_authn_credentials::ListWebAuthnCredentials, resend_confirmation_code::ResendConfirmationCode,
    sign_up::SignUp, start_web_authn_registration::StartWebAuthnRegistration,
    update_user_attributes::UpdateUserAttributes, verify_software_token::VerifySoftwareToken,
};

/// The moment of every complete answer.
const THEN: UnixMillis = UnixMillis(1_700_000_000_125);

fn read<O: Operation>() -> O::Output {
    let body = complete(&model()[O::NAME].output).to_string();
    let response =
        Response { status: 200, request_id: None, error_type: None, retry_after_seconds: None, body: body.into() };
    O::parse(&response).unwrap()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn delivery(path: &str) -> CodeDelivery {
    CodeDelivery {
        destination: some(&format!("{path}.Destination")),
        medium: some("SMS"),
        attribute: some(&format!("{path}.AttributeName")),
    }
}

#[test]
fn where_a_code_was_sent() {
    let there = || Some(delivery("CodeDeliveryDetails"));
    assert_eq!(read::<ForgotPassword>(), there());
    assert_eq!(read::<ResendConfirmationCode>(), there());
    assert_eq!(read::<GetUserAttributeVerificationCode>(), there());
    let list = [delivery("CodeDeliveryDetailsList.0"), delivery("CodeDeliveryDetailsList.1")];
    assert_eq!(read::<UpdateUserAttributes>(), list);
}

#[test]
fn signing_up() {
    let signed_up = read::<SignUp>();
    assert_eq!((signed_up.is_confirmed, &*signed_up.subject), (true, "UserSub"));
    assert_eq!(signed_up.delivery, Some(delivery("CodeDeliveryDetails")));
    assert_eq!(signed_up.session.unwrap().expose(), "Session");
    assert_eq!(read::<ConfirmSignUp>().session.unwrap().expose(), "Session");
}

#[test]
fn devices() {
    let device = read::<GetDevice>();
    assert_eq!(device.key, "Device.DeviceKey");
    assert_eq!(device.attribute("Device.DeviceAttributes.1.Name"), Some("Device.DeviceAttributes.1.Value"));
    assert_eq!([device.created, device.modified, device.last_authenticated], [Some(THEN); 3]);
    assert_eq!(device.name(), None);
    let page = read::<ListDevices>();
    assert_eq!((page.items.len(), &*page.items[1].key), (2, "Devices.1.DeviceKey"));
    assert_eq!(page.next, some("PaginationToken"));
    assert!(read::<ConfirmDevice>());
}

#[test]
fn sessions() {
    let page = read::<ListUserSessions>();
    assert_eq!((page.items.len(), page.next), (2, some("NextToken")));
    let session = &page.items[0];
    assert_eq!((&*session.id, session.is_current), ("Sessions.0.SessionId", true));
    assert_eq!([session.created, session.last_active], [Some(THEN); 2]);
    assert_eq!(session.kind, some("TOKEN"));
    for (read, path) in [
        (&session.client_id, "ClientId"),
        (&session.device_type, "DeviceType"),
        (&session.ip_address, "LastIPAddress"),
        (&session.city, "LastLocation.City"),
        (&session.country, "LastLocation.Country"),
        (&session.origin_id, "OriginSessionId"),
    ] {
        assert_eq!(*read, some(&format!("Sessions.0.{path}")));
    }
}

#[test]
fn passkeys() {
    let page = read::<ListWebAuthnCredentials>();
    assert_eq!((page.items.len(), page.next), (2, some("NextToken")));
    let passkey = &page.items[1];
    assert_eq!(passkey.id, "Credentials.1.CredentialId");
    assert_eq!(passkey.name, "Credentials.1.FriendlyCredentialName");
    assert_eq!(passkey.relying_party, "Credentials.1.RelyingPartyId");
    assert_eq!(passkey.attachment, some("Credentials.1.AuthenticatorAttachment"));
    assert_eq!(
        passkey.transports,
        ["Credentials.1.AuthenticatorTransports.0", "Credentials.1.AuthenticatorTransports.1"]
    );
    assert_eq!(passkey.created, THEN);
    assert_eq!(read::<StartWebAuthnRegistration>(), r#"{"challenge":"CredentialCreationOptions","list":[{}]}"#);
}

#[test]
fn factors() {
    let factors = read::<GetUserAuthFactors>();
    assert_eq!((&*factors.username, factors.preferred), ("Username", some("PreferredMfaSetting")));
    assert_eq!(factors.first, ["PASSWORD", "PASSWORD"]);
    assert_eq!(factors.second, ["UserMFASettingList.0", "UserMFASettingList.1"]);
    let token = read::<AssociateSoftwareToken>();
    assert_eq!((&**token.secret_code.expose(), &**token.session.unwrap().expose()), ("SecretCode", "Session"));
    assert!(read::<VerifySoftwareToken>().is_verified);
}

#[test]
fn identities() {
    assert_eq!(read::<GetId>(), "IdentityId");
    let token = read::<GetOpenIdToken>();
    assert_eq!((&*token.identity_id, &**token.token.expose()), ("IdentityId", "Token"));
    let credentials = read::<GetCredentialsForIdentity>();
    assert_eq!((&*credentials.identity_id, credentials.expiration), ("IdentityId", THEN));
    assert_eq!(credentials.access_key_id, "Credentials.AccessKeyId");
    assert_eq!(credentials.secret_key.expose(), "Credentials.SecretKey");
    assert_eq!(credentials.session_token.expose(), "Credentials.SessionToken");
}
