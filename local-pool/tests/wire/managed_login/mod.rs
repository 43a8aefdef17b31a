//! Managed login through the core: apps that ask, browsers that follow, and people who attack both.

mod accounts;
mod adding_passkeys;
mod app;
mod authorizing;
mod browser;
mod federating;
mod forging;
mod linked_sessions;
mod logging;
mod redeeming;
mod remembering;
mod revoking;
mod second_factors;
mod signing_in;
mod signing_out;
mod user_info;
