//! Signing in: the flows of InitiateAuth, the challenges that RespondToAuthChallenge answers, and what a sign-in ends in.

mod complete;
mod initiate_auth;
mod password_claim;
mod respond_to_auth_challenge;

pub use complete::{Answer, AuthenticationResult, issue, may_sign_in};

super::operations::operations! {
    "InitiateAuth" => initiate_auth,
    "RespondToAuthChallenge" => respond_to_auth_challenge,
}
