//! What pre token generation changes in claims, as a pure function over them. AWS, "Pre token generation Lambda trigger",
//! "Excluded claims and scopes": what the pool vouches for stays, whatever the answer says, and is no error.
//! What is both set and suppressed is suppressed. Groups are applied last.

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Nothing of it, if there is no trigger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    pub id: ClaimChanges,
    pub access: ClaimChanges,
    pub scopes: ScopeChanges,
    /// None leaves them as they are.
    pub groups: Option<Groups>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimChanges {
    pub set: Map<String, Value>,
    pub suppress: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeChanges {
    pub add: Vec<String>,
    pub suppress: Vec<String>,
}

/// A user's groups and roles; in an event, those there are, and in an answer, those there shall be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Groups {
    #[serde(rename = "groupsToOverride")]
    pub groups: Vec<String>,
    #[serde(rename = "iamRolesToOverride")]
    pub roles: Vec<String>,
    #[serde(rename = "preferredRole")]
    pub preferred_role: Option<String>,
}

const EXCLUDED: [&str; 14] = [
    "acr",
    "amr",
    "at_hash",
    "auth_time",
    "azp",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "origin_jti",
    "sub",
    "token_use",
];
const EXCLUDED_FROM_ID: [&str; 3] = ["aud", "cognito:username", "identities"];
const EXCLUDED_FROM_ACCESS: [&str; 6] = ["client_id", "device_key", "event_id", "scope", "username", "version"];

impl Overrides {
    pub fn apply_to_id_token(&self, claims: &mut Map<String, Value>) {
        self.id.apply(claims, |name, _| !EXCLUDED_FROM_ID.contains(&name));
        if let Some(groups) = &self.groups {
            put(claims, "cognito:groups", list(&groups.groups));
            put(claims, "cognito:roles", list(&groups.roles));
            put(claims, "cognito:preferred_role", groups.preferred_role.as_deref().map(Value::from));
        }
    }

    pub fn apply_to_access_token(&self, claims: &mut Map<String, Value>) {
        // An access token has no audience of its own; it may get one, which then is its client.
        let client = claims.get("client_id").cloned();
        self.access.apply(claims, |name, value| match name {
            "aud" => value.is_none() || value == client.as_ref(),
            _ => !EXCLUDED_FROM_ACCESS.contains(&name),
        });
        self.scopes.apply(claims);
        if let Some(groups) = &self.groups {
            put(claims, "cognito:groups", list(&groups.groups));
        }
    }
}

impl ClaimChanges {
    /// `may` is asked with the value to set, or without one before a claim is suppressed.
    fn apply(&self, claims: &mut Map<String, Value>, may: impl Fn(&str, Option<&Value>) -> bool) {
        let may = |name: &str, value: Option<&Value>| !EXCLUDED.contains(&name) && may(name, value);
        for (name, value) in self.set.iter().filter(|(name, value)| may(name, Some(value))) {
            claims.insert(name.clone(), value.clone());
        }
        for name in self.suppress.iter().filter(|name| may(name, None)) {
            claims.remove(name);
        }
    }
}

impl ScopeChanges {
    fn apply(&self, claims: &mut Map<String, Value>) {
        if self.add.is_empty() && self.suppress.is_empty() {
            return;
        }
        let before = claims.get("scope").and_then(Value::as_str).unwrap_or_default();
        let mut scopes: Vec<&str> = before.split(' ').filter(|scope| !scope.is_empty()).collect();
        for scope in self.add.iter().filter(|scope| may_add(scope)) {
            if !scopes.contains(&scope.as_str()) {
                scopes.push(scope);
            }
        }
        scopes.retain(|scope| !self.suppress.iter().any(|suppressed| suppressed == scope));
        let scopes = (!scopes.is_empty()).then(|| Value::from(scopes.join(" ")));
        put(claims, "scope", scopes);
    }
}

/// Cognito's own scopes are given by Cognito alone. The characters are those of RFC 6749, section 3.3: a space in one
/// would be two.
fn may_add(scope: &str) -> bool {
    let is_scope = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    !scope.starts_with("aws.cognito") && !scope.is_empty() && scope.bytes().all(is_scope)
}

fn list(entries: &[String]) -> Option<Value> {
    (!entries.is_empty()).then(|| json!(entries))
}

fn put(claims: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => claims.insert(name.to_owned(), value),
        None => claims.remove(name),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    fn changes(set: Value, suppress: &[&str]) -> ClaimChanges {
        ClaimChanges { set: claims(set), suppress: strings(suppress) }
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn id_token(overrides: &Overrides, before: Value) -> Value {
        let mut claims = claims(before);
        overrides.apply_to_id_token(&mut claims);
        Value::Object(claims)
    }

    fn access_token(overrides: &Overrides, before: Value) -> Value {
        let mut claims = claims(before);
        overrides.apply_to_access_token(&mut claims);
        Value::Object(claims)
    }

    #[test]
    fn no_overrides_change_nothing() {
        let before = json!({ "sub": "1", "scope": "openid", "cognito:groups": ["a"] });
        assert_eq!(id_token(&Overrides::default(), before.clone()), before);
        assert_eq!(access_token(&Overrides::default(), before.clone()), before);
    }

    #[test]
    fn claims_are_added_replaced_and_suppressed_in_their_own_token() {
        let overrides = Overrides {
            id: changes(json!({ "tenant": "t", "email": "new@x.y" }), &["phone_number", "absent"]),
            access: changes(json!({ "tenant": { "id": 7 } }), &[]),
            ..Overrides::default()
        };
        let before = json!({ "sub": "1", "email": "old@x.y", "phone_number": "+1" });
        let id = json!({ "sub": "1", "email": "new@x.y", "tenant": "t" });
        assert_eq!(id_token(&overrides, before), id);
        assert_eq!(access_token(&overrides, json!({ "sub": "1" })), json!({ "sub": "1", "tenant": { "id": 7 } }));
    }

    #[test]
    fn what_is_set_and_suppressed_is_suppressed() {
        let overrides = Overrides { id: changes(json!({ "email": "x" }), &["email"]), ..Overrides::default() };
        assert_eq!(id_token(&overrides, json!({ "email": "y" })), json!({}));
    }

    #[test]
    fn what_the_pool_vouches_for_is_neither_changed_nor_suppressed_nor_added() {
        let both = "acr amr at_hash auth_time azp exp iat iss jti nbf nonce origin_jti sub token_use";
        let tokens = [
            ("aud cognito:username identities", id_token as fn(&Overrides, Value) -> Value),
            ("client_id device_key event_id scope username version", access_token),
        ];
        for (own, token) in tokens {
            for name in both.split(' ').chain(own.split(' ')) {
                let forged = changes(json!({ name: "forged" }), &[]);
                let set = Overrides { id: forged.clone(), access: forged, ..Overrides::default() };
                assert_eq!(token(&set, json!({ name: "true" })), json!({ name: "true" }), "{name}");
                assert_eq!(token(&set, json!({})), json!({}), "{name}");
                let gone = changes(json!({}), &[name]);
                let suppress = Overrides { id: gone.clone(), access: gone, ..Overrides::default() };
                assert_eq!(token(&suppress, json!({ name: "true" })), json!({ name: "true" }), "{name}");
            }
        }
    }

    #[test]
    fn the_audience_of_an_access_token_is_its_client_or_nobody() {
        let with =
            |audience: &str| Overrides { access: changes(json!({ "aud": audience }), &[]), ..Overrides::default() };
        let before = json!({ "client_id": "web" });
        assert_eq!(access_token(&with("web"), before.clone())["aud"], "web");
        assert_eq!(access_token(&with("other"), before.clone()), before);
    }

    #[test]
    fn scopes_are_added_once_and_suppressed_and_cognitos_own_can_go_but_not_come() {
        let apply = |add: &[&str], suppress: &[&str], before: Value| {
            let scopes = ScopeChanges { add: strings(add), suppress: strings(suppress) };
            access_token(&Overrides { scopes, ..Overrides::default() }, before)
        };
        let before = json!({ "scope": "aws.cognito.signin.user.admin openid" });
        let after = apply(&["a/b", "openid", "a/b"], &["aws.cognito.signin.user.admin"], before);
        assert_eq!(after, json!({ "scope": "openid a/b" }));
        let odd = ["aws.cognito.signin.user.admin", "two scopes", "", "quo\"te", "ü", "fine"];
        assert_eq!(apply(&odd, &[], json!({})), json!({ "scope": "fine" }));
        assert_eq!(apply(&["a"], &["a", "openid"], json!({ "scope": "openid" })), json!({}));
    }

    #[test]
    fn groups_replace_those_of_both_tokens_and_roles_those_of_the_id_token() {
        let groups = Groups { groups: strings(&["b"]), roles: strings(&["r"]), preferred_role: Some("p".into()) };
        let overrides = Overrides { groups: Some(groups), ..Overrides::default() };
        let before = json!({ "cognito:groups": ["a"], "cognito:roles": ["q"] });
        let id = json!({ "cognito:groups": ["b"], "cognito:roles": ["r"], "cognito:preferred_role": "p" });
        assert_eq!(id_token(&overrides, before), id);
        assert_eq!(access_token(&overrides, json!({ "cognito:groups": ["a"] })), json!({ "cognito:groups": ["b"] }));
    }

    #[test]
    fn no_groups_is_no_claim() {
        let overrides = Overrides { groups: Some(Groups::default()), ..Overrides::default() };
        let before = json!({ "cognito:groups": ["a"], "cognito:roles": ["q"], "cognito:preferred_role": "p" });
        assert_eq!(id_token(&overrides, before), json!({}));
        assert_eq!(access_token(&overrides, json!({ "cognito:groups": ["a"] })), json!({}));
    }
}
