//! What may be shown of a request. Everything else is `[redacted]`, names as well as values: a body that is not what it
//! says it is has its passwords where names would be. So a name is shown if Cognito's model or OAuth has it, a value if
//! its name is on the short list below, and a new member is hidden until somebody thought about it.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::{Map, Value};
use url::{Url, form_urlencoded};

use crate::http::Request;
use crate::model;
use crate::pages::Route;

const REDACTED: &str = "[redacted]";
/// Longer texts are cut; deeper structures left out.
const LONGEST: usize = 200;
const DEEPEST: usize = 8;
const WIDEST: usize = 50;

/// Members and parameters whose values are shown.
const SHOWN: [&str; 29] = [
    "AnswerType",
    "AuthFlow",
    "ChallengeName",
    "ClientId",
    "ClientName",
    "DeviceRememberedStatus",
    "Domain",
    "GroupName",
    "IdentityPoolId",
    "Limit",
    "MaxResults",
    "MessageAction",
    "MfaConfiguration",
    "PREFERRED_CHALLENGE",
    "PoolName",
    "ProviderName",
    "UserPoolId",
    "client_id",
    "code_challenge_method",
    "grant_type",
    "identity_provider",
    "lang",
    "logout_uri",
    "max_age",
    "prompt",
    "redirect_uri",
    "response_type",
    "scope",
    "Permanent",
];

/// Names that the model does not list: keys of its maps, parameters of OAuth, fields of forms.
const KNOWN: [&str; 63] = [
    "ACR",
    "ANSWER",
    "CHALLENGE",
    "CREDENTIAL",
    "DEVICE_KEY",
    "DEVICE_NAME",
    "EMAIL",
    "EMAIL_OTP_CODE",
    "MAX_AGE",
    "NEW_PASSWORD",
    "PASSWORD",
    "PASSWORD_CLAIM_SECRET_BLOCK",
    "PASSWORD_CLAIM_SIGNATURE",
    "PREFERRED_CHALLENGE",
    "REFRESH_TOKEN",
    "SECRET_HASH",
    "SESSION",
    "SMS_MFA_CODE",
    "SMS_OTP_CODE",
    "SOFTWARE_TOKEN_MFA_CODE",
    "SRP_A",
    "TARGET_ACR_VALUES",
    "TIMESTAMP",
    "USERNAME",
    "USER_ID_FOR_SRP",
    "aws_client_metadata",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "credential",
    "error",
    "error_description",
    "grant_type",
    "idp_identifier",
    "identity_provider",
    "lang",
    "login_hint",
    "logout_uri",
    "max_age",
    "method",
    "name",
    "nonce",
    "password",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "session",
    "state",
    "token",
    "token_type_hint",
    "username",
    "account",
    "answer",
    "csrf",
    "email",
    "new_password",
];

static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let modeled = model::user_pool().input_names().chain(model::identity_pool().input_names());
    modeled.chain(KNOWN).collect()
});

/// The body or the query. A body is read as what it is, not as what it is said to be; if it is neither JSON nor a form,
/// nothing of it is shown.
pub fn input(request: &Request) -> Value {
    if request.method != "POST" {
        return parameters(request.query.as_bytes());
    }
    if let Ok(json) = serde_json::from_slice(&request.body) {
        return redacted(json, 0);
    }
    let kind = request.header("content-type").unwrap_or_default();
    // The API takes no forms, and `curl -d` calls everything one.
    let form = kind.starts_with("application/x-www-form-urlencoded") && request.path != "/";
    if form { parameters(&request.body) } else { Value::Null }
}

/// The name of an operation; another word may be anything.
pub fn operation(name: &str) -> String {
    let known = model::user_pool().operation(name).is_some() || model::identity_pool().operation(name).is_some();
    shown_if(known, name)
}

pub fn method(method: &str) -> String {
    shown_if(matches!(method, "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE"), method)
}

/// An address that is none: what is mistyped can be told from it, and a code or a token that got into it cannot.
pub fn unknown_path(path: &str) -> String {
    let ours = |segment: &str| Route::ALL.iter().any(|route| route.path().split('/').any(|known| known == segment));
    let plain = |segment: &str| {
        ours(segment)
            || segment.len() <= 20 && segment.bytes().all(|byte| byte.is_ascii_alphabetic() || b".-_".contains(&byte))
    };
    let shown = path.split('/').map(|segment| if plain(segment) { segment } else { REDACTED });
    cut(&shown.collect::<Vec<_>>().join("/"))
}

pub fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn parameters(encoded: &[u8]) -> Value {
    let pairs = form_urlencoded::parse(encoded).take(WIDEST);
    Value::Object(pairs.map(|(name, value)| member(&name, Value::String(value.into_owned()), 0)).collect())
}

fn redacted(value: Value, depth: usize) -> Value {
    match value {
        _ if depth > DEEPEST => Value::from("[deep]"),
        Value::Object(members) => {
            let shown = members.into_iter().take(WIDEST).map(|(name, value)| member(&name, value, depth + 1));
            Value::Object(shown.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().take(WIDEST).map(|item| redacted(item, depth + 1)).collect(),
        Value::String(_) | Value::Number(_) => Value::from(REDACTED),
        other @ (Value::Null | Value::Bool(_)) => other,
    }
}

fn member(name: &str, value: Value, depth: usize) -> (String, Value) {
    let value = match value {
        Value::String(text) if name.ends_with("_uri") && SHOWN.contains(&name) => Value::String(address(&text)),
        Value::String(text) if SHOWN.contains(&name) => Value::String(cut(&text)),
        number @ Value::Number(_) if SHOWN.contains(&name) => number,
        other => redacted(other, depth),
    };
    (shown_if(NAMES.contains(name), name), value)
}

/// An address without what may be a secret in it.
fn address(text: &str) -> String {
    let Ok(mut url) = Url::parse(text) else { return REDACTED.to_owned() };
    if url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none() {
        // As it was sent: it is compared letter by letter.
        return cut(text);
    }
    url.set_query(url.query().is_some().then_some(REDACTED));
    url.set_fragment(url.fragment().is_some().then_some(REDACTED));
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return REDACTED.to_owned();
    }
    cut(url.as_str())
}

fn shown_if(known: bool, name: &str) -> String {
    if known { name.to_owned() } else { REDACTED.to_owned() }
}

#[cfg(test)]
mod tests;
