//! A core that crashes on demand, in the middle of whatever it does next, for the tests that watch it happen.
//! Not part of the published wasm.

use core::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::prelude::*;

static ARMED: AtomicBool = AtomicBool::new(false);

/// The next time the core asks for memory, it crashes.
#[wasm_bindgen(js_name = armTrap)]
pub fn arm_trap() {
    ARMED.store(true, Ordering::Relaxed);
}

pub(crate) fn spring() {
    if ARMED.load(Ordering::Relaxed) {
        panic!();
    }
}
