//! The codewords of a QR code (ISO/IEC 18004, 7.4 to 7.6): bytes in byte mode, padded to a version, with their Reed-Solomon code.

/// Versions 1 to 20 at level M: error correction codewords in a block, and blocks (table 9).
#[rustfmt::skip]
const BLOCKS: [(usize, usize); 20] = [
    (10, 1), (16, 1), (26, 1), (18, 2), (24, 2), (16, 4), (18, 4), (22, 4), (22, 5), (26, 5),
    (30, 5), (22, 8), (22, 9), (24, 9), (24, 10), (28, 10), (28, 11), (26, 13), (26, 14), (26, 16),
];

/// The smallest version that holds so many bytes.
pub(super) fn version_for(length: usize) -> Option<usize> {
    (1..=BLOCKS.len()).find(|version| fits(length, *version))
}

/// All codewords of a symbol, in the order in which they are placed.
pub(super) fn of(data: &[u8], version: usize) -> Vec<u8> {
    with_error_correction(&data_codewords(data, version), version)
}

/// What is left for data and error correction once the structure is drawn, in codewords.
const fn raw_codewords(version: usize) -> usize {
    let mut modules = (16 * version + 128) * version + 64;
    if version >= 2 {
        let lines = version / 7 + 2;
        modules -= (25 * lines - 10) * lines - 55;
        if version >= 7 {
            modules -= 36;
        }
    }
    modules / 8
}

const fn data_capacity(version: usize) -> usize {
    let (correction, blocks) = BLOCKS[version - 1];
    raw_codewords(version) - correction * blocks
}

const fn fits(length: usize, version: usize) -> bool {
    // The mode and the count take 12 bits, or 20 from version 10 on.
    let overhead = if version < 10 { 2 } else { 3 };
    length + overhead <= data_capacity(version)
}

fn data_codewords(data: &[u8], version: usize) -> Vec<u8> {
    let mut bits = Vec::new();
    let mut push = |value: usize, length: usize| bits.extend((0..length).rev().map(|i| value >> i & 1 == 1));
    push(0b0100, 4);
    push(data.len(), if version < 10 { 8 } else { 16 });
    for byte in data {
        push(usize::from(*byte), 8);
    }
    // The terminator; the rest of the codeword is zeros, which four bits complete in byte mode.
    push(0, 4);
    let mut codewords: Vec<u8> =
        bits.chunks(8).map(|chunk| chunk.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect();
    let padding = [0xec, 0x11].into_iter().cycle();
    let missing = data_capacity(version) - codewords.len();
    codewords.extend(padding.take(missing));
    codewords
}

/// In blocks, each with its Reed-Solomon code, interleaved (7.5, 7.6).
fn with_error_correction(data: &[u8], version: usize) -> Vec<u8> {
    let (correction, count) = BLOCKS[version - 1];
    let generator = generator_polynomial(correction);
    let (short, longer) = (data.len() / count, data.len() % count);
    let mut rest = data;
    let mut blocks = Vec::new();
    for index in 0..count {
        let (block, after) = rest.split_at(short + usize::from(index >= count - longer));
        blocks.push((block, error_correction(block, &generator)));
        rest = after;
    }
    let data = (0..=short).flat_map(|i| blocks.iter().filter_map(move |(block, _)| block.get(i)));
    let codes = (0..correction).flat_map(|i| blocks.iter().filter_map(move |(_, code)| code.get(i)));
    data.chain(codes).copied().collect()
}

/// (x - 1)(x - a)(x - a^2)..., without its leading 1.
fn generator_polynomial(degree: usize) -> Vec<u8> {
    let mut polynomial = vec![0; degree];
    polynomial[degree - 1] = 1;
    let mut root = 1;
    for _ in 0..degree {
        for i in 0..degree {
            polynomial[i] = product(polynomial[i], root) ^ polynomial.get(i + 1).copied().unwrap_or(0);
        }
        root = product(root, 2);
    }
    polynomial
}

fn error_correction(data: &[u8], generator: &[u8]) -> Vec<u8> {
    let mut rest = vec![0; generator.len()];
    for byte in data {
        let factor = byte ^ rest.remove(0);
        rest.push(0);
        for (into, coefficient) in rest.iter_mut().zip(generator) {
            *into ^= product(*coefficient, factor);
        }
    }
    rest
}

/// In GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1.
fn product(a: u8, b: u8) -> u8 {
    (0..8).rev().fold(0, |sum, i| {
        let doubled = (sum << 1) ^ ((sum >> 7) * 0x1d);
        doubled ^ ((b >> i & 1) * a)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codeword_is_divided_by_its_generator() {
        assert_eq!(product(0x80, 2), 0x1d);
        assert_eq!(product(7, 1), 7);
        let generator = generator_polynomial(10);
        // From the table of generator polynomials (annex A), as powers of 2: 251, 67, 46, 61, 118, 70, 64, 94, 32, 45.
        let power = |exponent: u32| (0..exponent).fold(1, |value, _| product(value, 2));
        assert_eq!(generator, [251, 67, 46, 61, 118, 70, 64, 94, 32, 45].map(power));
    }
}
