//! Poolkey signs people in to Amazon Cognito from the browser.
//!
//! The password is proved with SRP and never sent; tokens live in memory and nowhere else.
//!
//! ```no_run
//! # async fn example() -> poolkey::Result<()> {
//! # #[cfg(target_arch = "wasm32")] {
//! use poolkey::{Auth, PoolConfig, SignIn};
//!
//! let auth = Auth::new(PoolConfig::new("eu-west-1_AbCdEfGhI", "1h57kf5cpq17m0eml12EXAMPLE")?);
//! match auth.sign_in("ada", "Correct-horse-7").await? {
//!     SignIn::SignedIn(user) => { user.username(); }
//!     SignIn::Challenged(pending) => { pending.name(); }
//! }
//! let token = auth.access_token().await?;
//! # let _ = token; }
//! # Ok(()) }
//! ```
//!
//! Four layers, arrows only downward: `bindings` (what JavaScript sees) and `browser` (the platform) on top,
//! [`client`] (the flows), [`protocol`] (pure: what to send and how to read the answer).

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod ascii;
pub mod client;
pub mod config;
pub mod error;
pub mod protocol;
pub mod secret;

#[cfg(feature = "bindings")]
pub mod bindings;
#[cfg(all(target_arch = "wasm32", feature = "browser"))]
pub mod browser;

pub use client::auth::Auth;
pub use client::platform::Platform;
pub use client::sign_in::{PendingChallenge, SignIn};
pub use config::PoolConfig;
pub use error::{Error, ErrorCode, Result};
pub use protocol::jwt::claims::User;
pub use protocol::sign_in::{Answer, Flow, Start};
pub use secret::Secret;
