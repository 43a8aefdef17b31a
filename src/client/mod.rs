//! Flows over a `Platform`: asynchronous, and free of any particular platform.

#![forbid(unsafe_code)]

pub mod account;
pub mod auth;
pub mod platform;
pub mod sign_in;
mod state;
pub mod tokens;
