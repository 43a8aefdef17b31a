//! The users of all pools, and how a name that somebody typed finds one: the user name, or, where the pool says so, an
//! email address, a phone number or a preferred user name.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::pool::Pool;
use super::table::{Index, Table, key};
use super::user::User;

/// What people can be found by besides their user name.
const FOUND_BY: [&str; 3] = ["email", "phone_number", "preferred_username"];

pub struct Users {
    pub(super) rows: Table<User, Names>,
}

impl Default for Users {
    fn default() -> Self {
        Self { rows: Table::new("users") }
    }
}

/// What people are found by.
#[derive(Default)]
pub(super) struct Names {
    /// Folded attribute values, to the names of those who have them.
    by_attribute: HashMap<(String, &'static str, String), BTreeSet<String>>,
    /// Folded user names, for pools that do not tell case apart.
    by_folded_name: HashMap<(String, String), BTreeSet<String>>,
    /// The user name of each `sub`.
    by_sub: HashMap<(String, String), String>,
}

impl Index<User> for Names {
    fn list(&mut self, _: &str, user: &User) {
        for (attribute, value) in listed(user) {
            let name = user.username.clone();
            self.by_attribute.entry((user.pool_id.clone(), attribute, value)).or_default().insert(name);
        }
        let folded = (user.pool_id.clone(), fold(&user.username));
        self.by_folded_name.entry(folded).or_default().insert(user.username.clone());
        self.by_sub.insert((user.pool_id.clone(), user.sub.clone()), user.username.clone());
    }

    fn unlist(&mut self, _: &str, user: &User) {
        for (attribute, value) in listed(user) {
            let at = (user.pool_id.clone(), attribute, value);
            if self.by_attribute.get_mut(&at).is_some_and(|names| names.remove(&user.username) && names.is_empty()) {
                self.by_attribute.remove(&at);
            }
        }
        let folded = (user.pool_id.clone(), fold(&user.username));
        if self.by_folded_name.get_mut(&folded).is_some_and(|names| names.remove(&user.username) && names.is_empty()) {
            self.by_folded_name.remove(&folded);
        }
        self.by_sub.remove(&(user.pool_id.clone(), user.sub.clone()));
    }
}

impl Users {
    /// By user name, exactly.
    pub fn get(&self, pool_id: &str, username: &str) -> Option<&Arc<User>> {
        self.rows.get(&key(pool_id, username))
    }

    /// By whatever people of this pool sign in with.
    pub fn find(&self, pool: &Pool, given: &str) -> Option<&Arc<User>> {
        self.named(pool, given).or_else(|| self.aliased(pool, given))
    }

    /// By user name, in the pool's way of telling case apart. The `sub` finds a user as well, as it does at Cognito.
    pub fn named(&self, pool: &Pool, given: &str) -> Option<&Arc<User>> {
        if let Some(exact) = self.get(&pool.id, given) {
            return Some(exact);
        }
        if let Some(name) = self.rows.index().by_sub.get(&(pool.id.clone(), given.to_owned())) {
            return self.get(&pool.id, name);
        }
        if pool.settings.username_configuration.case_sensitive {
            return None;
        }
        let names = self.rows.index().by_folded_name.get(&(pool.id.clone(), fold(given)))?;
        self.get(&pool.id, names.first()?)
    }

    /// Whoever has this value of an attribute that counts as a name. As an alias it must be verified; where it stands in
    /// place of a user name it need not be.
    fn aliased(&self, pool: &Pool, given: &str) -> Option<&Arc<User>> {
        let settings = &pool.settings;
        let holders = FOUND_BY.into_iter().filter_map(|name| {
            let instead = settings.username_attributes.iter().any(|attribute| attribute == name);
            let alias = settings.alias_attributes.iter().any(|attribute| attribute == name);
            (instead || alias).then(|| self.holders(pool, name, given).find(|user| instead || counts(user, name)))
        });
        holders.flatten().next()
    }

    /// All users of a pool with this email address, phone number or preferred user name.
    pub fn holders(&self, pool: &Pool, attribute: &'static str, value: &str) -> impl Iterator<Item = &Arc<User>> {
        let names = self.rows.index().by_attribute.get(&(pool.id.clone(), attribute, fold(value)));
        let case_sensitive = pool.settings.username_configuration.case_sensitive;
        names.into_iter().flatten().filter_map(move |name| self.get(&pool.id, name)).filter(move |user| {
            // Addresses are kept as they were typed; in a pool that tells case apart, case counts in them too.
            !case_sensitive || user.attribute(attribute) == Some(value)
        })
    }

    pub fn of_pool(&self, pool_id: &str) -> impl Iterator<Item = &Arc<User>> {
        self.rows.of_pool(pool_id)
    }

    pub fn put(&mut self, user: User) {
        self.rows.put(key(&user.pool_id, &user.username), user);
    }

    /// Changes a user in place. None if there is no such user.
    pub fn update<T>(&mut self, pool_id: &str, username: &str, change: impl FnOnce(&mut User) -> T) -> Option<T> {
        self.rows.update(&key(pool_id, username), change)
    }

    pub fn remove(&mut self, pool_id: &str, username: &str) -> Option<Arc<User>> {
        self.rows.remove(&key(pool_id, username))
    }

    pub fn remove_pool(&mut self, pool_id: &str) {
        self.rows.remove_within(&key(pool_id, ""));
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

fn listed(user: &User) -> impl Iterator<Item = (&'static str, String)> {
    FOUND_BY.into_iter().filter_map(|name| Some((name, fold(user.attributes.get(name)?))))
}

fn counts(user: &User, attribute: &str) -> bool {
    attribute == "preferred_username" || user.has_verified(attribute)
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}
