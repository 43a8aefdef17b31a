//! The SDK's SRP against values that two clients of others computed (see README.md beside this file).
//!
//! Each record is checked number by number, so that a failure names the step, and, where `a` has at most 256 bits, once
//! more through the door that a sign-in uses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use num_bigint::BigUint;
use poolkey::Secret;
use poolkey::protocol::json;
use poolkey::protocol::session::UnixMillis;
use poolkey::protocol::srp::{self, Ephemeral, Identity, ServerChallenge, arithmetic, key};
use serde_json::Value;

fn records() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("srp.json")).unwrap();
    let records = file["signIn"].as_array().unwrap().clone();
    assert!(records.len() >= 200);
    records
}

fn text<'a>(record: &'a Value, name: &str) -> &'a str {
    record[name].as_str().unwrap()
}

fn number(record: &Value, name: &str) -> BigUint {
    BigUint::parse_bytes(text(record, name).as_bytes(), 16).unwrap()
}

fn fixed<const BYTES: usize>(number: &BigUint) -> [u8; BYTES] {
    let bytes = number.to_bytes_be();
    let mut out = [0; BYTES];
    out[BYTES - bytes.len()..].copy_from_slice(&bytes);
    out
}

#[test]
fn every_number_is_the_one_that_both_clients_computed() {
    for record in records() {
        let is = |name: &str, ours: &[u8]| {
            assert_eq!(BigUint::from_bytes_be(ours), number(&record, name), "{name} of {record}");
        };
        let a: [u8; 128] = fixed(&number(&record, "a"));
        let big_a = arithmetic::public(&a);
        is("A", &big_a);
        let big_b = number(&record, "B").to_bytes_be();
        let u = key::scrambler(&big_a, &big_b);
        is("u", &u);
        let salt = number(&record, "salt").to_bytes_be();
        let x = key::private_key(
            &salt,
            text(&record, "poolName"),
            text(&record, "userIdForSrp"),
            &text(&record, "password").into(),
        );
        is("x", x.expose());
        let big_s = Secret::new(arithmetic::premaster(&big_b, &a, &u, x.expose()).unwrap());
        is("S", big_s.expose());
        is("key", key::session_key(&big_s, &u).expose());
        let time = UnixMillis(record["time"].as_u64().unwrap() * 1000);
        assert_eq!(srp::timestamp(time), text(&record, "timestamp"));
    }
}

#[test]
fn every_proof_is_the_one_that_both_clients_made() {
    let mut proofs = 0;
    for record in records() {
        let a = number(&record, "a");
        if a.bits() > 256 {
            continue;
        }
        let ephemeral = Ephemeral::new(Secret::new(fixed(&a)));
        assert_eq!(ephemeral.big_a(), text(&record, "A"), "A of {record}");
        let parameters =
            serde_json::json!({ "SALT": record["salt"], "SRP_B": record["B"], "SECRET_BLOCK": record["secretBlock"] })
                .to_string();
        let server = ServerChallenge::from_parameters(json::read(&parameters).unwrap()).unwrap();
        assert_eq!(server.secret_block(), text(&record, "secretBlock"));
        let identity = Identity { group_name: text(&record, "poolName"), user: text(&record, "userIdForSrp") };
        let time = UnixMillis(record["time"].as_u64().unwrap() * 1000);
        let proof = ephemeral.prove(&server, identity, &text(&record, "password").into(), time).unwrap();
        assert_eq!(proof.signature, text(&record, "signature"), "signature of {record}");
        assert_eq!(proof.timestamp, text(&record, "timestamp"));
        proofs += 1;
    }
    assert!(proofs >= 200);
}
