//! Pure: what to send and how to read the answer. No I/O, no clock, no randomness, no browser type.

#![forbid(unsafe_code)]

mod base64;
pub mod http;
pub mod json;
pub mod jwt;
pub mod operation;
pub mod pkce;
pub mod session;
pub mod sign_in;
pub mod srp;
pub mod user_pool;
