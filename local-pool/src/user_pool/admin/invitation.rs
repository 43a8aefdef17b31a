//! The invitation of a user whom an administrator made, by the pool's template. Whoever has no address gets none.

use serde::Deserialize;

use crate::call::Call;
use crate::secret::Secret;
use crate::store::{self, User};
use crate::user_pool::ServiceError;
use crate::user_pool::attributes::Attributes;
use crate::user_pool::messages::{self, Address, Occasion, Sender};

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Action {
    Resend,
    Suppress,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Medium {
    Sms,
    Email,
}

impl From<Medium> for store::Medium {
    fn from(medium: Medium) -> Self {
        match medium {
            Medium::Sms => Self::Sms,
            Medium::Email => Self::Email,
        }
    }
}

/// Whether a new user has the addresses that the invitation is wanted by.
pub fn check(attributes: &Attributes, wanted: &[Medium]) -> Result<(), ServiceError> {
    let lacking = |medium: store::Medium| !attributes.contains_key(medium.attribute());
    match wanted.iter().map(|medium| store::Medium::from(*medium)).find(|medium| lacking(*medium)) {
        Some(medium) => {
            let message = format!("{} is required for the delivery medium {}", medium.attribute(), medium.name());
            Err(ServiceError::invalid_parameter(message))
        }
        None => Ok(()),
    }
}

/// By each medium that was asked for; where none was, by text message, or else by mail.
pub async fn send(
    call: &Call<'_>,
    sender: Sender<'_>,
    user: &User,
    wanted: &[Medium],
    password: Option<&Secret<String>>,
) -> Result<(), ServiceError> {
    let address = |medium: store::Medium| Address::of(user, medium);
    let mut addresses: Vec<Address> = wanted.iter().filter_map(|medium| address((*medium).into())).collect();
    if wanted.is_empty() {
        addresses.extend(address(store::Medium::Sms).or_else(|| address(store::Medium::Email)));
    }
    let none = Secret::new(String::new());
    let (occasion, password) = match password {
        Some(password) => (Occasion::AdminCreateUser, password),
        None => (Occasion::AdminCreateUserWithoutPassword, &none),
    };
    for address in &addresses {
        messages::send(call, sender, user, occasion, address, password).await?;
    }
    Ok(())
}
