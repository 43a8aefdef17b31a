//! AdminDeleteSoftwareToken: takes a lost authenticator app away, so that another can be registered.

use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::store::MfaFactor;
use crate::user_pool::ServiceError;

pub async fn answer(call: &Call<'_>, input: OfUser) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let known = input.find_in(&store)?;
    if known.user.software_token.is_none() {
        return Err(ServiceError::not_found("Software token does not exist."));
    }
    store.users.update(&known.pool.id, &known.user.username, |user| {
        user.software_token = None;
        user.new_software_token = None;
        user.mfa.enabled.remove(&MfaFactor::SoftwareTokenMfa);
        user.mfa.preferred = user.mfa.preferred.filter(|preferred| *preferred != MfaFactor::SoftwareTokenMfa);
        user.modified = call.now;
    });
    Ok(json!({}))
}
