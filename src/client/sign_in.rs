//! Signing in with a name and a password, and answering what the pool asks next.

use super::auth::Auth;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::Request;
use crate::protocol::jwt::claims::User;
use crate::protocol::session::Session;
use crate::protocol::sign_in::{Next, Question, SrpAttempt, after_proof};
use crate::protocol::srp::Ephemeral;
use crate::protocol::user_pool::challenge::Reply;
use crate::protocol::user_pool::revoke_token::RevokeToken;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};
use core::future::Future;

/// Where a sign-in stands.
#[derive(Debug)]
pub enum SignIn {
    /// Done.
    SignedIn(User),
    /// The pool asks for something.
    Challenged(PendingChallenge),
}

/// A question of the pool, open until it is answered rightly or its session ends.
#[derive(Debug)]
pub struct PendingChallenge {
    auth: Auth,
    question: Question,
}

impl Auth {
    /// Signs in with SRP: the password is proved, never sent, and wiped afterwards.
    ///
    /// # Errors
    /// `wrong_credentials`, `user_not_confirmed` and the like, and what the network does.
    pub async fn sign_in(&self, username: &str, password: impl Into<Secret<String>>) -> Result<SignIn> {
        let attempt = SrpAttempt::new(username, password.into(), Ephemeral::new(self.random()?))?;
        self.follow(attempt.open(self.config()), Some(attempt), username).await
    }

    /// Sends what is to be sent until the user is needed, or done. The first reply is the attempt's, if there is one.
    async fn follow(&self, mut request: Request, mut attempt: Option<SrpAttempt>, username: &str) -> Result<SignIn> {
        let sign_outs = self.sign_outs()?;
        loop {
            let reply = Reply::parse(self.send(request).await?)?;
            let next = match attempt.take() {
                Some(attempt) => attempt.reply(reply, self.config(), self.inner.platform.now())?,
                None => after_proof(reply, username)?,
            };
            match next {
                Next::Send(next) => request = next,
                Next::Ask(question) => {
                    return Ok(SignIn::Challenged(PendingChallenge { auth: self.clone(), question }));
                }
                Next::Done(tokens) => {
                    let refresh_token = tokens.refresh_token.clone();
                    let session = Session::new(tokens, self.inner.platform.now())?;
                    if let Some(user) = self.adopt(session, sign_outs)? {
                        return Ok(SignIn::SignedIn(user));
                    }
                    // Somebody signed out meanwhile, which these tokens must not undo.
                    if let Some(token) = refresh_token {
                        let _ = self.ask(RevokeToken { token }).await;
                    }
                    return Err(Error::new(
                        ErrorCode::SignedOut,
                        "Somebody signed out while this sign-in was under way.",
                    ));
                }
            }
        }
    }
}

impl PendingChallenge {
    /// Cognito's name of the challenge, such as `SOFTWARE_TOKEN_MFA`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.question.name()
    }

    /// What the pool says with it, such as where it sent a code.
    #[must_use]
    pub fn parameters(&self) -> &[(String, String)] {
        self.question.parameters()
    }

    /// Answers with Cognito's own names, such as `SOFTWARE_TOKEN_MFA_CODE`; the user's name is added.
    /// A wrong answer leaves the challenge open.
    ///
    /// # Errors
    /// `wrong_code`, `not_authorized` where the challenge has ended, and what the network does.
    pub fn answer(&self, responses: Vec<(String, Secret<String>)>) -> impl Future<Output = Result<SignIn>> {
        let request = self.question.answer(&responses, self.auth.config());
        self.auth.follow(request, None, self.question.username())
    }
}
