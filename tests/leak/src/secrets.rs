//! Secrets to try: the edges, where a shortcut would show (0, 1, the top bit, all ones, single bits, long runs of either),
//! and numbers from a fixed seed, so that a failure can be had again. They are no secrets of anybody.

/// A number of 256 bits, big-endian.
pub type Secret = [u8; 32];

/// `count` of them, the edges first.
///
/// # Panics
/// Where there are not that many to be had.
#[must_use]
pub fn secrets(count: usize, seed: u64) -> Vec<Secret> {
    let edges = [
        [0; 32],
        power_of_two(0),
        power_of_two(255),
        [0xff; 32],
        [0xaa; 32],
        [0x55; 32],
        lowest_bits(255),
        lowest_bits(128),
        highest_bits(128),
    ];
    let single_bits = (1..255).step_by(7).map(power_of_two);
    let mut random = SplitMix64(seed);
    let anything = std::iter::repeat_with(move || random.secret());
    // Half of the rest are single bits, as long as there are any.
    let mut all: Vec<Secret> = edges.into_iter().take(count).collect();
    let room = count - all.len();
    all.extend(single_bits.take(room / 2));
    all.extend(anything.take(count - all.len()));
    all
}

/// 2^bit
#[must_use]
pub fn power_of_two(bit: usize) -> Secret {
    let mut number = [0; 32];
    number[31 - bit / 8] = 1 << (bit % 8);
    number
}

fn lowest_bits(count: usize) -> Secret {
    let mut number = [0; 32];
    for bit in 0..count {
        number[31 - bit / 8] |= 1 << (bit % 8);
    }
    number
}

fn highest_bits(count: usize) -> Secret {
    lowest_bits(256 - count).map(|byte| !byte)
}

/// A generator that needs one number of state (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
pub struct SplitMix64(pub u64);

impl SplitMix64 {
    #[must_use]
    pub fn secret(&mut self) -> Secret {
        let mut number = [0; 32];
        for word in number.chunks_exact_mut(8) {
            word.copy_from_slice(&self.word().to_be_bytes());
        }
        number
    }

    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
