//! The pages of managed login: each is a view with a method `html`, given the `Frame` that they share.
//! A page is one card: who asks, what to do, one form, the ways out.

mod accounts;
mod attributes;
mod authenticator_app;
mod choose_factor;
mod choose_method;
mod code;
mod email_address;
mod error;
mod forgotten_password;
mod frame;
mod icons;
mod name_field;
mod new_password;
mod notice;
mod passkey;
mod password;
mod password_rules;
mod problem;
mod sign_in;
mod sign_up;

pub use accounts::{Account, ChooseAccount};
pub use attributes::{AttributeField, AttributeType};
pub use authenticator_app::SetUpAuthenticatorApp;
pub use choose_factor::{ChooseFactor, FactorPurpose, MissingPhone};
pub use choose_method::ChooseMethod;
pub use code::{CodePurpose, EnterCode};
pub use email_address::AddEmailAddress;
pub use error::{ErrorPage, Fact};
pub use forgotten_password::{ForgottenPassword, ResetPassword};
pub use frame::{Accent, Brand, Frame};
pub use name_field::NameKind;
pub use new_password::NewPasswordRequired;
pub use notice::Notice;
pub use passkey::{AddPasskey, PasskeyOptions, SignInWithPasskey};
pub use password::EnterPassword;
pub use password_rules::PasswordRules;
pub use problem::Problem;
pub use sign_in::{PasswordPlace, Provider, SignIn};
pub use sign_up::{ConfirmSignUp, SignUp};
