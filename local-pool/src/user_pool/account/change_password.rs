//! ChangePassword: by the password before, or, for somebody who never had one, without. Wrong ones are counted.
//! It ends no sign-in, as at Cognito.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::secret::Secret;
use crate::user_pool::members::SignedInUser;
use crate::user_pool::{ServiceError, passwords};

const MOST_WRONG: usize = 5;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    previous_password: Option<Secret<String>>,
    proposed_password: Secret<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let counted = format!("{}/change-password/{}", pool.id, user.username);
    if call.store().wrong_codes.within_the_hour(&counted, call.now) >= MOST_WRONG {
        return Err(ServiceError::limit_exceeded());
    }
    let right = match (&user.password, &input.previous_password) {
        (Some(_), None) => return Err(ServiceError::missing_parameter("PreviousPassword")),
        (Some(_), Some(previous)) => passwords::accepts(&pool, &user, previous),
        (None, previous) => previous.is_none(),
    };
    if !right {
        call.store().wrong_codes.count(&counted, call.now);
        return Err(ServiceError::wrong_credentials());
    }
    passwords::check_policy(&pool, &input.proposed_password)?;
    passwords::check_history(&pool, &user, &input.proposed_password)?;
    let verifier = passwords::verifier(&pool, &user.username, &input.proposed_password, call.random);
    let mut store = call.store();
    store.wrong_codes.forget(&counted);
    let policy = &pool.settings.policies.password_policy;
    store.users.update(&pool.id, &user.username, |user| passwords::set(user, verifier, policy, call.now));
    Ok(json!({}))
}
