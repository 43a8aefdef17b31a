//! `--data`: a server that is killed under load, again and again, has everything that it answered; and what it does with
//! files that are torn, damaged, taken, not its own, or on a disk that is full.

use std::fs;
use std::io::Read;
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::running::{BINARY, Running, run};
use super::scratch::Scratch;

const CLIENT: &str = "1h57kf5cpq17m0eml12EXAMPLE";
const CONFIG: &str = r#"
[pool]
id = "us-east-1_Local0001"

[[clients]]
id = "1h57kf5cpq17m0eml12EXAMPLE"
explicit_auth_flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]

[[users]]
username = "ada"
password = "Correct-horse-7"
"#;

/// After how many answers of each round it is killed. With three clients at work, others are under way.
const KILLS: [usize; 12] = [1, 2, 5, 1, 9, 17, 3, 30, 4, 12, 25, 7];

#[test]
fn what_was_answered_is_there_however_often_it_is_killed() {
    let kept = Kept::new();
    let (good, revoked) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    for answers in KILLS {
        let running = kept.start();
        let count = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    // Until the pool is gone: then a request has no answer.
                    while let Some(token) = sign_in(&running) {
                        count.fetch_add(1, Ordering::SeqCst);
                        if !count.load(Ordering::SeqCst).is_multiple_of(3) {
                            good.lock().unwrap().push(token);
                        } else if revoke(&running, &token).is_some() {
                            // Where there was no answer, it may be revoked or not.
                            revoked.lock().unwrap().push(token);
                        }
                    }
                });
            }
            while count.load(Ordering::SeqCst) < answers {
                std::thread::yield_now();
            }
            kill(&running);
        });
    }
    let running = kept.start();
    let (good, revoked) = (good.into_inner().unwrap(), revoked.into_inner().unwrap());
    assert!(good.len() > KILLS.iter().sum::<usize>() / 2 && !revoked.is_empty());
    for token in &good {
        assert!(refresh(&running, token).is_ok(), "a token that was answered is not known");
    }
    for token in &revoked {
        assert_eq!(refresh(&running, token).unwrap_err()["__type"], "NotAuthorizedException");
    }
}

#[test]
fn its_keys_are_the_same_after_a_restart() {
    let kept = Kept::new();
    let jwks = "GET /us-east-1_Local0001/.well-known/jwks.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let keys = || body(&kept.start().request(jwks)).unwrap()["keys"].clone();
    let first = keys();
    assert_eq!(first.as_array().map(Vec::len), Some(2));
    assert_eq!(keys(), first);
}

#[test]
fn a_torn_end_is_said_and_the_rest_is_there() {
    let kept = Kept::new();
    let running = kept.start();
    let (first, second) = (sign_in(&running).unwrap(), sign_in(&running).unwrap());
    kill(&running);
    drop(running);
    let bytes = fs::read(&kept.data).unwrap();
    fs::write(&kept.data, &bytes[..bytes.len() - 10]).unwrap();
    let mut running = kept.start();
    assert!(refresh(&running, &first).is_ok());
    assert!(refresh(&running, &second).is_err());
    kill(&running);
    let mut said = String::new();
    running.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("breaks off in the middle of a line") && said.contains("dropped the last"), "{said}");
}

#[test]
fn damage_ends_it_with_2_and_leaves_the_file() {
    let kept = Kept::new();
    let running = kept.start();
    sign_in(&running).unwrap();
    kill(&running);
    drop(running);
    let whole = fs::read(&kept.data).unwrap();
    for (position, part) in [(100, "damaged in line 2, and"), (whole.len() - 2, ", its last, and")] {
        let mut bytes = whole.clone();
        bytes[position] ^= 1;
        fs::write(&kept.data, &bytes).unwrap();
        let output = kept.run();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(part) && said.contains(&kept.data), "{said}");
        assert_eq!(fs::read(&kept.data).unwrap(), bytes);
    }
}

#[test]
fn two_servers_do_not_share_a_file() {
    let kept = Kept::new();
    let running = kept.start();
    let output = kept.run();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("in use by another local-pool"), "{said}");
    assert!(sign_in(&running).is_some());
}

#[test]
fn what_is_no_place_for_data_ends_it_with_2_and_a_sentence() {
    let scratch = Scratch::new();
    let script = scratch.file("script.sh");
    fs::write(&script, "#!/bin/sh\n").unwrap();
    for (file, part) in [
        (script.as_str(), "is not a data file of local-pool"),
        ("/", "is a folder"),
        ("/dev/null", "no ordinary file"),
        ("/nowhere/pool.data", "cannot write /nowhere/pool.data"),
    ] {
        let output = run(&["--port", "0", "--data", file]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(fs::read_to_string(&script).unwrap(), "#!/bin/sh\n");
}

/// A bound on the length of files stands for the full disk: writing fails in the middle of a line.
#[cfg(unix)]
#[test]
fn a_full_disk_is_an_error_to_who_asked_and_loses_nothing_that_was_answered() {
    let kept = Kept::new();
    drop(kept.start());
    let blocks = fs::metadata(&kept.data).unwrap().len() / 512 + 12;
    let mut command = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    command.args(["-c", &script, BINARY]);
    let mut running = Running::spawn(command.args(["--port", "0", "--config", &kept.config, "--data", &kept.data]));
    let mut good = Vec::new();
    let refused = loop {
        match call(&running, "InitiateAuth", &password_of_ada()) {
            Some((200, reply)) => good.push(token_of(&reply)),
            other => break other,
        }
        assert!(good.len() < 1000, "the disk is never full");
    };
    let (status, error) = refused.expect("an answer");
    assert_eq!((status, &error["__type"]), (500, &json!("InternalErrorException")), "{error}");
    assert!(error["message"].as_str().unwrap().contains("cannot write its data"), "{error}");
    // And so on, without a change to what is in memory.
    for _ in 0..3 {
        assert_eq!(call(&running, "InitiateAuth", &password_of_ada()).unwrap().0, 500);
    }
    kill(&running);
    let mut said = String::new();
    running.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said.matches("cannot write to").count(), 1, "once is enough: {said}");
    let running = kept.start();
    assert!(!good.is_empty());
    for token in &good {
        assert!(refresh(&running, token).is_ok());
    }
}

/// A configuration and a file for data.
struct Kept {
    config: String,
    data: String,
    _scratch: Scratch,
}

impl Kept {
    fn new() -> Self {
        let scratch = Scratch::new();
        let (config, data) = (scratch.file("pool.toml"), scratch.file("pool.data"));
        fs::write(&config, CONFIG).unwrap();
        Self { config, data, _scratch: scratch }
    }

    fn start(&self) -> Running {
        Running::start(&["--config", &self.config, "--data", &self.data])
    }

    fn run(&self) -> Output {
        let mut command = Command::new(BINARY);
        command.args(["--port", "0", "--config", &self.config, "--data", &self.data]);
        command.stdin(Stdio::null()).output().unwrap()
    }
}

fn kill(running: &Running) {
    assert!(Command::new("kill").args(["-9", &running.child.id().to_string()]).status().unwrap().success());
}

fn password_of_ada() -> Value {
    json!({
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": CLIENT,
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": "Correct-horse-7" },
    })
}

/// The refresh token; None when there is no whole answer.
fn sign_in(running: &Running) -> Option<String> {
    let (status, reply) = call(running, "InitiateAuth", &password_of_ada())?;
    assert_eq!(status, 200, "{reply}");
    Some(token_of(&reply))
}

fn token_of(reply: &Value) -> String {
    reply["AuthenticationResult"]["RefreshToken"].as_str().unwrap().to_owned()
}

fn revoke(running: &Running, token: &str) -> Option<()> {
    let (status, reply) = call(running, "RevokeToken", &json!({ "ClientId": CLIENT, "Token": token }))?;
    assert_eq!(status, 200, "{reply}");
    Some(())
}

fn refresh(running: &Running, token: &str) -> Result<(), Value> {
    let input = json!({
        "AuthFlow": "REFRESH_TOKEN_AUTH",
        "ClientId": CLIENT,
        "AuthParameters": { "REFRESH_TOKEN": token },
    });
    match call(running, "InitiateAuth", &input).expect("an answer") {
        (200, _) => Ok(()),
        (_, error) => Err(error),
    }
}

fn call(running: &Running, operation: &str, input: &Value) -> Option<(u16, Value)> {
    let input = input.to_string();
    let reply = running.try_request(&format!(
        "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-amz-target: \
         AWSCognitoIdentityProviderService.{operation}\r\ncontent-type: application/x-amz-json-1.1\r\n\
         content-length: {}\r\n\r\n{input}",
        input.len()
    ))?;
    let status = reply.split(' ').nth(1)?.parse().ok()?;
    Some((status, body(&reply)?))
}

/// None where it was cut off.
fn body(reply: &str) -> Option<Value> {
    let (head, body) = reply.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    if length.parse() != Ok(body.len()) {
        return None;
    }
    if body.is_empty() { Some(Value::Null) } else { serde_json::from_str(body).ok() }
}
