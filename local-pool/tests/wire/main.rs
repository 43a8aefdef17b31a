//! The user pool API through the core alone: requests in, responses out, with a clock that the test sets.
//! What it sends comes from a client of its own, which shares no code with the pool.

mod account;
mod administering;
mod authenticator;
mod bad_input;
mod controls;
mod devices;
mod documents;
mod identity_pools;
mod managed_login;
mod passkeys;
mod pool;
mod preparing;
mod refreshing;
mod revoking;
mod sign_in;
mod signing_in;
mod srp_client;
mod triggers;
