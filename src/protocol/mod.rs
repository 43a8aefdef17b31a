//! Pure: what to send and how to read the answer. No I/O, no clock, no randomness, no browser type.

#![forbid(unsafe_code)]

pub mod account_operation;
mod base64;
pub mod device;
mod exchange;
mod fault;
pub mod http;
pub mod identity_pool;
pub mod json;
pub mod jwt;
pub mod operation;
pub mod pkce;
pub mod retry;
pub mod session;
pub mod sign_in;
pub mod srp;
pub mod user_pool;
