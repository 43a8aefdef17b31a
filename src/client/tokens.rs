//! The access token when an app needs it, its renewal, and the end of the session.
//!
//! However many callers need a fresh token at once, one request is made, and all of them wait for it.

use super::auth::Auth;
use super::flight::Flight;
use super::platform::PlatformFuture;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::{Request, Response};
use crate::protocol::jwt::claims::User;
use crate::protocol::operation::Operation;
use crate::protocol::session::Session;
use crate::protocol::user_pool::authentication_result::AuthenticationResult;
use crate::protocol::user_pool::context;
use crate::protocol::user_pool::get_tokens_from_refresh_token::GetTokensFromRefreshToken;
use crate::protocol::user_pool::revoke_token::RevokeToken;
use crate::secret::Secret;
use alloc::{boxed::Box, string::String, sync::Arc};
use core::future::poll_fn;
use core::task::{Context, Poll};

/// What became of a sign-out. The session is gone from memory in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedOut {
    /// Whether the pool was told, so that the refresh token is worth nothing any more.
    pub revoked: bool,
}

impl SignedOut {
    pub(crate) fn after(reply: Result<Response>) -> Self {
        Self { revoked: reply.and_then(|reply| RevokeToken::parse(&reply)).is_ok() }
    }
}

impl Auth {
    /// A good access token, renewed first if it is due.
    ///
    /// # Errors
    /// `signed_out` where nobody is signed in, `session_expired` where the pool ended the session, and what the network does.
    pub async fn access_token(&self) -> Result<Secret<String>> {
        Ok(self.fresh_session(false).await?.access_token().clone())
    }

    /// Renews the tokens now, whether they are due or not.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`].
    pub async fn refresh(&self) -> Result<User> {
        Ok(self.fresh_session(true).await?.user().clone())
    }

    /// Forgets the session at once, then asks the pool to revoke it.
    ///
    /// # Errors
    /// `busy`. A pool that cannot be reached is no error: `revoked` says so.
    pub async fn sign_out(&self) -> Result<SignedOut> {
        Ok(match self.begin_sign_out()? {
            Some(request) => SignedOut::after(self.send(request).await),
            None => SignedOut { revoked: false },
        })
    }

    /// Forgets the session; what is left to do is to tell the pool.
    pub(crate) fn begin_sign_out(&self) -> Result<Option<Request>> {
        let session = self.inner.state.with(|state| {
            state.sign_outs = state.sign_outs.wrapping_add(1);
            state.replace(None)
        })?;
        let token = session.and_then(|session| session.refresh_token().cloned());
        Ok(token.map(|token| RevokeToken { token }.request(self.config())))
    }

    /// The session with a good access token. It joins the refresh under way, or begins one. Boxed, so that the wasm has one
    /// copy of it.
    pub(crate) fn fresh_session(&self, in_any_case: bool) -> PlatformFuture<Result<Arc<Session>>> {
        let auth = self.clone();
        let mut flight = None;
        Box::pin(poll_fn(move |context| match &flight {
            None => match auth.joined(in_any_case) {
                Ok(Ok(session)) => Poll::Ready(Ok(session)),
                Ok(Err(joined)) => {
                    let landed = auth.poll_flight(&joined, context);
                    flight = Some(joined);
                    landed
                }
                Err(error) => Poll::Ready(Err(error)),
            },
            Some(flight) => auth.poll_flight(flight, context),
        }))
    }

    /// The session if it is good, or else the refresh to wait for.
    fn joined(&self, in_any_case: bool) -> Result<core::result::Result<Arc<Session>, Arc<Flight>>> {
        let now = self.inner.platform.now();
        self.inner.state.with(|state| {
            let session = state.session.clone().ok_or_else(signed_out)?;
            if !in_any_case && !session.is_due(now) {
                return Ok(Ok(session));
            }
            if let Some(flight) = &state.refresh {
                return Ok(Err(flight.clone()));
            }
            let flight = Arc::new(self.take_off(session, state.generation)?);
            state.refresh = Some(flight.clone());
            Ok(Err(flight))
        })?
    }

    fn poll_flight(&self, flight: &Arc<Flight>, context: &mut Context<'_>) -> Poll<Result<Arc<Session>>> {
        let landed = flight.poll(context, |answer| self.take(&flight.session, flight.generation, answer));
        landed.map(|outcome| {
            self.forget(flight)?;
            outcome?;
            self.inner.state.with(|state| state.session.clone())?.ok_or_else(signed_out)
        })
    }

    /// Begins to renew a session.
    fn take_off(&self, session: Arc<Session>, generation: u32) -> Result<Flight> {
        let refresh_token = session.refresh_token().cloned().ok_or_else(session_expired)?;
        let device_key = session.device_key().map(Into::into);
        let operation = GetTokensFromRefreshToken { refresh_token, device_key, context: context::Context::default() };
        let mut reply = self.send(operation.request(self.config()));
        let exchange = Box::pin(poll_fn(move |context| {
            reply.as_mut().poll(context).map(|reply| GetTokensFromRefreshToken::parse(&reply?))
        }));
        Ok(Flight::new(session, generation, exchange))
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
