//! Ceremonies that others made: those of WebAuthn Level 3, section 16, registrations of real authenticators, and the verdicts
//! of another relying party's code on bent ones. How the files were made is at the top of `vectors/make.py`.

use serde_json::Value;

use super::base64url;
use super::*;
use crate::random::Counter;

#[test]
fn the_registrations_and_sign_ins_of_the_specification_are_accepted() {
    for vector in specification() {
        let name = vector["name"].as_str().unwrap();
        if name.contains("Origin") {
            continue;
        }
        let ceremony = ceremony_of(&vector["registration"], &vector);
        let passkey =
            register(&vector["registration"]["credential"], &ceremony).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(i64::from(passkey.public_key.algorithm()), vector["algorithm"], "{name}");
        assert_eq!(passkey.aaguid.replace('-', ""), vector["aaguid"].as_str().unwrap(), "{name}");
        let flags = vector["registration"]["flags"].as_u64().unwrap();
        assert_eq!(
            (passkey.user_verified, passkey.backup_eligible, passkey.backed_up, passkey.sign_count),
            (flags & 4 != 0, flags & 8 != 0, flags & 16 != 0, 0),
            "{name}"
        );
        let used = sign_in(&vector, &passkey).unwrap_or_else(|why| panic!("{name}: {why}"));
        let flags = vector["assertion"]["flags"].as_u64().unwrap();
        assert_eq!(used, Use { sign_count: 0, user_verified: flags & 4 != 0, backed_up: flags & 16 != 0 }, "{name}");
    }
}

#[test]
fn the_specifications_frames_on_other_sites_are_refused() {
    for name in ["none.ES256.crossOrigin", "none.ES256.topOrigin"] {
        let vector = vector(name);
        let registration = &vector["registration"];
        assert_eq!(
            register(&registration["credential"], &ceremony_of(registration, &vector)),
            Err(Refusal::CrossOrigin),
            "{name}"
        );
        let (_, passkey) = registered("none.ES256");
        let passkey = Passkey { credential_id: assertion_of(&vector).credential_id().clone(), ..passkey };
        assert_eq!(sign_in(&vector, &passkey), Err(Refusal::CrossOrigin), "{name}");
    }
}

#[test]
fn a_sign_in_is_with_the_passkey_that_was_registered() {
    let (_, of_rsa) = registered("packed.RS256");
    let vector = vector("none.ES256");
    assert_eq!(sign_in(&vector, &of_rsa), Err(Refusal::WrongCredentialId));
    let (_, of_other) = registered("packed-self.ES256");
    let passkey = Passkey { credential_id: assertion_of(&vector).credential_id().clone(), ..of_other };
    assert_eq!(sign_in(&vector, &passkey), Err(Refusal::WrongSignature));
}

#[test]
fn an_algorithm_that_was_not_offered_is_refused() {
    let vector = vector("packed.EdDSA");
    let mut ceremony = ceremony_of(&vector["registration"], &vector);
    ceremony.algorithms = Algorithm::OFFERED.to_vec();
    assert_eq!(register(&vector["registration"]["credential"], &ceremony), Err(Refusal::AlgorithmNotOffered));
}

#[test]
fn real_authenticators_register_whatever_their_attestation() {
    let recorded: Vec<Value> = serde_json::from_str(include_str!("vectors/authenticators.json")).unwrap();
    for each in &recorded {
        let format = each["format"].as_str().unwrap();
        let mut credential = each["credential"].clone();
        // Recorded before toJSON(), where they are in the response.
        credential["response"]["transports"] = serde_json::json!(["usb"]);
        let passkey = register(&credential, &ceremony_of(each, each)).unwrap_or_else(|why| panic!("{format}: {why}"));
        assert_eq!(String::from(passkey.public_key.clone()), each["publicKey"].as_str().unwrap(), "{format}");
        assert_eq!(passkey.sign_count, each["signCount"].as_u64().unwrap() as u32, "{format}");
        assert_eq!(passkey.user_verified, each["userVerified"].as_bool().unwrap(), "{format}");
        assert_eq!(passkey.aaguid, each["aaguid"].as_str().unwrap(), "{format}");
    }
    assert_eq!(recorded.len(), 4);
}

#[test]
fn the_verdicts_are_those_of_another_relying_party() {
    let verdicts: Value = serde_json::from_str(include_str!("vectors/verdicts.json")).unwrap();
    let name = verdicts["vector"].as_str().unwrap();
    let vector = vector(name);
    let (ceremony, passkey) = registered(name);
    let mut judged = 0;
    for change in verdicts["registration"].as_array().unwrap() {
        let credential = changed(&vector["registration"]["credential"], change);
        assert_eq!(register(&credential, &ceremony).is_ok(), change["accepted"].as_bool().unwrap(), "{change}");
        judged += 1;
    }
    let ceremony = ceremony_of(&vector["assertion"], &vector);
    for change in verdicts["assertion"].as_array().unwrap() {
        let credential = changed(&vector["assertion"]["credential"], change).to_string();
        let accepted =
            Assertion::parse(&credential).and_then(|assertion| assertion.verify(&ceremony, &passkey, &user())).is_ok();
        assert_eq!(accepted, change["accepted"].as_bool().unwrap(), "{change}");
        judged += 1;
    }
    assert!(judged > 300);
}

#[test]
fn a_passkey_survives_a_row() {
    for name in ["none.ES256", "packed.RS256", "packed.EdDSA"] {
        let (_, passkey) = registered(name);
        let row = serde_json::to_string(&passkey).unwrap();
        let read: Passkey = serde_json::from_str(&row).unwrap();
        assert_eq!(read, passkey);
        assert!(sign_in(&vector(name), &read).is_ok(), "{name}");
    }
}

/// The ceremony and the passkey of a registration of the specification.
pub fn registered(name: &str) -> (Ceremony, Passkey) {
    let vector = vector(name);
    let ceremony = ceremony_of(&vector["registration"], &vector);
    let passkey = register(&vector["registration"]["credential"], &ceremony).unwrap();
    (ceremony, passkey)
}

pub fn vector(name: &str) -> Value {
    specification().into_iter().find(|vector| vector["name"] == name).unwrap()
}

pub fn ceremony_of(half: &Value, vector: &Value) -> Ceremony {
    let relying_party = RelyingPartyId::try_from(vector["relyingParty"].as_str().unwrap().to_owned()).unwrap();
    let mut ceremony = Ceremony::new(&Counter::default(), relying_party, UserVerification::Preferred);
    ceremony.challenge = half["challenge"].as_str().unwrap().to_owned().try_into().unwrap();
    if vector["algorithm"] == -8 {
        ceremony.algorithms = vec![Algorithm::EdDsa];
    }
    ceremony
}

pub fn assertion_of(vector: &Value) -> Assertion {
    Assertion::parse(&vector["assertion"]["credential"].to_string()).unwrap()
}

pub fn user() -> UserHandle {
    UserHandle::of_sub("e1f2a3b4-0000-4000-8000-000000000001")
}

fn sign_in(vector: &Value, passkey: &Passkey) -> Result<Use, Refusal> {
    assertion_of(vector).verify(&ceremony_of(&vector["assertion"], vector), passkey, &user())
}

fn specification() -> Vec<Value> {
    serde_json::from_str(include_str!("vectors/specification.json")).unwrap()
}

fn changed(good: &Value, change: &Value) -> Value {
    let mut other = good.clone();
    let member = change["member"].as_str().unwrap_or_default();
    let number = |name: &str| change[name].as_u64().unwrap() as usize;
    match change["change"].as_str().unwrap() {
        "none" => {}
        "flip" => edit(&mut other["response"][member], |bytes| bytes[number("byte")] ^= 1),
        "cut" => edit(&mut other["response"][member], |bytes| bytes.truncate(bytes.len() - number("bytes"))),
        "remove" => {
            other["response"].as_object_mut().unwrap().remove(member);
        }
        "set" => other[member] = change["value"].clone(),
        unknown => panic!("a change that is not known: {unknown}"),
    }
    other
}

/// Changes the bytes of a base64url member.
pub fn edit(member: &mut Value, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = base64url::decode(member.as_str().unwrap(), base64url::Limit(usize::MAX / 8)).unwrap();
    change(&mut bytes);
    *member = base64url::encode(&bytes).into();
}
