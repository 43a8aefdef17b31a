//! What a user pool answers to a step of a sign-in: tokens, or the next challenge.

use super::authentication_result::AuthenticationResult;
use super::exchange::answer;
use crate::error::Result;
use crate::protocol::http::Response;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::srp::ServerChallenge;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// The answer of InitiateAuth and of RespondToAuthChallenge.
#[derive(Debug)]
pub enum Reply {
    /// Signed in.
    Tokens(AuthenticationResult),
    /// The password is to be proved.
    PasswordVerifier(PasswordVerifier),
    /// Any other question, by Cognito's name for it.
    Challenge(Challenge),
}

/// PASSWORD_VERIFIER, read.
#[derive(Debug)]
pub struct PasswordVerifier {
    /// The server's half of the proof, or why it cannot be used.
    pub server: Result<ServerChallenge>,
    /// USER_ID_FOR_SRP: the name that the proof is about.
    pub user_id: String,
    /// What names the user in the answer.
    pub username: String,
    /// The newest session, if one came.
    pub session: Option<Secret<String>>,
}

/// A question that the caller has to answer.
#[derive(Debug)]
pub struct Challenge {
    /// Cognito's name, such as `SOFTWARE_TOKEN_MFA`.
    pub name: String,
    /// The challenge parameters.
    pub parameters: Vec<(String, String)>,
    /// The newest session, if one came.
    pub session: Option<Secret<String>>,
}

impl Reply {
    /// Reads the answer.
    ///
    /// # Errors
    /// The failure that the service reported, or `unexpected_reply`.
    pub fn parse(response: Response) -> Result<Self> {
        answer(&response, |body| {
            if let Some(result) = body.get("AuthenticationResult") {
                return AuthenticationResult::read(result).map(Self::Tokens);
            }
            let name = body.text("ChallengeName")?;
            let session = body.text("Session").map(Secret::from);
            let parameters = body.get("ChallengeParameters").unwrap_or(Value::NULL);
            if name == "PASSWORD_VERIFIER" {
                let user_id = parameters.text("USER_ID_FOR_SRP")?;
                return Some(Self::PasswordVerifier(PasswordVerifier {
                    server: ServerChallenge::from_parameters(parameters),
                    username: parameters.text("USERNAME").unwrap_or_else(|| user_id.clone()),
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
                session,
            }))
        })
    }
}

/// A JSON object of text members, as AuthParameters and ChallengeResponses are.
pub(super) fn text_map(members: &[(&str, &str)]) -> String {
    let mut object = ObjectWriter::new();
    for (name, value) in members {
        object.text(name, value);
    }
    object.finish()
}
