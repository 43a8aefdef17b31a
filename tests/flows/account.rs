//! What a user does with an account, through the handle: the requests in their order, and what stays of the session.

use crate::fake_platform::{World, poll, run};
use crate::replies::{password_verifier, tokens};
use poolkey::protocol::user_pool::confirm_sign_up::ConfirmSignUp;
use poolkey::protocol::user_pool::set_user_mfa_preference::{MfaPreference, MfaSetting};
use poolkey::protocol::user_pool::sign_up::SignUp;
use poolkey::{Auth, ErrorCode, PoolConfig, SignIn};
use serde_json::{Value, json};
use std::pin::pin;

const CLIENT: &str = "1h57kf5cpq17m0eml12EXAMPLE";

fn sign_in(world: &World, auth: &Auth) {
    world.reply(200, password_verifier()).reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    run(auth.sign_in("ada", "x")).unwrap();
}

fn signed_in(world: &World) -> Auth {
    let auth = world.auth();
    sign_in(world, &auth);
    auth
}

fn last(world: &World) -> (String, Value) {
    world.requests().pop().unwrap()
}

#[test]
fn a_new_user_is_signed_in_by_the_session_of_the_confirmation() {
    let world = World::default();
    let auth = world.auth();
    world
        .reply(200, json!({ "UserConfirmed": false, "UserSub": "s-1", "Session": "of-sign-up" }))
        .reply(200, json!({ "Session": "of-confirmation" }))
        .reply(200, tokens("s-1", "access-1", None));
    let signed_up =
        run(auth.sign_up(SignUp { password: Some("Correct-horse-7".into()), ..SignUp::new("ada") })).unwrap();
    let code = ConfirmSignUp { session: signed_up.session, ..ConfirmSignUp::new("ada", "123456") };
    let confirmed = run(auth.confirm_sign_up(code)).unwrap();
    let step = run(auth.sign_in_after_confirmation("ada", confirmed.session.unwrap())).unwrap();
    assert!(matches!(step, SignIn::SignedIn(_)));
    let sent = world.requests();
    let confirmation =
        json!({ "ClientId": CLIENT, "Username": "ada", "ConfirmationCode": "123456", "Session": "of-sign-up" });
    assert_eq!(sent[1], ("ConfirmSignUp".into(), confirmation));
    assert_eq!((&*sent[2].0, &sent[2].1["AuthFlow"]), ("InitiateAuth", &json!("USER_AUTH")));
    assert_eq!(sent[2].1["Session"], "of-confirmation");
}

#[test]
fn a_refused_code_keeps_nothing_and_signs_nobody_in() {
    let world = World::default();
    let auth = world.auth();
    world.fault("CodeMismatchException", "no");
    let error = run(auth.confirm_sign_up(ConfirmSignUp::new("ada", "000000"))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::WrongCode);
    assert_eq!(auth.user().unwrap(), None);
}

#[test]
fn what_a_user_asks_goes_by_the_access_token() {
    let world = World::default();
    let auth = signed_in(&world);
    world.reply(200, "");
    run(auth.change_password(Some("old".into()), "new".into())).unwrap();
    let expected = json!({ "AccessToken": "access-1", "PreviousPassword": "old", "ProposedPassword": "new" });
    assert_eq!(last(&world), ("ChangePassword".into(), expected));
    world.reply(200, json!({ "CodeDeliveryDetailsList": [{ "DeliveryMedium": "EMAIL" }] }));
    let sent_to = run(auth.update_attributes(vec![("email".into(), "ada@example.com".into())])).unwrap();
    assert_eq!(sent_to[0].medium.as_deref(), Some("EMAIL"));
    world.reply(200, "");
    run(auth.set_mfa_preference(MfaPreference { totp: Some(MfaSetting::Preferred), ..MfaPreference::default() }))
        .unwrap();
    assert_eq!(last(&world).1["SoftwareTokenMfaSettings"], json!({ "Enabled": true, "PreferredMfa": true }));
    world.reply(200, json!({ "Status": "ERROR" }));
    assert_eq!(run(auth.verify_totp("000000", None)).unwrap_err().code(), ErrorCode::WrongCode);
    world.reply(200, json!({ "Status": "SUCCESS" }));
    run(auth.verify_totp("123456", Some("phone"))).unwrap();
    assert_eq!(last(&world).1["FriendlyDeviceName"], "phone");
}

#[test]
fn nobody_asks_without_being_signed_in() {
    let world = World::default();
    let auth = world.auth();
    assert_eq!(run(auth.profile()).unwrap_err().code(), ErrorCode::SignedOut);
    assert_eq!(run(auth.global_sign_out()).unwrap_err().code(), ErrorCode::SignedOut);
    assert_eq!(run(auth.call("GetUser", "{}".into())).unwrap_err().code(), ErrorCode::SignedOut);
    assert!(world.requests().is_empty());
}

#[test]
fn what_leaves_no_session_behind_ends_it_here_too() {
    for by_name in [false, true] {
        for operation in ["GlobalSignOut", "DeleteUser"] {
            let world = World::default();
            let auth = signed_in(&world);
            let ask = || match (by_name, operation) {
                (true, _) => run(auth.call(operation, "{}".into())).map(drop),
                (false, "DeleteUser") => run(auth.delete_user()),
                (false, _) => run(auth.global_sign_out()),
            };
            world.fault("NotAuthorizedException", "no such scope");
            assert_eq!(ask().unwrap_err().code(), ErrorCode::NotAuthorized);
            assert!(auth.user().unwrap().is_some(), "a refusal ends nothing");
            world.reply(200, "");
            ask().unwrap();
            assert_eq!(last(&world), (operation.into(), json!({ "AccessToken": "access-1" })));
            assert_eq!(auth.user().unwrap(), None);
        }
    }
}

#[test]
fn a_sign_in_that_came_meanwhile_is_not_ended_by_a_global_sign_out_before_it() {
    let world = World::default();
    let auth = signed_in(&world);
    world.reply(200, "");
    world.hold();
    let mut leaving = pin!(auth.global_sign_out());
    assert!(poll(leaving.as_mut()).is_pending());
    world.release();
    sign_in(&world, &auth);
    run(leaving.as_mut()).unwrap();
    assert!(auth.user().unwrap().is_some());
}

#[test]
fn a_sign_in_under_way_does_not_undo_a_global_sign_out() {
    let world = World::default();
    let auth = signed_in(&world);
    world.reply(200, password_verifier()).reply(200, "").reply(200, tokens("s-1", "access-2", None));
    world.hold();
    let mut arriving = pin!(auth.sign_in("ada", "x"));
    assert!(poll(arriving.as_mut()).is_pending());
    let mut leaving = pin!(auth.global_sign_out());
    assert!(poll(leaving.as_mut()).is_pending());
    world.release();
    run(leaving.as_mut()).unwrap();
    assert_eq!(run(arriving.as_mut()).unwrap_err().code(), ErrorCode::SignedOut);
    assert_eq!(auth.user().unwrap(), None);
}

#[test]
fn a_forgotten_device_is_dropped_here_and_only_once_the_pool_has_forgotten_it() {
    let exported =
        json!({ "username": "ada", "deviceKey": "d-1", "deviceGroupKey": "g", "devicePassword": "p" }).to_string();
    for by_name in [false, true] {
        let world = World::default();
        let auth = signed_in(&world);
        auth.import_device(&(&*exported).into()).unwrap();
        let forget = || match by_name {
            true => run(auth.call("ForgetDevice", r#"{"DeviceKey":"d-1"}"#.into())).map(drop),
            false => run(auth.forget_device("d-1")),
        };
        world.fault("ResourceNotFoundException", "no");
        assert!(forget().is_err());
        assert!(auth.export_device("ada").unwrap().is_some());
        world.reply(200, "");
        forget().unwrap();
        assert!(auth.export_device("ada").unwrap().is_none());
    }
}

#[test]
fn lists_go_page_by_page() {
    let world = World::default();
    let auth = signed_in(&world);
    world.reply(200, json!({ "Devices": [{ "DeviceKey": "d-1" }], "PaginationToken": "more" }));
    let page = run(auth.list_devices(None)).unwrap();
    assert_eq!(last(&world).1, json!({ "AccessToken": "access-1" }));
    world.reply(200, json!({ "Devices": [] }));
    let end = run(auth.list_devices(page.next.as_deref())).unwrap();
    assert_eq!(last(&world).1["PaginationToken"], "more");
    assert_eq!((end.items.len(), end.next), (0, None));
    world.reply(200, json!({ "Sessions": [{ "SessionType": "SSO" }] }));
    assert_eq!(run(auth.list_sessions(None)).unwrap_err().code(), ErrorCode::UnexpectedReply);
}

#[test]
fn a_passkey_that_is_no_object_is_not_sent() {
    let world = World::default();
    let auth = signed_in(&world);
    for wrong in ["", "[]", "null", "{},\"AccessToken\":\"x\"", "{}}"] {
        assert_eq!(run(auth.complete_passkey(wrong)).unwrap_err().code(), ErrorCode::InvalidInput, "{wrong}");
    }
    world.reply(200, "");
    run(auth.complete_passkey("{\"id\":\"x\"}")).unwrap();
    assert_eq!(last(&world).1, json!({ "AccessToken": "access-1", "Credential": { "id": "x" } }));
}

#[test]
fn aws_credentials_are_asked_for_with_the_id_token() {
    let world = World::default();
    let pool = "eu-west-1:1ce2a7d6-0000-4000-8000-c0ffee000000";
    let config = PoolConfig::new("eu-west-1_Ab3dEf9hK", CLIENT).unwrap().with_identity_pool(pool).unwrap();
    let auth = Auth::on(config, world.clone());
    assert_eq!(run(auth.credentials()).unwrap_err().code(), ErrorCode::SignedOut);
    sign_in(&world, &auth);
    let id_token = tokens("s-1", "access-1", None)["AuthenticationResult"]["IdToken"].clone();
    let logins = json!({ "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3dEf9hK": id_token });
    world.reply(200, json!({ "IdentityId": "i-1" })).reply(
        200,
        json!({
            "IdentityId": "i-1",
            "Credentials": { "AccessKeyId": "AKIA", "SecretKey": "s", "SessionToken": "t", "Expiration": 1.5e9 },
        }),
    );
    let credentials = run(auth.credentials()).unwrap();
    assert_eq!((&*credentials.access_key_id, credentials.expiration.0), ("AKIA", 1_500_000_000_000));
    let sent = world.requests();
    assert_eq!(sent[2], ("GetId".into(), json!({ "IdentityPoolId": pool, "Logins": logins })));
    assert_eq!(sent[3], ("GetCredentialsForIdentity".into(), json!({ "IdentityId": "i-1", "Logins": logins })));
    world.reply(200, json!({ "IdentityId": "i-1" })).reply(200, "");
    run(auth.unlink()).unwrap();
    assert_eq!(last(&world).1["LoginsToRemove"], json!(["cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3dEf9hK"]));
}

#[test]
fn without_an_identity_pool_there_are_no_aws_credentials() {
    let world = World::default();
    let auth = signed_in(&world);
    assert_eq!(run(auth.credentials()).unwrap_err().code(), ErrorCode::InvalidConfig);
}
