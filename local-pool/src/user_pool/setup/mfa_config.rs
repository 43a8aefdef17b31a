//! GetUserPoolMfaConfig and SetUserPoolMfaConfig, and what CreateUserPool and UpdateUserPool do to the same settings:
//! these two know SMS alone. SetUserPoolMfaConfig replaces all factors; passkeys stay, for they are first factors.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::ServiceError;
use super::known::{self, OfPool};
use super::pool_settings::needs_essentials;
use crate::call::Call;
use crate::store::{Enabled, MfaConfig, MfaConfiguration, PoolSettings, WebAuthnConfiguration};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    user_pool_id: String,
    mfa_configuration: Option<MfaConfiguration>,
    sms_mfa_configuration: Option<Map<String, Value>>,
    software_token_mfa_configuration: Option<Enabled>,
    email_mfa_configuration: Option<Map<String, Value>>,
    web_authn_configuration: Option<WebAuthnConfiguration>,
}

pub fn get(call: &Call<'_>, input: OfPool) -> Result<MfaConfig, ServiceError> {
    Ok(known::pool(&call.store(), &input.user_pool_id)?.mfa.clone())
}

pub fn set(call: &Call<'_>, input: Input) -> Result<MfaConfig, ServiceError> {
    let mut store = call.store();
    let pool = known::pool(&store, &input.user_pool_id)?;
    let mfa = MfaConfig {
        mfa_configuration: input.mfa_configuration.unwrap_or(pool.mfa.mfa_configuration),
        sms_mfa_configuration: input.sms_mfa_configuration.map(|sms| completed(sms, &pool.settings)).transpose()?,
        software_token_mfa_configuration: input.software_token_mfa_configuration,
        email_mfa_configuration: input.email_mfa_configuration,
        web_authn_configuration: input.web_authn_configuration.or_else(|| pool.mfa.web_authn_configuration.clone()),
    };
    check(&mfa)?;
    if mfa.allows_email() {
        needs_essentials(&pool.settings, "Email MFA")?;
    }
    if makes_passkeys_a_factor(&mfa) {
        needs_essentials(&pool.settings, "Passkeys as MFA")?;
    }
    store.pools.update(&pool.id, |pool| {
        // How texts are sent is one setting that two operations tell.
        for member in ["SmsConfiguration", "SmsAuthenticationMessage"] {
            if let Some(value) = mfa.sms_mfa_configuration.as_ref().and_then(|sms| sms.get(member)) {
                pool.settings.other.insert(member.to_owned(), value.clone());
            }
        }
        pool.mfa = mfa.clone();
        pool.modified = call.now;
    });
    Ok(mfa)
}

/// For CreateUserPool and UpdateUserPool: what MfaConfiguration makes of the factors that were there.
pub fn with_pool(
    sent: Option<Value>,
    settings: &mut PoolSettings,
    before: Option<&MfaConfig>,
) -> Result<MfaConfig, ServiceError> {
    let mfa_configuration: MfaConfiguration = match sent {
        Some(sent) => serde_json::from_value(sent).map_err(|_| ServiceError::serialization())?,
        None => MfaConfiguration::Off,
    };
    let mut mfa = before.cloned().unwrap_or_default();
    mfa.mfa_configuration = mfa_configuration;
    if mfa_configuration == MfaConfiguration::Off {
        let web_authn_configuration = mfa.web_authn_configuration;
        return Ok(MfaConfig { web_authn_configuration, ..MfaConfig::default() });
    }
    let mut sms = Map::new();
    for member in ["SmsConfiguration", "SmsAuthenticationMessage"] {
        if let Some(value) = settings.other.get(member) {
            sms.insert(member.to_owned(), value.clone());
        }
    }
    if sms.contains_key("SmsConfiguration") {
        mfa.sms_mfa_configuration = Some(sms);
    }
    if !has_factor(&mfa) {
        return Err(ServiceError::invalid_parameter(
            "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
        ));
    }
    Ok(mfa)
}

/// SMS as a factor needs a way to send: the one that is sent along, or the pool's own.
fn completed(mut sms: Map<String, Value>, settings: &PoolSettings) -> Result<Map<String, Value>, ServiceError> {
    for member in ["SmsConfiguration", "SmsAuthenticationMessage"] {
        if let (false, Some(of_pool)) = (sms.contains_key(member), settings.other.get(member)) {
            sms.insert(member.to_owned(), of_pool.clone());
        }
    }
    if sms.contains_key("SmsConfiguration") {
        return Ok(sms);
    }
    Err(ServiceError::invalid_parameter("SMS configuration is required when SMS MFA is enabled"))
}

fn check(mfa: &MfaConfig) -> Result<(), ServiceError> {
    let refuse = |message: &str| Err(ServiceError::invalid_parameter(message));
    match mfa.mfa_configuration {
        MfaConfiguration::Off if mfa.allows_sms() || mfa.allows_email() || mfa.allows_software_token() => {
            refuse("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
        }
        MfaConfiguration::On | MfaConfiguration::Optional if !has_factor(mfa) => {
            refuse("Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.")
        }
        MfaConfiguration::Off | MfaConfiguration::On | MfaConfiguration::Optional => Ok(()),
    }
}

fn has_factor(mfa: &MfaConfig) -> bool {
    mfa.allows_sms() || mfa.allows_email() || mfa.allows_software_token() || makes_passkeys_a_factor(mfa)
}

fn makes_passkeys_a_factor(mfa: &MfaConfig) -> bool {
    let configuration = mfa.web_authn_configuration.as_ref();
    configuration.and_then(|it| it.factor_configuration.as_deref()) == Some("MULTI_FACTOR_WITH_USER_VERIFICATION")
}
