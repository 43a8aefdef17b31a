//! SetUICustomization and GetUICustomization: the style of the classic hosted UI, for all clients or for one. Kept and told
//! back; the image is counted and dropped, for nothing here shows it.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::known::{self, KEPT, OfClient};
use crate::call::Call;
use crate::store::{Store, key};

/// The name that stands for all clients.
const ALL: &str = "ALL";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Get {
    user_pool_id: String,
    client_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Set {
    user_pool_id: String,
    client_id: Option<String>,
    #[serde(rename = "CSS")]
    css: Option<String>,
    image_file: Option<String>,
}

pub fn get(call: &Call<'_>, input: Get) -> Result<Value, ServiceError> {
    let store = call.store();
    let client_id = checked(&store, &input.user_pool_id, input.client_id)?;
    let kept = store.kept.get(&at(&input.user_pool_id, &client_id));
    let kept = kept.or_else(|| store.kept.get(&at(&input.user_pool_id, ALL)));
    Ok(json!({ "UICustomization": kept.map(|kept| Map::clone(kept)).unwrap_or_default() }))
}

pub fn set(call: &Call<'_>, input: Set) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let client_id = checked(&store, &input.user_pool_id, input.client_id)?;
    if store.domains_of(&input.user_pool_id).next().is_none() {
        return Err(ServiceError::invalid_parameter(
            "There has to be an existing domain associated with this user pool",
        ));
    }
    let at = at(&input.user_pool_id, &client_id);
    let before = store.kept.get(&at).map(|kept| Map::clone(kept));
    if before.is_none() {
        KEPT.check_as_parameter(store.kept.within(&key(&input.user_pool_id, "ui/")).count(), store.kept.len())?;
    }
    let version = format!("{:014}", call.now.seconds());
    let mut kept = before.unwrap_or_default();
    kept.entry("CreationDate").or_insert(json!(call.now.api()));
    kept.insert("LastModifiedDate".to_owned(), json!(call.now.api()));
    kept.insert("UserPoolId".to_owned(), input.user_pool_id.clone().into());
    kept.insert("ClientId".to_owned(), client_id.clone().into());
    kept.insert("CSSVersion".to_owned(), version.clone().into());
    if let Some(css) = input.css {
        kept.insert("CSS".to_owned(), css.into());
    }
    if input.image_file.is_some() {
        let path = format!("{}/{client_id}/{version}/assets/images/image.jpg", input.user_pool_id);
        kept.insert("ImageUrl".to_owned(), format!("{}/_local/{path}", call.base_url).into());
    }
    store.kept.put(at, kept.clone());
    Ok(json!({ "UICustomization": kept }))
}

fn checked(store: &Store, pool_id: &str, client_id: Option<String>) -> Result<String, ServiceError> {
    known::pool(store, pool_id)?;
    let client_id = client_id.unwrap_or_else(|| ALL.to_owned());
    if client_id != ALL {
        known::client(store, &OfClient { user_pool_id: pool_id.to_owned(), client_id: client_id.clone() })?;
    }
    Ok(client_id)
}

fn at(pool_id: &str, client_id: &str) -> String {
    key(pool_id, &format!("ui/{client_id}"))
}
