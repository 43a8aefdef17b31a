//! Which role an identity gets: of the pool, or by the claims of its token (role mappings of kind Token or Rules).

use serde_json::Value;

use super::logins::Login;
use crate::store::{Ambiguous, IdentityPool, MappingRule, MatchType, RoleMapping};
use crate::user_pool::ServiceError;

/// The ARN of the role. `asked_for` is CustomRoleArn: one of the roles that the token lists.
pub fn role(pool: &IdentityPool, logins: &[Login], asked_for: Option<&str>) -> Result<String, ServiceError> {
    let kind = if logins.is_empty() { "unauthenticated" } else { "authenticated" };
    let of_pool = || {
        pool.roles.get(kind).cloned().ok_or_else(|| {
            ServiceError::new(
                "InvalidIdentityPoolConfigurationException",
                "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
            )
        })
    };
    let mapped = logins.iter().find_map(|login| {
        let mapping = pool.role_mappings.get(&format!("{}:{}", login.provider, login.client_id))?;
        Some((login, mapping))
    });
    let Some((login, mapping)) = mapped else {
        return match asked_for {
            Some(_) => Err(ServiceError::not_authorized("Identity pool does not have a role mapping for this login.")),
            None => of_pool(),
        };
    };
    let found = match mapping.kind.as_str() {
        "Rules" => by_rules(mapping, login),
        _ => by_token(login, asked_for)?,
    };
    match (found, mapping.ambiguous_role_resolution) {
        (Some(role), _) => Ok(role),
        (None, Some(Ambiguous::AuthenticatedRole)) => of_pool(),
        (None, Some(Ambiguous::Deny) | None) => {
            Err(ServiceError::not_authorized("No role can be told from the token, and the identity pool denies that."))
        }
    }
}

fn by_token(login: &Login, asked_for: Option<&str>) -> Result<Option<String>, ServiceError> {
    let roles: Vec<&str> = match login.claims.get("cognito:roles") {
        Some(Value::Array(roles)) => roles.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if let Some(asked) = asked_for {
        return match roles.contains(&asked) {
            true => Ok(Some(asked.to_owned())),
            false => Err(ServiceError::not_authorized("The token does not list the role that was asked for.")),
        };
    }
    let preferred = login.claims.get("cognito:preferred_role").and_then(Value::as_str);
    let only = match roles.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    Ok(preferred.or(only).map(str::to_owned))
}

/// The first rule that fits.
fn by_rules(mapping: &RoleMapping, login: &Login) -> Option<String> {
    let rules = mapping.rules_configuration.as_ref()?;
    rules.rules.iter().find(|rule| fits(rule, login)).map(|rule| rule.role_arn.clone())
}

fn fits(rule: &MappingRule, login: &Login) -> bool {
    let Some(claim) = login.claims.get(&rule.claim) else {
        return false;
    };
    let text = match claim {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    };
    match rule.match_type {
        MatchType::Equals => text == rule.value,
        MatchType::NotEqual => text != rule.value,
        MatchType::Contains => text.contains(&rule.value),
        MatchType::StartsWith => text.starts_with(&rule.value),
    }
}
