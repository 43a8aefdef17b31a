//! Signing in, and answering what the pool asks next.

use super::auth::Auth;
use super::platform::PlatformFuture;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::{Request, Response};
use crate::protocol::jwt::claims::User;
use crate::protocol::operation::Operation;
use crate::protocol::session::{Session, UnixMillis};
use crate::protocol::sign_in::{Answer, Attempt, Flow, Next, Question, Recipe, Start, Surroundings, TotpSetUp};
use crate::protocol::srp::Ephemeral;
use crate::protocol::user_pool::authentication_result::AuthenticationResult;
use crate::protocol::user_pool::challenge::{Challenge, Reply};
use crate::protocol::user_pool::initiate_auth::InitiateAuth;
use crate::protocol::user_pool::revoke_token::RevokeToken;
use crate::secret::Secret;
use alloc::{boxed::Box, string::String, sync::Arc};

/// Where a sign-in stands.
#[derive(Debug)]
pub enum SignIn {
    /// Done.
    SignedIn(User),
    /// The pool asks for something.
    Challenged(PendingChallenge),
}

/// A question of the pool, open until it is answered rightly or its session ends.
#[derive(Clone, Debug)]
pub struct PendingChallenge(Arc<Open>);

#[derive(Debug)]
struct Open {
    auth: Auth,
    question: Box<Question>,
    recipe: Arc<Recipe>,
}

impl Auth {
    /// Signs in with SRP: the password is proved, never sent, and wiped afterwards.
    ///
    /// # Errors
    /// `wrong_credentials`, `user_not_confirmed` and the like, and what the network does.
    pub async fn sign_in(&self, username: &str, password: impl Into<Secret<String>>) -> Result<SignIn> {
        self.sign_in_with(Start::new(username, Flow::Srp(password.into()))).await
    }

    /// Signs in another way, or with more to go along.
    ///
    /// # Errors
    /// As [`Auth::sign_in`].
    pub async fn sign_in_with(&self, start: Start) -> Result<SignIn> {
        self.begin_sign_in(start)?.await
    }

    /// The same, boxed. What cannot work is told at once.
    pub(crate) fn begin_sign_in(&self, mut start: Start) -> Result<PlatformFuture<Result<SignIn>>> {
        if start.device.is_none() {
            start.device = self.device_of(&start.username)?;
        }
        let recipe = Arc::new(start.recipe());
        let first = start.open(self.config(), self)?;
        self.follow(first, recipe)
    }

    /// Sends what is to be sent until the user is needed, or done. Boxed, so that the wasm has one copy of it.
    fn follow(&self, first: (Box<Attempt>, Request), recipe: Arc<Recipe>) -> Result<PlatformFuture<Result<SignIn>>> {
        let (auth, sign_outs) = (self.clone(), self.sign_outs()?);
        Ok(Box::pin(async move {
            let (mut attempt, mut request) = first;
            loop {
                let reply = auth.send(request).await;
                let tokens = match auth.next(&mut attempt, reply)? {
                    Next::Send(next) => {
                        request = next;
                        continue;
                    }
                    Next::Ask(question) => {
                        return Ok(SignIn::Challenged(PendingChallenge(Arc::new(Open { auth, question, recipe }))));
                    }
                    Next::Done(tokens) => tokens,
                };
                return auth.finish(tokens, attempt.device_key(), sign_outs).await.map(SignIn::SignedIn);
            }
        }))
    }

    /// What follows a reply.
    #[inline(never)]
    fn next(&self, attempt: &mut Attempt, reply: Result<Response>) -> Result<Next> {
        let reply = reply.and_then(|response| InitiateAuth::parse(&response));
        if let (Ok(_), Some(forgotten)) = (&reply, attempt.forgotten_device()) {
            self.drop_device(&forgotten.key)?;
        }
        // Who came under an alias has a device under the name that the pool gives.
        if let (None, Some(name)) = (attempt.device_key(), reply.as_ref().ok().and_then(Reply::username)) {
            attempt.on_device(self.device_of(name)?);
        }
        attempt.next(reply, self.config(), self)
    }

    /// Takes the tokens, and confirms the device if the pool named one.
    async fn finish(&self, tokens: AuthenticationResult, device_key: Option<String>, sign_outs: u32) -> Result<User> {
        let (refresh_token, new_device) = (tokens.refresh_token.clone(), tokens.new_device.clone());
        let session = Session::new(tokens, self.inner.platform.now())?.on_device(device_key);
        let access_token = session.access_token().clone();
        let user = self.adopt(session, sign_outs)?;
        if let (Some(user), Some(named)) = (&user, new_device) {
            let (device, operation) = self.new_device(user.username(), named, access_token)?;
            // A pool that refuses it is signed in to all the same.
            if self.ask(operation).await.is_ok() {
                self.keep_device(device)?;
            }
        }
        // Somebody signed out meanwhile, which these tokens must not undo.
        if let (None, Some(token)) = (&user, refresh_token) {
            let _ = self.ask(RevokeToken { token }).await;
        }
        user.ok_or_else(|| Error::new(ErrorCode::SignedOut, "Somebody signed out while this sign-in was under way."))
    }
}

impl Surroundings for Auth {
    fn ephemeral(&self) -> Result<Ephemeral> {
        Ok(Ephemeral::new(self.random()?))
    }

    fn now(&self) -> UnixMillis {
        self.inner.platform.now()
    }
}

impl PendingChallenge {
    /// What the pool asks, and what it says with it, such as where it sent a code.
    #[must_use]
    pub fn challenge(&self) -> &Challenge {
        self.0.question.challenge()
    }

    /// Cognito's name of the challenge, such as `SOFTWARE_TOKEN_MFA`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.challenge().name
    }

    /// Answers. A wrong answer leaves the challenge open.
    ///
    /// # Errors
    /// `wrong_code`, `challenge_expired`, `invalid_input` where this challenge takes no such answer, and what the network
    /// does.
    pub async fn answer(&self, answer: Answer) -> Result<SignIn> {
        self.begin_answer(answer)?.await
    }

    pub(crate) fn begin_answer(&self, answer: Answer) -> Result<PlatformFuture<Result<SignIn>>> {
        let first = self.0.question.answer(answer, self.0.auth.config(), &self.0.auth)?;
        self.0.auth.follow(first, self.0.recipe.clone())
    }

    /// Begins to set up an authenticator app (MFA_SETUP).
    ///
    /// # Errors
    /// `invalid_input` where the challenge is another one, and what the pool and the network do.
    pub async fn set_up_totp(&self) -> Result<TotpSetUp> {
        TotpSetUp::new(self.0.auth.ask(self.0.question.begin_totp()?).await?)
    }

    /// Ends setting it up with the app's first code, and goes on signing in.
    ///
    /// # Errors
    /// `wrong_code`, after which another one can be tried.
    pub async fn verify_totp(
        &self,
        set_up: &TotpSetUp,
        code: impl Into<Secret<String>>,
        device_name: Option<&str>,
    ) -> Result<SignIn> {
        let verified = self.0.auth.ask(self.0.question.verify_totp(set_up, code.into(), device_name)).await?;
        let session = verified.session.filter(|_| verified.is_verified).ok_or_else(|| {
            Error::new(ErrorCode::WrongCode, "The authenticator app's code was not accepted. Wait for the next one.")
        })?;
        self.0.auth.follow(self.0.question.finish_totp(&session, self.0.auth.config()), self.0.recipe.clone())?.await
    }

    /// Whether starting again needs the password.
    #[must_use]
    pub fn restart_needs_password(&self) -> bool {
        self.0.recipe.needs_password()
    }

    /// Starts the same sign-in again, for the same name. The password was wiped, so a way that begins with it needs it.
    ///
    /// # Errors
    /// As [`Auth::sign_in`].
    pub async fn restart(&self, password: Option<Secret<String>>) -> Result<SignIn> {
        self.begin_restart(password)?.await
    }

    pub(crate) fn begin_restart(&self, password: Option<Secret<String>>) -> Result<PlatformFuture<Result<SignIn>>> {
        self.0.auth.begin_sign_in(self.0.recipe.start(password)?)
    }
}
