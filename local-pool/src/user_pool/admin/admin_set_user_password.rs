//! AdminSetUserPassword: a password to stay, which also confirms the user, or a temporary one.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::secret::Secret;
use crate::store::UserStatus;
use crate::user_pool::{ServiceError, passwords};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    password: Secret<String>,
    #[serde(default)]
    permanent: bool,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let known = input.of.find(call)?;
    passwords::check_policy(&known.pool, &input.password)?;
    passwords::check_history(&known.pool, &known.user, &input.password)?;
    let verifier = passwords::verifier(&known.pool, &known.user.username, &input.password, call.random);
    let policy = &known.pool.settings.policies.password_policy;
    let set = call.store().users.update(&known.pool.id, &known.user.username, |user| {
        if input.permanent {
            passwords::set(user, verifier, policy, call.now);
            // Whatever it was: unconfirmed, or from another identity provider.
            user.status = UserStatus::Confirmed;
        } else {
            passwords::set_temporary(user, verifier, policy, call.now);
        }
    });
    set.map(|()| json!({})).ok_or_else(ServiceError::user_not_found)
}
