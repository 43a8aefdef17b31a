//! Confirming, listing, remembering and forgetting devices, and what their refresh tokens are good for.

use super::*;

#[test]
fn a_remembered_device_stands_in_for_the_second_factor_where_the_pool_says_so() {
    for stands_in in [true, false] {
        let pool = pool_with("challenge_new = true", &format!("challenge_new = {stands_in}"));
        let device = pool.confirmed("ada");
        let mfa = json!({ "AccessToken": device.access, "EmailMfaSettings": { "Enabled": true } });
        pool.call("SetUserMFAPreference", &mfa).unwrap();
        let elsewhere = pool.enter("ada", None).unwrap();
        assert_eq!(elsewhere["ChallengeName"], "EMAIL_OTP", "a new device is asked");
        let mut asked = pool.enter("ada", Some(&device.key)).unwrap();
        if !stands_in {
            assert_eq!(asked["ChallengeName"], "EMAIL_OTP");
            let answer = json!({ "USERNAME": "ada", "EMAIL_OTP_CODE": pool.newest_code(), "DEVICE_KEY": device.key });
            asked = pool.reply("EMAIL_OTP", &text(&asked, "/Session"), answer).unwrap();
        }
        assert!(pool.prove_device("ada", &device, &asked).is_ok(), "{stands_in}");
        pool.set_status(&device, "not_remembered");
        let asked = pool.enter("ada", Some(&device.key)).unwrap();
        assert_eq!(asked["ChallengeName"], "EMAIL_OTP", "a device that is not remembered does not");
    }
}

#[test]
fn where_the_user_is_asked_a_device_counts_after_they_said_so() {
    let pool = pool_with("remember_on_prompt = false", "remember_on_prompt = true");
    let device = Device::new(&pool.enter("ada", None).unwrap());
    let confirmed = pool.confirm(&device.access, &device).unwrap();
    assert_eq!(confirmed, json!({ "UserConfirmationNecessary": true }));
    let tracked = pool.enter("ada", Some(&device.key)).unwrap();
    assert!(tracked.pointer("/AuthenticationResult/NewDeviceMetadata").is_none(), "it has a key already");
    assert_eq!(device_key(&pool, &tracked), json!(device.key));
    pool.set_status(&device, "remembered");
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    assert!(pool.prove_device("ada", &device, &asked).is_ok());
}

#[test]
fn a_device_is_confirmed_once_by_the_token_of_its_own_sign_in() {
    let pool = pool();
    let device = Device::new(&pool.enter("ada", None).unwrap());
    let (other, graces) = (pool.confirmed("ada"), pool.confirmed("grace"));
    for access in [&other.access, &graces.access] {
        let refused = pool.confirm(access, &device).err().unwrap();
        assert_eq!(refused, ("InvalidParameterException".to_owned(), "Invalid device key given.".to_owned()));
    }
    let config = |salt: Value, verifier: Value| {
        let config = json!({ "Salt": salt, "PasswordVerifier": verifier });
        let input = json!({
            "AccessToken": device.access, "DeviceKey": device.key, "DeviceSecretVerifierConfig": config,
        });
        pool.call("ConfirmDevice", &input)
    };
    let good = device.verifier();
    let too_large = base64(&[0xff; 384]);
    for (salt, verifier) in [
        (good["Salt"].clone(), json!("%%%")),
        (good["Salt"].clone(), json!("")),
        (good["Salt"].clone(), json!("AAAA")),
        (good["Salt"].clone(), json!(too_large)),
        (json!(""), good["PasswordVerifier"].clone()),
        (json!("%"), good["PasswordVerifier"].clone()),
        (Value::Null, good["PasswordVerifier"].clone()),
    ] {
        assert_eq!(name_of(config(salt, verifier)), "InvalidParameterException");
    }
    let without = json!({ "AccessToken": device.access, "DeviceKey": device.key });
    assert_eq!(name_of(pool.call("ConfirmDevice", &without)), "InvalidParameterException");
    assert!(pool.confirm(&device.access, &device).is_ok());
    assert_eq!(name_of(pool.confirm(&device.access, &device)), "DeviceKeyExistsException");
}

#[test]
fn devices_are_read_and_listed_by_their_owner_alone() {
    let pool = pool();
    let devices: Vec<Device> = (0..3).map(|_| pool.confirmed("ada")).collect();
    let (access, graces) = (&devices[0].access, pool.confirmed("grace"));
    let read = pool.of_device("GetDevice", access, &devices[1].key).unwrap();
    assert_eq!(read["Device"]["DeviceKey"], devices[1].key);
    let attributes = read["Device"]["DeviceAttributes"].to_string();
    assert!(attributes.contains(r#"{"Name":"device_name","Value":"browser"}"#), "{attributes}");
    assert!(!attributes.contains("dev:"), "what administrators are told: {attributes}");
    for operation in ["GetDevice", "ForgetDevice", "UpdateDeviceStatus"] {
        assert_eq!(pool.of_device(operation, access, &graces.key).err(), no_device(), "{operation}");
    }
    let list = |more: Value| {
        let mut input = json!({ "AccessToken": access });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        pool.call("ListDevices", &input)
    };
    let keys = |answer: &Value| -> Vec<String> {
        answer["Devices"].as_array().unwrap().iter().map(|device| text(device, "/DeviceKey")).collect()
    };
    let first = list(json!({ "Limit": 2 })).unwrap();
    let rest = list(json!({ "Limit": 2, "PaginationToken": first["PaginationToken"] })).unwrap();
    assert!(rest.get("PaginationToken").is_none());
    let mut listed = [keys(&first), keys(&rest)].concat();
    listed.sort();
    let mut expected: Vec<String> = devices.iter().map(|device| device.key.clone()).collect();
    expected.sort();
    assert_eq!(listed, expected);
    assert_eq!(name_of(list(json!({ "PaginationToken": "nonsense" }))), "InvalidParameterException");
}

#[test]
fn a_sign_in_tells_when_a_device_was_last_used() {
    let pool = pool();
    let device = pool.confirmed("ada");
    pool.wait(100);
    let asked = pool.enter("ada", Some(&device.key)).unwrap();
    pool.prove_device("ada", &device, &asked).unwrap();
    let read = pool.of_device("GetDevice", &device.access, &device.key).unwrap();
    let times = ["DeviceCreateDate", "DeviceLastAuthenticatedDate"].map(|name| read["Device"][name].as_f64().unwrap());
    assert_eq!(times[1] - times[0], 100.0);
}

#[test]
fn a_refresh_token_is_good_on_its_own_confirmed_device_alone() {
    let pool = pool();
    let (device, other) = (pool.confirmed("ada"), pool.confirmed("ada"));
    let invalid = || not_authorized("Invalid Refresh Token");
    assert_eq!(pool.refresh_on("web", &device.refresh, None).err(), invalid());
    assert_eq!(pool.refresh_on("web", &device.refresh, Some(&other.key)).err(), invalid());
    assert!(pool.refresh_on("web", &device.refresh, Some(&device.key)).is_ok());
    let older = |key: Option<&str>| {
        let parameters = json!({ "REFRESH_TOKEN": device.refresh, "DEVICE_KEY": key });
        pool.initiate("web", "REFRESH_TOKEN_AUTH", parameters)
    };
    assert_eq!(older(None).err(), invalid());
    assert_eq!(device_key_of(&older(Some(&device.key)).unwrap()), json!(device.key));

    let unconfirmed = Device::new(&pool.enter("ada", None).unwrap());
    assert_eq!(pool.refresh_on("web", &unconfirmed.refresh, Some(&unconfirmed.key)).err(), invalid());
}

#[test]
fn a_refusal_for_the_device_does_not_rotate_the_token() {
    let pool = pool();
    let device = Device::new(&pool.enter_by("rotating", "ada", None).unwrap());
    pool.confirm(&device.access, &device).unwrap();
    assert!(pool.refresh_on("rotating", &device.refresh, None).is_err());
    assert!(pool.refresh_on("rotating", &device.refresh, Some(&device.key)).is_ok());
}

#[test]
fn forgetting_a_device_ends_its_refresh_tokens_for_good() {
    let pool = pool();
    let (device, other) = (pool.confirmed("ada"), pool.confirmed("ada"));
    pool.of_device("ForgetDevice", &other.access, &device.key).unwrap();
    assert_eq!(pool.of_device("GetDevice", &other.access, &device.key).err(), no_device());
    assert_eq!(pool.of_device("ForgetDevice", &other.access, &device.key).err(), no_device());
    let invalid = || not_authorized("Invalid Refresh Token");
    assert_eq!(pool.refresh_on("web", &device.refresh, Some(&device.key)).err(), invalid());
    // Whoever has it may still have its access token: that does not bring it back.
    assert!(pool.get_user(&device.access).is_ok());
    assert_eq!(name_of(pool.confirm(&device.access, &device)), "InvalidParameterException");
    assert_eq!(pool.refresh_on("web", &device.refresh, Some(&device.key)).err(), invalid());
    assert!(pool.refresh_on("web", &other.refresh, Some(&other.key)).is_ok(), "the other one stays");
}

#[test]
fn a_user_has_at_most_fifty_devices_and_the_one_used_longest_ago_goes() {
    let pool = pool();
    let first = pool.confirmed("ada");
    pool.wait(1);
    let second = pool.confirmed("ada");
    pool.wait(1);
    let asked = pool.enter("ada", Some(&first.key)).unwrap();
    pool.prove_device("ada", &first, &asked).unwrap();
    let mut newest = second.clone();
    for _ in 2..51 {
        pool.wait(1);
        newest = pool.confirmed("ada");
    }
    assert_eq!(pool.of_device("GetDevice", &newest.access, &second.key).err(), no_device());
    assert!(pool.of_device("GetDevice", &newest.access, &first.key).is_ok());
    assert!(pool.refresh_on("web", &second.refresh, Some(&second.key)).is_err());
}
