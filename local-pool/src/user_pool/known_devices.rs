//! The devices of a user, as they are told, remembered and forgotten: by their owner, or by an administrator, who is told more.
//! A device that was not confirmed is not there.

use serde::Deserialize;
use serde_json::{Value, json};

use super::ServiceError;
use super::paging::{Listing, Page, Wanted};
use crate::store::{Device, Store, User};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Owner,
    Admin,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remembered {
    Remembered,
    NotRemembered,
}

pub fn page(user: &User, wanted: &Wanted<'_>, reader: Reader) -> Result<Page<Value>, ServiceError> {
    let devices = user.devices.iter().filter(|(_, device)| device.verifier.is_some());
    let told = devices.map(|(key, device)| (key.as_str(), told(user, device, reader)));
    Listing(&["ListDevices", &user.pool_id, &user.sub]).page(wanted, told)
}

pub fn one(user: &User, device_key: &str, reader: Reader) -> Result<Value, ServiceError> {
    Ok(told(user, find(user, device_key)?, reader))
}

pub fn remember(store: &mut Store, user: &User, device_key: &str, how: Remembered) -> Result<(), ServiceError> {
    find(user, device_key)?;
    store.users.update(&user.pool_id, &user.username, |user| {
        if let Some(device) = user.devices.get_mut(device_key) {
            device.remembered = matches!(how, Remembered::Remembered);
        }
    });
    Ok(())
}

pub fn forget(store: &mut Store, user: &User, device_key: &str) -> Result<(), ServiceError> {
    find(user, device_key)?;
    store.users.update(&user.pool_id, &user.username, |user| user.devices.remove(device_key));
    store.grants.forget_device(&user.pool_id, &user.username, device_key);
    Ok(())
}

fn find<'a>(user: &'a User, device_key: &str) -> Result<&'a Device, ServiceError> {
    let device = user.devices.get(device_key).filter(|device| device.verifier.is_some());
    device.ok_or_else(|| ServiceError::not_found("Device does not exist."))
}

fn told(user: &User, device: &Device, reader: Reader) -> Value {
    let mut attributes = vec![("device_status", "valid".to_owned())];
    attributes.extend(device.name.clone().map(|name| ("device_name", name)));
    if reader == Reader::Admin {
        attributes.push(("dev:device_owner", format!("{}.{}", user.username, user.pool_id)));
        let status = if device.remembered { "remembered" } else { "not_remembered" };
        attributes.push(("dev:device_remembered_status", status.to_owned()));
    }
    let attributes: Vec<Value> =
        attributes.into_iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    json!({
        "DeviceKey": device.key,
        "DeviceAttributes": attributes,
        "DeviceCreateDate": device.created.api(),
        "DeviceLastModifiedDate": device.modified.api(),
        "DeviceLastAuthenticatedDate": device.last_used.api(),
    })
}
