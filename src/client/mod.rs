//! Flows over a `Platform`: asynchronous, and free of any particular platform.

#![forbid(unsafe_code)]

pub mod account;
pub mod auth;
mod call;
mod device_list;
pub mod devices;
mod flight;
mod identity;
mod mfa;
mod passkeys;
pub mod platform;
mod retry;
mod sessions;
pub mod sign_in;
mod state;
pub mod tokens;
