//! Randomness as an argument: the core asks a `Random`, which a shell or a test provides.
//! A shell must bring the platform's cryptographic generator; a test may bring a counter.

use std::convert::Infallible;

use rsa::rand_core::{TryCryptoRng, TryRng};

pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

pub fn bytes<const LENGTH: usize>(random: &dyn Random) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    random.fill(&mut bytes);
    bytes
}

/// A version 4 UUID (RFC 9562), as Cognito writes jti, event_id and request ids.
pub fn uuid(random: &dyn Random) -> String {
    uuid_from(bytes(random))
}

pub fn uuid_from(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// Lends a `Random` to the RSA key generator.
pub struct Generator<'a>(pub &'a dyn Random);

impl TryRng for Generator<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(bytes(self.0)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(bytes(self.0)))
    }

    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(destination);
        Ok(())
    }
}

impl TryCryptoRng for Generator<'_> {}

/// For tests: bytes that look random and are the same in every run.
#[cfg(test)]
#[derive(Default)]
pub struct Counter(std::sync::atomic::AtomicU64);

#[cfg(test)]
impl Random for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        use sha2::{Digest, Sha256};
        for chunk in bytes.chunks_mut(32) {
            let count = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            chunk.iter_mut().zip(Sha256::digest(count.to_le_bytes())).for_each(|(to, from)| *to = from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_says_its_version_and_variant() {
        assert_eq!(uuid_from([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid_from([0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
