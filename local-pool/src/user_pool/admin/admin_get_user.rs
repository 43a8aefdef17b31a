//! AdminGetUser: all that is known of a user.

use serde::Serialize;

use super::known::{KnownUser, OfUser};
use super::told::State;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::account::SecondFactors;
use crate::user_pool::attributes::{self, Attribute};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    username: String,
    user_attributes: Vec<Attribute>,
    #[serde(flatten)]
    state: State,
    #[serde(flatten)]
    factors: SecondFactors,
}

pub async fn answer(call: &Call<'_>, input: OfUser) -> Result<Output, ServiceError> {
    let KnownUser { user, .. } = input.find(call)?;
    Ok(Output {
        username: user.username.clone(),
        user_attributes: attributes::listed(&user, None),
        state: State::of(&user),
        factors: SecondFactors::of(&user),
    })
}
