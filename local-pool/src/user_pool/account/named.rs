//! Whom a request without an access token is about: a client, a name that was typed, and the user it stands for, if any.
//! The client's secret hash is checked first. Where the client hides who exists, nobody is treated like somebody.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::call::Call;
use crate::store::{Client, Medium, Pool, User};
use crate::user_pool::members::{KnownClient, SignedInUser};
use crate::user_pool::messages::{Address, ClientMetadata, CodeDeliveryDetails, Sender};
use crate::user_pool::{ServiceError, secret_hash};

pub struct Named {
    pub known: KnownClient,
    pub given: String,
    /// None only where the client hides who exists.
    pub user: Option<Arc<User>>,
}

impl Named {
    pub fn find(
        call: &Call<'_>,
        client_id: Option<String>,
        given: String,
        hash: Option<&str>,
    ) -> Result<Self, ServiceError> {
        let known = KnownClient::find(call, client_id)?;
        let user = call.store().users.find(&known.pool, &given).cloned();
        let username = user.as_ref().map_or(given.as_str(), |user| &user.username);
        secret_hash::check(&known.client, &[&given, username], hash)?;
        if user.is_none() && !known.client.hides_unknown_users() {
            return Err(ServiceError::user_not_found());
        }
        Ok(Self { known, given, user })
    }

    /// The name that attempts are counted under: the same for all names of one user.
    pub fn username(&self) -> &str {
        self.user.as_ref().map_or(&self.given, |user| &user.username)
    }

    pub fn sender<'a>(&'a self, metadata: &'a Option<ClientMetadata>) -> Sender<'a> {
        sender(&self.known.pool, &self.known.client, metadata)
    }

    /// Where a code would have gone, if there were somebody. The same for the same name each time.
    pub fn simulated(&self) -> CodeDeliveryDetails {
        let pool = &self.known.pool;
        let by_phone = pool.settings.auto_verified_attributes.iter().all(|name| name == "phone_number")
            && !pool.settings.auto_verified_attributes.is_empty();
        let seed =
            Sha256::new().chain_update(pool.decoy_key.expose()).chain_update(self.given.to_lowercase()).finalize();
        let text = URL_SAFE_NO_PAD.encode(seed).to_lowercase();
        let letter = |index: usize| text.chars().filter(char::is_ascii_alphabetic).nth(index).unwrap_or('a');
        let digits: String = seed.iter().take(4).map(|byte| char::from(b'0' + byte % 10)).collect();
        CodeDeliveryDetails::new(&match (self.given.contains('@'), self.given.starts_with('+') || by_phone) {
            (true, _) => Address { medium: Medium::Email, to: self.given.clone() },
            (false, true) if self.given.starts_with('+') => Address { medium: Medium::Sms, to: self.given.clone() },
            (false, true) => Address { medium: Medium::Sms, to: format!("+1206555{digits}") },
            (false, false) => Address { medium: Medium::Email, to: format!("{}@{}", letter(0), letter(1)) },
        })
    }
}

pub fn sender<'a>(pool: &'a Pool, client: &'a Client, metadata: &'a Option<ClientMetadata>) -> Sender<'a> {
    static NONE: ClientMetadata = ClientMetadata::new();
    Sender { pool, client: Some(client), metadata: metadata.as_ref().unwrap_or(&NONE) }
}

/// The client that an access token was given to.
pub fn client_of(call: &Call<'_>, signed_in: &SignedInUser) -> Result<Arc<Client>, ServiceError> {
    let client = call.store().client(&signed_in.claims.client_id);
    // A client that was deleted takes its tokens with it.
    client.ok_or_else(|| ServiceError::not_authorized("Invalid Access Token"))
}

/// Where the code for a new account goes: Cognito prefers a text message where the pool verifies both.
pub fn to_confirm(pool: &Pool, user: &User) -> Option<Address> {
    let verifies =
        |medium: Medium| pool.settings.auto_verified_attributes.iter().any(|name| name == medium.attribute());
    let media = [Medium::Sms, Medium::Email].into_iter().filter(|medium| verifies(*medium));
    media.filter_map(|medium| Address::of(user, medium)).next()
}
