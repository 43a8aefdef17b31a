//! CreateIdentityProvider, DescribeIdentityProvider, UpdateIdentityProvider, DeleteIdentityProvider,
//! ListIdentityProviders, GetIdentityProviderByIdentifier.
//! SAML providers are kept as data: nothing here speaks SAML.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::super::paging::{Listing, Wanted};
use super::known;
use super::provider_details::{self, Details};
use crate::call::Call;
use crate::secret::Secret;
use crate::store::{IdentityProvider, Pool, ProviderKind, Store, key};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Create {
    user_pool_id: String,
    provider_name: String,
    provider_type: ProviderKind,
    provider_details: Secret<Details>,
    #[serde(default)]
    attribute_mapping: BTreeMap<String, String>,
    #[serde(default)]
    idp_identifiers: Vec<String>,
    acr_mapping: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Update {
    user_pool_id: String,
    provider_name: String,
    provider_details: Option<Secret<Details>>,
    attribute_mapping: Option<BTreeMap<String, String>>,
    idp_identifiers: Option<Vec<String>>,
    acr_mapping: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Named {
    user_pool_id: String,
    provider_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Identified {
    user_pool_id: String,
    idp_identifier: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct List {
    user_pool_id: String,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    identity_provider: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listed {
    providers: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub fn create(call: &Call<'_>, input: Create) -> Result<Output, ServiceError> {
    let mut store = call.store();
    let pool = known::pool(&store, &input.user_pool_id)?;
    let (name, kind) = (input.provider_name, input.provider_type);
    if name.eq_ignore_ascii_case("COGNITO") || kind.is_social() && name != kind.name() {
        let wanted = if kind.is_social() { kind.name() } else { "another name than Cognito's own" };
        return Err(ServiceError::invalid_parameter(format!("Invalid provider name {name}: it must be {wanted}")));
    }
    let at = key(&pool.id, &name);
    if store.identity_providers.get(&at).is_some() {
        let message = format!("A provider with the name {name} already exists in user pool {}.", pool.id);
        return Err(ServiceError::new("DuplicateProviderException", message));
    }
    known::PROVIDERS.check(store.identity_providers.of_pool(&pool.id).count(), store.identity_providers.len())?;
    let provider = IdentityProvider {
        pool_id: input.user_pool_id,
        name,
        kind,
        // Told apart only here: what is missing is named, no value is.
        details: Secret::new(provider_details::completed(kind, input.provider_details.expose().clone())?),
        attribute_mapping: mapping(&pool, kind, input.attribute_mapping)?,
        identifiers: input.idp_identifiers,
        acr_mapping: input.acr_mapping,
        created: call.now,
        modified: call.now,
    };
    check_identifiers(&store, &provider)?;
    let told = told(&provider);
    store.identity_providers.put(at, provider);
    Ok(Output { identity_provider: told })
}

pub fn describe(call: &Call<'_>, input: Named) -> Result<Output, ServiceError> {
    let store = call.store();
    let provider = find(&store, &input)?;
    Ok(Output { identity_provider: told(&provider) })
}

/// What is not sent stays; details that are sent replace all of them.
pub fn update(call: &Call<'_>, input: Update) -> Result<Output, ServiceError> {
    let mut store = call.store();
    let named = Named { user_pool_id: input.user_pool_id, provider_name: input.provider_name };
    let pool = known::pool(&store, &named.user_pool_id)?;
    let mut provider = IdentityProvider::clone(&*find(&store, &named)?);
    if let Some(details) = input.provider_details {
        provider.details = Secret::new(provider_details::completed(provider.kind, details.expose().clone())?);
    }
    if let Some(sent) = input.attribute_mapping {
        provider.attribute_mapping = mapping(&pool, provider.kind, sent)?;
    }
    provider.identifiers = input.idp_identifiers.unwrap_or(provider.identifiers);
    provider.acr_mapping = input.acr_mapping.or(provider.acr_mapping);
    provider.modified = call.now;
    check_identifiers(&store, &provider)?;
    let told = told(&provider);
    store.identity_providers.put(key(&pool.id, &named.provider_name), provider);
    Ok(Output { identity_provider: told })
}

pub fn delete(call: &Call<'_>, input: Named) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    find(&store, &input)?;
    store.identity_providers.remove(&key(&input.user_pool_id, &input.provider_name));
    Ok(Map::new())
}

pub fn list(call: &Call<'_>, input: List) -> Result<Listed, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    // The model lets 60 be asked for and 50 be told.
    let wanted = Wanted { token: input.next_token.as_deref(), limit: input.max_results, most: 50 };
    let providers = store.identity_providers.of_pool(&input.user_pool_id);
    let providers = providers.map(|provider| (provider.name.as_str(), provider));
    let page = Listing(&["ListIdentityProviders", &input.user_pool_id]).page(&wanted, providers)?;
    let told = page.items.iter().map(|provider| {
        json!({
            "ProviderName": provider.name,
            "ProviderType": provider.kind,
            "LastModifiedDate": provider.modified.api(),
            "CreationDate": provider.created.api(),
        })
    });
    Ok(Listed { providers: told.collect(), next_token: page.next })
}

pub fn by_identifier(call: &Call<'_>, input: Identified) -> Result<Output, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let mut providers = store.identity_providers.of_pool(&input.user_pool_id);
    let provider = providers.find(|provider| provider.identifiers.contains(&input.idp_identifier));
    let no_such = || ServiceError::not_found("No identity provider of this user pool has this identifier.");
    Ok(Output { identity_provider: told(provider.ok_or_else(no_such)?) })
}

fn find(store: &Store, named: &Named) -> Result<Arc<IdentityProvider>, ServiceError> {
    known::pool(store, &named.user_pool_id)?;
    let provider = store.identity_providers.get(&key(&named.user_pool_id, &named.provider_name)).cloned();
    let name = &named.provider_name;
    provider.ok_or_else(|| ServiceError::not_found(format!("Identity provider {name} does not exist.")))
}

/// Attributes that are mapped must be of the pool.
fn mapping(
    pool: &Pool,
    kind: ProviderKind,
    mut sent: BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, ServiceError> {
    let known = |name: &str| name == "username" || pool.schema.iter().any(|attribute| attribute.name == name);
    if let Some(unknown) = sent.keys().find(|name| !known(name)) {
        let message = format!("Invalid attribute mapping: {unknown} is no attribute of the user pool");
        return Err(ServiceError::invalid_parameter(message));
    }
    if let Some(claim) = provider_details::username_claim(kind) {
        sent.entry("username".to_owned()).or_insert_with(|| claim.to_owned());
    }
    Ok(sent)
}

fn check_identifiers(store: &Store, provider: &IdentityProvider) -> Result<(), ServiceError> {
    let others = store.identity_providers.of_pool(&provider.pool_id).filter(|other| other.name != provider.name);
    let mut taken: BTreeSet<&str> =
        others.flat_map(|other| other.identifiers.iter().map(String::as_str).chain([other.name.as_str()])).collect();
    match provider.identifiers.iter().find(|identifier| !taken.insert(identifier)) {
        Some(identifier) => {
            Err(ServiceError::invalid_parameter(format!("The identifier {identifier} is already in use")))
        }
        None => Ok(()),
    }
}

fn told(provider: &IdentityProvider) -> Value {
    let mut told = json!({
        "UserPoolId": provider.pool_id,
        "ProviderName": provider.name,
        "ProviderType": provider.kind,
        // Cognito tells client secrets to whoever may describe a provider.
        "ProviderDetails": provider_details::told(provider.details.expose()),
        "AttributeMapping": provider.attribute_mapping,
        "IdpIdentifiers": provider.identifiers,
        "LastModifiedDate": provider.modified.api(),
        "CreationDate": provider.created.api(),
    });
    if let Some(acr_mapping) = &provider.acr_mapping {
        told["AcrMapping"] = acr_mapping.clone();
    }
    told
}
