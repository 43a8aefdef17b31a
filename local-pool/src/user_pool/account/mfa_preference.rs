//! Which second factors a user turns on and prefers, and whether the pool and the user have what each one needs.
//! SetUserMFAPreference, AdminSetUserMFAPreference and SetUserSettings end here.

use serde::Deserialize;

use crate::store::{MfaFactor, MfaPreference, Pool, User};
use crate::user_pool::ServiceError;

/// The four settings of SetUserMFAPreference. What is not sent stays as it was.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Settings {
    #[serde(rename = "SMSMfaSettings")]
    sms_mfa_settings: Option<Setting>,
    software_token_mfa_settings: Option<Setting>,
    email_mfa_settings: Option<Setting>,
    web_authn_mfa_settings: Option<Setting>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Setting {
    enabled: Option<bool>,
    preferred_mfa: Option<bool>,
}

impl Settings {
    /// Text messages alone, as SetUserSettings has it.
    pub fn sms(enabled: bool) -> Self {
        Self { sms_mfa_settings: Some(Setting { enabled: Some(enabled), preferred_mfa: None }), ..Self::default() }
    }

    /// What the user's preference becomes.
    pub fn applied(&self, pool: &Pool, user: &User) -> Result<MfaPreference, ServiceError> {
        let settings = [
            (MfaFactor::SmsMfa, self.sms_mfa_settings),
            (MfaFactor::SoftwareTokenMfa, self.software_token_mfa_settings),
            (MfaFactor::EmailOtp, self.email_mfa_settings),
            (MfaFactor::WebAuthn, self.web_authn_mfa_settings),
        ];
        let mut preference = user.mfa.clone();
        let mut preferred =
            settings.iter().filter(|(_, setting)| setting.and_then(|one| one.preferred_mfa) == Some(true));
        if preferred.next().is_some() && preferred.next().is_some() {
            return Err(ServiceError::invalid_parameter("Only one MFA method can be preferred"));
        }
        for (factor, setting) in settings {
            let Some(Setting { enabled, preferred_mfa }) = setting else { continue };
            match enabled {
                Some(true) => {
                    check(pool, user, factor)?;
                    preference.enabled.insert(factor);
                }
                Some(false) => {
                    preference.enabled.remove(&factor);
                }
                None => {}
            }
            match preferred_mfa {
                Some(true) if !preference.enabled.contains(&factor) => {
                    let message = format!("{} cannot be preferred because it is not enabled", factor.name());
                    return Err(ServiceError::invalid_parameter(message));
                }
                Some(true) => preference.preferred = Some(factor),
                // A setting that does not say so does not prefer: the API's booleans are false unless they are true.
                Some(false) | None if preference.preferred == Some(factor) => preference.preferred = None,
                Some(false) | None => {}
            }
        }
        preference.preferred = preference.preferred.filter(|factor| preference.enabled.contains(factor));
        Ok(preference)
    }
}

fn check(pool: &Pool, user: &User, factor: MfaFactor) -> Result<(), ServiceError> {
    let multi_factor = pool.mfa.web_authn_configuration.as_ref().and_then(|it| it.factor_configuration.as_deref())
        == Some("MULTI_FACTOR_WITH_USER_VERIFICATION");
    let (allowed, has, lacks) = match factor {
        MfaFactor::SmsMfa => (
            pool.mfa.allows_sms(),
            user.attribute("phone_number").is_some(),
            "User does not have delivery config set to turn on SMS_MFA",
        ),
        MfaFactor::EmailOtp => (
            pool.mfa.allows_email(),
            user.attribute("email").is_some(),
            "User does not have delivery config set to turn on EMAIL_OTP",
        ),
        MfaFactor::SoftwareTokenMfa => (
            pool.mfa.allows_software_token(),
            user.software_token.as_ref().is_some_and(|token| token.verified),
            "User has not verified software token mfa",
        ),
        MfaFactor::WebAuthn => (multi_factor, !user.passkeys.is_empty(), "User has not registered a passkey"),
    };
    match (allowed, has) {
        (false, _) => {
            let message = format!("{} is not enabled for the user pool", factor.name());
            Err(ServiceError::invalid_parameter(message))
        }
        (true, false) => Err(ServiceError::invalid_parameter(lacks)),
        (true, true) => Ok(()),
    }
}
