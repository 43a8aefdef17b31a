//! An operation is a question and its answer: two functions, and neither performs I/O.

use super::exchange;
use super::http::{Request, Response};
use super::json::{ObjectWriter, Value};
use crate::config::PoolConfig;
use crate::error::Result;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// `AWSCognitoIdentityProviderService`
    UserPool,
    /// `AWSCognitoIdentityService`
    IdentityPool,
}

/// One operation of a service, ready to be asked.
pub trait Operation {
    /// What the answer says.
    type Output;

    /// Cognito's own name of it.
    const NAME: &'static str;
    /// Whether it may be sent again when nobody knows if it was done: doing it twice is as good as once.
    const REPEATABLE: bool;
    /// Who is asked.
    const SERVICE: Service = Service::UserPool;

    /// Writes the members of the request.
    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter);

    /// Reads the answer; `None` where it is none.
    fn read(body: Value<'_>) -> Option<Self::Output>;

    /// What to send.
    fn request(&self, config: &PoolConfig) -> Request {
        let mut body = ObjectWriter::new();
        self.write(config, &mut body);
        exchange::request(config, Self::SERVICE, Self::NAME, Self::REPEATABLE, body.finish())
    }

    /// How to read what came back.
    ///
    /// # Errors
    /// The failure that the service reported, or `unexpected_reply` where it was no answer at all.
    fn parse(response: &Response) -> Result<Self::Output> {
        exchange::answer(response, Self::read)
    }
}
