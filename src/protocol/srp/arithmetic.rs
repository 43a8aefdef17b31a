//! The seam: everything that SRP asks of big numbers, bytes in and bytes out. A faster engine replaces this file.
//!
//! The engine is crypto-bigint's Montgomery form with constant-time exponentiation: no branch and no index depends
//! on an exponent. The test in `tests/leak` counts the instructions of the compiled wasm to show it.

use super::group::{G, GROUP_BYTES, K_HEX, N_HEX};
use crypto_bigint::modular::{ConstMontyForm, ConstMontyParams};
use crypto_bigint::{U256, U512, U1536, U3072};
use zeroize::Zeroize;

/// A number modulo N, big-endian.
pub type GroupBytes = [u8; GROUP_BYTES];

crypto_bigint::const_monty_params!(Group, U3072, N_HEX, "The group.");

type Element = ConstMontyForm<Group, { U3072::LIMBS }>;

static K: U3072 = U256::from_be_hex(K_HEX).resize();

/// A = g^a mod N
#[must_use]
pub fn public<const BYTES: usize>(a: &[u8; BYTES]) -> GroupBytes {
    let mut exponent = exponent(a);
    let element = generator().pow_bounded_exp(&exponent, bits(BYTES));
    exponent.zeroize();
    to_bytes(element)
}

/// S = (B - k g^x)^(a + u x) mod N. `None` where B is 0 modulo N, not below N, or longer than N.
#[must_use]
pub fn premaster<const BYTES: usize>(big_b: &[u8], a: &[u8; BYTES], u: &[u8; 32], x: &[u8; 32]) -> Option<GroupBytes> {
    let big_b = group_number(big_b)?;
    let mut u_x: U512 = U256::from_be_slice(u).concatenating_mul(&U256::from_be_slice(x));
    let mut x = exponent(x);
    // u x < 2^512 - 2^257 + 2, so the sum with an `a` of 256 bits stays below 2^512; a longer `a` may carry one bit.
    let mut a_u_x = exponent(a).wrapping_add(&u_x.resize());
    let a_u_x_bits = if BYTES > 32 { bits(BYTES).max(512) + 1 } else { 512 };

    let mut g_x = generator().pow_bounded_exp(&x, 256);
    let mut base = Element::new(&big_b).sub(&Element::new(&K).mul(&g_x));
    let secret = base.pow_bounded_exp(&a_u_x, a_u_x_bits);

    x.zeroize();
    u_x.zeroize();
    a_u_x.zeroize();
    g_x.zeroize();
    base.zeroize();
    Some(to_bytes(secret))
}

fn generator() -> Element {
    Element::new(&U3072::from_u8(G))
}

/// Room for an exponent of 1,024 bits and a carry. How long an exponent is, is no secret; what it is, is.
fn exponent<const BYTES: usize>(bytes: &[u8; BYTES]) -> U1536 {
    const { assert!(BYTES <= 128) }
    let mut padded = [0; U1536::BYTES];
    if let Some(end) = padded.last_chunk_mut::<BYTES>() {
        *end = *bytes;
    }
    let number = U1536::from_be_slice(&padded);
    padded.zeroize();
    number
}

const fn bits(bytes: usize) -> u32 {
    8 * bytes as u32
}

/// A number of the other side: refused where it is 0 mod N, N or more, or longer than N. It is no secret.
fn group_number(bytes: &[u8]) -> Option<U3072> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let minimal = bytes.get(zeros..)?;
    let mut padded = [0; GROUP_BYTES];
    padded.get_mut(GROUP_BYTES.checked_sub(minimal.len())?..)?.copy_from_slice(minimal);
    let number = U3072::from_be_slice(&padded);
    (!minimal.is_empty() && number < *Group::PARAMS.modulus().as_ref()).then_some(number)
}

fn to_bytes(mut element: Element) -> GroupBytes {
    let mut number = element.retrieve();
    let mut bytes = [0; GROUP_BYTES];
    bytes.copy_from_slice(number.to_be_bytes().as_ref());
    number.zeroize();
    element.zeroize();
    bytes
}

#[cfg(test)]
mod tests {
    use super::{GROUP_BYTES, premaster, public};
    use crate::protocol::srp::group::{K_HEX, N_HEX};
    use num_bigint::BigUint;
    use proptest::prelude::*;

    fn n() -> BigUint {
        BigUint::parse_bytes(N_HEX.as_bytes(), 16).unwrap()
    }

    fn to_group_bytes(number: &BigUint) -> Vec<u8> {
        let bytes = number.to_bytes_be();
        [vec![0; GROUP_BYTES - bytes.len()], bytes].concat()
    }

    /// The formula in num-bigint's numbers.
    fn oracle(big_b: &BigUint, a: &[u8], u: &[u8], x: &[u8]) -> BigUint {
        let (n, k) = (n(), BigUint::parse_bytes(K_HEX.as_bytes(), 16).unwrap());
        let [a, u, x] = [a, u, x].map(BigUint::from_bytes_be);
        let k_g_x = k * BigUint::from(2u8).modpow(&x, &n) % &n;
        ((big_b + &n - k_g_x) % &n).modpow(&(a + u * x), &n)
    }

    /// Random bytes, and the edges: 0, 1, all ones, the top bit alone.
    fn exponent<const BYTES: usize>() -> impl Strategy<Value = [u8; BYTES]> {
        let edge = |first, middle, last| {
            let mut bytes = [middle; BYTES];
            bytes[0] = first;
            bytes[BYTES - 1] = last;
            Just(bytes)
        };
        prop_oneof![
            4 => prop::collection::vec(any::<u8>(), BYTES).prop_map(|bytes| bytes.try_into().unwrap()),
            1 => prop_oneof![edge(0, 0, 0), edge(0, 0, 1), edge(255, 255, 255), edge(128, 0, 0), edge(0, 255, 255)],
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn both_powers_agree_with_num_bigint(a in exponent::<32>(), wide in exponent::<128>(), u in exponent::<32>(), x in exponent::<32>(), b in exponent::<128>()) {
            let big_b = BigUint::from(2u8).modpow(&BigUint::from_bytes_be(&b), &n());
            prop_assert_eq!(BigUint::from_bytes_be(&public(&a)), BigUint::from(2u8).modpow(&BigUint::from_bytes_be(&a), &n()));
            prop_assert_eq!(BigUint::from_bytes_be(&public(&wide)), BigUint::from(2u8).modpow(&BigUint::from_bytes_be(&wide), &n()));
            let bytes = to_group_bytes(&big_b);
            prop_assert_eq!(BigUint::from_bytes_be(&premaster(&bytes, &a, &u, &x).unwrap()), oracle(&big_b, &a, &u, &x));
            prop_assert_eq!(BigUint::from_bytes_be(&premaster(&bytes, &wide, &u, &x).unwrap()), oracle(&big_b, &wide, &u, &x));
        }
    }

    #[test]
    fn a_server_number_outside_the_group_is_refused() {
        let [a, u, x] = [[3; 32], [5; 32], [7; 32]];
        let refused = |big_b: &[u8]| premaster(big_b, &a, &u, &x).is_none();
        assert!(refused(&[]));
        assert!(refused(&[0]));
        assert!(refused(&[0; GROUP_BYTES]));
        assert!(refused(&n().to_bytes_be()));
        assert!(refused(&(n() + 1u8).to_bytes_be()));
        assert!(refused(&(n() * 2u8).to_bytes_be()));
        assert!(refused(&[1; GROUP_BYTES + 1]));
        assert!(!refused(&(n() - 1u8).to_bytes_be()));
        assert!(!refused(&[1]));
        assert!(!refused(&[&[0; 9][..], &(n() - 1u8).to_bytes_be()].concat()));
    }
}
