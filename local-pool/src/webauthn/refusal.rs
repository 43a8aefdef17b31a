//! Why a ceremony failed: one sentence each, and the name that Cognito has for it.
//! The exceptions of CompleteWebAuthnRegistration are documented with a sentence each; which check leads to which is read
//! from those sentences. RespondToAuthChallenge has none of them: there a wrong passkey is what a wrong password is.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    // What only the operation can see.
    NotEnabled,
    RelyingPartyMissing,
    ChallengeNotFound,
    OtherClient,
    AlreadyRegistered,
    UnknownCredential,
    // Of both ceremonies.
    /// The member that is missing, too long or not what it should be.
    Malformed(&'static str),
    WrongType,
    WrongChallenge,
    OriginNotAllowed,
    CrossOrigin,
    OtherRelyingParty,
    UserNotPresent,
    UserNotVerified,
    WrongCredentialId,
    // Of a registration.
    AlgorithmNotOffered,
    KeyNotValid,
    AttestationNotKnown,
    AttestationNotValid,
    // Of a sign-in.
    WrongUser,
    BackupEligibilityChanged,
    WrongSignature,
    SignCountWentBack,
}

impl Refusal {
    /// The exception that CompleteWebAuthnRegistration (or Start) answers.
    pub const fn at_registration(self) -> &'static str {
        match self {
            Self::NotEnabled => "WebAuthnNotEnabledException",
            Self::RelyingPartyMissing => "WebAuthnConfigurationMissingException",
            Self::ChallengeNotFound | Self::WrongChallenge => "WebAuthnChallengeNotFoundException",
            Self::OtherClient => "WebAuthnClientMismatchException",
            Self::OriginNotAllowed | Self::CrossOrigin => "WebAuthnOriginNotAllowedException",
            Self::OtherRelyingParty => "WebAuthnRelyingPartyMismatchException",
            Self::UserNotPresent
            | Self::UserNotVerified
            | Self::AlgorithmNotOffered
            | Self::KeyNotValid
            | Self::AttestationNotKnown
            | Self::AttestationNotValid => "WebAuthnCredentialNotSupportedException",
            Self::AlreadyRegistered
            | Self::UnknownCredential
            | Self::Malformed(_)
            | Self::WrongType
            | Self::WrongCredentialId
            | Self::WrongUser
            | Self::BackupEligibilityChanged
            | Self::WrongSignature
            | Self::SignCountWentBack => "InvalidParameterException",
        }
    }

    /// The exception that RespondToAuthChallenge answers.
    pub const fn at_sign_in(self) -> &'static str {
        match self {
            Self::Malformed(_) => "InvalidParameterException",
            Self::NotEnabled
            | Self::RelyingPartyMissing
            | Self::ChallengeNotFound
            | Self::OtherClient
            | Self::AlreadyRegistered
            | Self::UnknownCredential
            | Self::WrongType
            | Self::WrongChallenge
            | Self::OriginNotAllowed
            | Self::CrossOrigin
            | Self::OtherRelyingParty
            | Self::UserNotPresent
            | Self::UserNotVerified
            | Self::WrongCredentialId
            | Self::AlgorithmNotOffered
            | Self::KeyNotValid
            | Self::AttestationNotKnown
            | Self::AttestationNotValid
            | Self::WrongUser
            | Self::BackupEligibilityChanged
            | Self::WrongSignature
            | Self::SignCountWentBack => "NotAuthorizedException",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotEnabled => "Passkeys are not enabled for this user pool.",
            Self::RelyingPartyMissing => "The user pool has neither a relying party id nor a domain.",
            Self::ChallengeNotFound => "No passkey registration was started, or it has expired: start it again.",
            Self::OtherClient => "The registration was started with another app client.",
            Self::AlreadyRegistered => "This passkey is registered already.",
            Self::UnknownCredential => "The user has no passkey with this credential id.",
            Self::Malformed(member) => {
                return write!(f, "The credential's {member} is missing or is not what WebAuthn says it is.");
            }
            Self::WrongType => "The client data is of another ceremony.",
            Self::WrongChallenge => "The client data does not hold the challenge that was issued.",
            Self::OriginNotAllowed => "The page's origin is not the relying party's domain, nor below it.",
            Self::CrossOrigin => "The passkey was used in a frame on another site's page.",
            Self::OtherRelyingParty => "The passkey belongs to another relying party id.",
            Self::UserNotPresent => "The authenticator did not ask for the user's presence.",
            Self::UserNotVerified => "The user pool requires user verification, and the authenticator did none.",
            Self::WrongCredentialId => "The credential id in the credential is not the authenticator's.",
            Self::AlgorithmNotOffered => "The passkey's algorithm was not offered.",
            Self::KeyNotValid => "The passkey's public key is not a valid key of its algorithm.",
            Self::AttestationNotKnown => "The attestation is of a format that is not known.",
            Self::AttestationNotValid => "The attestation's signature is not that of the passkey.",
            Self::WrongUser => "The passkey's user handle is another user's.",
            Self::BackupEligibilityChanged => {
                "The passkey says something else of its backup than when it was registered."
            }
            Self::WrongSignature => "The signature is not that of the passkey.",
            Self::SignCountWentBack => "The passkey's signature counter did not go up: there may be a copy of it.",
        })
    }
}

impl std::error::Error for Refusal {}
