//! ConfirmForgotPassword: the code that was sent, and a new password. A password that the policy refuses does not spend it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::named::Named;
use crate::call::Call;
use crate::secret::Secret;
use crate::store::{Purpose, UserStatus};
use crate::triggers::post_confirmation;
use crate::user_pool::codes::{check_code, take_code};
use crate::user_pool::hooks::{Asking, post_confirmation};
use crate::user_pool::messages::ClientMetadata;
use crate::user_pool::{ServiceError, passwords};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    client_id: Option<String>,
    secret_hash: Option<String>,
    username: String,
    confirmation_code: String,
    password: Secret<String>,
    client_metadata: Option<ClientMetadata>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let named = Named::find(call, input.client_id, input.username, input.secret_hash.as_deref())?;
    let pool = &named.known.pool;
    passwords::check_policy(pool, &input.password)?;
    // A disabled user is nobody here.
    let user = named.user.as_deref().filter(|user| user.enabled || !named.known.client.hides_unknown_users());
    let code = input.confirmation_code;
    check_code(call, pool, named.username(), user, &Purpose::ForgotPassword, &code)?;
    let user = user.ok_or_else(ServiceError::code_mismatch)?;
    if !user.enabled {
        return Err(ServiceError::user_disabled());
    }
    if user.status == UserStatus::Unconfirmed {
        return Err(ServiceError::user_not_confirmed());
    }
    passwords::check_history(pool, user, &input.password)?;
    let verifier = passwords::verifier(pool, &user.username, &input.password, call.random);
    let taken = call.store().users.update(&pool.id, &user.username, |user| {
        let spent = take_code(user, &Purpose::ForgotPassword, &code)?;
        if let Some(attribute) = spent.attribute {
            user.attributes.insert(format!("{attribute}_verified"), "true".to_owned());
        }
        passwords::set(user, verifier, &pool.settings.policies.password_policy, call.now);
        Some(())
    });
    taken.flatten().ok_or_else(ServiceError::expired_code)?;
    let now = call.store().users.get(&pool.id, &user.username).cloned();
    let metadata = input.client_metadata.unwrap_or_default();
    let asking = Asking::of(call, pool, Some(&named.known.client.id), &user.username, &metadata);
    let source = post_confirmation::Source::ConfirmForgotPassword;
    post_confirmation(asking.as_ref(), source, now.as_deref().unwrap_or(user)).await?;
    Ok(json!({}))
}
