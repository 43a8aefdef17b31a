//! ForgotPassword: a code to a proven address, by the pool's AccountRecoverySetting; without one, a text message before mail.
//! An address that is a second factor is no way to recover: the two would be one. Where the client hides who exists,
//! nobody, and whoever cannot be reached, is told of a code that was not sent.

use serde::Deserialize;

use super::named::Named;
use super::resend_confirmation_code::Output;
use crate::call::Call;
use crate::store::{Medium, MfaFactor, Pool, Purpose, User, UserStatus};
use crate::user_pool::codes::{count_sent, send_code};
use crate::user_pool::messages::{Address, ClientMetadata, Occasion};
use crate::user_pool::{ServiceError, migration};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    client_id: Option<String>,
    secret_hash: Option<String>,
    username: String,
    client_metadata: Option<ClientMetadata>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let mut named = Named::find(call, input.client_id, input.username, input.secret_hash.as_deref())?;
    if named.user.is_none() {
        let metadata = input.client_metadata.clone().unwrap_or_default();
        named.user = migration::forgot_password(call, &named.known, named.username(), &metadata).await?;
    }
    let pool = &named.known.pool;
    if ways(pool).is_empty() {
        return Err(by_administrator());
    }
    let reached = named.user.as_ref().map(|user| Ok((user, address(pool, user)?)));
    let (user, address) = match reached {
        Some(Ok(reached)) => reached,
        Some(Err(error)) if !named.known.client.hides_unknown_users() => return Err(error),
        Some(Err(_)) | None => {
            count_sent(call, pool, named.username(), &Purpose::ForgotPassword)?;
            return Ok(Output { code_delivery_details: named.simulated() });
        }
    };
    let sender = named.sender(&input.client_metadata);
    let details = send_code(call, sender, user, Purpose::ForgotPassword, Occasion::ForgotPassword, &address).await?;
    Ok(Output { code_delivery_details: details })
}

/// Where a user's code goes, for whoever may know why it goes nowhere (AdminResetUserPassword as well).
pub fn address(pool: &Pool, user: &User) -> Result<Address, ServiceError> {
    if !user.enabled {
        return Err(ServiceError::user_disabled());
    }
    if matches!(user.status, UserStatus::ForceChangePassword | UserStatus::ExternalProvider) {
        return Err(ServiceError::not_authorized("User password cannot be reset in the current state."));
    }
    if ways(pool).is_empty() {
        return Err(by_administrator());
    }
    let second_factor = |medium: Medium| {
        let factor = match medium {
            Medium::Email => MfaFactor::EmailOtp,
            Medium::Sms => MfaFactor::SmsMfa,
        };
        pool.settings.account_recovery_setting.is_some() && user.mfa.enabled.contains(&factor)
    };
    let good = |medium: &Medium| user.has_verified(medium.attribute()) && !second_factor(*medium);
    let reached = ways(pool).into_iter().filter(good).find_map(|medium| Address::of(user, medium));
    reached.ok_or_else(|| {
        let message = "Cannot reset password for the user as there is no registered/verified email or phone_number";
        ServiceError::invalid_parameter(message)
    })
}

fn by_administrator() -> ServiceError {
    ServiceError::not_authorized("Contact administrator to reset password.")
}

/// In the order in which they are tried; none where an administrator alone may help.
fn ways(pool: &Pool) -> Vec<Medium> {
    let Some(setting) = &pool.settings.account_recovery_setting else {
        return vec![Medium::Sms, Medium::Email];
    };
    let mut mechanisms: Vec<_> = setting.recovery_mechanisms.iter().collect();
    mechanisms.sort_by_key(|mechanism| mechanism.priority);
    let media = mechanisms.into_iter().filter_map(|mechanism| match mechanism.name.as_str() {
        "verified_email" => Some(Medium::Email),
        "verified_phone_number" => Some(Medium::Sms),
        _ => None,
    });
    media.collect()
}
