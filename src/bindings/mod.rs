//! What JavaScript sees: every `#[wasm_bindgen]` of the npm package. What is longer than ten lines belongs below.
//!
//! Off by default: the exports would appear in every app that uses the crate. Values cross as JSON text, written in
//! `shapes` and held to `tests/contract` in both languages. Nothing here waits: a call begins a task, the host sends
//! what the task asks for, brings the reply back, and is told how it ended. So every entry into the wasm is a plain
//! call of the host's, and a crash is caught exactly where it happens.

pub mod shapes;
pub mod tasks;

#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
mod raw_core;
