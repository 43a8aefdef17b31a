//! A core that crashes on demand, for the test that watches it happen. Not part of the published wasm.

use wasm_bindgen::prelude::*;

/// Crashes.
#[wasm_bindgen]
pub fn trap() {
    panic!();
}
