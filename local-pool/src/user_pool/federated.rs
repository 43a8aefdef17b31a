//! A person from another identity provider as a user of the pool: `<Provider>_<subject>`, without a password, made at the
//! first sign-in and brought up to date at each; or the user whom an administrator linked to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::ServiceError;
use super::account::MOST_USERS;
use super::attributes::{self, Attributes};
use super::hooks::{Asking, post_authentication, post_confirmation, pre_sign_up};
use super::members::KnownClient;
use super::messages::ClientMetadata;
use super::sign_in::{Proven, may_sign_in};
use crate::call::Call;
use crate::random;
use crate::store::{Group, IdentityProvider, LinkedIdentity, Pool, Store, User, UserStatus, key};
use crate::triggers::{post_confirmation, pre_sign_up};

/// From where somebody comes, and to which client.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    pub known: &'a KnownClient,
    pub provider: &'a IdentityProvider,
}

pub async fn federated(
    call: &Call<'_>,
    origin: Origin<'_>,
    claims: &Map<String, Value>,
) -> Result<Proven, ServiceError> {
    let Origin { known: KnownClient { pool, client }, provider } = origin;
    // The provider's name for the person, which the mapping of `username` chooses.
    let subject = provider.attribute_mapping.get("username").map_or("sub", String::as_str);
    let subject = claims.get(subject).and_then(text).filter(|subject| !subject.is_empty());
    let subject = subject.ok_or_else(|| ServiceError::invalid_parameter("The provider names nobody"))?;
    let mapped = mapped(provider, claims);
    let comes = |it: &LinkedIdentity| it.provider_name == provider.name && it.is_of(&subject, &mapped);
    let known = find(&call.store(), pool, &format!("{}_{subject}", provider.name), comes);
    let metadata = ClientMetadata::new();
    let user = match known {
        Some(user) => {
            may_sign_in(&user)?;
            let user = settle(call, &user, &subject, comes)?;
            update(call, pool, &user, mapped)?
        }
        None => {
            let username = format!("{}_{subject}", provider.name);
            let asking = Asking::of(call, pool, Some(&client.id), &username, &metadata);
            required(pool, &mapped)?;
            pre_sign_up(asking.as_ref(), pre_sign_up::Source::ExternalProvider, &mapped, None).await?;
            let user = make(call, pool, provider, &subject, mapped)?;
            post_confirmation(asking.as_ref(), post_confirmation::Source::ConfirmSignUp, &user).await?;
            user
        }
    };
    let asking = Asking::of(call, pool, Some(&client.id), &user.username, &metadata);
    post_authentication(asking.as_ref(), &user, false).await?;
    Ok(Proven { user, factors: Vec::new(), device_key: None })
}

/// Whoever was linked to this person, or who they were made as.
fn find(store: &Store, pool: &Pool, name: &str, comes: impl Fn(&LinkedIdentity) -> bool) -> Option<Arc<User>> {
    let is_linked = |user: &&Arc<User>| user.identities.iter().any(&comes);
    let made = attributes::stored_name(pool, name);
    let made = store.users.get(&pool.id, &made).filter(is_linked);
    made.or_else(|| store.users.of_pool(&pool.id).find(is_linked)).cloned()
}

/// Who was linked by an attribute is known by the provider's own name from the first sign-in on.
fn settle(
    call: &Call<'_>,
    user: &Arc<User>,
    subject: &str,
    comes: impl Fn(&LinkedIdentity) -> bool,
) -> Result<Arc<User>, ServiceError> {
    let by_attribute = |it: &LinkedIdentity| it.attribute.is_some() && comes(it);
    if !user.identities.iter().any(by_attribute) {
        return Ok(user.clone());
    }
    let mut store = call.store();
    store.users.update(&user.pool_id, &user.username, |user| {
        for identity in user.identities.iter_mut().filter(|identity| by_attribute(identity)) {
            identity.attribute = None;
            subject.clone_into(&mut identity.user_id);
        }
    });
    store.users.get(&user.pool_id, &user.username).cloned().ok_or_else(ServiceError::user_not_found)
}

fn make(
    call: &Call<'_>,
    pool: &Pool,
    provider: &IdentityProvider,
    subject: &str,
    mapped: Attributes,
) -> Result<User, ServiceError> {
    let username = attributes::stored_name(pool, &format!("{}_{subject}", provider.name));
    if username.chars().count() > 128 {
        return Err(ServiceError::invalid_parameter("The provider's name for the person is too long"));
    }
    let group = format!("{}_{}", pool.id, provider.name);
    let mut user = User::new(&pool.id, username, random::uuid(call.random), call.now);
    user.status = UserStatus::ExternalProvider;
    user.groups.insert(group.clone());
    user.identities.push(LinkedIdentity {
        provider_name: provider.name.clone(),
        provider_type: provider.kind.name().to_owned(),
        user_id: subject.to_owned(),
        primary: true,
        created: call.now,
        attribute: None,
    });
    user.attributes = mapped;
    if user.attributes.contains_key("email") {
        // Only a provider whose mapping says so speaks for an address.
        user.attributes.entry("email_verified".to_owned()).or_insert_with(|| "false".to_owned());
    }
    let mut store = call.store();
    if store.users.get(&pool.id, &user.username).is_some() {
        return Err(ServiceError::username_exists());
    }
    if store.users.len() >= MOST_USERS {
        return Err(ServiceError::new("LimitExceededException", "local-pool keeps no more users than it has"));
    }
    let at = key(&pool.id, &group);
    if store.groups.get(&at).is_none() {
        store.groups.put(at, group_of(pool, provider, group, call));
    }
    store.users.put(user.clone());
    Ok(user)
}

fn group_of(pool: &Pool, provider: &IdentityProvider, name: String, call: &Call<'_>) -> Group {
    Group {
        pool_id: pool.id.clone(),
        name,
        description: Some(format!("Autogenerated group for users who sign in using {}", provider.name)),
        role_arn: None,
        precedence: None,
        created: call.now,
        modified: call.now,
    }
}

/// At each sign-in the provider's word replaces what the pool has, where the attribute may change.
fn update(call: &Call<'_>, pool: &Pool, user: &User, mapped: Attributes) -> Result<User, ServiceError> {
    let fixed = |name: &str| pool.schema.iter().any(|attribute| attribute.name == name && !attribute.mutable);
    let changes: BTreeMap<String, String> =
        mapped.into_iter().filter(|(name, value)| user.attribute(name) != Some(value)).collect();
    if let Some(name) = changes.keys().find(|name| fixed(name)) {
        return Err(ServiceError::invalid_parameter(format!("{name}: Attribute cannot be updated.")));
    }
    let mut store = call.store();
    let changed = store.users.update(&pool.id, &user.username, |user| {
        if !changes.is_empty() {
            user.attributes.extend(changes);
            user.modified = call.now;
        }
        user.clone()
    });
    changed.ok_or_else(ServiceError::user_not_found)
}

/// The claims by the pool's names for them.
fn mapped(provider: &IdentityProvider, claims: &Map<String, Value>) -> Attributes {
    let pairs = provider.attribute_mapping.iter().filter(|(attribute, _)| *attribute != "username");
    pairs.filter_map(|(attribute, claim)| Some((attribute.clone(), text(claims.get(claim)?)?))).collect()
}

fn required(pool: &Pool, mapped: &Attributes) -> Result<(), ServiceError> {
    let needed = pool.schema.iter().filter(|attribute| attribute.required && attribute.name != "sub");
    let missing: Vec<&str> =
        needed.filter(|attribute| !mapped.contains_key(&attribute.name)).map(|it| it.name.as_str()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(ServiceError::invalid_parameter(format!("attributes required: [{}]", missing.join(", "))))
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Null => return None,
        Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    (text.len() <= 2048).then_some(text)
}
