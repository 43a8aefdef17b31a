//! TLS as a client sees it: whom the certificate made at start is for, and for whom it is not.

use std::io::{BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::running::{Running, run};
use super::scratch::Scratch;

const HEALTH: &str = "GET /_local/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[test]
fn its_second_line_says_where_it_listens_with_tls_and_the_first_stays_as_it_was() {
    let pool = Secure::start(&[]);
    assert!(pool.running.address.starts_with("127.0.0.1:"));
    assert!(pool.address.starts_with("127.0.0.1:"));
    assert_ne!(pool.running.address, pool.address);
    assert!(pool.running.request(HEALTH).starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn its_certificate_is_for_localhost_for_what_is_below_it_and_for_loopback() {
    let pool = Secure::start(&[]);
    for name in ["localhost", "127.0.0.1", "::1", "demo.localhost", "demo.auth.localhost"] {
        let reply = pool.request(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{name}: {reply}");
    }
}

#[test]
fn its_certificate_is_for_nobody_else() {
    let pool = Secure::start(&[]);
    for name in ["example.com", "localhost.example.com", "notlocalhost", "192.168.1.1"] {
        assert!(pool.request(name).is_err(), "{name}");
    }
    // And who was not told to trust its authority does not.
    let other = Secure::start(&[]);
    assert!(handshake(&pool.address, "localhost", &other.authority).is_err());
    assert!(handshake(&pool.address, "localhost", &pool.authority).is_ok());
}

#[test]
fn many_names_below_localhost_do_not_pile_up_or_fail() {
    let pool = Secure::start(&[]);
    for number in 0..150 {
        pool.request(&format!("name{number}.localhost")).unwrap();
    }
}

#[test]
fn a_certificate_of_ones_own_is_served_and_a_wrong_key_is_refused_with_a_sentence() {
    let scratch = Scratch::new();
    let write = |name: &str, text: String| {
        std::fs::write(scratch.file(name), text).unwrap();
        scratch.file(name)
    };
    let own = rcgen::generate_simple_self_signed(vec!["pool.example".to_owned()]).unwrap();
    let other = rcgen::generate_simple_self_signed(vec!["pool.example".to_owned()]).unwrap();
    let (chain, key) = (write("own.pem", own.cert.pem()), write("own.key", own.signing_key.serialize_pem()));
    let wrong = write("other.key", other.signing_key.serialize_pem());

    let (running, address) = start(&["--certificate", &chain, "--key", &key]);
    let reply = handshake(&address, "pool.example", &chain).unwrap();
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    drop(running);

    let missing = scratch.file("missing.pem");
    let empty = write("empty.pem", String::new());
    for (chain, key, part) in [
        (&chain, &wrong, "is not that of the certificate"),
        (&missing, &key, "cannot read"),
        (&chain, &missing, "cannot read"),
        (&empty, &key, "no certificate"),
        (&chain, &empty, "no private key"),
        (&key, &chain, "no certificate"),
    ] {
        let output = run(&["--port", "0", "--https-port", "0", "--certificate", chain, "--key", key]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn what_is_no_tls_does_not_hold_it_up() {
    let pool = Secure::start(&["--log"]);
    let mut plain = TcpStream::connect(&pool.address).unwrap();
    plain.write_all(HEALTH.as_bytes()).unwrap();
    plain.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut reply = Vec::new();
    let _ = plain.read_to_end(&mut reply);
    assert!(!reply.starts_with(b"HTTP"));
    assert!(pool.request("localhost").is_ok());
}

#[test]
fn a_file_that_cannot_be_written_ends_it_with_2_and_names_the_file() {
    let output = run(&["--port", "0", "--https-port", "0", "--certificate-out", "/nowhere/ca.pem"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("/nowhere/ca.pem"));
}

/// A pool with TLS, and the file of the authority to trust.
struct Secure {
    running: Running,
    address: String,
    authority: String,
    _scratch: Scratch,
}

impl Secure {
    fn start(arguments: &[&str]) -> Self {
        let scratch = Scratch::new();
        let authority = scratch.file("ca.pem");
        let (running, address) = start(&[&["--certificate-out", &authority], arguments].concat());
        Self { running, address, authority, _scratch: scratch }
    }

    fn request(&self, name: &str) -> std::io::Result<String> {
        handshake(&self.address, name, &self.authority)
    }
}

fn start(arguments: &[&str]) -> (Running, String) {
    let mut running = Running::start(&[&["--https-port", "0"], arguments].concat());
    let mut line = String::new();
    running.stdout.read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("local-pool listening on https://").expect(&line).to_owned();
    (running, address)
}

/// Asks for the health of the pool as a client that calls it `name` and trusts one authority.
fn handshake(address: &str, name: &str, authority: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut stream = StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), socket);
    stream.write_all(HEALTH.as_bytes())?;
    let mut reply = Vec::new();
    match stream.read_to_end(&mut reply) {
        Err(error) if error.kind() != ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(String::from_utf8_lossy(&reply).into_owned()),
    }
}
