//! Signing in, and answering what the pool asks next.

use super::auth::Auth;
use super::platform::PlatformFuture;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::device::Device;
use crate::protocol::http::{Request, Response};
use crate::protocol::jwt::claims::User;
use crate::protocol::operation::Operation;
use crate::protocol::session::{Session, UnixMillis};
use crate::protocol::sign_in::{Answer, Attempt, Flow, Next, Question, Recipe, Start, Surroundings, TotpSetUp};
use crate::protocol::srp::Ephemeral;
use crate::protocol::user_pool::authentication_result::AuthenticationResult;
use crate::protocol::user_pool::challenge::{Challenge, Reply};
use crate::protocol::user_pool::confirm_device::ConfirmDevice;
use crate::protocol::user_pool::initiate_auth::InitiateAuth;
use crate::protocol::user_pool::revoke_token::RevokeToken;
use crate::protocol::user_pool::verify_software_token::VerifySoftwareToken;
use crate::secret::Secret;
use alloc::{boxed::Box, string::String, sync::Arc};
use core::ops::ControlFlow;

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
        let (attempt, request) = start.open(self.config(), self)?;
        self.follow(Stage::Trying(attempt), request, recipe)
    }

    /// Sends what is to be sent until the user is needed, or done. Boxed, so that the wasm has one copy of it.
    fn follow(
        &self,
        stage: Stage,
        mut request: Request,
        recipe: Arc<Recipe>,
    ) -> Result<PlatformFuture<Result<SignIn>>> {
        let mut way = Way { auth: self.clone(), sign_outs: self.sign_outs()?, stage, recipe };
        Ok(Box::pin(async move {
            loop {
                let reply = way.auth.send(request).await;
                match way.after(reply)? {
                    ControlFlow::Continue(next) => request = next,
                    ControlFlow::Break(done) => return Ok(done),
                }
            }
        }))
    }
}

/// A sign-in under way: one loop for all that it sends, and here what each reply means.
struct Way {
    auth: Auth,
    /// How often somebody had signed out when it began.
    sign_outs: u32,
    stage: Stage,
    recipe: Arc<Recipe>,
}

/// What the reply that is waited for is about.
enum Stage {
    /// The first code of an authenticator app, which ends this challenge.
    Verifying(PendingChallenge),
    /// The sign-in itself.
    Trying(Box<Attempt>),
    /// What the pool is told afterwards: that this device is confirmed, or that nobody wants the tokens any more.
    Closing(Result<User>, Option<Device>),
}

impl Way {
    /// What follows a reply: a request, or the end.
    #[inline(never)]
    fn after(&mut self, reply: Result<Response>) -> Result<ControlFlow<SignIn, Request>> {
        match &mut self.stage {
            Stage::Verifying(pending) => {
                let (attempt, request) = pending.verified(&reply?)?;
                self.stage = Stage::Trying(attempt);
                Ok(ControlFlow::Continue(request))
            }
            Stage::Trying(attempt) => {
                let reply = reply.and_then(|response| InitiateAuth::parse(&response));
                if let (Ok(_), Some(forgotten)) = (&reply, attempt.forgotten_device()) {
                    self.auth.drop_device(&forgotten.key)?;
                }
                // Who came under an alias has a device under the name that the pool gives.
                if let (None, Some(name)) = (attempt.device_key(), reply.as_ref().ok().and_then(Reply::username)) {
                    attempt.on_device(self.auth.device_of(name)?);
                }
                match attempt.next(reply, self.auth.config(), &self.auth)? {
                    Next::Send(request) => Ok(ControlFlow::Continue(request)),
                    Next::Ask(question) => {
                        let open = Open { auth: self.auth.clone(), question, recipe: self.recipe.clone() };
                        Ok(ControlFlow::Break(SignIn::Challenged(PendingChallenge(Arc::new(open)))))
                    }
                    Next::Done(tokens) => {
                        let device_key = attempt.device_key();
                        self.take(tokens, device_key)
                    }
                }
            }
            Stage::Closing(user, device) => {
                // A pool that refuses the device is signed in to all the same.
                if let (Some(device), Ok(_)) = (device.take(), reply.and_then(|reply| ConfirmDevice::parse(&reply))) {
                    self.auth.keep_device(device)?;
                }
                user.clone().map(|user| ControlFlow::Break(SignIn::SignedIn(user)))
            }
        }
    }

    /// Takes the tokens, and confirms the device if the pool named one.
    fn take(
        &mut self,
        tokens: AuthenticationResult,
        device_key: Option<String>,
    ) -> Result<ControlFlow<SignIn, Request>> {
        let auth = &self.auth;
        let named = tokens.new_device.clone();
        let (access_token, refresh_token) = (tokens.access_token.clone(), tokens.refresh_token.clone());
        let session = Session::new(tokens, auth.inner.platform.now())?.on_device(device_key);
        let (user, device, request) = match (auth.adopt(session, self.sign_outs)?, named, refresh_token) {
            (Some(user), None, _) => return Ok(ControlFlow::Break(SignIn::SignedIn(user))),
            (Some(user), Some(named), _) => {
                let (device, confirmation) = auth.new_device(user.username(), named, access_token)?;
                (Ok(user), Some(device), confirmation.request(auth.config()))
            }
            (None, _, None) => return Err(signed_out_meanwhile()),
            // These tokens must not undo the sign-out.
            (None, _, Some(token)) => (Err(signed_out_meanwhile()), None, RevokeToken { token }.request(auth.config())),
        };
        self.stage = Stage::Closing(user, device);
        Ok(ControlFlow::Continue(request))
    }
}

fn signed_out_meanwhile() -> Error {
    Error::new(ErrorCode::SignedOut, "Somebody signed out while this sign-in was under way.")
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
        match answer {
            Answer::Password(password) => self.begin_prove(password)?.await,
            answer => self.begin_respond(&self.0.question.responses(answer)?)?.await,
        }
    }

    /// Answers in Cognito's own names and values.
    pub(crate) fn begin_respond(
        &self,
        responses: &[(String, Secret<String>)],
    ) -> Result<PlatformFuture<Result<SignIn>>> {
        self.go_on(self.0.question.respond(responses, self.0.auth.config()))
    }

    /// Answers with a password to be proved.
    pub(crate) fn begin_prove(&self, password: Secret<String>) -> Result<PlatformFuture<Result<SignIn>>> {
        self.go_on(self.0.question.prove(password, self.0.auth.config(), &self.0.auth)?)
    }

    fn go_on(&self, (attempt, request): (Box<Attempt>, Request)) -> Result<PlatformFuture<Result<SignIn>>> {
        self.0.auth.follow(Stage::Trying(attempt), request, self.0.recipe.clone())
    }

    /// Begins to set up an authenticator app (MFA_SETUP).
    ///
    /// # Errors
    /// `invalid_input` where the challenge is another one, and what the pool and the network do.
    pub async fn set_up_totp(&self) -> Result<TotpSetUp> {
        TotpSetUp::from_reply(self.0.auth.send(self.totp_request()?).await)
    }

    pub(crate) fn totp_request(&self) -> Result<Request> {
        Ok(self.0.question.begin_totp()?.request(self.0.auth.config()))
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
        self.begin_verify_totp(set_up, code.into(), device_name)?.await
    }

    pub(crate) fn begin_verify_totp(
        &self,
        set_up: &TotpSetUp,
        code: Secret<String>,
        device_name: Option<&str>,
    ) -> Result<PlatformFuture<Result<SignIn>>> {
        let Open { auth, question, recipe } = &*self.0;
        let request = question.verify_totp(set_up, code, device_name).request(auth.config());
        auth.follow(Stage::Verifying(self.clone()), request, recipe.clone())
    }

    /// Goes on where the app's first code was right.
    fn verified(&self, reply: &Response) -> Result<(Box<Attempt>, Request)> {
        let verified = VerifySoftwareToken::parse(reply)?;
        let session = verified.session.filter(|_| verified.is_verified).ok_or_else(|| {
            Error::new(ErrorCode::WrongCode, "The authenticator app's code was not accepted. Wait for the next one.")
        })?;
        Ok(self.0.question.finish_totp(&session, self.0.auth.config()))
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
