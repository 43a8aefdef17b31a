//! Managed login: the OAuth 2.0 and OpenID Connect side of a pool, which apps send browsers to. One file per endpoint, and
//! under pages/ one per step of a sign-in. It proves nobody itself: passwords and codes are the sign-in machine's.
//! Pages are for the browser's eyes alone; only the endpoints that apps call by script may be read by other origins.

mod authorization_request;
mod authorize;
mod cookies;
mod federation;
mod finish;
mod forms;
mod issuing;
mod log_out;
mod page;
mod pages;
mod parameters;
mod place;
mod redirect;
mod revoke;
mod scope;
mod sso;
mod token;
mod user_info;

use crate::call::Call;
use crate::http::Response;
use crate::pages::{Route, asset};
use place::Place;

const TOKEN: &str = "/oauth2/token";
const REVOKE: &str = "/oauth2/revoke";
const USER_INFO: &str = "/oauth2/userInfo";

/// Answers a request to managed login; None where the path is not its own.
pub async fn answer(call: &Call<'_>) -> Option<Response> {
    let place = Place::of(call);
    let method = call.request.method.as_str();
    let answered = match (method, call.request.path.as_str()) {
        ("POST", TOKEN) => token::answer(call, &place).await,
        ("POST", REVOKE) => revoke::answer(call, &place),
        ("GET" | "POST", USER_INFO) => user_info::answer(call, &place),
        ("GET" | "HEAD", federation::CALLBACK) => Box::pin(federation::answer_callback(call, &place)).await,
        ("GET" | "HEAD" | "POST", federation::PRETENDED) => Box::pin(federation::answer_pretended(call, &place)).await,
        (_, TOKEN | REVOKE | USER_INFO) => not_allowed(),
        ("GET" | "HEAD", path) if path.starts_with("/assets/") => file(call, path)?,
        (_, path) => match (method, Route::at(path)?) {
            ("GET" | "HEAD" | "POST", Route::Authorize) => Box::pin(authorize::answer(call, &place)).await,
            ("GET" | "HEAD", Route::Logout) => log_out::answer(call, &place),
            ("GET" | "HEAD", route) => Box::pin(pages::show(call, &place, route)).await,
            ("POST", route) if route != Route::Logout => Box::pin(pages::take(call, &place, route)).await,
            _ => not_allowed(),
        },
    };
    Some(answered)
}

/// The page of the pretended provider, which any site may send a browser to, unlike the tool's own.
pub fn is_pretended_provider(path: &str) -> bool {
    path == federation::PRETENDED
}

/// Where a request came, without a slash at the end.
pub fn origin(call: &Call<'_>) -> String {
    Place::of(call).origin
}

/// Whether a script of another origin may read what is at a path: pages are not among it.
pub fn is_for_scripts(path: &str) -> bool {
    !is_pretended_provider(path) && path != federation::CALLBACK && Route::at(path).is_none()
}

fn file(call: &Call<'_>, path: &str) -> Option<Response> {
    let asset = asset(path)?;
    if call.request.header("if-none-match") == Some(&asset.etag) {
        return Some(Response::empty(304).with_header("etag", asset.etag));
    }
    let response = Response::new(200, asset.content_type, asset.body.as_bytes().to_vec());
    Some(
        response
            .with_header("etag", asset.etag)
            .with_header("cache-control", "no-cache")
            .with_header("x-content-type-options", "nosniff"),
    )
}

fn not_allowed() -> Response {
    Response::new(405, "text/plain; charset=utf-8", b"this endpoint does not take this method\n".to_vec())
}
