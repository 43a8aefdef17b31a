//! Devices: given a key, confirmed, proven by SRP, remembered or not, forgotten; and refresh tokens that are bound to theirs.

mod keeping;
mod proving;

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

fn device_key_of(answer: &Value) -> Value {
    crate::refreshing::payload(&text(answer, "/AuthenticationResult/AccessToken"))["device_key"].clone()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
