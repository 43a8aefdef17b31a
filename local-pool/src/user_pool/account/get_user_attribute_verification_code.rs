//! GetUserAttributeVerificationCode: a code to the user's own address, for VerifyUserAttribute.

use serde::Deserialize;

use super::attribute_verification::{address, medium};
use super::named::{client_of, sender};
use super::resend_confirmation_code::Output;
use crate::call::Call;
use crate::store::Purpose;
use crate::user_pool::ServiceError;
use crate::user_pool::codes::send_code;
use crate::user_pool::members::SignedInUser;
use crate::user_pool::messages::{ClientMetadata, Occasion};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    attribute_name: String,
    client_metadata: Option<ClientMetadata>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let signed_in = SignedInUser::authorize(call, input.access_token)?;
    let client = client_of(call, &signed_in)?;
    let SignedInUser { pool, user, .. } = &signed_in;
    let address = address(user, medium(&input.attribute_name)?)?;
    let purpose = Purpose::Verify(input.attribute_name);
    let sender = sender(pool, &client, &input.client_metadata);
    let details = send_code(call, sender, user, purpose, Occasion::VerifyUserAttribute, &address).await?;
    Ok(Output { code_delivery_details: details })
}
