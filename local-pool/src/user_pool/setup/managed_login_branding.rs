//! CreateManagedLoginBranding, DescribeManagedLoginBranding(ByClient), UpdateManagedLoginBranding,
//! DeleteManagedLoginBranding: the style of managed login for a client. Kept and told back as it was sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::create_user_pool::taken;
use super::known::{self, OfClient};
use crate::call::Call;
use crate::random;
use crate::store::{Branding, Store, key};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Named {
    user_pool_id: String,
    managed_login_branding_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    managed_login_branding: Value,
}

pub fn create(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Output, ServiceError> {
    let of = OfClient { user_pool_id: taken(&mut input, "UserPoolId")?, client_id: taken(&mut input, "ClientId")? };
    check(&input)?;
    let mut store = call.store();
    known::client(&store, &of)?;
    if of_client(&store, &of).is_some() {
        let message = "The client has a managed login style already";
        return Err(ServiceError::new("ManagedLoginBrandingExistsException", message));
    }
    known::BRANDINGS.check(store.brandings.of_pool(&of.user_pool_id).count(), store.brandings.len())?;
    let branding = Branding {
        id: random::uuid(call.random),
        pool_id: of.user_pool_id,
        client_id: of.client_id,
        style: input,
        created: call.now,
        modified: call.now,
    };
    let told = told(&branding);
    store.brandings.put(key(&branding.pool_id, &branding.id), branding);
    Ok(Output { managed_login_branding: told })
}

pub fn describe(call: &Call<'_>, input: Named) -> Result<Output, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let branding = store.brandings.get(&input.key()).ok_or_else(no_such)?;
    Ok(Output { managed_login_branding: told(branding) })
}

pub fn describe_by_client(call: &Call<'_>, input: OfClient) -> Result<Output, ServiceError> {
    let store = call.store();
    known::client(&store, &input)?;
    let branding = of_client(&store, &input).ok_or_else(no_such)?;
    Ok(Output { managed_login_branding: told(&branding) })
}

/// What is not sent stays, so that a large style can be sent in parts.
pub fn update(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Output, ServiceError> {
    let named = Named {
        user_pool_id: taken(&mut input, "UserPoolId")?,
        managed_login_branding_id: taken(&mut input, "ManagedLoginBrandingId")?,
    };
    check(&input)?;
    let mut store = call.store();
    known::pool(&store, &named.user_pool_id)?;
    let updated = store.brandings.update(&named.key(), |branding| {
        if input.get("UseCognitoProvidedValues") == Some(&Value::Bool(true)) {
            branding.style.clear();
        }
        branding.style.extend(input);
        branding.modified = call.now;
        told(branding)
    });
    Ok(Output { managed_login_branding: updated.ok_or_else(no_such)? })
}

pub fn delete(call: &Call<'_>, input: Named) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    store.brandings.remove(&input.key()).map(|_| Map::new()).ok_or_else(no_such)
}

impl Named {
    fn key(&self) -> String {
        key(&self.user_pool_id, &self.managed_login_branding_id)
    }
}

fn of_client(store: &Store, of: &OfClient) -> Option<Arc<Branding>> {
    store.brandings.of_pool(&of.user_pool_id).find(|branding| branding.client_id == of.client_id).cloned()
}

fn check(input: &Map<String, Value>) -> Result<(), ServiceError> {
    let provided = input.get("UseCognitoProvidedValues") == Some(&Value::Bool(true));
    if provided && (input.contains_key("Settings") || input.contains_key("Assets")) {
        let message = "UseCognitoProvidedValues can not be true when Settings or Assets are sent";
        return Err(ServiceError::invalid_parameter(message));
    }
    Ok(())
}

fn told(branding: &Branding) -> Value {
    let mut told = json!({
        "ManagedLoginBrandingId": branding.id,
        "UserPoolId": branding.pool_id,
        "UseCognitoProvidedValues": false,
        "CreationDate": branding.created.api(),
        "LastModifiedDate": branding.modified.api(),
    });
    for (member, value) in &branding.style {
        told[member] = value.clone();
    }
    told
}

fn no_such() -> ServiceError {
    ServiceError::not_found("No such managed login style exists.")
}
