//! Flows through a fake platform: scripted replies, a clock that the test sets.

mod fake_platform;
mod refreshing;
mod replies;
mod signing_in;
mod signing_out;
