//! QR codes (ISO/IEC 18004): bytes to a square of modules, at error correction level M, versions 1 to 20.
//! Only what a key URI needs: byte mode alone, and none where the text is longer than version 20 holds (666 bytes).

mod codewords;

pub(super) struct QrCode {
    size: usize,
    modules: Vec<Module>,
}

/// A module that is part of the symbol's structure is never masked.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Module {
    dark: bool,
    fixed: bool,
}

impl QrCode {
    pub fn of(data: &[u8]) -> Option<Self> {
        let version = codewords::version_for(data.len())?;
        let codewords = codewords::of(data, version);
        let mut plain = Self::structure(version);
        plain.place(&codewords);
        // The mask whose picture has the least that confuses a scanner (8.8).
        (0..8).map(|mask| plain.masked(mask)).min_by_key(Self::penalty)
    }

    pub const fn size(&self) -> usize {
        self.size
    }

    /// The dark modules as an SVG path, a run of each row at a time, moved by a margin.
    pub fn svg_path(&self, margin: usize) -> String {
        let mut path = String::new();
        for y in 0..self.size {
            let mut x = 0;
            while x < self.size {
                let run = (x..self.size).take_while(|x| self.dark(*x, y)).count();
                if run > 0 {
                    path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + margin, y + margin));
                }
                x += run.max(1);
            }
        }
        path
    }

    fn dark(&self, x: usize, y: usize) -> bool {
        self.modules[y * self.size + x].dark
    }

    fn fix(&mut self, x: usize, y: usize, dark: bool) {
        self.modules[y * self.size + x] = Module { dark, fixed: true };
    }

    /// Finders, timing, alignment and version; the place of the format is kept (6.3).
    fn structure(version: usize) -> Self {
        let size = version * 4 + 17;
        let mut code = Self { size, modules: vec![Module { dark: false, fixed: false }; size * size] };
        for i in 0..size {
            code.fix(6, i, i % 2 == 0);
            code.fix(i, 6, i % 2 == 0);
        }
        for (center_x, center_y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            for y in center_y.saturating_sub(4)..(center_y + 5).min(size) {
                for x in center_x.saturating_sub(4)..(center_x + 5).min(size) {
                    let ring = x.abs_diff(center_x).max(y.abs_diff(center_y));
                    code.fix(x, y, ring != 2 && ring != 4);
                }
            }
        }
        let centers = alignment_centers(version);
        let last = size - 7;
        for &center_y in &centers {
            for &center_x in &centers {
                if matches!((center_x, center_y), (6, 6))
                    || (center_x, center_y) == (6, last)
                    || (center_x, center_y) == (last, 6)
                {
                    continue;
                }
                for y in center_y - 2..=center_y + 2 {
                    for x in center_x - 2..=center_x + 2 {
                        code.fix(x, y, x.abs_diff(center_x).max(y.abs_diff(center_y)) != 1);
                    }
                }
            }
        }
        code.write_format(0);
        if version >= 7 {
            let bits = (version << 12) | remainder(version, 0x1f25, 12);
            for i in 0..18 {
                let dark = bits >> i & 1 == 1;
                code.fix(size - 11 + i % 3, i / 3, dark);
                code.fix(i / 3, size - 11 + i % 3, dark);
            }
        }
        code
    }

    /// Level and mask with their BCH code, twice (7.9).
    fn write_format(&mut self, mask: usize) {
        // Level M is 00.
        let bits = ((mask << 10) | remainder(mask, 0x537, 10)) ^ 0x5412;
        let dark = |i: usize| bits >> i & 1 == 1;
        let size = self.size;
        for i in 0..15 {
            let beside_first = match i {
                0..=5 => (8, i),
                6 | 7 => (8, i + 1),
                8 => (7, 8),
                _ => (14 - i, 8),
            };
            let beside_others = if i < 8 { (size - 1 - i, 8) } else { (8, size - 15 + i) };
            self.fix(beside_first.0, beside_first.1, dark(i));
            self.fix(beside_others.0, beside_others.1, dark(i));
        }
        self.fix(8, size - 8, true);
    }

    /// In columns of two from the right, up and down in turn, around what is fixed (7.7.3).
    fn place(&mut self, codewords: &[u8]) {
        let mut bits = codewords.iter().flat_map(|byte| (0..8).rev().map(move |i| byte >> i & 1 == 1));
        let mut upward = true;
        // The vertical timing pattern's column is left out.
        for right in (1..self.size).rev().filter(|x| if *x > 6 { x % 2 == 0 } else { x % 2 == 1 }) {
            for step in 0..self.size {
                let y = if upward { self.size - 1 - step } else { step };
                for x in [right, right - 1] {
                    let module = &mut self.modules[y * self.size + x];
                    if !module.fixed {
                        module.dark = bits.next().unwrap_or(false);
                    }
                }
            }
            upward = !upward;
        }
    }

    fn masked(&self, mask: usize) -> Self {
        let mut code = Self { size: self.size, modules: self.modules.clone() };
        for (index, module) in code.modules.iter_mut().enumerate() {
            let (x, y) = (index % self.size, index / self.size);
            let flips = match mask {
                0 => (x + y) % 2 == 0,
                1 => y % 2 == 0,
                2 => x % 3 == 0,
                3 => (x + y) % 3 == 0,
                4 => (x / 3 + y / 2) % 2 == 0,
                5 => x * y % 2 + x * y % 3 == 0,
                6 => (x * y % 2 + x * y % 3) % 2 == 0,
                _ => ((x + y) % 2 + x * y % 3) % 2 == 0,
            };
            module.dark ^= flips && !module.fixed;
        }
        code.write_format(mask);
        code
    }

    /// Runs, squares, what looks like a finder, and the balance of dark and light (table 11).
    fn penalty(&self) -> usize {
        let size = self.size;
        let rows = (0..size).map(|y| (0..size).map(|x| self.dark(x, y)).collect::<Vec<_>>());
        let columns = (0..size).map(|x| (0..size).map(|y| self.dark(x, y)).collect::<Vec<_>>());
        let lines: usize = rows.chain(columns).map(|line| line_penalty(&line)).sum();
        let same = |x: usize, y: usize| {
            let dark = self.dark(x, y);
            dark == self.dark(x + 1, y) && dark == self.dark(x, y + 1) && dark == self.dark(x + 1, y + 1)
        };
        let squares =
            (0..size - 1).flat_map(|y| (0..size - 1).map(move |x| (x, y))).filter(|(x, y)| same(*x, *y)).count();
        let dark = self.modules.iter().filter(|module| module.dark).count();
        let imbalance = (dark * 20).abs_diff(size * size * 10) / (size * size);
        lines + squares * 3 + imbalance * 10
    }
}

fn line_penalty(line: &[bool]) -> usize {
    const FINDER: [bool; 7] = [true, false, true, true, true, false, true];
    let runs: usize = line.chunk_by(|a, b| a == b).map(|run| if run.len() >= 5 { run.len() - 2 } else { 0 }).sum();
    let light = |modules: &[bool]| modules.iter().all(|dark| !dark);
    let finders = line.windows(11).filter(|window| {
        (window[..7] == FINDER && light(&window[7..])) || (light(&window[..4]) && window[4..] == FINDER)
    });
    runs + finders.count() * 40
}

fn alignment_centers(version: usize) -> Vec<usize> {
    if version == 1 {
        return Vec::new();
    }
    let (count, last) = (version / 7 + 2, version * 4 + 10);
    // Evenly from the far end, by even steps (annex E).
    let step = (version * 4 + 4).div_ceil(count * 2 - 2) * 2;
    let mut centers: Vec<_> = (0..count - 1).map(|i| last - i * step).collect();
    centers.push(6);
    centers
}

/// The remainder of a value by a BCH generator polynomial.
fn remainder(value: usize, generator: usize, degree: usize) -> usize {
    let rest = (0..degree).fold(value, |rest, _| (rest << 1) ^ ((rest >> (degree - 1) & 1) * generator));
    rest & ((1 << degree) - 1)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn text(length: usize) -> Vec<u8> {
        (0..length).map(|i| b'!' + u8::try_from(i * 7 % 90).unwrap()).collect()
    }

    /// Every length from 1 to 666 was read back by a scanner that others wrote (ZXing) when this digest was taken.
    #[test]
    fn the_pictures_are_those_that_a_scanner_read() {
        let mut digest = Sha256::new();
        let mut sizes = Vec::new();
        for length in (1..=666).step_by(19) {
            let code = QrCode::of(&text(length)).unwrap();
            digest.update(code.svg_path(0));
            sizes.push(code.size());
        }
        sizes.sort_unstable();
        sizes.dedup();
        assert_eq!((sizes.len(), sizes[0], sizes[sizes.len() - 1]), (20, 21, 97));
        let hex: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "06a64dc2d93019d4");
    }

    #[test]
    fn what_does_not_fit_has_no_picture() {
        assert!(QrCode::of(&text(666)).is_some());
        assert!(QrCode::of(&text(667)).is_none());
    }
}
