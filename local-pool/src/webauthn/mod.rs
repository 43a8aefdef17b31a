//! The relying party's side of WebAuthn (Level 3, sections 7.1 and 7.2) for Cognito's passkey operations. Pure: no store,
//! no clock. Attestation is not asked for and never trusted: self attestation is verified, certificates are not looked at.
//!
//! How an operation uses it:
//! - StartWebAuthnRegistration: `Ceremony::new`, answer `CreationOptions::new(..)` as JSON, store the ceremony with the
//!   user, the client and a time.
//! - CompleteWebAuthnRegistration: take the ceremony out of the store, whatever comes of it (`Refusal::ChallengeNotFound`,
//!   `Refusal::OtherClient`); `register` gives the `Passkey`; `Refusal::AlreadyRegistered` if the pool knows its id.
//! - WEB_AUTHN: `Ceremony::new`, `RequestOptions::new(..)` as a JSON string in CREDENTIAL_REQUEST_OPTIONS, store the ceremony
//!   in the session. For CREDENTIAL of the response: `Assertion::parse`, find the user's passkey by `credential_id`
//!   (`Refusal::UnknownCredential`), `Assertion::verify`, `Passkey::record`, store the passkey.
//!
//! `Refusal::at_registration` and `Refusal::at_sign_in` name Cognito's exception.

mod assertion;
mod attestation;
mod authenticator_data;
mod base64url;
mod cbor;
mod ceremony;
mod client_data;
mod cose;
mod options;
mod origin;
mod passkey;
mod refusal;
mod registration;

#[cfg(test)]
mod authenticator;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod vectors;

pub use assertion::Assertion;
pub use ceremony::{Ceremony, CredentialId, RelyingPartyId, UserHandle, UserVerification};
#[cfg(test)]
pub use cose::Algorithm;
pub use cose::PublicKey;
pub use options::{Account, CreationOptions, RequestOptions};
pub use passkey::{Attachment, Passkey, Use};
pub use refusal::Refusal;
pub use registration::register;

/// What Cognito lets one user register; the operation answers LimitExceededException at the next.
pub const PASSKEYS_PER_USER: usize = 20;
