//! Signing in on a device that the pool knows: its proof, and what is wrong with others.

use super::*;

#[test]
fn a_sign_in_gives_a_new_device_its_key_and_the_next_one_proves_it() {
    let pool = pool();
    let first = pool.enter("ada", None).unwrap();
    let device = Device::new(&first);
    assert!(device.key.starts_with("eu-west-1_") && device.key.len() == 46, "{}", device.key);
    assert_eq!(device_key(&pool, &first), json!(device.key));
    let confirmed = pool.confirm(&device.access, &device).unwrap();
    assert_eq!(confirmed, json!({ "UserConfirmationNecessary": false }));

    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    assert_eq!(asked["ChallengeParameters"], json!({}));
    let second = pool.prove_device("ada", &device, &asked).unwrap();
    assert_eq!(device_key(&pool, &second), json!(device.key));
    assert!(second.pointer("/AuthenticationResult/NewDeviceMetadata").is_none());
    // Another browser is another device.
    assert_ne!(Device::new(&pool.enter("ada", None).unwrap()).key, device.key);
}

#[test]
fn a_pool_that_does_not_track_devices_gives_no_keys_and_asks_for_none() {
    let pool = pool_with("[pool.devices]\nchallenge_new = true\nremember_on_prompt = false\n", "");
    let answer = pool.enter("ada", Some("eu-west-1_0000")).unwrap();
    assert!(answer.pointer("/AuthenticationResult/NewDeviceMetadata").is_none());
    assert_eq!(device_key(&pool, &answer), Value::Null);
    let access = Tokens::read(&answer).access;
    let device = Device { key: "eu-west-1_0000".into(), group: "g".into(), access, refresh: String::new() };
    assert_eq!(name_of(pool.confirm(&device.access, &device)), "InvalidUserPoolConfigurationException");
}

#[test]
fn the_key_may_come_with_the_proof_of_the_password_by_srp() {
    let pool = pool();
    let device = pool.confirmed("ada");
    for at_initiate in [true, false] {
        let srp = SrpClient::new("ada", PASSWORD);
        let mut parameters = json!({ "USERNAME": "ada", "SRP_A": srp.a_hex() });
        if at_initiate {
            parameters["DEVICE_KEY"] = device.key.as_str().into();
        }
        let challenge = Challenge::read(&pool.initiate("web", "USER_SRP_AUTH", parameters).unwrap());
        let mut responses = srp.responses(&challenge, pool.seconds());
        if !at_initiate {
            responses["DEVICE_KEY"] = device.key.as_str().into();
        }
        let asked = pool.respond("web", Some(&challenge.session), &responses).unwrap();
        assert!(pool.prove_device("ada", &device, &asked).is_ok());
    }
}

#[test]
fn an_unknown_device_is_refused_without_using_up_the_answer() {
    let pool = pool();
    let (adas, graces) = (pool.confirmed("ada"), pool.confirmed("grace"));
    let unconfirmed = Device::new(&pool.enter("ada", None).unwrap());
    pool.of_device("ForgetDevice", &adas.access, &adas.key).unwrap();
    let keys = ["eu-west-1_11111111-2222-4333-8444-555555555555", &graces.key, &unconfirmed.key, &adas.key];
    for key in keys {
        assert_eq!(pool.enter("ada", Some(key)).err(), no_device(), "{key}");
        let srp = SrpClient::new("ada", PASSWORD);
        let challenge = pool.challenge("web", &srp);
        let mut responses = srp.responses(&challenge, pool.seconds());
        responses["DEVICE_KEY"] = key.into();
        assert_eq!(pool.respond("web", Some(&challenge.session), &responses).err(), no_device(), "{key}");
        // What amazon-cognito-identity-js does next: the same answer, with null for the key.
        responses["DEVICE_KEY"] = Value::Null;
        let answer = pool.respond("web", Some(&challenge.session), &responses).unwrap();
        assert_ne!(Device::new(&answer).key, *key);
    }
    // With the wrong password it is the password that is wrong.
    let wrong = json!({ "USERNAME": "ada", "PASSWORD": "Wrong-horse-7", "DEVICE_KEY": keys[0] });
    let refused = pool.initiate("web", "USER_PASSWORD_AUTH", wrong);
    assert_eq!(refused.err(), not_authorized("Incorrect username or password."));
}

#[test]
fn an_unknown_device_is_told_alike_of_somebody_who_does_not_exist() {
    let pool = pool();
    let key = "eu-west-1_11111111-2222-4333-8444-555555555555";
    for username in ["ada", "nobody"] {
        let srp = SrpClient::new(username, "guess");
        let challenge = pool.challenge("web", &srp);
        let mut responses = srp.responses(&challenge, pool.seconds());
        responses["DEVICE_KEY"] = key.into();
        assert_eq!(pool.respond("web", Some(&challenge.session), &responses).err(), no_device(), "{username}");
    }
}

#[test]
fn a_wrong_secret_does_not_sign_in_and_ends_the_challenge() {
    let pool = pool();
    let device = pool.confirmed("ada");
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    let (session, wrong) = pool.claim("ada", &device, &asked, "guess");
    let refused = pool.reply("DEVICE_PASSWORD_VERIFIER", &session, wrong.clone());
    assert_eq!(refused.err(), not_authorized("Incorrect username or password."));
    assert_eq!(pool.reply("DEVICE_PASSWORD_VERIFIER", &session, wrong).err(), not_authorized(USED));
}

#[test]
fn a_proof_is_good_once_for_its_own_user_client_and_device() {
    let pool = pool();
    let (device, second, graces) = (pool.confirmed("ada"), pool.confirmed("ada"), pool.confirmed("grace"));
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    let (session, claim) = pool.claim("ada", &device, &asked, SECRET);
    let with = |name: &str, value: &str| {
        let mut claim = claim.clone();
        claim[name] = value.into();
        claim
    };
    let challenge = "DEVICE_PASSWORD_VERIFIER";
    assert_eq!(pool.reply(challenge, &session, with("DEVICE_KEY", &graces.key)).err(), no_device());
    assert_eq!(pool.reply(challenge, &session, with("DEVICE_KEY", &second.key)).err(), not_authorized(UNKNOWN));
    assert_eq!(pool.reply_to("other", challenge, &session, claim.clone()).err(), not_authorized(UNKNOWN));
    assert_eq!(pool.reply("PASSWORD_VERIFIER", "x".repeat(43).as_str(), claim.clone()).err(), not_authorized(UNKNOWN));
    assert!(pool.reply(challenge, &session, claim.clone()).is_ok(), "none of these spent it");
    assert_eq!(pool.reply(challenge, &session, claim).err(), not_authorized(USED));
    // DEVICE_SRP_AUTH is good once, too.
    let again = json!({ "USERNAME": "ada", "DEVICE_KEY": device.key, "SRP_A": "abc" });
    assert_eq!(pool.reply("DEVICE_SRP_AUTH", &text(&asked, "/Session"), again).err(), not_authorized(USED));
}

#[test]
fn a_proof_for_somebody_elses_name_is_refused() {
    let pool = pool();
    let device = pool.confirmed("ada");
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    let (session, mut claim) = pool.claim("ada", &device, &asked, SECRET);
    claim["USERNAME"] = "grace".into();
    assert_eq!(pool.reply("DEVICE_PASSWORD_VERIFIER", &session, claim).err(), not_authorized(UNKNOWN));
}

#[test]
fn what_is_written_wrong_leaves_the_challenge_open() {
    let pool = pool();
    let device = pool.confirmed("ada");
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    let session = text(&asked, "/Session");
    for wrong in [
        json!({ "USERNAME": "ada", "SRP_A": "abc" }),
        json!({ "USERNAME": "ada", "DEVICE_KEY": device.key }),
        json!({ "USERNAME": "ada", "DEVICE_KEY": device.key, "SRP_A": "0" }),
        json!({ "USERNAME": "ada", "DEVICE_KEY": device.key, "SRP_A": "no number" }),
    ] {
        assert_eq!(name_of(pool.reply("DEVICE_SRP_AUTH", &session, wrong)), "InvalidParameterException");
    }
    let (session, claim) = pool.claim("ada", &device, &asked, SECRET);
    for name in ["DEVICE_KEY", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"] {
        let mut lacking = claim.clone();
        lacking.as_object_mut().unwrap().remove(name);
        let refused = pool.reply("DEVICE_PASSWORD_VERIFIER", &session, lacking);
        assert_eq!(name_of(refused), "InvalidParameterException", "{name}");
    }
    assert!(pool.reply("DEVICE_PASSWORD_VERIFIER", &session, claim).is_ok());
}

#[test]
fn a_device_forgotten_while_it_proves_itself_does_not() {
    let pool = pool();
    let device = pool.confirmed("ada");
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    let (session, claim) = pool.claim("ada", &device, &asked, SECRET);
    pool.of_device("ForgetDevice", &device.access, &device.key).unwrap();
    assert_eq!(pool.reply("DEVICE_PASSWORD_VERIFIER", &session, claim).err(), no_device());
}

#[test]
fn device_challenges_last_three_minutes() {
    let pool = pool();
    let device = pool.confirmed("ada");
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    let (session, claim) = pool.claim("ada", &device, &asked, SECRET);
    pool.wait(180);
    let expired = "Invalid session for the user, session is expired.";
    assert_eq!(pool.reply("DEVICE_PASSWORD_VERIFIER", &session, claim).err(), not_authorized(expired));
}

#[test]
fn a_client_that_sends_no_sessions_proves_its_device_all_the_same() {
    let pool = pool();
    let device = pool.confirmed("ada");
    let without = |challenge: &str, responses: &Value| {
        let input = json!({ "ClientId": "web", "ChallengeName": challenge, "ChallengeResponses": responses });
        pool.call("RespondToAuthChallenge", &input)
    };
    let srp = device.srp(SECRET);
    let responses = json!({ "USERNAME": "ada", "DEVICE_KEY": device.key, "SRP_A": srp.a_hex() });
    assert_eq!(without("DEVICE_SRP_AUTH", &responses).err(), not_authorized(UNKNOWN), "nobody gave a password");
    pool.enter("ada", Some(&device.key)).unwrap();
    let challenge = Challenge::of_device(&without("DEVICE_SRP_AUTH", &responses).unwrap());
    let mut claim = srp.responses(&challenge, pool.seconds());
    claim["USERNAME"] = "ada".into();
    claim["DEVICE_KEY"] = device.key.as_str().into();
    assert!(without("DEVICE_PASSWORD_VERIFIER", &claim).is_ok());
    assert_eq!(without("DEVICE_SRP_AUTH", &responses).err(), not_authorized(UNKNOWN), "it was for one sign-in");
}

#[test]
fn wrong_proofs_of_a_device_lock_and_a_right_password_forgets_none() {
    let pool = pool();
    let device = pool.confirmed("ada");
    let guess = || {
        let asked = pool.enter("ada", Some(&device.key))?;
        let (session, claim) = pool.claim("ada", &device, &asked, "another secret");
        pool.reply("DEVICE_PASSWORD_VERIFIER", &session, claim)
    };
    for _ in 0..5 {
        assert_eq!(guess().err(), not_authorized("Incorrect username or password."));
    }
    assert_eq!(guess().err(), not_authorized("Password attempts exceeded"));
    pool.wait(1);
    assert_eq!(guess().err(), not_authorized("Incorrect username or password."));
    assert_eq!(guess().err(), not_authorized("Password attempts exceeded"));
    pool.wait(2);
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    let (session, claim) = pool.claim("ada", &device, &asked, SECRET);
    assert!(pool.reply("DEVICE_PASSWORD_VERIFIER", &session, claim).is_ok());
}
