//! A Cognito that runs on your machine: the core of local-pool, a function from a request to a response.
//! It has no sockets, no clock and no randomness of its own; a shell (the binary, later a Service Worker) brings them.
//! It shares no code with the SDK: a mistake made in both would cancel out and be found by nobody.
//! It is for demos and tests, and refuses to be anything more: it keeps its keys and everybody's codes for all to read.

pub mod clock;
pub mod config;
pub mod http;
pub mod model;
pub mod outbound;
pub mod pages;
pub mod random;

mod call;
mod identity_pool;
mod keys;
mod local;
mod local_pool;
mod managed_login;
mod plain_words;
mod secret;
mod srp;
mod store;
mod timestamp;
mod tokens;
mod totp;
mod triggers;
mod user_pool;
mod webauthn;
mod well_known;

pub use config::Config;
pub use local_pool::{LocalPool, Surroundings};
pub use secret::Secret;
pub use store::{Change, Unreadable};
