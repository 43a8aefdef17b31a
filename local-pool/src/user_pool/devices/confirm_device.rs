//! ConfirmDevice: the device that a sign-in gave a key to brings its salt and verifier, by the access token of that sign-in.
//! Once: no other token, and not the same one again, puts another verifier in its place.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::tracking::group_key;
use crate::call::Call;
use crate::srp::Verifier;
use crate::store::{Device, Store, User};
use crate::user_pool::ServiceError;
use crate::user_pool::known_devices;
use crate::user_pool::members::SignedInUser;

/// Each weighs under 2 KB. For one more, the one that was used longest ago is forgotten.
const MOST_DEVICES: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    device_key: String,
    device_name: Option<String>,
    device_secret_verifier_config: Option<SecretVerifier>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SecretVerifier {
    password_verifier: Option<String>,
    salt: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, grant, .. } = SignedInUser::authorize(call, input.access_token)?;
    let Some(configuration) = pool.settings.device_configuration else {
        let message = "The user pool does not track devices.";
        return Err(ServiceError::new("InvalidUserPoolConfigurationException", message));
    };
    if grant.device_key.as_deref() != Some(&input.device_key) {
        return Err(ServiceError::invalid_parameter("Invalid device key given."));
    }
    let device = Device {
        key: input.device_key,
        group_key: group_key(&user),
        verifier: Some(verifier(input.device_secret_verifier_config)?),
        name: input.device_name,
        remembered: !configuration.device_only_remembered_on_user_prompt,
        created: call.now,
        modified: call.now,
        last_used: call.now,
    };
    add(&mut call.store(), &user, device)?;
    Ok(json!({ "UserConfirmationNecessary": configuration.device_only_remembered_on_user_prompt }))
}

fn add(store: &mut Store, user: &User, device: Device) -> Result<(), ServiceError> {
    // Asked anew: between authorization and now the user may have confirmed it, or have been deleted.
    let user = store.users.get(&user.pool_id, &user.username).cloned().ok_or_else(ServiceError::user_not_found)?;
    if user.devices.contains_key(&device.key) {
        return Err(ServiceError::new("DeviceKeyExistsException", "The device was confirmed already."));
    }
    if user.devices.len() >= MOST_DEVICES
        && let Some(oldest) = user.devices.values().min_by_key(|device| device.last_used)
    {
        known_devices::forget(store, &user, &oldest.key)?;
    }
    store.users.update(&user.pool_id, &user.username, |user| user.devices.insert(device.key.clone(), device));
    Ok(())
}

fn verifier(config: Option<SecretVerifier>) -> Result<Verifier, ServiceError> {
    let missing = || ServiceError::missing_parameter("DeviceSecretVerifierConfig");
    let SecretVerifier { password_verifier, salt } = config.ok_or_else(missing)?;
    let decoded = |text: Option<String>| STANDARD.decode(text?).ok();
    let invalid = || ServiceError::invalid_parameter("Invalid device secret verifier config given.");
    let salt = decoded(salt).ok_or_else(invalid)?;
    let v = decoded(password_verifier).ok_or_else(invalid)?;
    Verifier::of_device(&salt, &v).ok_or_else(invalid)
}
