//! Makes another text of one: bits, bytes, pieces moved, doubled or left out, words of the protocol, the half of another.

/// Randomness that a seed repeats (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number under `bound`, or 0 where there is none.
    pub fn under(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        (drawn as usize).checked_rem(bound).unwrap_or(0)
    }
}

/// No text grows beyond this.
const LONGEST: usize = 4096;

/// Pieces of JSON, and what every target may meet.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\u0000",
    "null",
    "true",
    "false",
    "0",
    "-",
    "-0",
    "1e5",
    "1E-3",
    ".5",
    "1.9",
    "99999999999999999999",
    "\u{feff}",
    "\u{e9}",
    "\u{1f980}",
    "=",
    "==",
    "+",
    "/",
    "-_",
    ".",
    "..",
    "e30",
    "A",
    "\n",
    "https://",
    "http://",
    "localhost",
    "127.0.0.1",
    "[::1]",
    "@",
    "?",
    "#",
    "%2f",
    "eu-west-1",
    "_",
    "cn-",
];

/// One to four changes.
pub fn mutate(text: &str, other: &str, words: &[&str], dice: &mut Dice) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=dice.under(4) {
        change(&mut bytes, other.as_bytes(), words, dice);
    }
    bytes.truncate(LONGEST);
    // The platform makes U+FFFD of what is not UTF-8; so does this.
    String::from_utf8_lossy(&bytes).into_owned()
}

fn change(bytes: &mut Vec<u8>, other: &[u8], words: &[&str], dice: &mut Dice) {
    let at = dice.under(bytes.len() + 1);
    let (to, rest) = (dice.under(bytes.len() + 1), bytes.len() - at);
    match dice.under(9) {
        0 if rest > 0 => bytes[at] ^= 1 << dice.under(8),
        1 if rest > 0 => bytes[at] = b"\"\\{}[]:,.-+=/_ 09azAZ\x00\x1f\x7f\xff"[dice.under(25)],
        2 => drop(bytes.drain(at..at + dice.under(rest.min(32) + 1))),
        3 => {
            let piece = bytes[at..at + dice.under(rest.min(64) + 1)].to_vec();
            insert(bytes, to, &piece);
        }
        4 => {
            let from = dice.under(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        5 => {
            let piece = bytes[at..at + dice.under(rest.min(8) + 1)].repeat(1 + dice.under(80));
            insert(bytes, to, &piece);
        }
        6 if !words.is_empty() => insert(bytes, to, words[dice.under(words.len())].as_bytes()),
        _ => insert(bytes, to, WORDS[dice.under(WORDS.len())].as_bytes()),
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}
