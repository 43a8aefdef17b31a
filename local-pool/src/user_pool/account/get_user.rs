//! GetUser: the name, the second factors, and those attributes that the client may read.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::named::client_of;
use crate::call::Call;
use crate::store::{Medium, MfaFactor, User};
use crate::user_pool::ServiceError;
use crate::user_pool::attributes::{Attribute, listed};
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    username: String,
    user_attributes: Vec<Attribute>,
    #[serde(flatten)]
    factors: SecondFactors,
}

/// As GetUser, AdminGetUser and GetUserAuthFactors tell them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SecondFactors {
    /// Text messages alone, in the form of old.
    #[serde(rename = "MFAOptions", skip_serializing_if = "Vec::is_empty")]
    mfa_options: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_mfa_setting: Option<&'static str>,
    #[serde(rename = "UserMFASettingList", skip_serializing_if = "Vec::is_empty")]
    user_mfa_setting_list: Vec<&'static str>,
}

impl SecondFactors {
    pub fn of(user: &User) -> Self {
        let by_sms = user.mfa.enabled.contains(&MfaFactor::SmsMfa);
        let option = json!({ "DeliveryMedium": Medium::Sms.name(), "AttributeName": Medium::Sms.attribute() });
        Self {
            mfa_options: by_sms.then_some(option).into_iter().collect(),
            preferred_mfa_setting: user.mfa.preferred.map(MfaFactor::name),
            user_mfa_setting_list: user.mfa.enabled.iter().map(|factor| factor.name()).collect(),
        }
    }

    pub fn without_options(self) -> Self {
        Self { mfa_options: Vec::new(), ..self }
    }
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let signed_in = SignedInUser::authorize(call, input.access_token)?;
    let client = client_of(call, &signed_in)?;
    let user = &signed_in.user;
    Ok(Output {
        username: user.username.clone(),
        user_attributes: listed(user, Some(&client)),
        factors: SecondFactors::of(user),
    })
}
