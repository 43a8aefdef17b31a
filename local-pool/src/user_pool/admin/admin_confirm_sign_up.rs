//! AdminConfirmSignUp: confirms somebody who signed up, without a code. It proves no address.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::{KnownUser, OfUser};
use crate::call::Call;
use crate::store::{Purpose, UserStatus};
use crate::triggers::post_confirmation;
use crate::user_pool::ServiceError;
use crate::user_pool::hooks::{Asking, post_confirmation};
use crate::user_pool::messages::ClientMetadata;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    client_metadata: Option<ClientMetadata>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let (pool, confirmed) = {
        let mut store = call.store();
        let KnownUser { pool, user } = input.of.find_in(&store)?;
        if user.status != UserStatus::Unconfirmed {
            let message = format!("User cannot be confirmed. Current status is {}", user.status.name());
            return Err(ServiceError::not_authorized(message));
        }
        let confirmed = store.users.update(&pool.id, &user.username, |user| {
            user.status = UserStatus::Confirmed;
            user.codes.remove(&Purpose::SignUp);
            user.modified = call.now;
            user.clone()
        });
        (pool, confirmed.ok_or_else(ServiceError::user_not_found)?)
    };
    let metadata = input.client_metadata.unwrap_or_default();
    let asking = Asking::of(call, &pool, None, &confirmed.username, &metadata);
    post_confirmation(asking.as_ref(), post_confirmation::Source::ConfirmSignUp, &confirmed).await?;
    Ok(json!({}))
}
