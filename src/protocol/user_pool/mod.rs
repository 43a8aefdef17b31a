//! The user pool API: JSON over POST, one file per operation, named as Cognito names it.

pub mod authentication_result;
pub mod challenge;
mod exchange;
mod fault;
pub mod get_tokens_from_refresh_token;
pub mod get_user;
pub mod initiate_auth;
pub mod respond_to_auth_challenge;
pub mod revoke_token;
