//! Devices that a pool remembers: confirmed once, proved by a secret of their own, dropped when the pool forgot them.

use crate::fake_platform::{World, run};
use crate::replies::{challenge, code_challenge, device_verifier, password_verifier_in, tokens, tokens_on_new_device};
use base64::{Engine, engine::general_purpose::STANDARD};
use num_bigint::BigUint;
use poolkey::protocol::device::Device;
use poolkey::{Answer, Auth, ErrorCode, Flow, Secret, SignIn, Start};
use serde_json::{Value, json};

fn exported(username: &str, key: &str) -> Secret<String> {
    let device =
        json!({ "username": username, "deviceKey": key, "deviceGroupKey": "-group", "devicePassword": "secret" });
    device.to_string().as_str().into()
}

fn on_device(world: &World) -> Auth {
    let auth = world.auth();
    auth.import_device(&exported("ada", "d-1")).unwrap();
    auth
}

fn sign_in(auth: &Auth) -> poolkey::Result<SignIn> {
    run(auth.sign_in("ada", "Correct-horse-7"))
}

fn device_key(body: &Value, parameters: &str) -> Option<String> {
    body[parameters].get("DEVICE_KEY").map(|key| key.as_str().unwrap().to_owned())
}

#[test]
fn a_new_device_is_confirmed_with_the_verifier_of_its_secret() {
    let world = World::default();
    world.reply(200, password_verifier_in("session-1")).reply(200, tokens_on_new_device("d-1"));
    world.reply(200, json!({ "UserConfirmationNecessary": true }));
    let auth = world.auth();
    sign_in(&auth).unwrap();
    let (operation, body) = world.last();
    assert_eq!(operation, "ConfirmDevice");
    assert_eq!((&body["AccessToken"], &body["DeviceKey"]), (&json!("access-1"), &json!("d-1")));

    let kept = auth.export_device("ada").unwrap().unwrap();
    let device = Device::import(&kept).unwrap();
    assert_eq!((&*device.key, &*device.group_key), ("d-1", "-group"));
    assert_eq!(STANDARD.decode(device.password.expose()).unwrap().len(), 32);
    let sent = &body["DeviceSecretVerifierConfig"];
    let salt = STANDARD.decode(sent["Salt"].as_str().unwrap()).unwrap();
    let verifier = device.verifier(salt[salt.len() - 16..].try_into().unwrap());
    assert_eq!(*sent, json!({ "Salt": verifier.salt, "PasswordVerifier": verifier.verifier }));
    assert!(!body.to_string().contains(&**device.password.expose()), "the secret itself stays");
}

#[test]
fn the_verifier_is_the_one_that_clients_of_others_computed() {
    let file: Value = serde_json::from_str(include_str!("../vectors/srp.json")).unwrap();
    let mut compared = 0;
    for record in file["deviceConfirm"].as_array().unwrap() {
        let text = |name: &str| record[name].as_str().unwrap();
        let number = |name: &str| BigUint::parse_bytes(text(name).as_bytes(), 16).unwrap();
        let device = Device {
            username: "ada".into(),
            key: text("deviceKey").into(),
            group_key: text("deviceGroupKey").into(),
            password: text("password").into(),
        };
        let bytes = number("salt").to_bytes_be();
        let mut salt = [0; 16];
        salt[16 - bytes.len()..].copy_from_slice(&bytes);
        let ours = device.verifier(salt);
        let read = |text: &str| BigUint::from_bytes_be(&STANDARD.decode(text).unwrap());
        assert_eq!((read(&ours.salt), read(&ours.verifier)), (number("salt"), number("verifier")), "{record}");
        compared += 1;
    }
    assert!(compared >= 9);
}

#[test]
fn two_new_devices_have_nothing_in_common() {
    let world = World::default();
    let auth = world.auth();
    let mut seen = Vec::new();
    for key in ["d-1", "d-2"] {
        world.reply(200, password_verifier_in("s")).reply(200, tokens_on_new_device(key)).reply(200, json!({}));
        run(auth.sign_in_with(Start { device: None, ..Start::new(key, Flow::Srp("x".into())) })).unwrap();
        let verifier = world.last().1["DeviceSecretVerifierConfig"].clone();
        seen.push((verifier["Salt"].clone(), verifier["PasswordVerifier"].clone()));
    }
    assert!(seen[0].0 != seen[1].0 && seen[0].1 != seen[1].1);
}

#[test]
fn a_refused_confirmation_does_not_fail_the_sign_in_and_keeps_no_device() {
    let refusals: [fn(&World) -> &World; 3] = [
        |world| world.fault("InvalidParameterException", "no"),
        |world| world.reply(500, ""),
        |world| world.reply(200, "<html>"),
    ];
    for refuse in refusals {
        let world = World::default();
        world.reply(200, password_verifier_in("session-1")).reply(200, tokens_on_new_device("d-1"));
        refuse(&world);
        let auth = world.auth();
        assert!(matches!(sign_in(&auth).unwrap(), SignIn::SignedIn(_)));
        assert!(auth.export_device("ada").unwrap().is_none());
        assert!(auth.user().unwrap().is_some());
    }
}

#[test]
fn a_known_device_is_named_and_proves_itself_after_the_password() {
    let world = World::default();
    world
        .reply(200, password_verifier_in("session-1"))
        .reply(200, challenge("DEVICE_SRP_AUTH", "session-2", json!({ "USERNAME": "u-1" })))
        .reply(200, device_verifier("session-3"))
        .reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    let auth = on_device(&world);
    assert!(matches!(sign_in(&auth).unwrap(), SignIn::SignedIn(_)));
    let sent = world.requests();
    assert_eq!(sent.len(), 4);
    assert_eq!(device_key(&sent[0].1, "AuthParameters").as_deref(), Some("d-1"));
    for (at, name) in [(1, "PASSWORD_VERIFIER"), (2, "DEVICE_SRP_AUTH"), (3, "DEVICE_PASSWORD_VERIFIER")] {
        let (operation, body) = &sent[at];
        assert_eq!((&**operation, &body["ChallengeName"]), ("RespondToAuthChallenge", &json!(name)));
        assert_eq!(body["Session"], format!("session-{at}"));
        assert_eq!(device_key(body, "ChallengeResponses").as_deref(), Some("d-1"), "{name}");
        assert_eq!(body["ChallengeResponses"]["USERNAME"], "u-1", "{name}");
    }
    let drawn = [&sent[0].1["AuthParameters"]["SRP_A"], &sent[2].1["ChallengeResponses"]["SRP_A"]];
    assert!(drawn[0].is_string() && drawn[1].is_string() && drawn[0] != drawn[1]);
    assert_eq!(sent[3].1["ChallengeResponses"]["PASSWORD_CLAIM_SECRET_BLOCK"], "ZGV2aWNl");
    let all = format!("{sent:?}");
    assert!(!all.contains("Correct-horse-7") && !all.contains("\"secret\""));
    assert_eq!(auth.this_device().unwrap().as_deref(), Some("d-1"));
}

#[test]
fn a_device_is_asked_for_after_a_code_too() {
    let world = World::default();
    world.reply(200, password_verifier_in("session-1")).reply(200, code_challenge("session-2"));
    let auth = on_device(&world);
    let SignIn::Challenged(pending) = sign_in(&auth).unwrap() else { panic!() };
    world
        .reply(200, challenge("DEVICE_SRP_AUTH", "session-3", json!({})))
        .reply(200, device_verifier("session-4"))
        .reply(200, tokens("s-1", "access-1", None));
    assert!(matches!(run(pending.answer(Answer::Code("123456".into()))).unwrap(), SignIn::SignedIn(_)));
    let sessions: Vec<_> = world.requests().iter().map(|(_, body)| body["Session"].clone()).collect();
    assert_eq!(sessions[1..], [json!("session-1"), json!("session-2"), json!("session-3"), json!("session-4")]);
}

#[test]
fn a_device_that_nobody_has_is_not_proved() {
    for reply in [challenge("DEVICE_SRP_AUTH", "session-2", json!({})), device_verifier("session-2")] {
        let world = World::default();
        world.reply(200, password_verifier_in("session-1")).reply(200, reply);
        assert_eq!(sign_in(&world.auth()).unwrap_err().code(), ErrorCode::UnexpectedReply);
        assert_eq!(world.requests().len(), 2);
    }
}

#[test]
fn an_unsafe_value_for_a_device_gets_no_proof() {
    for wrong in ["0", "zz", ""] {
        let world = World::default();
        let mut demand = device_verifier("session-3");
        demand["ChallengeParameters"]["SRP_B"] = wrong.into();
        world
            .reply(200, password_verifier_in("session-1"))
            .reply(200, challenge("DEVICE_SRP_AUTH", "session-2", json!({})))
            .reply(200, demand);
        let code = sign_in(&on_device(&world)).unwrap_err().code();
        assert!(matches!(code, ErrorCode::UnsafeServerValue | ErrorCode::UnexpectedReply));
        assert_eq!(world.requests().len(), 3);
    }
}

#[test]
fn a_device_of_another_user_is_not_named() {
    let world = World::default();
    world.reply(200, password_verifier_in("session-1")).reply(200, tokens("s-2", "access-2", None));
    let auth = on_device(&world);
    run(auth.sign_in("bob", "x")).unwrap();
    assert!(!format!("{:?}", world.requests()).contains("DEVICE_KEY"));
    assert_eq!(auth.this_device().unwrap(), None);
}

#[test]
fn a_user_who_comes_under_an_alias_is_on_the_same_device() {
    let world = World::default();
    let mut demand = password_verifier_in("session-1");
    demand["ChallengeParameters"]["USER_ID_FOR_SRP"] = "ada".into();
    demand["ChallengeParameters"]["USERNAME"] = "ada".into();
    world.reply(200, demand).reply(200, tokens("s-1", "access-1", None));
    let auth = on_device(&world);
    run(auth.sign_in("ada@example.com", "x")).unwrap();
    let sent = world.requests();
    assert_eq!(device_key(&sent[0].1, "AuthParameters"), None, "whose name it is nobody knows yet");
    assert_eq!(device_key(&sent[1].1, "ChallengeResponses").as_deref(), Some("d-1"));
    assert_eq!(auth.this_device().unwrap().as_deref(), Some("d-1"));
}

#[test]
fn a_refresh_names_the_device_that_the_session_was_begun_on() {
    let world = World::default();
    world.reply(200, password_verifier_in("session-1")).reply(200, tokens_on_new_device("d-1")).reply(200, json!({}));
    let auth = world.auth();
    sign_in(&auth).unwrap();
    for _ in 0..2 {
        world.reply(200, tokens("s-1", "access-2", None));
        run(auth.refresh()).unwrap();
        assert_eq!(world.last().1["DeviceKey"], "d-1", "and again after a renewal");
    }

    let world = World::default();
    world.reply(200, password_verifier_in("session-1")).reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    let auth = on_device(&world);
    sign_in(&auth).unwrap();
    world.reply(200, tokens("s-1", "access-2", None));
    run(auth.refresh()).unwrap();
    assert_eq!(world.last().1["DeviceKey"], "d-1");
}

#[test]
fn a_device_that_was_forgotten_is_dropped_at_the_first_call_and_the_sign_in_goes_on() {
    let world = World::default();
    world
        .fault("ResourceNotFoundException", "Device does not exist.")
        .reply(200, password_verifier_in("session-1"))
        .reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    let auth = on_device(&world);
    assert!(matches!(sign_in(&auth).unwrap(), SignIn::SignedIn(_)));
    let sent = world.requests();
    assert_eq!(device_key(&sent[0].1, "AuthParameters").as_deref(), Some("d-1"));
    assert_eq!(device_key(&sent[1].1, "AuthParameters"), None);
    assert_eq!(
        sent[0].1["AuthParameters"]["SRP_A"], sent[1].1["AuthParameters"]["SRP_A"],
        "nothing was proved with it"
    );
    assert_eq!(device_key(&sent[2].1, "ChallengeResponses"), None);
    assert!(auth.export_device("ada").unwrap().is_none());
    assert_eq!(auth.this_device().unwrap(), None);
}

#[test]
fn a_device_that_was_forgotten_is_dropped_at_the_proof_which_is_given_once_more_without_it() {
    let world = World::default();
    world
        .reply(200, password_verifier_in("session-1"))
        .fault("ResourceNotFoundException", "Device does not exist.")
        .reply(200, tokens("s-1", "access-1", Some("refresh-1")));
    let auth = on_device(&world);
    assert!(matches!(sign_in(&auth).unwrap(), SignIn::SignedIn(_)));
    let sent = world.requests();
    let [mut with, without] = [sent[1].1.clone(), sent[2].1.clone()];
    assert_eq!(with["ChallengeResponses"].as_object_mut().unwrap().remove("DEVICE_KEY"), Some(json!("d-1")));
    assert_eq!(with, without, "the same proof of the same session, no second one");
    assert!(auth.export_device("ada").unwrap().is_none());
}

#[test]
fn a_pool_that_knows_nothing_at_all_costs_no_device() {
    let world = World::default();
    let missing = "ResourceNotFoundException";
    world.fault(missing, "User pool client does not exist.").fault(missing, "User pool client does not exist.");
    let auth = on_device(&world);
    assert_eq!(sign_in(&auth).unwrap_err().code(), ErrorCode::NotConfigured);
    assert!(auth.export_device("ada").unwrap().is_some(), "it was not the device");
    assert_eq!(world.requests().len(), 2);
}

#[test]
fn any_other_refusal_costs_no_device() {
    let world = World::default();
    world.fault("NotAuthorizedException", "Incorrect username or password.");
    let auth = on_device(&world);
    assert_eq!(sign_in(&auth).unwrap_err().code(), ErrorCode::WrongCredentials);
    assert!(auth.export_device("ada").unwrap().is_some());
}

#[test]
fn an_exported_device_comes_back_as_it_was() {
    let world = World::default();
    let auth = on_device(&world);
    let text = auth.export_device("ada").unwrap().unwrap();
    let elsewhere = World::default().auth();
    elsewhere.import_device(&text).unwrap();
    assert_eq!(elsewhere.export_device("ada").unwrap().unwrap().expose(), text.expose());
    assert!(auth.export_device("bob").unwrap().is_none());
    assert_eq!(format!("{text:?}"), "[redacted]");
}

#[test]
fn what_was_not_exported_is_not_imported() {
    let auth = World::default().auth();
    let whole: Value = serde_json::from_str(exported("ada", "d-1").expose()).unwrap();
    let mut wrong = vec![String::new(), "null".into(), "[]".into(), "{}".into(), "{".into()];
    for member in ["username", "deviceKey", "deviceGroupKey", "devicePassword"] {
        for value in [json!(null), json!(""), json!(7), json!({})] {
            let mut broken = whole.clone();
            broken[member] = value;
            wrong.push(broken.to_string());
        }
    }
    for text in wrong {
        let error = auth.import_device(&(&*text).into()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput, "{text}");
    }
}

#[test]
fn a_user_has_one_device_and_sixteen_users_have_room() {
    let auth = World::default().auth();
    for user in 0..40 {
        auth.import_device(&exported(&format!("user-{user}"), &format!("d-{user}"))).unwrap();
    }
    let kept: Vec<_> = (0..40).filter(|user| auth.export_device(&format!("user-{user}")).unwrap().is_some()).collect();
    assert_eq!(kept, (24..40).collect::<Vec<_>>(), "the oldest made room");
    auth.import_device(&exported("user-30", "newer")).unwrap();
    assert!(auth.export_device("user-30").unwrap().unwrap().expose().contains("newer"));
    assert!(auth.export_device("user-24").unwrap().is_some(), "a second device of one user displaces the first only");
}
