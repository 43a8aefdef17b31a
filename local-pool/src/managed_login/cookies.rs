//! The three cookies of the pages, all random: which browser it is (for a sign-in under way), what its forms are bound to,
//! and, for each pool, which sign-ins it remembers. A script reads none of them and no other site sends them with a form.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::place::Place;
use crate::call::Call;
use crate::clock::Span;
use crate::random;
use crate::store::{Hashed, Pool};

pub const BROWSER: &str = "local-pool-browser";
pub const FORMS: &str = "local-pool-forms";

/// A value of 256 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Cookie(String);

impl Cookie {
    pub fn new(call: &Call<'_>) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random::bytes::<32>(call.random)))
    }

    /// What the browser sent; only what could be ours counts.
    pub fn sent(call: &Call<'_>, name: &str) -> Option<Self> {
        let headers = call.request.headers.iter().filter(|(known, _)| known == "cookie");
        let mut pairs = headers.flat_map(|(_, value)| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(known, value)| *known == name && is_ours(value))?;
        Some(Self(value.to_owned()))
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    pub fn hashed(&self) -> Hashed {
        Hashed::of(&self.0)
    }

    /// The value of `Set-Cookie`. Without a lifetime the browser keeps it until it is closed.
    pub fn set(&self, name: &str, place: &Place, lifetime: Option<Span>) -> String {
        let secure = if place.secure { "; Secure" } else { "" };
        let age = lifetime.map(|span| format!("; Max-Age={}", span.whole_seconds())).unwrap_or_default();
        format!("{name}={}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.0)
    }
}

/// The name of the cookie of remembered sign-ins. A pool's id has no character that a cookie's name may not have.
pub fn sso(pool: &Pool) -> String {
    format!("local-pool-sso-{}", pool.id)
}

/// `Set-Cookie` that ends a cookie.
pub fn end(name: &str, place: &Place) -> String {
    let secure = if place.secure { "; Secure" } else { "" };
    format!("{name}=; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age=0")
}

fn is_ours(value: &str) -> bool {
    value.len() == 43 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
