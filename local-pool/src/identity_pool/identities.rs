//! Identities: found by a login, made where there is none. A guest is someone new each time.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::logins::{self, Login};
use super::pools;
use crate::call::Call;
use crate::random;
use crate::store::{Identity, IdentityPool};
use crate::user_pool::ServiceError;

/// As many as a script can make before it is asked to stop; at Cognito there is no limit.
const MOST: usize = 100_000;

pub fn not_found(id: &str) -> ServiceError {
    ServiceError::not_found(format!("Identity '{id}' not found."))
}

/// The identity that these logins are, or may become: made, linked or found. Logins of two identities are told apart.
pub fn settle(
    call: &Call<'_>,
    pool: &IdentityPool,
    asked_for: Option<&str>,
    logins: &[Login],
) -> Result<Arc<Identity>, ServiceError> {
    let mut store = call.store();
    let asked_for = match asked_for {
        Some(id) => Some(store.identities.get(id).cloned().ok_or_else(|| not_found(id))?),
        None => None,
    };
    if let Some(identity) = asked_for.as_ref().filter(|_| logins.is_empty()) {
        // Whoever knows the id of somebody who signed in is not that person.
        return match identity.logins.is_empty() && pool.settings.allow_unauthenticated_identities {
            true => Ok(identity.clone()),
            false => Err(forbidden(&identity.id)),
        };
    }
    if logins.is_empty() && !pool.settings.allow_unauthenticated_identities {
        return Err(ServiceError::not_authorized("Unauthenticated access is not supported for this identity pool."));
    }
    let owners = logins.iter().filter_map(|login| {
        let of_pool = store.identities.iter().map(|(_, identity)| identity).filter(|one| one.pool_id == pool.id);
        let mut theirs = of_pool.filter(|one| one.logins.get(&login.provider) == Some(&login.subject));
        theirs.next().cloned()
    });
    let mut owners: Vec<Arc<Identity>> = owners.collect();
    owners.dedup_by(|a, b| a.id == b.id);
    let identity = match (asked_for, owners.as_slice()) {
        (None, [one]) => one.clone(),
        (Some(asked), [one]) if asked.id == one.id => asked,
        // A guest that signs in becomes who signed in; a login can be added to somebody who shows another of theirs.
        (Some(asked), []) if asked.logins.is_empty() => asked,
        (Some(asked), _) if owners.is_empty() => return Err(forbidden(&asked.id)),
        (None, []) => {
            if store.identities.len() >= MOST {
                return Err(ServiceError::new("LimitExceededException", "There are too many identities."));
            }
            let region = pool.id.split(':').next().unwrap_or_default();
            Arc::new(Identity {
                id: format!("{region}:{}", random::uuid(call.random)),
                pool_id: pool.id.clone(),
                logins: BTreeMap::new(),
                created: call.now,
                modified: call.now,
            })
        }
        _ => {
            return Err(ServiceError::not_authorized(
                "Logins don't match. Please include at least one valid login for this identity or identity pool.",
            ));
        }
    };
    let mut settled = (*identity).clone();
    for login in logins {
        match settled.logins.insert(login.provider.clone(), login.subject.clone()) {
            Some(other) if other != login.subject => return Err(forbidden(&identity.id)),
            _ => {}
        }
    }
    if settled.logins != identity.logins {
        settled.modified = call.now;
    }
    store.identities.put(settled.id.clone(), settled);
    store.identities.get(&identity.id).cloned().ok_or_else(ServiceError::internal)
}

fn forbidden(id: &str) -> ServiceError {
    ServiceError::not_authorized(format!("Access to Identity '{id}' is forbidden."))
}

/// An identity's pool.
pub fn pool_of(call: &Call<'_>, identity_id: &str) -> Result<Arc<IdentityPool>, ServiceError> {
    let store = call.store();
    let identity = store.identities.get(identity_id).ok_or_else(|| not_found(identity_id))?;
    store.identity_pools.get(&identity.pool_id).cloned().ok_or_else(|| not_found(identity_id))
}

fn described(identity: &Identity) -> Value {
    json!({
        "IdentityId": identity.id,
        "Logins": identity.logins.keys().collect::<Vec<_>>(),
        "CreationDate": identity.created.api(),
        "LastModifiedDate": identity.modified.api(),
    })
}

pub mod get_id {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_pool_id: String,
        logins: Option<BTreeMap<String, String>>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let pool = pools::find(call, &input.identity_pool_id)?;
        let logins = logins::checked(call, &pool, input.logins.unwrap_or_default())?;
        let identity = settle(call, &pool, None, &logins)?;
        Ok(json!({ "IdentityId": identity.id }))
    }
}

pub mod describe_identity {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_id: String,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let store = call.store();
        let identity = store.identities.get(&input.identity_id).ok_or_else(|| not_found(&input.identity_id))?;
        Ok(described(identity))
    }
}

pub mod list_identities {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_pool_id: String,
        max_results: usize,
        next_token: Option<String>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let pool = pools::find(call, &input.identity_pool_id)?;
        let store = call.store();
        let all = store.identities.iter().map(|(_, identity)| identity).filter(|one| one.pool_id == pool.id);
        // The token is the id that the page before ended with.
        let rest = all.filter(|one| input.next_token.as_ref().is_none_or(|last| one.id > *last));
        let mut page: Vec<&Arc<Identity>> = rest.take(input.max_results + 1).collect();
        let more = page.len() > input.max_results;
        page.truncate(input.max_results);
        let identities: Vec<Value> = page.iter().map(|identity| described(identity)).collect();
        let mut listed = json!({ "IdentityPoolId": pool.id, "Identities": identities });
        if let Some(last) = page.last().filter(|_| more) {
            listed["NextToken"] = last.id.as_str().into();
        }
        Ok(listed)
    }
}

pub mod delete_identities {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_ids_to_delete: Vec<String>,
    }

    /// One that is not there is as gone as one that was deleted.
    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let mut store = call.store();
        for id in input.identity_ids_to_delete {
            store.identities.remove(&id);
        }
        Ok(json!({ "UnprocessedIdentityIds": [] }))
    }
}

pub mod unlink_identity {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_id: String,
        logins: BTreeMap<String, String>,
        logins_to_remove: Vec<String>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let pool = pool_of(call, &input.identity_id)?;
        let logins = logins::checked(call, &pool, input.logins)?;
        let mut store = call.store();
        let identity = store.identities.get(&input.identity_id).ok_or_else(|| not_found(&input.identity_id))?;
        // Only whoever proves to be that person may take a login away.
        let proven = logins.iter().any(|login| identity.logins.get(&login.provider) == Some(&login.subject));
        if !proven {
            return Err(forbidden(&input.identity_id));
        }
        store.identities.update(&input.identity_id, |identity| {
            identity.logins.retain(|provider, _| !input.logins_to_remove.contains(provider));
            identity.modified = call.now;
        });
        Ok(Value::Null)
    }
}
