//! The access token when an app needs it, its renewal, and the end of the session.
//!
//! However many callers need a fresh token at once, one request is made, and all of them wait for it.

use super::auth::Auth;
use super::state::{Flight, Outcome};
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::jwt::claims::User;
use crate::protocol::session::Session;
use crate::protocol::user_pool::authentication_result::AuthenticationResult;
use crate::protocol::user_pool::get_tokens_from_refresh_token::GetTokensFromRefreshToken;
use crate::protocol::user_pool::revoke_token::RevokeToken;
use crate::secret::Secret;
use alloc::{string::String, sync::Arc};
use core::future::poll_fn;
use core::task::Poll;

/// What became of a sign-out. The session is gone from memory in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedOut {
    /// Whether the pool was told, so that the refresh token is worth nothing any more.
    pub revoked: bool,
}

impl Auth {
    /// A good access token, renewed first if it is due.
    ///
    /// # Errors
    /// `signed_out` where nobody is signed in, `session_expired` where the pool ended the session, and what the network does.
    pub async fn access_token(&self) -> Result<Secret<String>> {
        let now = self.inner.platform.now();
        if self.session(|session| session.is_due(now))? {
            self.renew().await?;
        }
        self.session(|session| session.access_token().clone())
    }

    /// Renews the tokens now, whether they are due or not.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`].
    pub async fn refresh(&self) -> Result<User> {
        self.renew().await?;
        self.session(|session| session.user().clone())
    }

    /// Forgets the session at once, then asks the pool to revoke it.
    ///
    /// # Errors
    /// `busy`. A pool that cannot be reached is no error: `revoked` says so.
    pub async fn sign_out(&self) -> Result<SignedOut> {
        let session = self.inner.state.with(|state| {
            state.sign_outs = state.sign_outs.wrapping_add(1);
            state.replace(None)
        })?;
        let token = session.and_then(|session| session.refresh_token().cloned());
        let revoked = match token {
            Some(token) => self.ask(RevokeToken { token }).await.is_ok(),
            None => false,
        };
        Ok(SignedOut { revoked })
    }

    /// Looks at the session.
    fn session<T>(&self, look: impl FnOnce(&Session) -> T) -> Result<T> {
        self.inner.state.with(|state| state.session.as_deref().map(look))?.ok_or_else(signed_out)
    }

    /// Joins the refresh under way, or runs one.
    async fn renew(&self) -> Result<()> {
        loop {
            let (flight, is_mine) = self.inner.state.with(|state| match &state.refresh {
                Some(flight) => (flight.clone(), false),
                None => (state.refresh.insert(Arc::default()).clone(), true),
            })?;
            if is_mine {
                let guard = LandsAbandoned(&flight);
                let result = self.exchange_refresh_token().await;
                self.forget(&flight)?;
                guard.0.land(Outcome::Answered(result.clone()));
                return result;
            }
            let outcome = poll_fn(|context| match flight.outcome(context.waker()) {
                Some(outcome) => Poll::Ready(outcome),
                None => Poll::Pending,
            });
            match outcome.await {
                Outcome::Answered(result) => return result,
                Outcome::Abandoned => self.forget(&flight)?,
            }
        }
    }

    /// One refresh, from the request to the new session in its place.
    async fn exchange_refresh_token(&self) -> Result<()> {
        let (session, generation) = self
            .inner
            .state
            .with(|state| state.session.clone().map(|session| (session, state.generation)))?
            .ok_or_else(signed_out)?;
        let refresh_token = session.refresh_token().cloned().ok_or_else(session_expired)?;
        let answer = self.ask(GetTokensFromRefreshToken { refresh_token }).await;
        self.take(&session, generation, answer)
    }

    /// Puts the renewed session in the place of the one that was renewed, if that is still there.
    fn take(&self, session: &Session, generation: u32, answer: Result<AuthenticationResult>) -> Result<()> {
        let renewed = answer.and_then(|tokens| session.renewed(tokens, self.inner.platform.now()));
        self.inner.state.with(|state| {
            if state.generation != generation {
                // Signed out, or in as somebody else, while the answer was on its way: it is not taken.
                return if state.session.is_some() { Ok(()) } else { Err(signed_out()) };
            }
            match renewed {
                Ok(session) => state.session = Some(Arc::new(session)),
                Err(error) if ends_session(error.code()) => {
                    state.replace(None);
                    return Err(error.recast(ErrorCode::SessionExpired, SESSION_EXPIRED));
                }
                Err(error) => return Err(error),
            }
            Ok(())
        })?
    }

    /// Makes room for the next refresh.
    fn forget(&self, flight: &Arc<Flight>) -> Result<()> {
        self.inner.state.with(|state| {
            if state.refresh.as_ref().is_some_and(|current| Arc::ptr_eq(current, flight)) {
                state.refresh = None;
            }
        })
    }
}

/// Tells those who wait when the refresh they wait for is dropped halfway.
struct LandsAbandoned<'a>(&'a Flight);

impl Drop for LandsAbandoned<'_> {
    fn drop(&mut self) {
        self.0.land(Outcome::Abandoned);
    }
}

/// Whether the pool has said that there is no session any more. A bad network, a full house or an answer that cannot
/// be read never ends one.
const fn ends_session(code: ErrorCode) -> bool {
    use ErrorCode as E;
    matches!(
        code,
        E::NotAuthorized
            | E::WrongCredentials
            | E::SessionExpired
            | E::UserNotFound
            | E::UserNotConfirmed
            | E::PasswordResetRequired
    )
}

const SESSION_EXPIRED: &str = "The session has ended: its refresh token expired or was revoked. Sign in again.";

fn session_expired() -> Error {
    Error::new(ErrorCode::SessionExpired, SESSION_EXPIRED)
}

fn signed_out() -> Error {
    Error::new(ErrorCode::SignedOut, "Nobody is signed in.")
}
