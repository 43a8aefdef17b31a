//! Tokens after a sign-in: refreshing, revoking, signing out everywhere.

mod get_tokens_from_refresh_token;
mod global_sign_out;
mod revoke_token;

pub use get_tokens_from_refresh_token::refresh;

super::operations::operations! {
    "GetTokensFromRefreshToken" => get_tokens_from_refresh_token,
    "GlobalSignOut" => global_sign_out,
    "RevokeToken" => revoke_token,
}
