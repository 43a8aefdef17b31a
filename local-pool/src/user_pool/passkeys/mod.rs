//! Passkeys: registered, listed and deleted by their owner with an access token; managed login registers them too. What a
//! passkey is, `crate::webauthn` knows; how it signs in, `sign_in::web_authn`.

mod complete_web_authn_registration;
mod decoy;
mod delete_web_authn_credential;
mod list_web_authn_credentials;
mod registering;
mod relying_party;
mod start_web_authn_registration;

pub use decoy::decoy;
pub use registering::Registrant;
pub use relying_party::{ceremony, count_as_two_factors, has_relying_party};

super::operations::operations! {
    "CompleteWebAuthnRegistration" => complete_web_authn_registration,
    "DeleteWebAuthnCredential" => delete_web_authn_credential,
    "ListWebAuthnCredentials" => list_web_authn_credentials,
    "StartWebAuthnRegistration" => start_web_authn_registration,
}

use super::ServiceError;
use crate::store::{FirstFactor, Pool};
use crate::webauthn::Refusal;

/// Only a pool that lets people sign in with a passkey lets them register one.
fn check_enabled(pool: &Pool) -> Result<(), ServiceError> {
    match pool.settings.policies.sign_in_policy.allowed_first_auth_factors.contains(&FirstFactor::WebAuthn) {
        true => Ok(()),
        false => Err(refused(Refusal::NotEnabled)),
    }
}

fn refused(refusal: Refusal) -> ServiceError {
    ServiceError::new(refusal.at_registration(), refusal.to_string())
}
