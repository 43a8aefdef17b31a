//! Where else the user is signed in, and the end of it: of one session, or of all.

use super::auth::Auth;
use crate::error::Result;
use crate::protocol::operation::Operation;
use crate::protocol::user_pool::global_sign_out::GlobalSignOut;
use crate::protocol::user_pool::list_user_sessions::{ListUserSessions, UserSession};
use crate::protocol::user_pool::page::Page;
use crate::protocol::user_pool::revoke_user_session::RevokeUserSession;
use crate::secret::Secret;
use alloc::string::String;

impl Auth {
    /// The sessions of the user, this one among them. Ask for the next page with what the one before says.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn list_sessions(&self, page: Option<&str>) -> Result<Page<UserSession>> {
        let page = page.map(Into::into);
        self.ask_as_user(|access_token| ListUserSessions { access_token, page }).await
    }

    /// Ends another session of the user. This one is ended by [`Auth::sign_out`].
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn revoke_session(&self, session_id: &str) -> Result<()> {
        let (session_id, with_linked) = (session_id.into(), false);
        self.ask_as_user(|access_token| RevokeUserSession { access_token, session_id, with_linked }).await
    }

    /// Signs the user out everywhere, and here.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses. Nothing has ended then, here or elsewhere:
    /// [`Auth::sign_out`] ends at least this session, whatever the network does.
    pub async fn global_sign_out(&self) -> Result<()> {
        self.ask_for_the_last_time(|access_token| GlobalSignOut { access_token }).await
    }

    /// Asks for what leaves no session behind.
    pub(super) async fn ask_for_the_last_time<O: Operation>(
        &self,
        with: impl FnOnce(Secret<String>) -> O,
    ) -> Result<O::Output> {
        let access_token = self.access_token().await?;
        let generation = self.generation()?;
        let answer = self.ask(with(access_token)).await?;
        self.end_session(generation)?;
        Ok(answer)
    }

    /// Which session this is, counted.
    pub(super) fn generation(&self) -> Result<u32> {
        self.inner.state.with(|state| state.generation)
    }

    /// Forgets the session that the pool has ended, unless another one has taken its place meanwhile.
    pub(super) fn end_session(&self, generation: u32) -> Result<()> {
        self.inner.state.with(|state| {
            if state.generation == generation {
                state.sign_outs = state.sign_outs.wrapping_add(1);
                state.replace(None);
            }
        })
    }
}
