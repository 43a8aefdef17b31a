//! `Auth`: the cheap handle that an app holds, clones and puts in a context.

use super::platform::{Platform, PlatformFuture};
use super::retry;
use super::state::Shared;
use crate::config::PoolConfig;
use crate::error::Result;
use crate::protocol::http::{Request, Response};
use crate::protocol::jwt::claims::User;
use crate::protocol::operation::Operation;
use crate::protocol::session::Session;
use crate::secret::Secret;
use alloc::sync::Arc;
use core::future::{Future, poll_fn};

/// Signs people in to one user pool through one app client. A clone is the same session.
#[derive(Clone)]
pub struct Auth {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub config: PoolConfig,
    pub platform: Arc<dyn Platform>,
    pub state: Shared,
}

impl Auth {
    /// An `Auth` on a platform of your own. In a browser, `Auth::new` brings the browser's.
    pub fn on(config: PoolConfig, platform: impl Platform + 'static) -> Self {
        Self { inner: Arc::new(Inner { config, platform: Arc::new(platform), state: Shared::default() }) }
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &PoolConfig {
        &self.inner.config
    }

    /// Who is signed in, as the ID token tells it.
    ///
    /// # Errors
    /// `busy`
    pub fn user(&self) -> Result<Option<User>> {
        self.inner.state.with(|state| state.session.as_ref().map(|session| session.user().clone()))
    }

    /// Asks the pool.
    pub(super) fn ask<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Output>> + use<O> {
        // The request is made here and now, so that nothing of the operation waits for the reply.
        let mut reply = self.send(operation.request(&self.inner.config));
        poll_fn(move |context| reply.as_mut().poll(context).map(|reply| O::parse(&reply?)))
    }

    /// Sends a request, and again where that is safe and may help.
    pub(crate) fn send(&self, request: Request) -> PlatformFuture<Result<Response>> {
        retry::send(self.inner.platform.clone(), request)
    }

    /// Fresh random bytes.
    pub(super) fn random<const COUNT: usize>(&self) -> Result<Secret<[u8; COUNT]>> {
        let mut bytes = Secret::new([0; COUNT]);
        // Exposed: to be filled.
        self.inner.platform.random(bytes.expose_mut())?;
        Ok(bytes)
    }

    /// How often somebody signed out so far.
    pub(super) fn sign_outs(&self) -> Result<u32> {
        self.inner.state.with(|state| state.sign_outs)
    }

    /// Takes a session as the one of this `Auth`, unless somebody signed out since `sign_outs` were counted.
    pub(super) fn adopt(&self, session: Session, sign_outs: u32) -> Result<Option<User>> {
        let user = session.user().clone();
        self.inner.state.with(|state| {
            (state.sign_outs == sign_outs).then(|| {
                state.replace(Some(Arc::new(session)));
                user
            })
        })
    }
}

impl PartialEq for Auth {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Eq for Auth {}

impl core::fmt::Debug for Auth {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Auth").field("config", &self.inner.config).finish_non_exhaustive()
    }
}
