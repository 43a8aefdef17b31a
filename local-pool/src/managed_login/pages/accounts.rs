//! prompt=select_account: whom the browser remembers, and the way to be somebody else.

use super::visit::Visit;
use crate::http::Response;
use crate::managed_login::parameters::Parameters;
use crate::managed_login::{finish, sso};
use crate::pages::Route;
use crate::pages::login::{Account, ChooseAccount};
use crate::pages::{Parameter, form};

pub fn show(visit: &Visit<'_>) -> Response {
    let people = sso::people(visit.call, visit.pool());
    if people.is_empty() {
        return visit.go(Route::Login);
    }
    let accounts = people.into_iter().map(|known| {
        let name = known.user.attribute("name").unwrap_or(&known.user.username).to_owned();
        let detail = known.user.attribute("email").unwrap_or(&known.user.username).to_owned();
        Account { id: known.session.id, name, detail }
    });
    let view = ChooseAccount { accounts: accounts.collect() };
    visit.page(200, |frame| view.html(frame))
}

pub async fn take(visit: &Visit<'_>, form: &Parameters) -> Response {
    let chosen = form.get(form::ACCOUNT);
    let people = sso::people(visit.call, visit.pool());
    let Some(known) = people.iter().find(|known| Some(known.session.id.as_str()) == chosen) else {
        return visit.go(Route::Login);
    };
    if sso::suffices(visit.call, visit.request, &known.session) {
        return finish::remembered(visit.call, visit.request, &known.session, &known.user).await;
    }
    // Too long ago for this client: the same person signs in again.
    let query = visit.request.query.with(Parameter::LoginHint, &known.user.username);
    crate::managed_login::redirect::found(&query.address(Route::Login))
}
