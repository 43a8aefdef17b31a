//! The identity pool API: AWS credentials for a user of the user pool, one file per operation.

pub mod get_credentials_for_identity;
pub mod get_id;
pub mod get_open_id_token;
pub mod logins;
pub mod unlink_identity;
