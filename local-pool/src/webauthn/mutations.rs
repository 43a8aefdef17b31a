//! Ceremonies of the specification with every byte changed: a sign-in must be refused, a registration refused or harmless.
//! Nothing panics, whatever the bytes are.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::authenticator::verified;
use super::vectors::{assertion_of, ceremony_of, edit, registered, user, vector};
use super::*;

#[test]
fn a_sign_in_with_any_byte_changed_is_refused() {
    for name in ["none.ES256", "packed.RS256", "packed.EdDSA"] {
        let vector = vector(name);
        let (_, passkey) = registered(name);
        let ceremony = ceremony_of(&vector["assertion"], &vector);
        assert!(assertion_of(&vector).verify(&ceremony, &passkey, &user()).is_ok());
        for member in ["clientDataJSON", "authenticatorData", "signature"] {
            for_each_change(&vector["assertion"]["credential"], member, |credential, what| {
                let verified = verified(credential, &passkey, &ceremony);
                assert!(verified.is_err(), "{name}, {member}, {what}: {verified:?}");
            });
        }
    }
}

#[test]
fn a_registration_with_any_byte_changed_is_refused_or_harmless() {
    for (name, signed) in [("packed-self.ES256", true), ("none.ES256", false), ("packed.RS256", false)] {
        let vector = vector(name);
        let (ceremony, good) = registered(name);
        for member in ["clientDataJSON", "attestationObject"] {
            for_each_change(&vector["registration"]["credential"], member, |credential, what| {
                let Ok(passkey) = register(credential, &ceremony) else { return };
                if signed {
                    assert_eq!(passkey, good, "{name}, {member}, {what}");
                    return;
                }
                // Nothing signs these: an authenticator may well be of another model, or have another key. What the
                // pool asked for is what it was, and the passkey is one that can be stored and read.
                assert_eq!(
                    (&passkey.credential_id, &passkey.relying_party),
                    (&good.credential_id, &good.relying_party)
                );
                let row = serde_json::to_string(&passkey).unwrap();
                assert_eq!(serde_json::from_str::<Passkey>(&row).unwrap(), passkey, "{name}, {member}, {what}");
            });
        }
    }
}

/// Every byte with one bit turned, set to either end and doubled; every length; and bytes of no sense behind every place.
fn for_each_change(good: &Value, member: &str, mut check: impl FnMut(&Value, &str)) {
    let mut length = 0;
    edit(&mut good["response"][member].clone(), |bytes| length = bytes.len());
    let mut apply = |what: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut credential = good.clone();
        edit(&mut credential["response"][member], |bytes| change(bytes));
        if credential != *good {
            check(&credential, what);
        }
    };
    for index in 0..length {
        apply(&format!("bit of byte {index}"), &|bytes| bytes[index] ^= 1 << (index % 8));
        apply(&format!("byte {index} all ones"), &|bytes| bytes[index] = 0xff);
        apply(&format!("byte {index} zero"), &|bytes| bytes[index] = 0);
        apply(&format!("cut at {index}"), &|bytes| bytes.truncate(index));
        apply(&format!("byte {index} twice"), &|bytes| bytes.insert(index, bytes[index]));
        apply(&format!("noise from {index}"), &|bytes| {
            let noise = Sha256::digest(index.to_le_bytes());
            for (to, from) in bytes[index..].iter_mut().zip(noise) {
                *to = from;
            }
        });
    }
    apply("one more", &|bytes| bytes.push(0));
}
