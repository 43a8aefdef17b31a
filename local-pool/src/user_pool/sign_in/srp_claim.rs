//! What a client sends of SRP: its A, and the claim that answers PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER alike.
//! A claim is read before its challenge is spent: one that lacks a member leaves the challenge as it was.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::sessions;
use crate::call::Call;
use crate::clock::Span;
use crate::srp::{BadClientPublic, ClientPublic, Exchange, Identity, Signed};
use crate::store::Handle;
use crate::timestamp::Timestamp;
use crate::user_pool::ServiceError;
use crate::user_pool::members::Parameters;

/// How far a TIMESTAMP may be from the pool's clock, either way.
const TIMESTAMP_TOLERANCE: Span = Span::minutes(5);

pub struct Claim {
    pub handle: Handle,
    secret_block: Vec<u8>,
    timestamp: Timestamp,
    signature: Vec<u8>,
}

impl Claim {
    pub fn read(session: Option<String>, responses: &mut Parameters) -> Result<Self, ServiceError> {
        responses.peek("USERNAME")?;
        let signature = responses.required("PASSWORD_CLAIM_SIGNATURE")?;
        let secret_block = responses.required("PASSWORD_CLAIM_SECRET_BLOCK")?;
        let timestamp = responses.required("TIMESTAMP")?;
        let timestamp = Timestamp::parse(&timestamp).ok_or_else(|| {
            ServiceError::invalid_parameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
        })?;
        let secret_block = STANDARD.decode(secret_block).map_err(|_| sessions::unknown())?;
        let handle = Handle::from_secret_block(&secret_block).ok_or_else(sessions::unknown)?;
        // A Session may be left out, as some clients do; one that is sent must be this challenge's.
        if session.is_some_and(|session| Handle::from_session(&session) != Some(handle)) {
            return Err(sessions::unknown());
        }
        Ok(Self { handle, secret_block, timestamp, signature: STANDARD.decode(signature).unwrap_or_default() })
    }

    pub fn check_time(&self, call: &Call<'_>) -> Result<(), ServiceError> {
        match (self.timestamp.instant() - call.now).magnitude() > TIMESTAMP_TOLERANCE {
            true => Err(ServiceError::not_authorized("TIMESTAMP is more than 5 minutes from the pool's clock.")),
            false => Ok(()),
        }
    }

    /// The block that was issued is what is signed; one that was altered behind its handle is refused as well.
    pub fn proves(&self, exchange: &Exchange, issued: &[u8], identity: Identity<'_>) -> bool {
        let signed = Signed { secret_block: issued, timestamp: &self.timestamp.text() };
        exchange.accepts(identity, signed, &self.signature) && self.secret_block == issued
    }
}

pub fn client_public(a: &str) -> Result<ClientPublic, ServiceError> {
    ClientPublic::parse(a).map_err(|bad| {
        ServiceError::invalid_parameter(match bad {
            BadClientPublic::NotHexadecimal => "SRP_A must be a hexadecimal number",
            BadClientPublic::TooLong => "SRP_A must not be longer than 3072 bits",
            BadClientPublic::OutOfRange => "SRP_A must not be zero, nor N or more",
        })
    })
}
