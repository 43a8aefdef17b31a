//! The HTML of managed login and of the tool's own pages: pure functions from a typed view to a page.
//! Nothing here decides anything: the handlers of OAuth and of the tool fill a view, and read the form that comes back by the
//! names in `form` and `route`. Escaping is maud's, by construction. There is no inline script or style, so that
//! `content_security_policy` can forbid both, and a page never contains a password that somebody typed.

pub mod form;
pub mod login;
pub mod tool;

mod asset;
#[cfg(test)]
mod contrast;
mod csrf;
mod document;
mod field;
mod language;
mod pretend_provider;
mod qr_code;
mod query;
mod route;
mod security_policy;
mod words;

pub use asset::{Asset, asset};
pub use csrf::CsrfToken;
pub use language::Language;
pub use pretend_provider::{Person, PretendProvider, PretendProviderProblem};
pub use query::{EchoedQuery, Parameter};
pub use route::Route;
pub use security_policy::{Origin, content_security_policy};
