//! Devices: given a key, confirmed, proven by SRP, remembered or not, forgotten; and refresh tokens that are bound to theirs.

use serde_json::{Value, json};

use crate::pool::{Alone, PASSWORD, Pool, Tokens, not_authorized, text};
use crate::srp_client::{Challenge, SrpClient};

const CONFIG: &str = r#"
[pool]
id = "eu-west-1_Wire0001"
[pool.mfa]
mode = "OPTIONAL"
factors = ["EMAIL_OTP"]
[pool.devices]
challenge_new = true
remember_on_prompt = false
[[clients]]
id = "web"
explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH"]
[[clients]]
id = "other"
[[clients]]
id = "rotating"
explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
refresh_token_rotation = true
[[users]]
username = "ada"
password = "Correct-horse-7"
attributes = { email = "ada@example.com", email_verified = "true" }
[[users]]
username = "grace"
password = "Correct-horse-7"
"#;

const SECRET: &str = "forty random bytes that the browser keeps";
const NO_DEVICE: &str = "Device does not exist.";
const USED: &str = "Invalid session for the user, session can only be used once.";
const UNKNOWN: &str = "Invalid session for the user.";

type Outcome = Result<Value, (String, String)>;

fn pool() -> Pool {
    Pool::with(CONFIG, Box::new(Alone))
}

/// The same pool with lines of its configuration replaced.
fn pool_with(from: &str, to: &str) -> Pool {
    assert!(CONFIG.contains(from), "{from}");
    Pool::with(&CONFIG.replace(from, to), Box::new(Alone))
}

/// A browser that was given a key.
#[derive(Clone)]
struct Device {
    key: String,
    group: String,
    access: String,
    refresh: String,
}

impl Device {
    fn new(answer: &Value) -> Self {
        let tokens = Tokens::read(answer);
        Self {
            key: text(answer, "/AuthenticationResult/NewDeviceMetadata/DeviceKey"),
            group: text(answer, "/AuthenticationResult/NewDeviceMetadata/DeviceGroupKey"),
            refresh: tokens.refresh().to_owned(),
            access: tokens.access,
        }
    }

    fn srp(&self, secret: &str) -> SrpClient {
        SrpClient::of_device(&self.group, &self.key, secret)
    }

    fn verifier(&self) -> Value {
        self.srp(SECRET).device_verifier(&[0xf0; 16])
    }
}

impl Pool {
    /// With the password, and perhaps the key of a device.
    fn enter(&self, username: &str, device_key: Option<&str>) -> Outcome {
        self.enter_by("web", username, device_key)
    }

    fn enter_by(&self, client: &str, username: &str, device_key: Option<&str>) -> Outcome {
        let mut parameters = json!({ "USERNAME": username, "PASSWORD": PASSWORD });
        if let Some(key) = device_key {
            parameters["DEVICE_KEY"] = key.into();
        }
        self.initiate(client, "USER_PASSWORD_AUTH", parameters)
    }

    fn confirm(&self, access: &str, device: &Device) -> Outcome {
        let input = json!({
            "AccessToken": access, "DeviceKey": device.key, "DeviceName": "browser",
            "DeviceSecretVerifierConfig": device.verifier(),
        });
        self.call("ConfirmDevice", &input)
    }

    fn confirmed(&self, username: &str) -> Device {
        let device = Device::new(&self.enter(username, None).expect("a sign-in"));
        self.confirm(&device.access, &device).expect("a confirmation");
        device
    }

    fn of_device(&self, operation: &str, access: &str, key: &str) -> Outcome {
        self.call(operation, &json!({ "AccessToken": access, "DeviceKey": key }))
    }

    fn set_status(&self, device: &Device, status: &str) {
        let input = json!({ "AccessToken": device.access, "DeviceKey": device.key, "DeviceRememberedStatus": status });
        self.call("UpdateDeviceStatus", &input).expect("a change");
    }

    /// From DEVICE_SRP_AUTH to the claim that answers DEVICE_PASSWORD_VERIFIER.
    fn claim(&self, username: &str, device: &Device, asked: &Value, secret: &str) -> (String, Value) {
        assert_eq!(asked["ChallengeName"], "DEVICE_SRP_AUTH", "{asked}");
        let srp = device.srp(secret);
        let responses = json!({ "USERNAME": username, "DEVICE_KEY": device.key, "SRP_A": srp.a_hex() });
        let verifying = self.reply("DEVICE_SRP_AUTH", &text(asked, "/Session"), responses).expect("a challenge");
        let challenge = Challenge::of_device(&verifying);
        let mut responses = srp.responses(&challenge, self.seconds());
        responses["USERNAME"] = username.into();
        responses["DEVICE_KEY"] = device.key.as_str().into();
        (challenge.session, responses)
    }

    fn prove_device(&self, username: &str, device: &Device, asked: &Value) -> Outcome {
        let (session, responses) = self.claim(username, device, asked, SECRET);
        self.reply("DEVICE_PASSWORD_VERIFIER", &session, responses)
    }

    fn refresh_on(&self, client: &str, token: &str, device_key: Option<&str>) -> Outcome {
        let mut input = json!({ "ClientId": client, "RefreshToken": token });
        if let Some(key) = device_key {
            input["DeviceKey"] = key.into();
        }
        self.call("GetTokensFromRefreshToken", &input)
    }
}

fn device_key(pool: &Pool, answer: &Value) -> Value {
    assert!(pool.get_user(&Tokens::read(answer).access).is_ok());
    crate::refreshing::payload(&Tokens::read(answer).access)["device_key"].clone()
}

fn name_of(outcome: Outcome) -> String {
    outcome.expect_err("a refusal").0
}

fn no_device() -> Option<(String, String)> {
    Some(("ResourceNotFoundException".to_owned(), NO_DEVICE.to_owned()))
}

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

fn device_key_of(answer: &Value) -> Value {
    crate::refreshing::payload(&text(answer, "/AuthenticationResult/AccessToken"))["device_key"].clone()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
