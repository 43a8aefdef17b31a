//! Flows through a fake platform: scripted replies, a clock that the test sets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod account;
mod challenges;
mod devices;
mod fake_platform;
mod refreshing;
mod replies;
mod retries;
mod signing_in;
mod signing_out;
mod starting_again;
mod ways_in;
