//! A user whom an administrator makes: what is checked, the temporary password, and the row.

use crate::call::Call;
use crate::secret::Secret;
use crate::store::{FirstFactor, Pool, Store, User, UserStatus};
use crate::user_pool::account::MOST_USERS;
use crate::user_pool::attributes::{self, Attributes, NewName, Writer};
use crate::user_pool::{ServiceError, passwords};

pub struct NewUser {
    pub name: NewName,
    pub sub: String,
    pub attributes: Attributes,
    /// None: one is generated, or, in a pool with one-time codes, the user has none.
    pub password: Option<Secret<String>>,
    /// Takes an address that was proven for somebody else.
    pub force_alias: bool,
}

impl NewUser {
    pub fn username(&self) -> &str {
        match &self.name {
            NewName::Chosen(name) => name,
            NewName::Attribute { .. } => &self.sub,
        }
    }
}

/// What can be said without looking at others. The name is among the attributes where it stands for one.
pub fn checked(pool: &Pool, mut new: NewUser) -> Result<NewUser, ServiceError> {
    if let NewName::Attribute { name, value } = &new.name {
        new.attributes.insert((*name).to_owned(), value.clone());
    }
    attributes::check_new(pool, Writer::Admin, &new.attributes)?;
    new.attributes.retain(|_, value| !value.is_empty());
    for name in ["email", "phone_number"] {
        if is_proven(&new.attributes, name) && !new.attributes.contains_key(name) {
            let message = format!("{name}_verified cannot be true without {name}");
            return Err(ServiceError::invalid_parameter(message));
        }
    }
    match &new.password {
        Some(password) => passwords::check_policy(pool, password)?,
        None if is_passwordless(pool) && !can_get_a_code(pool, &new.attributes) => {
            let message = "A user without a password needs an email address or a phone number for one-time codes";
            return Err(ServiceError::invalid_parameter(message));
        }
        None => (),
    }
    Ok(new)
}

/// Puts the user into the store. The password is told as it is, for the invitation.
pub fn make(call: &Call<'_>, pool: &Pool, new: NewUser) -> Result<(User, Option<Secret<String>>), ServiceError> {
    // Asked before the arithmetic as well, which is not to be had for nothing.
    check_free(&call.store(), pool, &new)?;
    let policy = &pool.settings.policies.password_policy;
    let password = match new.password.clone() {
        None if is_passwordless(pool) => None,
        None => Some(passwords::generate(policy, call.random)),
        given => given,
    };
    let mut user = User::new(&pool.id, new.username().to_owned(), new.sub.clone(), call.now);
    user.attributes.clone_from(&new.attributes);
    // Whoever needs no password has nothing to change at the first sign-in.
    user.status = UserStatus::Confirmed;
    if let Some(password) = &password {
        let verifier = passwords::verifier(pool, &user.username, password, call.random);
        passwords::set_temporary(&mut user, verifier, policy, call.now);
    }
    let mut store = call.store();
    check_free(&store, pool, &new)?;
    if new.force_alias {
        for name in ["email", "phone_number"] {
            let alias = pool.settings.alias_attributes.iter().any(|alias| alias == name);
            if let Some(value) = new.attributes.get(name).filter(|_| alias && is_proven(&new.attributes, name)) {
                attributes::take_alias(&mut store, pool, name, value, &user.username);
            }
        }
    }
    store.users.put(user.clone());
    Ok((user, password))
}

fn check_free(store: &Store, pool: &Pool, new: &NewUser) -> Result<(), ServiceError> {
    if store.users.len() >= MOST_USERS {
        return Err(ServiceError::too_many_requests());
    }
    attributes::check_free(store, pool, &new.name, &new.attributes)?;
    for name in ["email", "phone_number", "preferred_username"] {
        let Some(value) = new.attributes.get(name) else { continue };
        // An address that is not proven yet is nobody's alias; one that is proven may be taken by force.
        let counts = name == "preferred_username" || (is_proven(&new.attributes, name) && !new.force_alias);
        if counts && attributes::holder_of(store, pool, name, value, "").is_some() {
            // Cognito has no AliasExistsException here.
            let message = format!("An account with the given {name} already exists.");
            return Err(ServiceError::new("UsernameExistsException", message));
        }
    }
    Ok(())
}

fn is_proven(attributes: &Attributes, name: &str) -> bool {
    attributes.get(&format!("{name}_verified")).is_some_and(|verified| verified.eq_ignore_ascii_case("true"))
}

fn allows(pool: &Pool, factor: FirstFactor) -> bool {
    pool.settings.policies.sign_in_policy.allowed_first_auth_factors.contains(&factor)
}

fn is_passwordless(pool: &Pool) -> bool {
    allows(pool, FirstFactor::EmailOtp) || allows(pool, FirstFactor::SmsOtp)
}

fn can_get_a_code(pool: &Pool, attributes: &Attributes) -> bool {
    let by_email = allows(pool, FirstFactor::EmailOtp) && attributes.contains_key("email");
    by_email || (allows(pool, FirstFactor::SmsOtp) && attributes.contains_key("phone_number"))
}
