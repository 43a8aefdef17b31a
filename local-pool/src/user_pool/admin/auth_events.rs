//! AdminListUserAuthEvents and AdminUpdateAuthEventFeedback, which belong to threat protection. This pool weighs no risks and
//! keeps no events, so the list is empty; where threat protection is off, it is refused, as Cognito does.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::known::{KnownUser, OfUser};
use crate::call::Call;
use crate::store::Pool;
use crate::user_pool::ServiceError;

pub mod list {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        #[serde(flatten)]
        of: OfUser,
        next_token: Option<String>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Output {
        auth_events: [Value; 0],
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
        find(call, &input.of)?;
        match input.next_token {
            Some(_) => Err(ServiceError::invalid_parameter("Invalid NextToken: there is one page of events")),
            None => Ok(Output { auth_events: [] }),
        }
    }
}

pub mod feedback {
    use super::*;

    pub async fn answer(call: &Call<'_>, input: OfUser) -> Result<Value, ServiceError> {
        find(call, &input)?;
        Err(ServiceError::not_found("Event does not exist."))
    }
}

fn find(call: &Call<'_>, of: &OfUser) -> Result<KnownUser, ServiceError> {
    let known = of.find(call)?;
    if protects(&known.pool) {
        return Ok(known);
    }
    let message = "Threat protection is not enabled for this user pool";
    Err(ServiceError::new("UserPoolAddOnNotEnabledException", message))
}

fn protects(pool: &Pool) -> bool {
    let add_ons = pool.settings.other.get("UserPoolAddOns");
    let mode = add_ons.and_then(|add_ons| add_ons.get("AdvancedSecurityMode")).and_then(Value::as_str);
    mode.is_some_and(|mode| mode != "OFF")
}
