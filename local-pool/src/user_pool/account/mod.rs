//! What people do with their own account: making one, proving an address, a forgotten password, attributes, second factors.

mod attribute_verification;
mod change_password;
mod confirm_forgot_password;
mod confirm_sign_up;
mod delete_user;
mod delete_user_attributes;
mod forgot_password;
mod get_user;
mod get_user_attribute_verification_code;
mod get_user_auth_factors;
mod mfa_preference;
mod named;
mod resend_confirmation_code;
mod set_user_mfa_preference;
mod set_user_settings;
mod sign_up;
mod update_auth_event_feedback;
mod update_user_attributes;
mod verify_user_attribute;

pub use forgot_password::address as recovery_address;
pub use get_user::SecondFactors;
pub use get_user_auth_factors::Output as AuthFactors;
pub use mfa_preference::Settings as MfaSettings;
pub use set_user_settings::{MfaOption, settings as sms_setting};
pub use sign_up::MOST_USERS;
pub use update_user_attributes::change as change_attributes;

super::operations::operations! {
    "ChangePassword" => change_password,
    "ConfirmForgotPassword" => confirm_forgot_password,
    "ConfirmSignUp" => confirm_sign_up,
    "DeleteUser" => delete_user,
    "DeleteUserAttributes" => delete_user_attributes,
    "ForgotPassword" => forgot_password,
    "GetUser" => get_user,
    "GetUserAttributeVerificationCode" => get_user_attribute_verification_code,
    "GetUserAuthFactors" => get_user_auth_factors,
    "ResendConfirmationCode" => resend_confirmation_code,
    "SetUserMFAPreference" => set_user_mfa_preference,
    "SetUserSettings" => set_user_settings,
    "SignUp" => sign_up,
    "UpdateAuthEventFeedback" => update_auth_event_feedback,
    "UpdateUserAttributes" => update_user_attributes,
    "VerifyUserAttribute" => verify_user_attribute,
}
