//! NEW_PASSWORD_REQUIRED: a temporary password signs in once, to be replaced; attributes that the pool requires and the user
//! lacks come along. What breaks a rule leaves the challenge open, so that the person may try another.

use std::collections::BTreeMap;

use serde_json::json;

use super::answering::Turn;
use super::answering::Via;
use super::complete::Answer;
use super::next::next;
use super::sessions;
use crate::call::Call;
use crate::secret::Secret;
use crate::store::{Attempt, Factor, Pool, Step, User};
use crate::user_pool::attributes::{self, Attributes, Writer};
use crate::user_pool::members::KnownClient;
use crate::user_pool::{ServiceError, passwords};

pub fn ask(call: &Call<'_>, via: &Via, user: &User, attempt: Attempt) -> Result<Answer, ServiceError> {
    if user.temporary_password_expires.is_some_and(|expires| expires <= call.now) {
        let message = "Temporary password has expired and must be reset by an administrator.";
        return Err(ServiceError::not_authorized(message));
    }
    let required = missing(&via.known.pool, user);
    let readable: BTreeMap<&String, &String> =
        user.attributes.iter().filter(|(name, _)| via.known.client.may_read(name)).collect();
    let names: Vec<String> = required.iter().map(|name| format!("userAttributes.{name}")).collect();
    let parameters = json!({
        "USER_ID_FOR_SRP": attempt.username,
        "requiredAttributes": json!(names).to_string(),
        "userAttributes": json!(readable).to_string(),
    });
    let session = sessions::open(call, &via.known, attempt, Step::NewPassword { required });
    Ok(Answer::challenge("NEW_PASSWORD_REQUIRED", parameters, session))
}

pub async fn answer(call: &Call<'_>, mut turn: Turn, required: &[String]) -> Result<Answer, ServiceError> {
    let password = Secret::new(turn.responses.required("NEW_PASSWORD")?);
    let sent = turn.responses.prefixed("userAttributes.");
    let user = turn.user(call)?;
    let KnownClient { pool, client } = &turn.via.known;
    check_attributes(pool, &user, required, &sent)?;
    attributes::check_changes(pool, Writer::Client(client), &sent)?;
    attributes::check_aliases(&call.store(), pool, &sent, &user.username)?;
    passwords::check_policy(pool, &password)?;
    passwords::check_history(pool, &user, &password)?;
    let verifier = passwords::verifier(pool, &user.username, &password, call.random);

    turn.spend(call)?;
    call.store().users.update(&pool.id, &user.username, |user| {
        passwords::set(user, verifier, &pool.settings.policies.password_policy, call.now);
        attributes::apply(user, &sent);
    });
    let user = turn.user(call)?;
    next(call, &turn.via, &user, turn.attempt.with(Factor::NewPassword)).await
}

/// What the pool requires and the user lacks.
fn missing(pool: &Pool, user: &User) -> Vec<String> {
    let required = pool.schema.iter().filter(|attribute| attribute.required && attribute.name != "sub");
    required.filter(|attribute| user.attribute(&attribute.name).is_none()).map(|it| it.name.clone()).collect()
}

/// What is special here: a required attribute that has a value keeps it, one that has none gets one.
fn check_attributes(pool: &Pool, user: &User, required: &[String], sent: &Attributes) -> Result<(), ServiceError> {
    let fixed = |name: &&String| {
        pool.schema.iter().any(|attribute| attribute.required && attribute.name == **name)
            && user.attribute(name).is_some()
    };
    if let Some(name) = sent.keys().find(fixed) {
        return Err(ServiceError::not_authorized(format!("Cannot modify an already provided {name}")));
    }
    match required.iter().find(|name| sent.get(*name).is_none_or(String::is_empty)) {
        Some(name) => Err(ServiceError::invalid_parameter(format!("Invalid attributes given, {name} is missing"))),
        None => Ok(()),
    }
}
