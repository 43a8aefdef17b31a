//! GET /logout: forgets whom the browser remembers, and goes to a sign-out address of the client, letter by letter one that
//! is registered, or to the page that signs in again. Tokens stay good: revoking them is another endpoint's.

use super::authorization_request::{self, is_good};
use super::cookies::{self, Cookie};
use super::page;
use super::parameters::Parameters;
use super::place::Place;
use super::redirect::found;
use crate::call::Call;
use crate::http::Response;
use crate::pages::Route;
use crate::pages::login::{ErrorPage, Fact};
use crate::user_pool::KnownClient;

pub fn answer(call: &Call<'_>, place: &Place) -> Response {
    let parameters = Parameters::of_query(call);
    let at_domain = place.pool(call);
    let known = authorization_request::client(call, at_domain.as_deref(), &parameters);
    let to = known.and_then(|known| Ok((target(&known, &parameters)?, known)));
    match to {
        Ok((address, known)) => {
            forget(call, &known);
            found(&address).with_header("set-cookie", cookies::end(&cookies::sso(&known.pool), place))
        }
        Err(error) => page::refused(&error, &parameters),
    }
}

fn target(known: &KnownClient, parameters: &Parameters) -> Result<String, ErrorPage> {
    let settings = &known.client.settings;
    if let Some(name) = parameters.repeated(&["logout_uri", "redirect_uri"]) {
        let reason = format!("{name} is there more than once.");
        return Err(authorization_request::page("invalid_request", &reason, Vec::new()));
    }
    // With a logout_uri nothing else counts.
    let (name, sent, registered) = match (parameters.get("logout_uri"), parameters.get("redirect_uri")) {
        (Some(uri), _) => ("logout_uri", uri, &settings.logout_urls),
        (None, Some(uri)) => ("redirect_uri", uri, &settings.callback_urls),
        (None, None) => {
            let reason = "The request has neither a logout_uri nor a redirect_uri.";
            return Err(authorization_request::page("invalid_request", reason, Vec::new()));
        }
    };
    if !registered.iter().any(|known| known == sent) || !is_good(sent) {
        let facts = vec![
            Fact { label: format!("{name} sent"), values: vec![sent.to_owned()] },
            Fact { label: "registered".to_owned(), values: registered.clone() },
        ];
        let reason = format!("The {name} is not registered with this app client. It is compared letter by letter.");
        return Err(authorization_request::page("redirect_mismatch", &reason, facts));
    }
    Ok(match name {
        "logout_uri" => sent.to_owned(),
        _ => parameters.echoed().address(Route::Login),
    })
}

fn forget(call: &Call<'_>, known: &KnownClient) {
    let Some(cookie) = Cookie::sent(call, &cookies::sso(&known.pool)) else { return };
    let mut store = call.store();
    for session in store.sso.of_browser(&known.pool.id, &cookie.hashed(), call.now) {
        store.end_sso(&session.pool_id, &session.id);
    }
}
