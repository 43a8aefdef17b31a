//! Proving an email address or a phone number that one has, or that waits to take the place of one.

use crate::store::{Medium, User};
use crate::user_pool::ServiceError;
use crate::user_pool::messages::Address;

/// Which of the two a request names.
pub fn medium(attribute: &str) -> Result<Medium, ServiceError> {
    match attribute {
        "email" => Ok(Medium::Email),
        "phone_number" => Ok(Medium::Sms),
        _ => {
            let message = "Only email and phone_number can be verified";
            Err(ServiceError::invalid_parameter(message))
        }
    }
}

/// The value to be proven: the one that waits before the one that counts.
pub fn address(user: &User, medium: Medium) -> Result<Address, ServiceError> {
    let waiting = user.unverified_updates.get(medium.attribute());
    let address = waiting.map(|to| Address { medium, to: to.clone() }).or_else(|| Address::of(user, medium));
    address.ok_or_else(|| {
        ServiceError::invalid_parameter(format!("User does not have the attribute {}", medium.attribute()))
    })
}
