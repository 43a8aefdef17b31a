//! What the tests of signing in share: people with every kind of factor, and the steps that a client takes.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::pool::{PASSWORD, POOL_ID, Pool, text};
use crate::srp_client::{Challenge, SrpClient};

pub type Outcome = Result<Value, (String, String)>;

pub const USED: &str = "Invalid session for the user, session can only be used once.";
pub const EXPIRED: &str = "Invalid session for the user, session is expired.";
pub const UNKNOWN: &str = "Invalid session for the user.";
pub const WRONG_PASSWORD: &str = "Incorrect username or password.";
pub const WRONG_CODE: &str = "Invalid code or auth state for the user.";

/// Ada has everything, Grace a password alone, Tess a temporary one, Pat none at all.
pub const PEOPLE: &str = r#"
[pool]
id = "eu-west-1_Wire0001"
[[clients]]
id = "web"
explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH"]
[[clients]]
id = "other"
explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"]
[[clients]]
id = "telling"
prevent_user_existence_errors = "LEGACY"
explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"]
[[clients]]
id = "srponly"
[[users]]
username = "ada"
password = "Correct-horse-7"
attributes = { email = "ada@example.com", email_verified = "true", phone_number = "+12065550100", phone_number_verified = "true" }
[[users]]
username = "grace"
password = "Correct-horse-7"
[[users]]
username = "tess"
password = "Correct-horse-7"
status = "FORCE_CHANGE_PASSWORD"
attributes = { email = "tess@example.com", email_verified = "true" }
[[users]]
username = "pat"
password = "Correct-horse-7"
attributes = { email = "pat@example.com", email_verified = "true" }
"#;

/// The secret of Ada's app: 32 bytes, 0 to 31, in base32.
const ADAS_APP: &str = "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPQ";

pub fn ada(edit: Value) -> (&'static str, &'static str, Value) {
    ("users", "eu-west-1_Wire0001/ada", edit)
}

pub fn user(key: &'static str, edit: Value) -> (&'static str, &'static str, Value) {
    ("users", key, edit)
}

pub fn pool_row(edit: Value) -> (&'static str, &'static str, Value) {
    ("pools", POOL_ID, edit)
}

pub fn client(id: &'static str, edit: Value) -> (&'static str, &'static str, Value) {
    ("clients", id, edit)
}

/// A pool whose MFA is OFF, OPTIONAL or ON, with all three factors.
pub fn mfa(configuration: &str) -> (&'static str, &'static str, Value) {
    pool_row(json!({ "mfa": {
        "MfaConfiguration": configuration,
        "SmsMfaConfiguration": {},
        "EmailMfaConfiguration": {},
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
    }}))
}

/// Every first factor.
pub fn first_factors(names: &[&str]) -> (&'static str, &'static str, Value) {
    pool_row(json!({ "settings": { "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": names } } } }))
}

pub fn with_app() -> Value {
    json!({ "software_token": { "secret": ADAS_APP, "name": "Pocket", "verified": true, "last_step": null } })
}

pub fn prefers(enabled: &[&str], preferred: Option<&str>) -> Value {
    json!({ "mfa": { "enabled": enabled, "preferred": preferred } })
}

impl Pool {
    pub fn initiate(&self, client: &str, flow: &str, parameters: Value) -> Outcome {
        self.call("InitiateAuth", &json!({ "AuthFlow": flow, "ClientId": client, "AuthParameters": parameters }))
    }

    pub fn with_password(&self, username: &str, password: &str) -> Outcome {
        self.initiate("web", "USER_PASSWORD_AUTH", json!({ "USERNAME": username, "PASSWORD": password }))
    }

    /// USER_AUTH, with a preference or without.
    pub fn choose(&self, username: &str, preferred: Option<&str>) -> Value {
        let mut parameters = json!({ "USERNAME": username });
        if let Some(preferred) = preferred {
            parameters["PREFERRED_CHALLENGE"] = preferred.into();
        }
        self.initiate("web", "USER_AUTH", parameters).expect("a challenge")
    }

    /// Answers a challenge through the client `web`.
    pub fn reply(&self, challenge: &str, session: &str, responses: Value) -> Outcome {
        self.reply_to("web", challenge, session, responses)
    }

    pub fn reply_to(&self, client: &str, challenge: &str, session: &str, responses: Value) -> Outcome {
        let input = json!({
            "ClientId": client, "ChallengeName": challenge, "Session": session, "ChallengeResponses": responses,
        });
        self.call("RespondToAuthChallenge", &input)
    }

    /// The newest message of the outbox.
    pub fn newest_message(&self) -> Value {
        self.messages().pop().expect("a message")
    }

    pub fn newest_code(&self) -> String {
        text(&self.newest_message(), "/code")
    }

    pub fn messages(&self) -> Vec<Value> {
        let rows = self.core.all_rows().into_iter().filter(|row| row.table == "outbox");
        rows.filter_map(|row| row.value).collect()
    }

    /// A user's row.
    pub fn row(&self, username: &str) -> Value {
        let key = format!("{POOL_ID}/{username}");
        let row = self.core.all_rows().into_iter().find(|row| row.table == "users" && row.key == key);
        row.and_then(|row| row.value).expect("a user")
    }

    /// What Ada's app shows now.
    pub fn app_code(&self) -> String {
        totp(&(0..32).collect::<Vec<u8>>(), self.seconds())
    }

    pub fn prove_by_srp(&self, client: &str, username: &str, challenge: &Value) -> Outcome {
        let srp = SrpClient::new(username, PASSWORD);
        let responses = srp.responses(&Challenge::read(challenge), self.seconds());
        self.reply_to(client, "PASSWORD_VERIFIER", &session(challenge), responses)
    }
}

pub fn session(answer: &Value) -> String {
    text(answer, "/Session")
}

/// Expects a challenge and gives its Session.
pub fn asked(outcome: Outcome, challenge: &str) -> String {
    let answer = outcome.expect("a challenge");
    assert_eq!(answer["ChallengeName"], challenge, "{answer}");
    assert!(answer.get("AuthenticationResult").is_none());
    session(&answer)
}

pub fn signed_in(outcome: Outcome) -> Value {
    let answer = outcome.expect("tokens");
    assert!(answer.get("ChallengeName").is_none(), "{}", answer["ChallengeName"]);
    assert!(answer.get("Session").is_none());
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
    answer["AuthenticationResult"].clone()
}

/// Another code of as many digits.
pub fn another(code: &str) -> String {
    let last = code.chars().last().expect("a digit").to_digit(10).expect("a digit");
    format!("{}{}", &code[..code.len() - 1], (last + 1) % 10)
}

/// RFC 6238 with SHA-1 and six digits, written from the RFC.
pub fn totp(key: &[u8], seconds: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).unwrap();
    mac.update(&(seconds / 30).to_be_bytes());
    let mac = mac.finalize().into_bytes();
    let at = usize::from(mac[19] & 15);
    let number = u32::from_be_bytes(mac[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

pub fn from_base32(text: &str) -> Vec<u8> {
    let letters = text.bytes().map(|letter| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'2'..=b'7' => letter - b'2' + 26,
        _ => panic!("not base32"),
    });
    let bits: String = letters.map(|value| format!("{value:05b}")).collect();
    let whole = bits.len() / 8 * 8;
    (0..whole).step_by(8).map(|at| u8::from_str_radix(&bits[at..at + 8], 2).unwrap()).collect()
}
