//! Passkeys: registering, listing and deleting them, and WEB_AUTHN, with a software authenticator.

mod registering;
mod signing_in;

use serde_json::{Value, json};

use crate::authenticator::Authenticator;
use crate::pool::{Alone, PASSWORD, POOL_ID, Pool, Tokens, not_authorized, text};

const CONFIG: &str = r#"
[pool]
id = "eu-west-1_Wire0001"
first_factors = ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]
[pool.passkeys]
relying_party = "localhost"
[[clients]]
id = "web"
explicit_auth_flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
[[clients]]
id = "other"
explicit_auth_flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
[[users]]
username = "ada"
password = "Correct-horse-7"
attributes = { email = "ada@example.com", email_verified = "true", name = "Ada L." }
[[users]]
username = "grace"
password = "Correct-horse-7"
"#;

type Outcome = Result<Value, (String, String)>;
type Lie = fn(&mut Authenticator);

fn pool() -> Pool {
    Pool::with(CONFIG, Box::new(Alone))
}

/// The same pool with lines of its configuration replaced.
fn pool_with(changes: &[(&str, &str)]) -> Pool {
    let mut config = CONFIG.to_owned();
    for (from, to) in changes {
        assert!(config.contains(from), "{from}");
        config = config.replace(from, to);
    }
    Pool::with(&config, Box::new(Alone))
}

impl Pool {
    fn access(&self, client: &str, username: &str) -> String {
        let input = json!({
            "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client,
            "AuthParameters": { "USERNAME": username, "PASSWORD": PASSWORD },
        });
        Tokens::read(&self.call("InitiateAuth", &input).expect("a sign-in")).access
    }

    fn start(&self, access: &str) -> Value {
        let answer = self.call("StartWebAuthnRegistration", &json!({ "AccessToken": access })).expect("options");
        answer["CredentialCreationOptions"].clone()
    }

    fn finish(&self, access: &str, credential: &Value) -> Outcome {
        self.call("CompleteWebAuthnRegistration", &json!({ "AccessToken": access, "Credential": credential }))
    }

    fn register(&self, access: &str, seed: &str) -> Authenticator {
        let mut authenticator = Authenticator::new(seed);
        let credential = authenticator.create(&self.start(access));
        self.finish(access, &credential).expect("a passkey");
        authenticator
    }

    fn list(&self, access: &str, more: Value) -> Outcome {
        let mut input = json!({ "AccessToken": access });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("ListWebAuthnCredentials", &input)
    }

    fn delete(&self, access: &str, id: &str) -> Outcome {
        self.call("DeleteWebAuthnCredential", &json!({ "AccessToken": access, "CredentialId": id }))
    }

    fn begin(&self, username: &str) -> Value {
        let parameters = json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "WEB_AUTHN" });
        let input = json!({ "AuthFlow": "USER_AUTH", "ClientId": "web", "AuthParameters": parameters });
        self.call("InitiateAuth", &input).expect("a challenge")
    }

    fn prove(&self, client: &str, username: &str, session: &str, credential: &str) -> Outcome {
        self.call(
            "RespondToAuthChallenge",
            &json!({
                "ChallengeName": "WEB_AUTHN", "ClientId": client, "Session": session,
                "ChallengeResponses": { "USERNAME": username, "CREDENTIAL": credential },
            }),
        )
    }

    /// A whole sign-in.
    fn sign_in_with(&self, username: &str, authenticator: &mut Authenticator) -> Outcome {
        let challenge = self.begin(username);
        let credential = authenticator.get(&asked(&challenge), None);
        self.prove("web", username, &text(&challenge, "/Session"), &credential)
    }

    fn sub(&self, access: &str) -> String {
        text(&self.get_user(access).unwrap(), "/UserAttributes/0/Value")
    }
}

/// CREDENTIAL_REQUEST_OPTIONS.
fn asked(challenge: &Value) -> Value {
    assert_eq!(challenge["ChallengeName"], "WEB_AUTHN", "{challenge}");
    serde_json::from_str(&text(challenge, "/ChallengeParameters/CREDENTIAL_REQUEST_OPTIONS")).expect("JSON")
}

fn name_of(outcome: Outcome) -> String {
    outcome.expect_err("a refusal").0
}

impl Pool {
    fn begin_any(&self, username: &str) -> Value {
        let parameters = json!({ "USERNAME": username });
        let input = json!({ "AuthFlow": "USER_AUTH", "ClientId": "web", "AuthParameters": parameters });
        self.call("InitiateAuth", &input).expect("a challenge")
    }
}
