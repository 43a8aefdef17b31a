//! `Auth`: the cheap handle that an app holds, clones and puts in a context.

use super::platform::{Platform, PlatformFuture};
use super::state::Shared;
use crate::config::PoolConfig;
use crate::error::Result;
use crate::protocol::http::{Request, Response};
use crate::protocol::jwt::claims::User;
use crate::protocol::operation::Operation;
use crate::protocol::session::Session;
use crate::secret::Secret;
use alloc::{boxed::Box, sync::Arc};
use core::future::{Future, poll_fn};

/// Signs people in to one user pool through one app client. A clone is the same session.
#[derive(Clone)]
pub struct Auth {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub config: PoolConfig,
    pub platform: Box<dyn Platform>,
    pub state: Shared,
}

impl Auth {
    /// An `Auth` on a platform of your own. In a browser, `Auth::new` brings the browser's.
    pub fn on(config: PoolConfig, platform: impl Platform + 'static) -> Self {
        Self { inner: Arc::new(Inner { config, platform: Box::new(platform), state: Shared::default() }) }
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
    pub(super) fn ask<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Output>> {
        // The request is made here and now, so that nothing of the operation waits for the reply.
        let mut reply = self.send(operation.request(&self.inner.config));
        poll_fn(move |context| reply.as_mut().poll(context).map(|reply| reply.and_then(O::parse)))
    }

    /// Every request of the crate goes through here.
    pub(super) fn send(&self, request: Request) -> PlatformFuture<'_, Result<Response>> {
        self.inner.platform.send(request)
    }

    /// 32 fresh random bytes.
    pub(super) fn random(&self) -> Result<Secret<[u8; 32]>> {
        let mut bytes = [0; 32];
        self.inner.platform.random(&mut bytes)?;
        Ok(Secret::new(bytes))
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
