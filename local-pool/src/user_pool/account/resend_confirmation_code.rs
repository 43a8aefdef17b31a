//! ResendConfirmationCode: another code for an account that waits for one; the one before no longer counts.

use serde::{Deserialize, Serialize};

use super::named::{Named, to_confirm};
use crate::call::Call;
use crate::store::{Purpose, UserStatus};
use crate::user_pool::ServiceError;
use crate::user_pool::codes::{count_sent, send_code};
use crate::user_pool::messages::{ClientMetadata, CodeDeliveryDetails, Occasion};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    client_id: Option<String>,
    secret_hash: Option<String>,
    username: String,
    client_metadata: Option<ClientMetadata>,
}

/// Of ForgotPassword as well.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    pub code_delivery_details: CodeDeliveryDetails,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let named = Named::find(call, input.client_id, input.username, input.secret_hash.as_deref())?;
    let pool = &named.known.pool;
    let Some(user) = &named.user else {
        count_sent(call, pool, named.username(), &Purpose::SignUp)?;
        return Ok(Output { code_delivery_details: named.simulated() });
    };
    if user.status != UserStatus::Unconfirmed {
        return Err(ServiceError::invalid_parameter("User is already confirmed."));
    }
    let address = to_confirm(pool, user)
        .ok_or_else(|| ServiceError::invalid_parameter("Cannot resend codes. Auto verification not turned on."))?;
    let sender = named.sender(&input.client_metadata);
    let details = send_code(call, sender, user, Purpose::SignUp, Occasion::ResendCode, &address).await?;
    Ok(Output { code_delivery_details: details })
}
