//! AdminLinkProviderForUser and AdminDisableProviderForUser: people of other identity providers who are users of the pool.
//! A link is made before that person signs in for the first time: two users are not made one.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::pool;
use crate::call::Call;
use crate::store::{IdentityProvider, LinkedIdentity, Pool, Store, User, key};
use crate::user_pool::ServiceError;

/// The name of the pool itself among the providers.
const OWN: &str = "Cognito";
/// The attribute that stands for the provider's own name of a person.
const SUBJECT: &str = "Cognito_Subject";
const MOST_LINKS: usize = 5;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProviderUser {
    #[serde(default)]
    provider_name: String,
    #[serde(default)]
    provider_attribute_name: String,
    #[serde(default)]
    provider_attribute_value: String,
}

pub mod link {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        user_pool_id: String,
        destination_user: ProviderUser,
        source_user: ProviderUser,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let Input { user_pool_id, destination_user, source_user: source } = input;
        let mut store = call.store();
        let pool = pool(&store, &user_pool_id)?;
        if source.provider_name == OWN {
            let message = "Invalid SourceUser: Cognito users with a username/password may not be passed in as a \
                           SourceUser, only as a DestinationUser";
            return Err(ServiceError::invalid_parameter(message));
        }
        let provider = provider(&store, &pool, &source)?;
        let destination = destination(&store, &pool, &destination_user)?;
        match holder(&store, &pool, &source) {
            Some(holder) if holder.username == destination.username => {
                return Err(ServiceError::invalid_parameter("SourceUser is already linked to DestinationUser"));
            }
            Some(holder) if holder.identities.iter().any(|it| source.is(it) && it.primary) => return Err(merging()),
            Some(_) => {
                let message = "The SourceUser is already linked to another user";
                return Err(ServiceError::new("AliasExistsException", message));
            }
            None if store.users.get(&pool.id, &source.username()).is_some() => return Err(merging()),
            None => (),
        }
        if destination.identities.iter().filter(|identity| !identity.primary).count() >= MOST_LINKS {
            let message = "A user can have five linked identities at most";
            return Err(ServiceError::new("LimitExceededException", message));
        }
        let attribute = Some(source.provider_attribute_name).filter(|name| name != SUBJECT);
        let linked = LinkedIdentity {
            provider_name: provider.name.clone(),
            provider_type: provider.kind.name().to_owned(),
            user_id: source.provider_attribute_value,
            primary: false,
            created: call.now,
            attribute,
        };
        store.users.update(&pool.id, &destination.username, |user| {
            user.identities.push(linked);
            user.modified = call.now;
        });
        Ok(json!({}))
    }
}

pub mod disable {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        user_pool_id: String,
        user: ProviderUser,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let Input { user_pool_id, user: given } = input;
        let mut store = call.store();
        let pool = pool(&store, &user_pool_id)?;
        if given.provider_name == OWN {
            if given.provider_attribute_name != SUBJECT {
                let message = "ProviderAttributeName must be Cognito_Subject for a user of the pool itself";
                return Err(ServiceError::invalid_parameter(message));
            }
            let local = store.users.named(&pool, &given.provider_attribute_value).cloned();
            let local = local.ok_or_else(ServiceError::user_not_found)?;
            store.users.update(&pool.id, &local.username, |user| {
                user.password = None;
                user.modified = call.now;
            });
            return Ok(json!({}));
        }
        provider(&store, &pool, &given)?;
        let holder = holder(&store, &pool, &given).ok_or_else(ServiceError::user_not_found)?;
        store.users.update(&pool.id, &holder.username, |user| {
            let alone = user.identities.iter().any(|identity| given.is(identity) && identity.primary);
            user.identities.retain(|identity| !given.is(identity) || identity.primary);
            // Somebody who only ever came from there has no other way in.
            user.enabled &= !alone;
            user.modified = call.now;
        });
        Ok(json!({}))
    }
}

impl ProviderUser {
    fn is(&self, identity: &LinkedIdentity) -> bool {
        let attribute = identity.attribute.as_deref().unwrap_or(SUBJECT);
        identity.provider_name == self.provider_name
            && identity.user_id == self.provider_attribute_value
            && attribute == self.provider_attribute_name
    }

    /// How somebody from another provider is called in the pool.
    fn username(&self) -> String {
        format!("{}_{}", self.provider_name, self.provider_attribute_value)
    }
}

fn provider(store: &Store, pool: &Pool, given: &ProviderUser) -> Result<Arc<IdentityProvider>, ServiceError> {
    let name = &given.provider_name;
    let known = store.identity_providers.get(&key(&pool.id, name)).cloned();
    let known = known.ok_or_else(|| ServiceError::not_found(format!("Identity provider {name} does not exist.")))?;
    if given.provider_attribute_value.is_empty() || given.provider_attribute_name.is_empty() {
        let message = "ProviderAttributeName and ProviderAttributeValue must not be empty";
        return Err(ServiceError::invalid_parameter(message));
    }
    if known.kind.is_social() && given.provider_attribute_name != SUBJECT {
        let message = "ProviderAttributeName must be Cognito_Subject for a social identity provider";
        return Err(ServiceError::invalid_parameter(message));
    }
    Ok(known)
}

/// For a user of the pool the attribute's name is not looked at.
fn destination(store: &Store, pool: &Pool, given: &ProviderUser) -> Result<Arc<User>, ServiceError> {
    let value = &given.provider_attribute_value;
    let found = match given.provider_name.as_str() {
        OWN => store.users.named(pool, value),
        _ => store.users.get(&pool.id, &given.username()),
    };
    found.cloned().ok_or_else(ServiceError::user_not_found)
}

fn holder(store: &Store, pool: &Pool, given: &ProviderUser) -> Option<Arc<User>> {
    let has = |user: &&Arc<User>| user.identities.iter().any(|identity| given.is(identity));
    store.users.of_pool(&pool.id).find(has).cloned()
}

fn merging() -> ServiceError {
    let message =
        "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link";
    ServiceError::invalid_parameter(message)
}
