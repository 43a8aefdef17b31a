//! What a signed-in user asks about the own account.

use super::auth::Auth;
use crate::error::Result;
use crate::protocol::user_pool::get_user::{GetUser, UserProfile};

impl Auth {
    /// Name and attributes as the pool has them now (the ID token has them as they were at sign-in).
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and `not_authorized` where the pool has revoked the token.
    pub async fn profile(&self) -> Result<UserProfile> {
        let access_token = self.access_token().await?;
        self.ask(GetUser { access_token }).await
    }
}
