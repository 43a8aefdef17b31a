//! Scopes that a request asks for, and which of them it gets: those that its client is allowed, and no others.
//! OpenID's come with openid alone; without any wish a client gets all that it may have.

use crate::call::Call;
use crate::store::Client;

pub fn words(scope: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in scope.split(' ').filter(|word| !word.is_empty()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// For a person's sign-in.
pub fn granted(call: &Call<'_>, client: &Client, asked: Option<Vec<&str>>) -> Result<Vec<String>, String> {
    let allowed = |scope: &str| is_allowed(call, client, scope);
    let scopes: Vec<String> = match asked.filter(|asked| !asked.is_empty()) {
        None => client.settings.allowed_oauth_scopes.iter().filter(|scope| allowed(scope)).cloned().collect(),
        Some(asked) => match asked.iter().find(|scope| !allowed(scope)) {
            Some(unknown) => return Err(format!("The client may not ask for {}", printable(unknown))),
            None => asked.into_iter().map(str::to_owned).collect(),
        },
    };
    let has = |name: &str| scopes.iter().any(|scope| scope == name);
    if !has("openid") && ["email", "phone", "profile"].into_iter().any(has) {
        return Err("email, phone and profile need openid".to_owned());
    }
    if scopes.is_empty() {
        return Err("The client has no scopes".to_owned());
    }
    Ok(scopes)
}

/// For a machine: scopes of resource servers alone.
pub fn of_machine(call: &Call<'_>, client: &Client, asked: Option<Vec<&str>>) -> Option<Vec<String>> {
    let custom = |scope: &str| scope.contains('/') && is_allowed(call, client, scope);
    let scopes: Vec<String> = match asked.filter(|asked| !asked.is_empty()) {
        None => client.settings.allowed_oauth_scopes.iter().filter(|scope| custom(scope)).cloned().collect(),
        Some(asked) if asked.iter().all(|scope| custom(scope)) => asked.into_iter().map(str::to_owned).collect(),
        Some(_) => return None,
    };
    (!scopes.is_empty()).then_some(scopes)
}

/// A custom scope must still be one of a resource server's.
fn is_allowed(call: &Call<'_>, client: &Client, scope: &str) -> bool {
    let listed = client.settings.allowed_oauth_scopes.iter().any(|allowed| allowed == scope);
    let store = call.store();
    let exists =
        || store.resource_servers.of_pool(&client.pool_id).any(|it| it.full_scopes().any(|full| full == scope));
    listed && (!scope.contains('/') || exists())
}

/// A scope's characters (RFC 6749, appendix A.4), so that a description stays one.
fn printable(text: &str) -> String {
    text.chars().filter(|char| char.is_ascii_graphic() && !matches!(char, '"' | '\\')).take(128).collect()
}
