//! SignUp: a new user, unconfirmed until the code that is sent comes back. Where the pool lets people in by a code that is
//! sent each time, the password may be left out. Where it takes an address in place of a name, the name is the `sub`.

use serde::{Deserialize, Serialize};

use super::named::{sender, to_confirm};
use crate::call::Call;
use crate::random;
use crate::secret::Secret;
use crate::store::{FirstFactor, Purpose, User, UserStatus};
use crate::triggers::pre_sign_up::Consent;
use crate::triggers::{post_confirmation, pre_sign_up};
use crate::user_pool::attributes::{self, Attribute, Attributes, NewName, Writer};
use crate::user_pool::codes::send_code;
use crate::user_pool::hooks::{Asking, post_confirmation, pre_sign_up};
use crate::user_pool::members::KnownClient;
use crate::user_pool::messages::{ClientMetadata, CodeDeliveryDetails, Occasion};
use crate::user_pool::sign_in::after_sign_up;
use crate::user_pool::{ServiceError, passwords, secret_hash};

/// A user weighs about 3 KB: at most 300 MB for all pools.
pub const MOST_USERS: usize = 100_000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    client_id: Option<String>,
    secret_hash: Option<String>,
    username: String,
    password: Option<Secret<String>>,
    user_attributes: Option<Vec<Attribute>>,
    validation_data: Option<Vec<Attribute>>,
    client_metadata: Option<ClientMetadata>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    user_confirmed: bool,
    user_sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_delivery_details: Option<CodeDeliveryDetails>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let known = KnownClient::find(call, input.client_id)?;
    let KnownClient { pool, client } = &known;
    secret_hash::check(client, &[&input.username], input.secret_hash.as_deref())?;
    if pool.settings.admin_create_user_config.allow_admin_create_user_only {
        return Err(ServiceError::not_authorized("SignUp is not permitted for this user pool"));
    }
    let name = attributes::new_name(pool, &input.username)?;
    let mut given = attributes::given(input.user_attributes);
    if let NewName::Attribute { name, value } = &name {
        given.insert((*name).to_owned(), value.clone());
    }
    attributes::check_new(pool, Writer::Client(client), &given)?;
    given.retain(|_, value| !value.is_empty());
    // A blank password is none.
    let password = input.password.filter(|password| !password.expose().is_empty());
    match &password {
        Some(password) => passwords::check_policy(pool, password)?,
        None => check_passwordless(&known, &given)?,
    }
    // Asked before the arithmetic, and once more when the user is put in.
    free(call, &known, &name, &given)?;

    let sub = random::uuid(call.random);
    let username = match &name {
        NewName::Chosen(name) => name.clone(),
        NewName::Attribute { .. } => sub.clone(),
    };
    let metadata = input.client_metadata.clone().unwrap_or_default();
    let asking = Asking::of(call, pool, Some(&client.id), &username, &metadata);
    let validation_data = input.validation_data.map(|data| attributes::given(Some(data)));
    let consent = pre_sign_up(asking.as_ref(), pre_sign_up::Source::SignUp, &given, validation_data.as_ref()).await?;

    let mut user = User::new(&pool.id, username.clone(), sub, call.now);
    for address in ["email", "phone_number"].into_iter().filter(|address| given.contains_key(*address)) {
        user.attributes.insert(format!("{address}_verified"), "false".to_owned());
    }
    user.attributes.append(&mut given);
    consented(&mut user, &consent);
    user.password = password.map(|password| passwords::verifier(pool, &user.username, &password, call.random));
    {
        let mut store = call.store();
        attributes::check_free(&store, pool, &name, &user.attributes)?;
        store.users.put(user.clone());
    }
    let address = to_confirm(pool, &user);
    let details = match address.filter(|_| user.status == UserStatus::Unconfirmed) {
        Some(address) => {
            let sender = sender(pool, client, &input.client_metadata);
            Some(send_code(call, sender, &user, Purpose::SignUp, Occasion::SignUp, &address).await?)
        }
        None => None,
    };
    if consent.auto_confirm_user {
        post_confirmation(asking.as_ref(), post_confirmation::Source::ConfirmSignUp, &user).await?;
    }
    Ok(Output {
        user_confirmed: user.status == UserStatus::Confirmed,
        session: after_sign_up(call, &known, &user),
        user_sub: user.sub,
        code_delivery_details: details,
    })
}

/// What the trigger decided: it may let somebody in without a code, and take an address for proven.
pub fn consented(user: &mut User, consent: &Consent) {
    if consent.auto_confirm_user {
        user.status = UserStatus::Confirmed;
    }
    for (proven, address) in [(consent.auto_verify_email, "email"), (consent.auto_verify_phone, "phone_number")] {
        if proven && user.attributes.contains_key(address) {
            user.attributes.insert(format!("{address}_verified"), "true".to_owned());
        }
    }
}

fn free(call: &Call<'_>, known: &KnownClient, name: &NewName, given: &Attributes) -> Result<(), ServiceError> {
    let store = call.store();
    if store.users.len() >= MOST_USERS {
        return Err(ServiceError::new("LimitExceededException", "local-pool keeps no more users than it has"));
    }
    attributes::check_free(&store, &known.pool, name, given)
}

/// Somebody without a password must be reached by a code, which needs an address and a pool that sends one.
fn check_passwordless(known: &KnownClient, given: &Attributes) -> Result<(), ServiceError> {
    let factors = &known.pool.settings.policies.sign_in_policy.allowed_first_auth_factors;
    let by_email = factors.contains(&FirstFactor::EmailOtp) && given.contains_key("email");
    let by_sms = factors.contains(&FirstFactor::SmsOtp) && given.contains_key("phone_number");
    match by_email || by_sms {
        true => Ok(()),
        false => Err(ServiceError::invalid_parameter(
            "Password is required: this user could not sign in without one in this user pool",
        )),
    }
}
