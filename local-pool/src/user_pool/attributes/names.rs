//! Which names people are found by: what a new user may be called, and which attributes stand for a name in a pool.
//! Conflicts are looked for in a store that the caller has locked, so that nothing comes in between.

use std::sync::Arc;

use super::{Attributes, is_email, is_phone_number};
use crate::store::{Pool, Store, User};
use crate::user_pool::ServiceError;

/// How a new user is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewName {
    Chosen(String),
    /// The pool takes an email address or phone number in place of a name: the user is called by the `sub`.
    Attribute {
        name: &'static str,
        value: String,
    },
}

pub fn new_name(pool: &Pool, given: &str) -> Result<NewName, ServiceError> {
    let settings = &pool.settings;
    let names = |list: &[String], name: &str| list.iter().any(|one| one == name);
    if pool.signs_in_by_attribute() {
        let by_email = names(&settings.username_attributes, "email");
        let by_phone = names(&settings.username_attributes, "phone_number");
        return match (is_email(given), is_phone_number(given)) {
            (true, _) if by_email => Ok(NewName::Attribute { name: "email", value: given.to_owned() }),
            (_, true) if by_phone => Ok(NewName::Attribute { name: "phone_number", value: given.to_owned() }),
            _ => Err(ServiceError::invalid_parameter(match (by_email, by_phone) {
                (true, true) => "Username should be either an email or a phone number.",
                (true, false) => "Username should be an email.",
                (false, _) => "Username should be a phone number.",
            })),
        };
    }
    if names(&settings.alias_attributes, "email") && is_email(given) {
        let message = "Username cannot be of email format, since user pool is configured for email alias.";
        return Err(ServiceError::invalid_parameter(message));
    }
    if names(&settings.alias_attributes, "phone_number") && is_phone_number(given) {
        let message =
            "Username cannot be of phone number format, since user pool is configured for phone number alias.";
        return Err(ServiceError::invalid_parameter(message));
    }
    Ok(NewName::Chosen(stored_name(pool, given)))
}

/// Where case does not count, names are kept in lower case, as Cognito does.
pub fn stored_name(pool: &Pool, given: &str) -> String {
    if pool.settings.username_configuration.case_sensitive { given.to_owned() } else { given.to_lowercase() }
}

/// Whether a new user may have this name and these attributes: UsernameExistsException otherwise.
pub fn check_free(store: &Store, pool: &Pool, name: &NewName, attributes: &Attributes) -> Result<(), ServiceError> {
    if let NewName::Chosen(name) = name
        && store.users.find(pool, name).is_some()
    {
        return Err(ServiceError::username_exists());
    }
    for attribute in ["email", "phone_number"] {
        let counts = pool.settings.username_attributes.iter().any(|one| one == attribute);
        if let Some(value) = attributes.get(attribute)
            && counts
            && store.users.holders(pool, attribute, value).next().is_some()
        {
            let message = format!("An account with the given {attribute} already exists.");
            return Err(ServiceError::new("UsernameExistsException", message));
        }
    }
    Ok(())
}

/// Who else is found by this value, if it is one of the names that this pool signs people in by.
pub fn holder_of(store: &Store, pool: &Pool, attribute: &str, value: &str, but: &str) -> Option<Arc<User>> {
    let attribute = ["email", "phone_number", "preferred_username"].into_iter().find(|known| *known == attribute)?;
    let lists = |list: &[String]| list.iter().any(|one| one == attribute);
    let instead = lists(&pool.settings.username_attributes);
    if !instead && !lists(&pool.settings.alias_attributes) {
        return None;
    }
    let counts = |user: &User| instead || attribute == "preferred_username" || user.has_verified(attribute);
    let holder = store.users.holders(pool, attribute, value).find(|user| user.username != but && counts(user));
    let namesake = || store.users.named(pool, value).filter(|user| user.username != but);
    holder.or_else(namesake).cloned()
}

/// AliasExistsException if somebody else is found by one of these.
pub fn check_aliases(store: &Store, pool: &Pool, attributes: &Attributes, but: &str) -> Result<(), ServiceError> {
    let taken = |(name, value): &(&String, &String)| holder_of(store, pool, name, value, but).is_some();
    match attributes.iter().filter(|(_, value)| !value.is_empty()).find(taken) {
        Some((name, _)) => Err(ServiceError::alias_exists(name)),
        None => Ok(()),
    }
}

/// ForceAliasCreation: whoever had it keeps the address, but is no longer found by it.
pub fn take_alias(store: &mut Store, pool: &Pool, attribute: &'static str, value: &str, but: &str) {
    let others = store.users.holders(pool, attribute, value).filter(|user| user.username != but);
    let others: Vec<String> = others.map(|user| user.username.clone()).collect();
    for other in others {
        store.users.update(&pool.id, &other, |user| match attribute {
            "preferred_username" => user.attributes.remove(attribute),
            _ => user.attributes.insert(format!("{attribute}_verified"), "false".to_owned()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NOW, attributes, pool};
    use super::*;
    use serde_json::json;

    #[test]
    fn a_name_is_of_the_kind_that_the_pool_takes() {
        let named = |settings, given| new_name(&pool(settings, json!([])), given);
        let chosen = |name: &str| Ok(NewName::Chosen(name.to_owned()));
        let email = Ok(NewName::Attribute { name: "email", value: "Ada@example.com".into() });
        assert_eq!(named(json!({}), "Ada@example.com"), chosen("Ada@example.com"));
        assert_eq!(named(json!({ "UsernameConfiguration": { "CaseSensitive": false } }), "Ada"), chosen("ada"));
        assert_eq!(named(json!({ "UsernameAttributes": ["email"] }), "Ada@example.com"), email);
        for (settings, given) in [
            (json!({ "UsernameAttributes": ["email"] }), "ada"),
            (json!({ "UsernameAttributes": ["email"] }), "+12065550100"),
            (json!({ "UsernameAttributes": ["phone_number"] }), "ada@example.com"),
            (json!({ "UsernameAttributes": ["phone_number", "email"] }), "ada"),
            (json!({ "AliasAttributes": ["email"] }), "ada@example.com"),
            (json!({ "AliasAttributes": ["phone_number"] }), "+12065550100"),
        ] {
            assert_eq!(named(settings, given).unwrap_err().name(), "InvalidParameterException", "{given}");
        }
    }

    #[test]
    fn an_alias_that_counts_for_somebody_else_is_taken() {
        let mut store = Store::default();
        let pool = pool(json!({ "AliasAttributes": ["email", "preferred_username"] }), json!([]));
        for (name, verified) in [("ada", "true"), ("bob", "false")] {
            let mut user = User::new(&pool.id, name.into(), name.into(), NOW);
            user.attributes = attributes(&[("email", &format!("{name}@example.com")), ("email_verified", verified)]);
            user.attributes.insert("preferred_username".into(), format!("{name}-p"));
            store.users.put(user);
        }
        let taken = |store: &Store, name, value| holder_of(store, &pool, name, value, "me").is_some();
        assert!(taken(&store, "email", "ada@example.com"));
        assert!(!taken(&store, "email", "bob@example.com"), "it is not verified");
        assert!(taken(&store, "preferred_username", "bob-p"));
        assert!(taken(&store, "preferred_username", "bob"), "somebody is called so");
        assert!(!taken(&store, "name", "ada"));
        assert!(holder_of(&store, &pool, "email", "ada@example.com", "ada").is_none(), "one's own is free");
        take_alias(&mut store, &pool, "email", "ada@example.com", "me");
        assert!(!taken(&store, "email", "ada@example.com"));
        assert_eq!(store.users.get(&pool.id, "ada").unwrap().attribute("email"), Some("ada@example.com"));
        take_alias(&mut store, &pool, "preferred_username", "bob", "me");
        assert_eq!(store.users.get(&pool.id, "bob").unwrap().attribute("preferred_username"), Some("bob-p"));
    }
}
