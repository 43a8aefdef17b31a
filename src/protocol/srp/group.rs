//! The group: the 3072-bit prime of RFC 5054, appendix A, its generator 2, and the multiplier that both give.
//!
//! The test computes the prime from its definition (RFC 3526, section 5) and the multiplier from both.

/// N, big-endian.
pub(super) const N_HEX: &str = concat!(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);

/// g
pub(super) const G: u8 = 2;

/// k = H(PAD(N) | PAD(g)), big-endian.
pub(super) const K_HEX: &str = "538282C4354742D7CBBDE2359FCF67F9F5B3A6B08791E5011B43B8A5B66D9EE6";

/// Bytes of N, and of every number modulo N.
pub const GROUP_BYTES: usize = 384;

#[cfg(test)]
mod tests {
    use super::{G, GROUP_BYTES, K_HEX, N_HEX};
    use crate::protocol::srp::pad::pad;
    use num_bigint::{BigInt, BigUint};
    use sha2::{Digest, Sha256};

    /// arctan(1/x) times 2^bits, by its series.
    fn arctan_inverse(x: u32, bits: u32) -> BigInt {
        let (mut sum, mut power, mut n) = (BigInt::from(0), (BigInt::from(1) << bits) / x, 1u32);
        while power != BigInt::from(0) {
            sum += if n % 4 == 1 { &power / n } else { -(&power / n) };
            power /= x * x;
            n += 2;
        }
        sum
    }

    #[test]
    fn the_prime_is_the_one_that_rfc_3526_defines() {
        // 2^3072 - 2^3008 - 1 + 2^64 * ([2^2942 pi] + 1690314), with pi by Machin's formula.
        let guard = 64;
        let pi: BigInt = (arctan_inverse(5, 2942 + guard) * 4 - arctan_inverse(239, 2942 + guard)) * 4;
        let one = BigInt::from(1);
        let n: BigInt = (&one << 3072) - (&one << 3008) - 1 + ((pi >> guard) + 1_690_314) * (&one << 64);
        assert_eq!(n, BigInt::parse_bytes(N_HEX.as_bytes(), 16).unwrap());
        assert_eq!(N_HEX.len(), 2 * GROUP_BYTES);
    }

    #[test]
    fn the_multiplier_is_the_hash_of_prime_and_generator() {
        let n = BigUint::parse_bytes(N_HEX.as_bytes(), 16).unwrap().to_bytes_be();
        let mut hash = Sha256::new();
        hash.update(pad(&n).concat());
        hash.update([G]);
        assert_eq!(BigUint::from_bytes_be(&hash.finalize()), BigUint::parse_bytes(K_HEX.as_bytes(), 16).unwrap());
    }
}
