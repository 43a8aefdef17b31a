//! User migration: somebody whom the pool does not know signs in with a password, or forgot it, and the webhook may know
//! them. Whom it knows becomes a user, with the password that was typed; from then on the pool is enough.

use std::sync::Arc;

use super::hooks::{Asking, told};
use super::members::KnownClient;
use super::messages::ClientMetadata;
use super::{ServiceError, attributes, passwords};
use crate::call::Call;
use crate::random;
use crate::secret::Secret;
use crate::store::{MfaFactor, User, UserStatus};
use crate::triggers::user_migration::{FinalStatus, Migrated, Occasion, Outcome, UserMigration};

/// At a sign-in that sends the password. Nothing is said of what came of it: the sign-in goes on, and finds the user or not.
/// A webhook that fails is no different from one that does not know the name, or it would tell who exists elsewhere.
pub async fn sign_in(
    call: &Call<'_>,
    known: &KnownClient,
    given: &str,
    password: &Secret<String>,
    metadata: &ClientMetadata,
) -> Result<(), ServiceError> {
    if call.store().users.find(&known.pool, given).is_some() {
        return Ok(());
    }
    let outcome = ask(call, known, given, Occasion::Authentication(password), metadata).await;
    match outcome {
        Ok(Some(migrated)) => take_in(call, known, given, migrated, Some(password)).map(drop),
        Ok(None) | Err(_) => Ok(()),
    }
}

/// Somebody who forgot a password that the pool never knew. Here a failure fails the call.
pub async fn forgot_password(
    call: &Call<'_>,
    known: &KnownClient,
    given: &str,
    metadata: &ClientMetadata,
) -> Result<Option<Arc<User>>, ServiceError> {
    match ask(call, known, given, Occasion::ForgotPassword, metadata).await? {
        Some(migrated) => take_in(call, known, given, migrated, None).map(Some),
        None => Ok(None),
    }
}

async fn ask(
    call: &Call<'_>,
    known: &KnownClient,
    given: &str,
    occasion: Occasion<'_>,
    metadata: &ClientMetadata,
) -> Result<Option<Migrated>, ServiceError> {
    let Some(asking) = Asking::of(call, &known.pool, Some(&known.client.id), given, metadata) else {
        return Ok(None);
    };
    let said = told(metadata);
    let (validation_data, client_metadata) = match occasion {
        Occasion::Authentication(_) => (said.as_ref(), None),
        Occasion::ForgotPassword => (None, said.as_ref()),
    };
    let question = UserMigration { occasion, validation_data, client_metadata };
    Ok(match asking.ask(&question).await? {
        Some(Outcome::Migrated(migrated)) => Some(migrated),
        Some(Outcome::Unknown) | None => None,
    })
}

fn take_in(
    call: &Call<'_>,
    known: &KnownClient,
    given: &str,
    migrated: Migrated,
    password: Option<&Secret<String>>,
) -> Result<Arc<User>, ServiceError> {
    let pool = &known.pool;
    let name = attributes::new_name(pool, given)?;
    let sub = random::uuid(call.random);
    let username = match &name {
        attributes::NewName::Chosen(name) => name.clone(),
        attributes::NewName::Attribute { .. } => sub.clone(),
    };
    let mut user = User::new(&pool.id, username.clone(), sub, call.now);
    user.attributes = migrated.attributes;
    // Such a function tells its own user name, which is the name that was typed.
    user.attributes.remove("username");
    user.attributes.remove("sub");
    user.status = match (migrated.status, password) {
        (FinalStatus::Confirmed, Some(_)) => UserStatus::Confirmed,
        _ => UserStatus::ResetRequired,
    };
    user.password = password.map(|password| passwords::verifier(pool, &username, password, call.random));
    if migrated.enable_sms_mfa {
        user.mfa.enabled.insert(MfaFactor::SmsMfa);
    }
    let mut store = call.store();
    for attribute in ["email", "phone_number", "preferred_username"] {
        let Some(value) = user.attributes.get(attribute) else { continue };
        if attributes::holder_of(&store, pool, attribute, value, &username).is_some() {
            if !migrated.force_alias_creation {
                return Err(ServiceError::alias_exists(attribute));
            }
            attributes::take_alias(&mut store, pool, attribute, value, &username);
        }
    }
    store.users.put(user);
    store.users.get(&pool.id, &username).cloned().ok_or_else(ServiceError::internal)
}
