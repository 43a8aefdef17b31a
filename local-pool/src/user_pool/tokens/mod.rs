//! Tokens after a sign-in: refreshing, revoking, signing out everywhere, and the list of one's sign-ins.

mod get_tokens_from_refresh_token;
mod global_sign_out;
mod list_user_sessions;
mod revoke_token;
mod revoke_user_session;
mod session_list;

pub use get_tokens_from_refresh_token::{Offer, refresh};
pub use session_list::{
    Linked, Output as SessionPage, Sessions, check_tracked as check_sessions_tracked, page as session_page,
};

super::operations::operations! {
    "GetTokensFromRefreshToken" => get_tokens_from_refresh_token,
    "GlobalSignOut" => global_sign_out,
    "ListUserSessions" => list_user_sessions,
    "RevokeToken" => revoke_token,
    "RevokeUserSession" => revoke_user_session,
}
