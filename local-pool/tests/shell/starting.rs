//! What the binary prints, how it ends, and what its HTTP does with requests that the core never sees whole.

use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;

use super::running::{Running, run};

#[test]
fn it_says_where_it_listens_and_what_it_is_and_ends_when_asked() {
    let mut running = Running::start(&[]);
    assert!(running.address.starts_with("127.0.0.1:"));
    let reply = running.request("GET /_local/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    assert!(reply.contains("\r\ndate: "), "clients set their clock by it: {reply}");
    assert!(reply.ends_with(r#""version":"0.1.0"}"#), "{reply}");
    // One connection stays open: it is not waited for.
    let open = TcpStream::connect(&running.address).unwrap();
    let ended = Command::new("kill").arg(running.child.id().to_string()).status().unwrap();
    assert!(ended.success());
    assert!(running.ends_within(Duration::from_secs(5)).success());
    drop(open);
    let mut rest = String::new();
    running.stdout.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("Not for production"), "{rest}");
}

#[test]
fn a_taken_port_ends_it_with_2_and_a_sentence_that_names_the_port() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run(&["--port", &port]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains(&port) && said.contains("--port"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_bad_file_ends_it_with_2_and_names_the_file_and_the_line() {
    let path = std::env::temp_dir().join(format!("local-pool-bad-{}.toml", std::process::id()));
    std::fs::write(&path, "[pool]\nid = \"us-east-1_Local0001\"\ncolor = \"blue\"\n").unwrap();
    let output = run(&["--port", "0", "--config", path.to_str().unwrap()]);
    std::fs::remove_file(&path).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains(path.to_str().unwrap()) && said.contains("line 3") && said.contains("color"), "{said}");

    let missing = run(&["--config", "/nowhere/pool.toml"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8(missing.stderr).unwrap().contains("/nowhere/pool.toml"));
}

#[test]
fn help_and_version_are_printed() {
    let help = run(&["--help"]);
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(help.status.success());
    for word in
        ["--port", "--host", "--config", "--data", "--https-port", "--certificate-out", "--log", "Not for production"]
    {
        assert!(text.contains(word), "{word}");
    }
    assert_eq!(String::from_utf8(run(&["--version"]).stdout).unwrap(), "local-pool 0.1.0\n");
    assert_eq!(run(&["--verbose"]).status.code(), Some(2));
}

#[test]
fn a_body_beyond_the_limit_is_refused_with_an_answer_that_a_browser_may_read() {
    let running = Running::start(&[]);
    let body = "x".repeat(200 * 1024);
    let head = format!("POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    let reply = running.request(&(head + &body));
    assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
    assert!(reply.contains("\r\naccess-control-allow-origin: *\r\n"), "{reply}");
}

#[test]
fn nonsense_on_the_wire_does_not_end_it() {
    let running = Running::start(&[]);
    for bytes in [
        "\0\0\0\0",
        "GET\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n",
        "GET /%00/../..//_local/../.well-known/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: \u{e4}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    ] {
        running.throw(bytes);
    }
    let reply = running.request("GET /_local/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
}

#[test]
fn the_log_names_operations_and_no_secret() {
    let mut running = Running::start(&["--log"]);
    let body = r#"{"AccessToken":"hunter2"}"#;
    running.request(&format!(
        "POST /?token=hunter2 HTTP/1.1\r\nhost: x\r\nauthorization: hunter2\r\nconnection: close\r\n\
         x-amz-target: AWSCognitoIdentityProviderService.GetUser\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ));
    running.child.kill().unwrap();
    let mut log = String::new();
    running.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.contains("POST / AWSCognitoIdentityProviderService.GetUser 400 NotAuthorizedException"), "{log}");
    assert!(!log.contains("hunter2"), "{log}");
}
