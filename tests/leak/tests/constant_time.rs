//! The arithmetic of a sign-in, held to one measure for all secrets, and the measures held to seeing what is not alike.
//!
//! Before that, the probe's results are held to num-bigint's: what is measured is the computation that is meant.

use num_bigint::BigUint;
use poolkey_leak::probe::{Call, Probe, Run};
use poolkey_leak::secrets::{Secret, secrets};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static PROBE: LazyLock<Probe> = LazyLock::new(Probe::load);

const PUBLIC: Call<'_> = Call { export: "srp_public", arguments: &[32], input: &[] };
const PREMASTER: Call<'_> = Call { export: "srp_premaster", arguments: &[], input: &[] };

#[test]
fn the_probe_computes_what_num_bigint_computes() {
    let (n, k, g) = (hex(N), hex(K), BigUint::from(2u8));
    for a in secrets(14, 1) {
        let run = PROBE.fuel(Call { input: &a, ..PUBLIC });
        assert_eq!((run.returned, number(&run.output)), (0, g.modpow(&number(&a), &n)), "A for a = {a:02x?}");
    }
    for input in all_three(6) {
        let [a, u, x] = [0, 416, 448].map(|at| number(&input[at..at + 32]));
        let k_g_x = &k * g.modpow(&x, &n) % &n;
        let s = ((big_b() + &n - k_g_x) % &n).modpow(&(&a + &u * &x), &n);
        for run in [PROBE.fuel(Call { input: &input, ..PREMASTER }), PROBE.trace(Call { input: &input, ..PREMASTER })] {
            assert_eq!((run.returned, number(&run.output)), (0, s.clone()), "S for a = {a:x}, u = {u:x}, x = {x:x}");
        }
    }
}

#[test]
fn every_a_takes_the_same_instructions_to_its_public_number() {
    assert_alike(&fuel(PUBLIC, &inputs(secrets(200, 10))));
}

#[test]
fn every_a_takes_the_same_instructions_to_the_premaster() {
    assert_alike(&fuel(PREMASTER, &premaster_inputs(secrets(66, 20), fixed(), fixed())));
}

#[test]
fn every_x_takes_the_same_instructions_to_the_premaster() {
    assert_alike(&fuel(PREMASTER, &premaster_inputs(fixed(), fixed(), secrets(66, 30))));
}

#[test]
fn every_a_u_and_x_together_take_the_same_instructions_to_the_premaster() {
    assert_alike(&fuel(PREMASTER, &all_three(68)));
}

#[test]
fn every_a_takes_the_same_decisions_and_addresses_to_its_public_number() {
    assert_alike(&trace(PUBLIC, &inputs(secrets(16, 40))));
}

#[test]
fn every_a_u_and_x_together_take_the_same_decisions_and_addresses_to_the_premaster() {
    assert_alike(&trace(PREMASTER, &all_three(16)));
}

#[test]
fn both_measures_see_a_comparison_that_stops_at_the_first_difference() {
    let call = Call { export: "leaky_compare", arguments: &[], input: &[] };
    let guesses: Vec<Vec<u8>> = (0..32).map(|equal| [[7; 32], equal_for(equal)].concat()).collect();
    assert_eq!(fuel(call, &guesses).len(), 32);
    assert_eq!(trace(call, &guesses).len(), 32);
}

#[test]
fn both_measures_see_a_power_that_multiplies_only_where_a_bit_is_set() {
    let call = Call { export: "leaky_power", arguments: &[], input: &[] };
    let exponents = inputs(secrets(200, 50));
    // Fuel sees how many bits are set, the trace sees which.
    assert!(fuel(call, &exponents).len() > 30);
    assert_eq!(trace(call, &exponents).len(), 200);
}

#[test]
fn only_the_trace_sees_an_address_that_depends_on_a_secret() {
    let call = Call { export: "leaky_lookup", arguments: &[], input: &[] };
    let indices: Vec<Vec<u8>> = (0..=255).map(|index| vec![index]).collect();
    assert_eq!(fuel(call, &indices).len(), 1);
    assert_eq!(trace(call, &indices).len(), 256);
}

/// Which measures came out, each with one of the inputs that gave it.
type Measures = BTreeMap<u64, Vec<u8>>;

fn fuel(call: Call<'_>, inputs: &[Vec<u8>]) -> Measures {
    measures(|call| PROBE.fuel(call), call, inputs)
}

fn trace(call: Call<'_>, inputs: &[Vec<u8>]) -> Measures {
    measures(|call| PROBE.trace(call), call, inputs)
}

fn measures(measure: impl Fn(Call<'_>) -> Run, call: Call<'_>, inputs: &[Vec<u8>]) -> Measures {
    inputs.iter().map(|input| (measure(Call { input, ..call }).measure, input.clone())).collect()
}

fn assert_alike(measures: &Measures) {
    let example = |(measure, input): (&u64, &Vec<u8>)| format!("{measure} for {}\n", number(input).to_str_radix(16));
    let examples: String = measures.iter().take(5).map(example).collect();
    assert_eq!(measures.len(), 1, "the computation depends on a secret; some of its measures:\n{examples}");
}

fn inputs(secrets: Vec<Secret>) -> Vec<Vec<u8>> {
    secrets.into_iter().map(Vec::from).collect()
}

/// a | B | u | x, until each of the lists was used up; a shorter one begins again.
fn premaster_inputs(a: Vec<Secret>, u: Vec<Secret>, x: Vec<Secret>) -> Vec<Vec<u8>> {
    let big_b = big_b().to_bytes_be();
    let count = a.len().max(u.len()).max(x.len());
    let all = a.iter().cycle().zip(u.iter().cycle()).zip(x.iter().cycle()).take(count);
    all.map(|((a, u), x)| [&a[..], &big_b, u, x].concat()).collect()
}

/// All three vary. The lists are shifted, so that the edges of one meet other edges of the next.
fn all_three(count: usize) -> Vec<Vec<u8>> {
    premaster_inputs(secrets(count, 60), rotated(secrets(count, 61), 1), rotated(secrets(count, 62), 2))
}

fn rotated(mut secrets: Vec<Secret>, by: usize) -> Vec<Secret> {
    secrets.rotate_left(by);
    secrets
}

fn fixed() -> Vec<Secret> {
    vec![[0x5a; 32]]
}

/// 32 bytes, of which the first `count` are sevens.
fn equal_for(count: usize) -> Secret {
    std::array::from_fn(|at| if at < count { 7 } else { 8 })
}

/// A server's number of full length; it is public.
fn big_b() -> BigUint {
    hex(N) - 5u8
}

fn number(bytes: &[u8]) -> BigUint {
    BigUint::from_bytes_be(bytes)
}

fn hex(text: &str) -> BigUint {
    BigUint::parse_bytes(text.as_bytes(), 16).expect("hexadecimal")
}

/// RFC 5054, appendix A, the group of 3072 bits, with another generator: Cognito's g is 2.
const N: &str = concat!(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);

/// k = H(N | g)
const K: &str = "538282C4354742D7CBBDE2359FCF67F9F5B3A6B08791E5011B43B8A5B66D9EE6";
