//! AdminResetUserPassword: from now on the password is not taken, and a code goes out for setting another (ConfirmForgotPassword).

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::store::{Purpose, UserStatus};
use crate::user_pool::ServiceError;
use crate::user_pool::account::recovery_address;
use crate::user_pool::codes;
use crate::user_pool::messages::{ClientMetadata, Occasion, Sender};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    client_metadata: Option<ClientMetadata>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let known = input.of.find(call)?;
    let (pool, user) = (&known.pool, &known.user);
    if user.status == UserStatus::Unconfirmed {
        return Err(ServiceError::not_authorized("User password cannot be reset in the current state."));
    }
    let address = recovery_address(pool, user)?;
    let metadata = input.client_metadata.unwrap_or_default();
    let sender = Sender { pool, client: None, metadata: &metadata };
    codes::send_code(call, sender, user, Purpose::ForgotPassword, Occasion::ForgotPassword, &address).await?;
    let reset = call.store().users.update(&pool.id, &user.username, |user| {
        user.status = UserStatus::ResetRequired;
        user.modified = call.now;
    });
    reset.map(|()| json!({})).ok_or_else(ServiceError::user_not_found)
}
