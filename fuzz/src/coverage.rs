//! Which code ran, by LLVM's SanitizerCoverage (inline 8-bit counters, one for each edge). A build without them has none,
//! and then nothing is ever new.

use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

static START: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
static LENGTH: AtomicUsize = AtomicUsize::new(0);

/// Each instrumented module calls this when the program starts, with the one region that the linker made of all of them.
#[unsafe(no_mangle)]
extern "C" fn __sanitizer_cov_8bit_counters_init(start: *mut u8, stop: *mut u8) {
    START.store(start, Ordering::Relaxed);
    LENGTH.store(stop as usize - start as usize, Ordering::Relaxed);
}

/// The edges seen so far, with how often they ran in one text, in steps of powers of two.
#[derive(Default)]
pub struct Seen(Vec<u8>);

impl Seen {
    /// Forgets what ran, so that only the next text counts.
    pub fn clear() {
        counters().fill(0);
    }

    /// Adds what ran since, and says whether some of it is new.
    pub fn add(&mut self) -> bool {
        let counters = counters();
        self.0.resize(counters.len(), 0);
        let mut is_new = false;
        for (seen, count) in self.0.iter_mut().zip(counters).filter(|(_, count)| **count > 0) {
            let bucket = 1 << count.ilog2();
            is_new |= *seen & bucket == 0;
            *seen |= bucket;
        }
        is_new
    }

    /// How many edges ran at all, and how many there are.
    pub fn edges(&self) -> (usize, usize) {
        (self.0.iter().filter(|seen| **seen > 0).count(), self.0.len())
    }
}

fn counters() -> &'static mut [u8] {
    let (start, length) = (START.load(Ordering::Relaxed), LENGTH.load(Ordering::Relaxed));
    if start.is_null() {
        return &mut [];
    }
    // SAFETY: the region lives as long as the program and is plain bytes; the program that counts has one thread.
    unsafe { std::slice::from_raw_parts_mut(start, length) }
}
