//! The browser as a platform: fetch, the clock, the random generator. Window, worker and Node alike.

mod away;
mod fetch;
mod platform;

pub use platform::Browser;
