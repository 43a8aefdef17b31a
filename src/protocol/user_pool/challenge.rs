//! What a user pool answers to a step of a sign-in: tokens, or the next challenge.

use super::authentication_result::AuthenticationResult;
use crate::error::Result;
use crate::protocol::json::Value;
use crate::protocol::srp::ServerChallenge;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// The answer of InitiateAuth and of RespondToAuthChallenge.
#[derive(Debug)]
pub enum Reply {
    /// Signed in.
    Tokens(AuthenticationResult),
    /// A password, or a device's secret, is to be proved.
    Proof(ProofDemand),
    /// Any other question, by Cognito's name for it.
    Challenge(Challenge),
}

/// PASSWORD_VERIFIER or DEVICE_PASSWORD_VERIFIER, read.
#[derive(Debug)]
pub struct ProofDemand {
    /// Whether it is a device's.
    pub of_device: bool,
    /// The server's half of the proof, or why it cannot be used.
    pub server: Result<ServerChallenge>,
    /// USER_ID_FOR_SRP: the name that the proof is about. A device's proof is about the device.
    pub user_id: Option<String>,
    /// What names the user in the answer.
    pub username: Option<String>,
    /// The newest session, if one came.
    pub session: Option<Secret<String>>,
}

/// A question that somebody has to answer.
#[derive(Debug)]
pub struct Challenge {
    /// Cognito's name, such as `SOFTWARE_TOKEN_MFA`.
    pub name: String,
    /// The challenge parameters.
    pub parameters: Vec<(String, String)>,
    /// AvailableChallenges: what the user may choose from.
    pub available: Vec<String>,
    /// The newest session, if one came.
    pub session: Option<Secret<String>>,
}

impl Challenge {
    /// How it names the user.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        let named = |name: &str| self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| &**value);
        named("USER_ID_FOR_SRP").or_else(|| named("USERNAME"))
    }
}

impl Reply {
    /// How the pool names the user.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        match self {
            Self::Tokens(_) => None,
            Self::Proof(demand) => demand.username.as_deref(),
            Self::Challenge(challenge) => challenge.username(),
        }
    }

    #[inline(never)]
    pub(super) fn read(body: Value<'_>) -> Option<Self> {
        if let Some(result) = body.get("AuthenticationResult") {
            return AuthenticationResult::read(result).map(Self::Tokens);
        }
        let name = body.text("ChallengeName")?;
        let session = body.text("Session").map(Secret::from);
        let parameters = body.get("ChallengeParameters").unwrap_or(Value::NULL);
        let of_device = name == "DEVICE_PASSWORD_VERIFIER";
        if of_device || name == "PASSWORD_VERIFIER" {
            let user_id = parameters.text("USER_ID_FOR_SRP");
            return Some(Self::Proof(ProofDemand {
                of_device,
                server: ServerChallenge::from_parameters(parameters),
                username: parameters.text("USERNAME").or_else(|| user_id.clone()),
                user_id,
                session,
            }));
        }
        Some(Self::Challenge(Challenge {
            name,
            parameters: parameters
                .members()
                .filter_map(|(name, value)| Some((name.into_owned(), value.as_text()?)))
                .collect(),
            available: body
                .get("AvailableChallenges")
                .unwrap_or(Value::NULL)
                .items()
                .filter_map(Value::as_text)
                .collect(),
            session,
        }))
    }
}
