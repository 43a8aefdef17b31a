//! Forms that only our own pages can send (OWASP, Cross-Site Request Forgery): each carries an HMAC of a random cookie of
//! the browser by the pool's own key, and a browser that says where a form comes from must say that it is from here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::cookies::{Cookie, FORMS};
use super::parameters::Parameters;
use super::place::Place;
use crate::call::Call;
use crate::pages::{CsrfToken, form};
use crate::store::Pool;

/// The browser's cookie for forms, and whether it is new and has to be set.
pub struct FormCookie {
    cookie: Cookie,
    is_new: bool,
}

impl FormCookie {
    pub fn of(call: &Call<'_>) -> Self {
        match Cookie::sent(call, FORMS) {
            Some(cookie) => Self { cookie, is_new: false },
            None => Self { cookie: Cookie::new(call), is_new: true },
        }
    }

    pub fn token(&self, pool: &Pool) -> CsrfToken {
        let mac = mac(pool, &self.cookie).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
        CsrfToken::new(mac.unwrap_or_default())
    }

    pub fn to_set(&self, place: &Place) -> Option<String> {
        self.is_new.then(|| self.cookie.set(FORMS, place, None))
    }
}

/// Whether a form was sent by a page of ours, in this browser.
pub fn is_genuine(call: &Call<'_>, pool: &Pool, place: &Place, sent: &Parameters) -> bool {
    if !is_from_here(call, place) {
        return false;
    }
    let (Some(cookie), Some(token)) = (Cookie::sent(call, FORMS), sent.get(form::CSRF)) else {
        return false;
    };
    let token = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    mac(pool, &cookie).is_some_and(|mac| mac.verify_slice(&token).is_ok())
}

/// Pages with `Referrer-Policy: no-referrer` send `Origin: null` with their own forms, so Sec-Fetch-Site comes first.
fn is_from_here(call: &Call<'_>, place: &Place) -> bool {
    match (call.request.header("sec-fetch-site"), call.request.header("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some("null") | None) => true,
        (None, Some(origin)) => place.is(origin),
    }
}

fn mac(pool: &Pool, cookie: &Cookie) -> Option<Hmac<Sha256>> {
    // The pool's own random key: a token of another pool, or of before a reset, is none here.
    let mut mac = Hmac::<Sha256>::new_from_slice(pool.decoy_key.expose()).ok()?;
    mac.update(b"forms of managed login\0");
    mac.update(cookie.text().as_bytes());
    Some(mac)
}
