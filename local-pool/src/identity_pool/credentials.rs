//! GetCredentialsForIdentity: credentials in AWS's form, for an hour. They open nothing; their session token is a plain
//! JSON in base64 that says whose they are and of which role, for a test to look at.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Value, json};

use super::identities::{pool_of, settle};
use super::{logins, roles};
use crate::call::Call;
use crate::clock::Span;
use crate::random::{self, Random};
use crate::user_pool::ServiceError;

const LIFETIME: Span = Span::minutes(60);

pub mod get_credentials_for_identity {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_id: String,
        logins: Option<BTreeMap<String, String>>,
        custom_role_arn: Option<String>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let pool = pool_of(call, &input.identity_id)?;
        let logins = logins::checked(call, &pool, input.logins.unwrap_or_default())?;
        let identity = settle(call, &pool, Some(&input.identity_id), &logins)?;
        let role = roles::role(&pool, &logins, input.custom_role_arn.as_deref())?;
        let expires = call.now + LIFETIME;
        let session = json!({
            "localPool": "these credentials are made up",
            "identityId": identity.id,
            "role": role,
            "expires": expires.seconds(),
            "nonce": URL_SAFE_NO_PAD.encode(random::bytes::<12>(call.random)),
        });
        Ok(json!({
            "IdentityId": identity.id,
            "Credentials": {
                "AccessKeyId": format!("ASIA{}", letters(call.random)),
                "SecretKey": STANDARD.encode(random::bytes::<30>(call.random)),
                "SessionToken": STANDARD.encode(session.to_string()),
                "Expiration": expires.api(),
            },
        }))
    }
}

/// Sixteen of the characters that AWS's key ids are made of: 32 of them, so each byte gives one without a bias.
fn letters(random: &dyn Random) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let pick = |byte: u8| char::from(ALPHABET[usize::from(byte % 32)]);
    random::bytes::<16>(random).into_iter().map(pick).collect()
}
