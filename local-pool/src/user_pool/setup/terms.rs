//! CreateTerms, DescribeTerms(ByClient), UpdateTerms, DeleteTerms, ListTerms: the links of a client to its terms of use and
//! its privacy policy, of each one. Kept and told back.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::super::paging::{Listing, Wanted};
use super::create_user_pool::taken;
use super::known::{self, OfClient};
use crate::call::Call;
use crate::random;
use crate::store::{Store, Terms, key};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Named {
    user_pool_id: String,
    terms_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ByClient {
    #[serde(flatten)]
    of: OfClient,
    terms_name: String,
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
    terms: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listed {
    terms: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub fn create(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Output, ServiceError> {
    let of = OfClient { user_pool_id: taken(&mut input, "UserPoolId")?, client_id: taken(&mut input, "ClientId")? };
    let mut store = call.store();
    known::client(&store, &of)?;
    if input.get("Links").is_none_or(|links| links.get("cognito:default").is_none()) {
        return Err(ServiceError::invalid_parameter("Links must have cognito:default"));
    }
    known::TERMS.check(store.terms.of_pool(&of.user_pool_id).count(), store.terms.len())?;
    let terms = Terms {
        id: random::uuid(call.random),
        pool_id: of.user_pool_id,
        client_id: of.client_id,
        document: input,
        created: call.now,
        modified: call.now,
    };
    if find(&store, &terms).is_some() {
        return Err(exists());
    }
    let told = told(&terms);
    store.terms.put(key(&terms.pool_id, &terms.id), terms);
    Ok(Output { terms: told })
}

pub fn describe(call: &Call<'_>, input: Named) -> Result<Output, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    Ok(Output { terms: told(store.terms.get(&input.key()).ok_or_else(no_such)?) })
}

pub fn describe_by_client(call: &Call<'_>, input: ByClient) -> Result<Output, ServiceError> {
    let store = call.store();
    let client = known::client(&store, &input.of)?;
    let of_client = |terms: &&Arc<Terms>| terms.client_id == client.id && terms.name() == input.terms_name;
    let terms = store.terms.of_pool(&client.pool_id).find(of_client);
    Ok(Output { terms: told(terms.ok_or_else(no_such)?) })
}

pub fn update(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Output, ServiceError> {
    let named = Named { user_pool_id: taken(&mut input, "UserPoolId")?, terms_id: taken(&mut input, "TermsId")? };
    let mut store = call.store();
    known::pool(&store, &named.user_pool_id)?;
    let mut terms = Terms::clone(store.terms.get(&named.key()).ok_or_else(no_such)?);
    terms.document.extend(input);
    terms.modified = call.now;
    if find(&store, &terms).is_some() {
        return Err(exists());
    }
    let told = told(&terms);
    store.terms.put(named.key(), terms);
    Ok(Output { terms: told })
}

pub fn delete(call: &Call<'_>, input: Named) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    store.terms.remove(&input.key()).map(|_| Map::new()).ok_or_else(no_such)
}

pub fn list(call: &Call<'_>, input: List) -> Result<Listed, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let wanted = Wanted { token: input.next_token.as_deref(), limit: input.max_results, most: 60 };
    let all = store.terms.of_pool(&input.user_pool_id).map(|terms| (terms.id.as_str(), terms));
    let page = Listing(&["ListTerms", &input.user_pool_id]).page(&wanted, all)?;
    let described = page.items.iter().map(|terms| {
        json!({
            "TermsId": terms.id,
            "TermsName": terms.name(),
            "Enforcement": terms.document.get("Enforcement"),
            "CreationDate": terms.created.api(),
            "LastModifiedDate": terms.modified.api(),
        })
    });
    Ok(Listed { terms: described.collect(), next_token: page.next })
}

impl Named {
    fn key(&self) -> String {
        key(&self.user_pool_id, &self.terms_id)
    }
}

/// Another document of the same name for the same client.
fn find(store: &Store, of: &Terms) -> Option<Arc<Terms>> {
    let same = |terms: &&Arc<Terms>| terms.client_id == of.client_id && terms.name() == of.name() && terms.id != of.id;
    store.terms.of_pool(&of.pool_id).find(same).cloned()
}

fn told(terms: &Terms) -> Value {
    let mut told = Value::Object(terms.document.clone());
    told["TermsId"] = json!(terms.id);
    told["UserPoolId"] = json!(terms.pool_id);
    told["ClientId"] = json!(terms.client_id);
    told["CreationDate"] = json!(terms.created.api());
    told["LastModifiedDate"] = json!(terms.modified.api());
    told
}

fn exists() -> ServiceError {
    ServiceError::new("TermsExistsException", "The client has terms of this name already")
}

fn no_such() -> ServiceError {
    ServiceError::not_found("No such terms exist.")
}
