//! GetUserAuthFactors: what the user can sign in with, as a first factor (USER_AUTH) or a second.

use serde::{Deserialize, Serialize};

use super::get_user::SecondFactors;
use crate::call::Call;
use crate::store::{FirstFactor, Pool, User};
use crate::user_pool::ServiceError;
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
    #[serde(flatten)]
    second_factors: SecondFactors,
    configured_user_auth_factors: Vec<&'static str>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, input.access_token)?;
    Ok(Output::of(&pool, &user))
}

impl Output {
    /// What AdminGetUserAuthFactors tells as well.
    pub fn of(pool: &Pool, user: &User) -> Self {
        Self {
            username: user.username.clone(),
            second_factors: SecondFactors::of(user).without_options(),
            configured_user_auth_factors: configured(pool, user),
        }
    }
}

fn configured(pool: &Pool, user: &User) -> Vec<&'static str> {
    let allowed = &pool.settings.policies.sign_in_policy.allowed_first_auth_factors;
    let factors = [
        ("PASSWORD", user.password.is_some()),
        ("EMAIL_OTP", allowed.contains(&FirstFactor::EmailOtp) && user.has_verified("email")),
        ("SMS_OTP", allowed.contains(&FirstFactor::SmsOtp) && user.has_verified("phone_number")),
        ("WEB_AUTHN", allowed.contains(&FirstFactor::WebAuthn) && !user.passkeys.is_empty()),
        ("SOFTWARE_TOKEN", user.software_token.as_ref().is_some_and(|token| token.verified)),
    ];
    factors.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect()
}
