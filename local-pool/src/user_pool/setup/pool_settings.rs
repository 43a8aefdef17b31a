//! The settings of a pool as CreateUserPool and UpdateUserPool send them, with Cognito's defaults and its rules between
//! them. What is not sent goes to its default, with the one operation as with the other.

use serde_json::{Map, Value, json};

use super::super::ServiceError;
use crate::store::{FirstFactor, PoolSettings};

/// Told back and not acted on here; all other members are fields of `PoolSettings`.
const ONLY_TOLD: [&str; 12] = [
    "AcrConfiguration",
    "DcrConfiguration",
    "EmailConfiguration",
    "EmailVerificationMessage",
    "EmailVerificationSubject",
    "KeyConfiguration",
    "SmsAuthenticationMessage",
    "SmsConfiguration",
    "SmsVerificationMessage",
    "UserPoolAddOns",
    "UserPoolTier",
    "VerificationMessageTemplate",
];

/// Cognito has each of these in two places, and tells both whichever was sent.
const IN_TWO_PLACES: [(&str, &str); 3] = [
    ("EmailVerificationMessage", "EmailMessage"),
    ("EmailVerificationSubject", "EmailSubject"),
    ("SmsVerificationMessage", "SmsMessage"),
];

pub fn read(input: Map<String, Value>) -> Result<PoolSettings, ServiceError> {
    refuse_software_token(&input)?;
    let days = |path: &str| input.pointer_from(path).and_then(Value::as_i64).filter(|days| *days > 0);
    let temporary = days("/Policies/PasswordPolicy/TemporaryPasswordValidityDays");
    // The older name for the same thing.
    let unused = days("/AdminCreateUserConfig/UnusedAccountValidityDays");
    let mut settings: PoolSettings =
        serde_json::from_value(Value::Object(input)).map_err(|_| ServiceError::serialization())?;
    let days = temporary.or(unused).unwrap_or(7);
    settings.policies.password_policy.temporary_password_validity_days = days;
    settings.admin_create_user_config.unused_account_validity_days = days;
    let other = &mut settings.other;
    other.retain(|member, _| ONLY_TOLD.contains(&member.as_str()));
    messages(other)?;
    default_member(other, "EmailConfiguration", "EmailSendingAccount", "COGNITO_DEFAULT");
    other.entry("UserPoolTier").or_insert("ESSENTIALS".into());
    check(&settings)?;
    Ok(settings)
}

/// Whether the pool's plan has what only the dearer two have.
pub fn needs_essentials(settings: &PoolSettings, feature: &str) -> Result<(), ServiceError> {
    if settings.other.get("UserPoolTier").and_then(Value::as_str) != Some("LITE") {
        return Ok(());
    }
    let message = format!("{feature} is not available in the LITE tier of this user pool");
    Err(ServiceError::new("FeatureUnavailableInTierException", message))
}

trait PointerFrom {
    fn pointer_from(&self, path: &str) -> Option<&Value>;
}

impl PointerFrom for Map<String, Value> {
    fn pointer_from(&self, path: &str) -> Option<&Value> {
        let mut parts = path.trim_start_matches('/').split('/');
        let first = self.get(parts.next()?);
        parts.try_fold(first?, |value, part| value.get(part))
    }
}

/// The model has it among the first factors, and Cognito's guide says that it is none.
fn refuse_software_token(input: &Map<String, Value>) -> Result<(), ServiceError> {
    let factors = input.pointer_from("/Policies/SignInPolicy/AllowedFirstAuthFactors").and_then(Value::as_array);
    if factors.is_some_and(|factors| factors.iter().any(|factor| factor == "SOFTWARE_TOKEN")) {
        return Err(ServiceError::invalid_parameter(
            "SOFTWARE_TOKEN is not supported as a first authentication factor",
        ));
    }
    Ok(())
}

fn messages(other: &mut Map<String, Value>) -> Result<(), ServiceError> {
    default_member(other, "VerificationMessageTemplate", "DefaultEmailOption", "CONFIRM_WITH_CODE");
    for (member, in_template) in IN_TWO_PLACES {
        let alone = other.get(member).cloned();
        let template = other.get_mut("VerificationMessageTemplate").and_then(Value::as_object_mut);
        let Some(template) = template else { continue };
        match (alone, template.get(in_template).cloned()) {
            (Some(alone), Some(other)) if alone != other => {
                return Err(ServiceError::invalid_parameter(format!(
                    "{member} and VerificationMessageTemplate.{in_template} differ: send one of them, or the same in both"
                )));
            }
            (Some(alone), None) => {
                template.insert(in_template.to_owned(), alone);
            }
            (None, Some(in_template)) => {
                other.insert(member.to_owned(), in_template);
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    Ok(())
}

fn default_member(other: &mut Map<String, Value>, structure: &str, member: &str, value: &str) {
    let structure = other.entry(structure).or_insert_with(|| json!({}));
    if let Some(structure) = structure.as_object_mut() {
        structure.entry(member).or_insert(value.into());
    }
}

fn check(settings: &PoolSettings) -> Result<(), ServiceError> {
    let refuse = |message: &str| Err(ServiceError::invalid_parameter(message));
    if !settings.alias_attributes.is_empty() && !settings.username_attributes.is_empty() {
        return refuse("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
    }
    let verified = &settings.auto_verified_attributes;
    if verified.iter().any(|name| name == "phone_number") && !settings.other.contains_key("SmsConfiguration") {
        return refuse("SMS configuration is required when phone_number is selected for auto verification");
    }
    if let Some(update) = &settings.user_attribute_update_settings
        && !update.attributes_require_verification_before_update.iter().all(|name| verified.contains(name))
    {
        return refuse(
            "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
        );
    }
    if let Some(recovery) = &settings.account_recovery_setting {
        let mechanisms = &recovery.recovery_mechanisms;
        let twice = mechanisms.iter().enumerate().any(|(index, mechanism)| {
            mechanisms.iter().skip(index + 1).any(|it| it.name == mechanism.name || it.priority == mechanism.priority)
        });
        let alone = mechanisms.len() > 1 && mechanisms.iter().any(|mechanism| mechanism.name == "admin_only");
        if twice || alone {
            return refuse(
                "Account recovery mechanisms must differ in name and priority, and admin_only must be the only one",
            );
        }
    }
    if settings.policies.sign_in_policy.allowed_first_auth_factors.iter().any(|it| *it != FirstFactor::Password) {
        needs_essentials(settings, "Passwordless sign-in")?;
    }
    Ok(())
}
