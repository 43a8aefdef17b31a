//! Ceremonies of a software authenticator, bent on purpose: each check is made to fail once, with its own reason.

use ciborium::{Value as Cbor, cbor};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::authenticator::*;
use super::base64url::encode;
use super::*;
use crate::random::Random;

#[test]
fn a_passkey_says_what_its_authenticator_said() {
    let authenticator = Authenticator { flags: UP | UV | BE | BS, count: 5, ..Authenticator::new() };
    let passkey = authenticator.passkey();
    assert_eq!(passkey.credential_id.to_string(), encode(&[9; 16]));
    assert_eq!(passkey.attachment.map(Attachment::as_str), Some("platform"));
    assert_eq!((passkey.transports.as_slice(), passkey.sign_count), (&["internal".to_owned()][..], 5));
    assert!(passkey.user_verified && passkey.backup_eligible && passkey.backed_up);
    assert_eq!(passkey.aaguid, "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    assert_eq!(passkey.name, "Platform passkey");
}

#[test]
fn each_check_of_a_registration_refuses_with_its_own_reason() {
    let required = ceremony(UserVerification::Required);
    let refused =
        |authenticator: Authenticator| register(&authenticator.registration(&required), &required).unwrap_err();
    let good = || Authenticator { flags: UP | UV, ..Authenticator::new() };
    assert!(register(&good().registration(&required), &required).is_ok());
    assert_eq!(refused(Authenticator { flags: UP, ..good() }), Refusal::UserNotVerified);
    assert_eq!(refused(Authenticator { flags: UV, ..good() }), Refusal::UserNotPresent);
    assert_eq!(refused(Authenticator { flags: UP | UV | BS, ..good() }), Refusal::Malformed("authenticatorData"));
    assert_eq!(refused(Authenticator { relying_party: "app.example.org", ..good() }), Refusal::OtherRelyingParty);
    assert_eq!(refused(Authenticator { origin: "https://example.com", ..good() }), Refusal::OriginNotAllowed);
    assert_eq!(refused(Authenticator { credential_id: vec![], ..good() }), Refusal::Malformed("id"));
    assert_eq!(refused(Authenticator { credential_id: vec![9; 1024], ..good() }), Refusal::Malformed("id"));
    let other = Ceremony::new(&Shifted, required.relying_party.clone(), UserVerification::Required);
    assert_eq!(register(&good().registration(&other), &required), Err(Refusal::WrongChallenge));
    let mut exchanged = good().registration(&required);
    exchanged["id"] = json!(encode(&[8; 16]));
    assert_eq!(register(&exchanged, &required), Err(Refusal::WrongCredentialId));
    exchanged["rawId"] = exchanged["id"].clone();
    assert_eq!(register(&exchanged, &required), Err(Refusal::WrongCredentialId));
    let mut silent = good().registration(&required);
    silent["response"].as_object_mut().unwrap().remove("transports");
    assert_eq!(register(&silent, &required), Err(Refusal::Malformed("JSON")));
    for transports in [json!([""]), json!(["x".repeat(33)]), json!(vec!["usb"; 9]), json!(["\u{e9}"])] {
        let mut odd = good().registration(&required);
        odd["response"]["transports"] = transports;
        assert_eq!(register(&odd, &required), Err(Refusal::Malformed("transports")));
    }
}

struct Shifted;

impl Random for Shifted {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(3);
    }
}

#[test]
fn keys_that_are_no_keys_are_refused() {
    let ceremony = Ceremony {
        algorithms: vec![Algorithm::Es256, Algorithm::Rs256, Algorithm::EdDsa],
        ..ceremony(UserVerification::Preferred)
    };
    let authenticator = Authenticator::new();
    let with = |cose: Cbor| {
        let none = cbor!({ "fmt" => "none", "attStmt" => {} }).unwrap();
        register(&authenticator.registration_of(&ceremony, &cose, none), &ceremony).map(|_| ())
    };
    let es256 = |label: i64, value: Cbor| {
        let mut map = authenticator.cose().into_map().unwrap();
        map.retain(|(key, _)| key.as_integer() != Some(label.into()));
        map.push((label.into(), value));
        with(Cbor::Map(map))
    };
    assert_eq!(with(authenticator.cose()), Ok(()));
    assert_eq!(es256(-3, Cbor::Bytes(vec![1; 32])), Err(Refusal::KeyNotValid));
    assert_eq!(es256(-3, Cbor::Bool(true)), Err(Refusal::KeyNotValid));
    assert_eq!(es256(-2, Cbor::Bytes(vec![1; 31])), Err(Refusal::KeyNotValid));
    assert_eq!(es256(-1, 2.into()), Err(Refusal::KeyNotValid));
    assert_eq!(es256(3, (-8).into()), Err(Refusal::AlgorithmNotOffered));
    assert_eq!(es256(3, (-35).into()), Err(Refusal::AlgorithmNotOffered));
    assert_eq!(es256(1, 3.into()), Err(Refusal::AlgorithmNotOffered));
    assert_eq!(with(cbor!({}).unwrap()), Err(Refusal::AlgorithmNotOffered));
    let rs256 = |n: Vec<u8>, e: Vec<u8>| {
        with(cbor!({ 1 => 3, 3 => -257, -1 => Cbor::Bytes(n), -2 => Cbor::Bytes(e) }).unwrap())
    };
    assert_eq!(rs256(vec![0xff; 256], vec![1, 0, 1]), Ok(()));
    for (n, e) in [
        (vec![0xff; 128], vec![1, 0, 1]),
        (vec![0xff; 513], vec![1, 0, 1]),
        (vec![0xfe; 256], vec![1, 0, 1]),
        (vec![0xff; 256], vec![1]),
        (vec![0xff; 256], vec![4]),
        (vec![0xff; 256], vec![0xff; 5]),
        (vec![], vec![]),
    ] {
        assert_eq!(rs256(n, e), Err(Refusal::KeyNotValid));
    }
    let ed25519 = |x: Vec<u8>| with(cbor!({ 1 => 1, 3 => -8, -1 => 6, -2 => Cbor::Bytes(x) }).unwrap());
    let mut weak = vec![0; 32];
    weak[0] = 1;
    assert_eq!(ed25519(weak), Err(Refusal::KeyNotValid));
    // y = 2 and y = 3: the first is on no point of the curve.
    assert_eq!(ed25519([&[2][..], &[0; 31]].concat()), Err(Refusal::KeyNotValid));
    assert_eq!(ed25519([&[3][..], &[0; 31]].concat()), Ok(()));
    assert_eq!(ed25519(vec![]), Err(Refusal::KeyNotValid));
}

#[test]
fn attestation_is_empty_or_signed_by_the_key_or_of_a_known_format() {
    let ceremony = ceremony(UserVerification::Preferred);
    let authenticator = Authenticator::new();
    let with = |object: Result<Cbor, ciborium::value::Error>| {
        register(&authenticator.registration_of(&ceremony, &authenticator.cose(), object.unwrap()), &ceremony)
            .map(|_| ())
    };
    let message = [
        &authenticator.data(Some(&authenticator.cose()))[..],
        &Sha256::digest(authenticator.client_data("webauthn.create", &ceremony)),
    ]
    .concat();
    let signature: DerSignature = authenticator.key.sign(&message);
    let signature = || Cbor::Bytes(signature.as_bytes().to_vec());
    assert_eq!(with(cbor!({ "fmt" => "packed", "attStmt" => { "alg" => -7, "sig" => signature() } })), Ok(()));
    let refused = Err(Refusal::AttestationNotValid);
    assert_eq!(with(cbor!({ "fmt" => "packed", "attStmt" => { "alg" => -257, "sig" => signature() } })), refused);
    assert_eq!(with(cbor!({ "fmt" => "packed", "attStmt" => { "alg" => -7, "sig" => Cbor::Bytes(vec![]) } })), refused);
    assert_eq!(with(cbor!({ "fmt" => "packed", "attStmt" => {} })), refused);
    assert_eq!(with(cbor!({ "fmt" => "none", "attStmt" => { "sig" => signature() } })), refused);
    assert_eq!(with(cbor!({ "fmt" => "home-made", "attStmt" => {} })), Err(Refusal::AttestationNotKnown));
    assert_eq!(with(cbor!({ "fmt" => "none" })), Err(Refusal::Malformed("attestationObject")));
    assert_eq!(with(cbor!({ "fmt" => "none", "attStmt" => [] })), Err(Refusal::Malformed("attestationObject")));
}

#[test]
fn extensions_are_read_over_and_what_is_behind_them_is_refused() {
    let extended = |extensions: &[u8], flag: u8| {
        let authenticator = Authenticator { flags: UP | flag, extensions: extensions.to_vec(), ..Authenticator::new() };
        let passkey = Authenticator::new().passkey();
        let ceremony = ceremony(UserVerification::Preferred);
        (
            register(&authenticator.registration(&ceremony), &ceremony).map(|_| ()),
            authenticator.signs_in(&passkey, &ceremony).map(|_| ()),
        )
    };
    let map = bytes(&cbor!({ "credProtect" => 2 }).unwrap());
    let malformed = Err(Refusal::Malformed("authenticatorData"));
    assert_eq!(extended(&map, ED), (Ok(()), Ok(())));
    assert_eq!(extended(&map, 0), (malformed, malformed));
    assert_eq!(extended(&[], ED), (malformed, malformed));
    assert_eq!(extended(&[&map[..], &[0]].concat(), ED), (malformed, malformed));
    assert_eq!(extended(&[0x01], ED), (malformed, malformed));
}

#[test]
fn each_check_of_a_sign_in_refuses_with_its_own_reason() {
    let required = ceremony(UserVerification::Required);
    let good = || Authenticator { flags: UP | UV, ..Authenticator::new() };
    let passkey = good().passkey();
    let refused = |authenticator: Authenticator| authenticator.signs_in(&passkey, &required).unwrap_err();
    assert_eq!(good().signs_in(&passkey, &required), Ok(Use { sign_count: 0, user_verified: true, backed_up: false }));
    assert_eq!(refused(Authenticator { flags: UP, ..good() }), Refusal::UserNotVerified);
    assert_eq!(refused(Authenticator { flags: UV, ..good() }), Refusal::UserNotPresent);
    assert_eq!(refused(Authenticator { flags: UP | UV | BE, ..good() }), Refusal::BackupEligibilityChanged);
    assert_eq!(refused(Authenticator { relying_party: "example.com", ..good() }), Refusal::OtherRelyingParty);
    assert_eq!(refused(Authenticator { origin: "https://example.com", ..good() }), Refusal::OriginNotAllowed);
    let other_key = SigningKey::from_slice(&[8; 32]).unwrap();
    assert_eq!(refused(Authenticator { key: other_key, ..good() }), Refusal::WrongSignature);
    assert_eq!(refused(Authenticator { credential_id: vec![8; 16], ..good() }), Refusal::WrongCredentialId);
    let other = Ceremony::new(&Shifted, required.relying_party.clone(), UserVerification::Required);
    assert_eq!(verified(&good().assertion(&other), &passkey, &required), Err(Refusal::WrongChallenge));
    let moved = Passkey { relying_party: "org.example".to_owned().try_into().unwrap(), ..passkey.clone() };
    assert_eq!(good().signs_in(&moved, &required), Err(Refusal::OtherRelyingParty));
}

#[test]
fn a_registration_is_no_sign_in_and_a_sign_in_no_registration() {
    let ceremony = ceremony(UserVerification::Preferred);
    let authenticator = Authenticator::new();
    let passkey = authenticator.passkey();
    let mut registration = authenticator.registration(&ceremony);
    registration["response"]["authenticatorData"] = json!(encode(&authenticator.data(None)));
    registration["response"]["signature"] = json!("AAAA");
    assert_eq!(verified(&registration, &passkey, &ceremony), Err(Refusal::WrongType));
    let mut assertion = authenticator.assertion(&ceremony);
    assertion["response"]["attestationObject"] =
        authenticator.registration(&ceremony)["response"]["attestationObject"].clone();
    assertion["response"]["transports"] = json!([]);
    assert_eq!(register(&assertion, &ceremony), Err(Refusal::WrongType));
}

#[test]
fn the_user_handle_is_the_owners_or_none() {
    let ceremony = ceremony(UserVerification::Preferred);
    let authenticator = Authenticator::new();
    let passkey = authenticator.passkey();
    let with = |handle: Value| {
        let mut assertion = authenticator.assertion(&ceremony);
        assertion["response"]["userHandle"] = handle;
        verified(&assertion, &passkey, &ceremony).map(|_| ())
    };
    let owner = encode(b"e1f2a3b4-0000-4000-8000-000000000001");
    for fine in [json!(owner), json!(null), json!("")] {
        assert_eq!(with(fine), Ok(()));
    }
    assert_eq!(with(json!(encode(b"somebody-else"))), Err(Refusal::WrongUser));
    assert_eq!(with(json!("not base64!")), Err(Refusal::Malformed("userHandle")));
    assert_eq!(with(json!(encode(&[1; 80]))), Err(Refusal::Malformed("userHandle")));
}

#[test]
fn a_counter_goes_up_or_is_always_zero() {
    let ceremony = ceremony(UserVerification::Preferred);
    for (stored, sent, accepted) in
        [(0, 0, true), (0, 1, true), (1, 2, true), (1, 1, false), (2, 1, false), (1, 0, false), (u32::MAX, 0, false)]
    {
        let mut passkey = Authenticator { count: stored, ..Authenticator::new() }.passkey();
        let used = Authenticator { count: sent, ..Authenticator::new() }.signs_in(&passkey, &ceremony);
        match used {
            Ok(used) if accepted => {
                passkey.record(used);
                assert_eq!(passkey.sign_count, sent);
            }
            other => assert_eq!((other, accepted), (Err(Refusal::SignCountWentBack), false), "{stored} {sent}"),
        }
    }
}

#[test]
fn a_sign_in_is_recorded_in_the_passkey() {
    let mut passkey = Authenticator { flags: UP | BE, ..Authenticator::new() }.passkey();
    passkey.record(Use { sign_count: 3, user_verified: true, backed_up: true });
    assert_eq!((passkey.sign_count, passkey.user_verified, passkey.backed_up), (3, true, true));
    passkey.record(Use { sign_count: 4, user_verified: false, backed_up: false });
    assert_eq!((passkey.sign_count, passkey.user_verified, passkey.backed_up), (4, true, false));
}

#[test]
fn json_of_any_shape_is_refused_and_so_is_too_much_of_it() {
    let ceremony = ceremony(UserVerification::Preferred);
    let good = Authenticator::new().registration(&ceremony);
    let odd = [json!(null), json!(1), json!("x"), json!([]), json!({}), json!("A".repeat(200_000)), json!([[[[1]]]])];
    for value in &odd {
        assert!(register(value, &ceremony).is_err());
        assert!(Assertion::parse(&value.to_string()).is_err());
        for member in ["id", "rawId", "type", "response"] {
            let mut credential = good.clone();
            credential[member] = value.clone();
            assert!(register(&credential, &ceremony).is_err(), "{member}");
        }
        for member in ["clientDataJSON", "attestationObject"] {
            let mut credential = good.clone();
            credential["response"][member] = value.clone();
            assert!(register(&credential, &ceremony).is_err(), "{member}");
        }
    }
    for text in ["", "{", "\u{0}", &"[".repeat(60_000), &"{\"a\":".repeat(10_000)] {
        assert!(Assertion::parse(text).is_err());
    }
    assert_eq!(Assertion::parse(&" ".repeat(65 * 1024)).unwrap_err(), Refusal::Malformed("length"));
}

#[test]
fn every_refusal_is_an_exception_of_its_operation() {
    for (refusal, registration, sign_in) in [
        (Refusal::NotEnabled, "WebAuthnNotEnabledException", "NotAuthorizedException"),
        (Refusal::ChallengeNotFound, "WebAuthnChallengeNotFoundException", "NotAuthorizedException"),
        (Refusal::WrongChallenge, "WebAuthnChallengeNotFoundException", "NotAuthorizedException"),
        (Refusal::OtherClient, "WebAuthnClientMismatchException", "NotAuthorizedException"),
        (Refusal::OriginNotAllowed, "WebAuthnOriginNotAllowedException", "NotAuthorizedException"),
        (Refusal::OtherRelyingParty, "WebAuthnRelyingPartyMismatchException", "NotAuthorizedException"),
        (Refusal::RelyingPartyMissing, "WebAuthnConfigurationMissingException", "NotAuthorizedException"),
        (Refusal::AlgorithmNotOffered, "WebAuthnCredentialNotSupportedException", "NotAuthorizedException"),
        (Refusal::Malformed("id"), "InvalidParameterException", "InvalidParameterException"),
    ] {
        assert_eq!((refusal.at_registration(), refusal.at_sign_in()), (registration, sign_in));
        assert!(refusal.to_string().ends_with('.'));
    }
}
