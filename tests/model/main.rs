//! Every operation of the crate, held to Cognito's own model of its API (`tests/contract/api/`): what it writes, and
//! whatever may come back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod account;
mod covered;
mod replies;
mod requests;
mod shape;
mod values;
