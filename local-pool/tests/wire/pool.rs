//! A pool under test: a core with a set clock and repeatable randomness, and the calls that tests make of it.

use std::pin::pin;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use local_pool::clock::{Clock, Instant};
use local_pool::http::{Request, Response};
use local_pool::outbound::{Outbound, OutboundError, OutboundRequest, Sending};
use local_pool::random::Random;
use local_pool::{Change, Config, LocalPool, Surroundings, model};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::srp_client::{Challenge, SrpClient};

pub const POOL_ID: &str = "eu-west-1_Wire0001";
pub const PASSWORD: &str = "Correct-horse-7";

/// Wed Jan 6 12:00:00 UTC 2027
pub const START: i64 = 1_799_236_800;

pub const CONFIG: &str = r#"
[pool]
id = "eu-west-1_Wire0001"
[[clients]]
id = "web"
explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
[[clients]]
id = "other"
access_token_minutes = 5
refresh_token_days = 1
[[clients]]
id = "rotating"
refresh_token_rotation = true
retry_grace_seconds = 30
[[clients]]
id = "telling"
prevent_user_existence_errors = "LEGACY"
[[clients]]
id = "refreshonly"
explicit_auth_flows = ["ALLOW_REFRESH_TOKEN_AUTH"]
[[users]]
username = "ada"
password = "Correct-horse-7"
groups = ["admins"]
attributes = { email = "ada@example.com", email_verified = "true" }
[[users]]
username = "grace"
password = "Correct-horse-7"
"#;

pub struct Pool {
    pub core: LocalPool,
    now: Arc<SetClock>,
}

struct SetClock(AtomicI64);

struct Shared(Arc<SetClock>);

impl Clock for Shared {
    fn now(&self) -> Instant {
        Instant::from_seconds(self.0.0.load(Ordering::SeqCst))
    }
}

struct Repeatable(AtomicU64);

impl Random for Repeatable {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let digest = Sha256::digest(self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
            chunk.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        }
    }
}

/// What any of AWS's services may answer, beside the errors that the model names for the operation.
const OF_EVERY_SERVICE: [&str; 6] = [
    "MissingAuthenticationTokenException",
    "RequestEntityTooLargeException",
    "SerializationException",
    "UnknownOperationException",
    "UnsupportedOperationException",
    "ValidationException",
];

/// One pair of keys for all pools of all tests: making one takes as long as a dozen sign-ins.
static KEYS: LazyLock<Change> = LazyLock::new(|| {
    let surroundings = Surroundings {
        clock: Box::new(Shared(Arc::new(SetClock(AtomicI64::new(START))))),
        random: Box::new(Repeatable(AtomicU64::new(1 << 32))),
        outbound: Box::new(Alone),
        base_url: "http://pool.test".to_owned(),
        records: false,
    };
    let config = Config::parse(CONFIG).expect("the test's configuration");
    let core = LocalPool::new(config, surroundings, Vec::new()).expect("a pool");
    core.make_keys().expect("keys");
    core.all_rows().into_iter().find(|row| row.table == "keys").expect("the row of the keys")
});

/// Nobody answers.
pub struct Alone;

impl Outbound for Alone {
    fn send(&self, _request: OutboundRequest) -> Sending<'_> {
        Box::pin(async { Err(OutboundError::Unreachable("nobody is there".to_owned())) })
    }
}

/// Waits for a future on this thread.
pub fn wait_for<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

impl Pool {
    pub fn new() -> Self {
        Self::with(CONFIG, Box::new(Alone))
    }

    /// With a configuration and somebody who answers webhooks.
    pub fn with(config: &str, outbound: Box<dyn Outbound>) -> Self {
        Self::begun(config, outbound, Vec::new())
    }

    /// The pool of a configuration, with rows changed before it begins: what operations could have made of them. Each edit
    /// names a table and a key, and is merged into the row (RFC 7396).
    pub fn arranged(config: &str, edits: &[(&str, &str, Value)]) -> Self {
        let mut rows = Self::with(config, Box::new(Alone)).core.all_rows();
        for (table, key, edit) in edits {
            let row = rows.iter_mut().find(|row| row.table == *table && row.key == *key);
            let row = row.unwrap_or_else(|| panic!("no {key} in {table}"));
            merge(row.value.as_mut().expect("a row"), edit);
        }
        Self::begun(config, Box::new(Alone), rows)
    }

    fn begun(config: &str, outbound: Box<dyn Outbound>, saved: Vec<Change>) -> Self {
        let now = Arc::new(SetClock(AtomicI64::new(START)));
        let surroundings = Surroundings {
            clock: Box::new(Shared(now.clone())),
            random: Box::new(Repeatable(AtomicU64::new(0))),
            outbound,
            base_url: "http://pool.test".to_owned(),
            records: false,
        };
        let config = Config::parse(config).expect("the test's configuration");
        let mut saved = saved;
        if !saved.iter().any(|row| row.table == "keys") {
            saved.push(Change { key: config.pool.id.clone(), ..KEYS.clone() });
        }
        let core = LocalPool::new(config, surroundings, saved).expect("a pool");
        Self { core, now }
    }

    pub fn wait(&self, seconds: i64) {
        self.now.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn seconds(&self) -> i64 {
        self.now.0.load(Ordering::SeqCst)
    }

    pub fn answer(&self, request: &Request) -> Response {
        wait_for(self.core.answer(request))
    }

    pub fn send(&self, operation: &str, body: impl Into<Vec<u8>>) -> Response {
        self.answer(&request(operation, body.into()))
    }

    /// As `call`, with the header that AWS's clients sign with. Nobody checks the signature itself.
    pub fn admin(&self, operation: &str, input: &Value) -> Result<Value, (String, String)> {
        self.signed_for("eu-west-1", operation, input)
    }

    pub fn signed_for(&self, region: &str, operation: &str, input: &Value) -> Result<Value, (String, String)> {
        let scope = format!("AKID/20270106/{region}/cognito-idp/aws4_request");
        let signed = format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00");
        let mut request = request(operation, input.to_string().into_bytes());
        request.headers.push(("authorization".to_owned(), signed));
        read(operation, &self.answer(&request))
    }

    /// The answer, or the name and the message of the error.
    pub fn call(&self, operation: &str, input: &Value) -> Result<Value, (String, String)> {
        read(operation, &self.send(operation, input.to_string()))
    }

    pub fn get(&self, path: &str) -> Response {
        self.answer(&Request {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: String::new(),
            headers: Vec::new(),
            body: Vec::new(),
        })
    }

    pub fn challenge(&self, client_id: &str, srp: &SrpClient) -> Challenge {
        let input = json!({
            "AuthFlow": "USER_SRP_AUTH",
            "ClientId": client_id,
            "AuthParameters": { "USERNAME": srp.username, "SRP_A": srp.a_hex() },
        });
        Challenge::read(&self.call("InitiateAuth", &input).expect("a challenge"))
    }

    pub fn respond(
        &self,
        client_id: &str,
        session: Option<&str>,
        responses: &Value,
    ) -> Result<Value, (String, String)> {
        let mut input = json!({
            "ChallengeName": "PASSWORD_VERIFIER",
            "ClientId": client_id,
            "ChallengeResponses": responses,
        });
        if let Some(session) = session {
            input["Session"] = session.into();
        }
        self.call("RespondToAuthChallenge", &input)
    }

    pub fn sign_in(&self, client_id: &str, username: &str, password: &str) -> Result<Value, (String, String)> {
        let srp = SrpClient::new(username, password);
        let challenge = self.challenge(client_id, &srp);
        let responses = srp.responses(&challenge, self.seconds());
        self.respond(client_id, Some(&challenge.session), &responses)
    }

    pub fn tokens(&self, client_id: &str) -> Tokens {
        Tokens::read(&self.sign_in(client_id, "ada", PASSWORD).expect("a sign-in"))
    }

    pub fn get_user(&self, access_token: &str) -> Result<Value, (String, String)> {
        self.call("GetUser", &json!({ "AccessToken": access_token }))
    }

    pub fn refresh(&self, client_id: &str, refresh_token: &str) -> Result<Value, (String, String)> {
        let input = json!({ "ClientId": client_id, "RefreshToken": refresh_token });
        self.call("GetTokensFromRefreshToken", &input)
    }

    pub fn revoke(&self, client_id: &str, token: &str) -> Result<Value, (String, String)> {
        self.call("RevokeToken", &json!({ "ClientId": client_id, "Token": token }))
    }
}

fn request(operation: &str, body: Vec<u8>) -> Request {
    let target = format!("AWSCognitoIdentityProviderService.{operation}");
    Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers: vec![
            ("content-type".to_owned(), "application/x-amz-json-1.1".to_owned()),
            ("x-amz-target".to_owned(), target),
        ],
        body,
    }
}

/// What an operation answered, held against the model.
fn read(operation: &str, response: &Response) -> Result<Value, (String, String)> {
    assert_eq!(response.header("content-type"), Some("application/x-amz-json-1.1"));
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(response.header("x-amzn-requestid").map(str::len), Some(36));
    let body: Value = match response.body.as_slice() {
        // An operation without an output answers with nothing.
        b"" => Value::Null,
        body => serde_json::from_slice(body).expect("JSON"),
    };
    let modeled = model::user_pool().operation(operation);
    if response.status == 200 {
        let mut broken = modeled.expect("an operation of the model").check_output(&body);
        // Cognito tells what the model forbids: attributes whose names are longer than the 20 characters that one may be
        // sent with (phone_number_verified, all with `custom:`), and an empty CustomDomainConfig for a prefix domain.
        broken.retain(|problem| {
            let name = problem.contains("schemaAttributes") && problem.contains("name: Member must have length");
            !name && problem != "domainDescription.customDomainConfig.certificateArn: is required and missing"
        });
        assert!(broken.is_empty(), "{operation}: {broken:?}");
        return Ok(body);
    }
    let name = text(&body, "/__type");
    let declared = modeled.is_some_and(|operation| operation.errors().contains(&name));
    assert!(declared || OF_EVERY_SERVICE.contains(&name.as_str()), "{operation} has no {name}: {body}");
    assert_eq!(response.status, 400, "{body}");
    assert_eq!(response.header("x-amzn-errortype"), Some(name.as_str()));
    Err((name, text(&body, "/message")))
}

#[derive(Debug)]
pub struct Tokens {
    pub id: String,
    pub access: String,
    pub refresh: Option<String>,
}

impl Tokens {
    pub fn read(answer: &Value) -> Self {
        let refresh = answer.pointer("/AuthenticationResult/RefreshToken");
        Self {
            id: text(answer, "/AuthenticationResult/IdToken"),
            access: text(answer, "/AuthenticationResult/AccessToken"),
            refresh: refresh.map(|token| token.as_str().expect("text").to_owned()),
        }
    }

    pub fn refresh(&self) -> &str {
        self.refresh.as_deref().expect("a refresh token")
    }
}

fn merge(value: &mut Value, edit: &Value) {
    match (value, edit) {
        (Value::Object(members), Value::Object(edits)) => {
            for (name, edit) in edits {
                merge(members.entry(name.clone()).or_insert(Value::Null), edit);
            }
        }
        (value, edit) => value.clone_from(edit),
    }
}

pub fn text(value: &Value, pointer: &str) -> String {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {pointer} of {value}"))
        .to_owned()
}

pub fn error(name: &str, message: &str) -> Option<(String, String)> {
    Some((name.to_owned(), message.to_owned()))
}

pub fn not_authorized(message: &str) -> Option<(String, String)> {
    error("NotAuthorizedException", message)
}
