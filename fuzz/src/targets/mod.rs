//! What is thrown at: each target reads a text, and panics where the SDK panics or says something else than it should.

mod account;
mod base64;
mod config;
mod device;
mod json;
mod replies;
mod sign_in;

/// One target.
pub struct Target {
    /// As it is called on the command line, and in `corpus/`.
    pub name: &'static str,
    /// Words that its parsers look for.
    pub words: &'static [&'static str],
    /// Panics where something is wrong.
    pub run: fn(&str),
}

/// All of them.
pub static TARGETS: [Target; 8] = [
    Target { name: "json", words: &["\"a\"", "{\"a\":", "[[["], run: json::run },
    Target { name: "replies", words: replies::WORDS, run: replies::run },
    Target { name: "claims", words: &["\"sub\":", "\"cognito:username\":", "\"s\""], run: base64::claims },
    Target { name: "base64", words: &["A", "AA==", "AAA=", "____"], run: base64::run },
    Target { name: "device", words: device::WORDS, run: device::run },
    Target { name: "account", words: account::WORDS, run: account::run },
    Target { name: "config", words: &[".localhost", ":4600", "/", "\\", " "], run: config::run },
    Target { name: "sign_in", words: sign_in::WORDS, run: sign_in::run },
];

/// The one of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
