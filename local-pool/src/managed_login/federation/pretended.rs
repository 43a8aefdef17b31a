//! /_local/idp/authorize: a provider that is pretended, in place of Google, Facebook, Amazon and Apple. One picks one of a
//! few people, or is anybody by an address. It asks for no password, and says on its face what it is.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::callback;
use crate::call::Call;
use crate::http::Response;
use crate::managed_login::authorization_request;
use crate::managed_login::cookies::{BROWSER, Cookie};
use crate::managed_login::forms::{self, FormCookie};
use crate::managed_login::page;
use crate::managed_login::parameters::Parameters;
use crate::managed_login::place::Place;
use crate::managed_login::{authorize, page::html_response};
use crate::pages::{EchoedQuery, Origin, Person, PretendProvider, PretendProviderProblem, form};
use crate::store::{Federation, IdentityProvider, key};

pub const PATH: &str = "/_local/idp/authorize";

const PEOPLE: [(&str, &str, &str); 3] = [
    ("ada", "Ada Lovelace", "ada@example.com"),
    ("alan", "Alan Turing", "alan@example.com"),
    ("grace", "Grace Hopper", "grace@example.com"),
];

pub async fn answer(call: &Call<'_>, place: &Place) -> Response {
    let query = Parameters::of_query(call);
    let Some((federation, provider)) = waiting(call, &query) else {
        let reason = "No sign-in with a pretended provider is waiting in this browser.";
        return page::refused(&authorization_request::page("invalid_request", reason, Vec::new()), &query);
    };
    let request = match authorize::read(call, place, &Parameters::of_text(&federation.query)) {
        Ok(request) => request,
        Err(refused) => return *refused,
    };
    let shown = |email: &str, problem| {
        let cookie = FormCookie::of(call);
        let view = PretendProvider {
            name: format!("Pretend {}", provider.name),
            for_pool: request.pool().name.clone(),
            path: PATH,
            query: EchoedQuery::parse(&query.query()),
            csrf: cookie.token(request.pool()),
            people: PEOPLE.map(person).to_vec(),
            email: email.to_owned(),
            problem,
        };
        let targets: Vec<Origin> = Origin::of(&request.back.redirect_uri).into_iter().collect();
        let response = html_response(200, view.html(), &targets);
        match cookie.to_set(place) {
            Some(cookie) => response.with_header("set-cookie", cookie),
            None => response,
        }
    };
    if call.request.method != "POST" {
        return shown("", None);
    }
    let form = Parameters::of_form(call).unwrap_or_default();
    if !forms::is_genuine(call, request.pool(), place, &form) {
        return shown("", Some(PretendProviderProblem::FormExpired));
    }
    if form.get(form::ANSWER) == Some(form::SKIP) && callback::take(call, &query).is_some() {
        return request.back.refusal("access_denied", "The provider was told no").response();
    }
    let picked = PEOPLE.into_iter().find(|(id, ..)| form.get(form::ACCOUNT) == Some(id));
    let (name, email) = match (picked, form.get(form::EMAIL)) {
        (Some((_, name, email)), _) => (name.to_owned(), email.to_owned()),
        (None, Some(email)) if is_address(email) => {
            (email.split('@').next().unwrap_or_default().to_owned(), email.to_owned())
        }
        (None, other) => return shown(other.unwrap_or_default(), Some(PretendProviderProblem::NotAnAddress)),
    };
    // The state is good for one answer.
    if callback::take(call, &query).is_none() {
        return shown("", Some(PretendProviderProblem::FormExpired));
    }
    callback::sign_in(call, place, &request, &provider, claims(&provider, &name, &email)).await
}

fn waiting(call: &Call<'_>, query: &Parameters) -> Option<(Federation, std::sync::Arc<IdentityProvider>)> {
    let browser = Cookie::sent(call, BROWSER)?.hashed();
    let store = call.store();
    let federation = store.managed_login.federations.get(query.get("state")?, call.now)?;
    let provider = store.identity_providers.get(&key(&federation.pool_id, &federation.provider))?;
    (federation.browser == browser && provider.kind.is_social()).then(|| (federation.clone(), provider.clone()))
}

fn person((id, name, email): (&str, &str, &str)) -> Person {
    Person { id: id.to_owned(), name: name.to_owned(), email: email.to_owned() }
}

/// As the providers' own documents have them; each kind finds its own names among these.
fn claims(provider: &IdentityProvider, name: &str, email: &str) -> Map<String, Value> {
    let digest = Sha256::new().chain_update(provider.kind.name()).chain_update("\0").chain_update(email.to_lowercase());
    // The same address is the same person each time.
    let number = digest.finalize().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let subject = format!("1{number:020}");
    let (given, family) = name.split_once(' ').unwrap_or((name, ""));
    let claims = json!({
        "sub": subject, "id": subject, "user_id": subject,
        "email": email, "email_verified": true, "verified": true,
        "name": name, "given_name": given, "family_name": family, "first_name": given, "last_name": family,
        "firstName": given, "lastName": family, "locale": "en",
    });
    let mut claims = claims.as_object().cloned().unwrap_or_default();
    claims.retain(|_, value| value != "");
    claims
}

fn is_address(text: &str) -> bool {
    let plain = !text.chars().any(|char| char.is_whitespace() || char.is_control()) && text.len() <= 128;
    plain
        && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}
