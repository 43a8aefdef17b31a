//! A whole sign-in against a script: each line is a reply. The password is in no request, and no proof comes twice.

use super::config::pool;
use poolkey::protocol::device::Device;
use poolkey::protocol::http::{Request, Response};
use poolkey::protocol::operation::Operation;
use poolkey::protocol::session::UnixMillis;
use poolkey::protocol::sign_in::{Next, Surroundings};
use poolkey::protocol::srp::Ephemeral;
use poolkey::protocol::user_pool::initiate_auth::InitiateAuth;
use poolkey::{Answer, Flow, Result, Secret, Start};

pub const WORDS: &[&str] = &[
    "\n{\"ChallengeName\":\"PASSWORD_VERIFIER\",\"Session\":\"s\",\"ChallengeParameters\":{",
    "\n{\"ChallengeName\":\"DEVICE_SRP_AUTH\"}",
    "\n{\"ChallengeName\":\"SMS_MFA\",\"Session\":\"s\"}",
    "\n{\"ChallengeName\":\"DEVICE_PASSWORD_VERIFIER\",\"ChallengeParameters\":{",
    "\"SRP_B\":\"2\"",
    "\"SALT\":\"1\"",
    "\"SECRET_BLOCK\":\"AAAA\"",
    "\"USER_ID_FOR_SRP\":\"u\"",
    "\n{\"__type\":\"ResourceNotFoundException\"}",
];

struct Around;

impl Surroundings for Around {
    fn ephemeral(&self) -> Result<Ephemeral> {
        Ok(Ephemeral::new(Secret::new([7; 32])))
    }

    fn now(&self) -> UnixMillis {
        UnixMillis(1_700_000_000_000)
    }
}

pub fn run(text: &str) {
    let device = Device {
        username: "ada".into(),
        key: "d-1".into(),
        group_key: "-g".into(),
        password: "Secret-of-the-device".into(),
    };
    let start = Start { device: Some(device), ..Start::new("ada", Flow::Srp("Correct-horse-7".into())) };
    let (mut attempt, first) = start.open(&pool(), &Around).expect("a start");
    let mut proofs = usize::from(seen(&first));
    for line in text.lines().take(12) {
        let status = if line.contains("__type") { 400 } else { 200 };
        let response =
            Response { status, request_id: None, error_type: None, retry_after_seconds: None, body: line.into() };
        let request = match attempt.next(InitiateAuth::parse(&response), &pool(), &Around) {
            Ok(Next::Send(request)) => request,
            Ok(Next::Ask(question)) => {
                let answer = Answer::Raw(vec![("X".into(), "y".into())]);
                let (next, request) = question.answer(answer, &pool(), &Around).expect("raw is always taken");
                attempt = next;
                request
            }
            Ok(Next::Done(_)) => return,
            Err(_) => continue,
        };
        proofs += usize::from(seen(&request));
    }
    // Once more without the device, where the pool has forgotten that.
    assert!(proofs <= 2, "one ephemeral proves once");
}

/// Whether it carries a proof of the password. No request may carry the password itself.
fn seen(request: &Request) -> bool {
    let body = &**request.body.expose();
    serde_json::from_str::<serde_json::Value>(body).expect("JSON");
    assert!(!body.contains("Correct-horse-7") && !body.contains("Secret-of-the-device"));
    body.contains("\"PASSWORD_VERIFIER\"") && body.contains("PASSWORD_CLAIM_SIGNATURE")
}
