//! UpdateUserAttributes: new values at once, or, for an address that the pool wants proven first, when its code comes back.
//! A new address that the pool verifies is sent a code either way.

use serde::{Deserialize, Serialize};

use super::named::{client_of, sender};
use crate::call::Call;
use crate::store::{Medium, Pool, Purpose, Store, User};
use crate::user_pool::ServiceError;
use crate::user_pool::attributes::{self, Attribute, Attributes, Writer};
use crate::user_pool::codes::send_code;
use crate::user_pool::members::SignedInUser;
use crate::user_pool::messages::{Address, ClientMetadata, CodeDeliveryDetails, Occasion, Sender};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    user_attributes: Vec<Attribute>,
    client_metadata: Option<ClientMetadata>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    code_delivery_details_list: Vec<CodeDeliveryDetails>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let signed_in = SignedInUser::authorize(call, input.access_token)?;
    let client = client_of(call, &signed_in)?;
    let SignedInUser { pool, user, .. } = &signed_in;
    let changes = attributes::given(Some(input.user_attributes));
    let sender = sender(pool, &client, &input.client_metadata);
    Ok(Output { code_delivery_details_list: change(call, sender, user, changes).await? })
}

/// Also what AdminUpdateUserAttributes does: without a client, the writer is an administrator.
pub async fn change(
    call: &Call<'_>,
    sender: Sender<'_>,
    user: &User,
    changes: Attributes,
) -> Result<Vec<CodeDeliveryDetails>, ServiceError> {
    let pool = sender.pool;
    let writer = sender.client.map_or(Writer::Admin, Writer::Client);
    attributes::check_changes(pool, writer, &changes)?;
    let Split { at_once, later, to_prove } = Split::of(pool, user, changes);
    {
        let mut store = call.store();
        attributes::check_aliases(&store, pool, &immediate_names(pool, &at_once), &user.username)?;
        attributes::check_aliases(&store, pool, &immediate_names(pool, &later), &user.username)?;
        take_proven_aliases(&mut store, pool, user, &at_once);
        store.users.update(&pool.id, &user.username, |user| {
            attributes::apply(user, &at_once);
            for (name, value) in &later {
                user.codes.remove(&Purpose::Verify(name.clone()));
                user.unverified_updates.insert(name.clone(), value.clone());
            }
            user.modified = call.now;
        });
    }
    let mut sent = Vec::new();
    for address in to_prove {
        let purpose = Purpose::Verify(address.medium.attribute().to_owned());
        let details = send_code(call, sender, user, purpose, Occasion::UpdateUserAttribute, &address).await;
        // The model knows no LimitExceededException here.
        sent.push(details.map_err(|error| match error.name() {
            "LimitExceededException" => ServiceError::too_many_requests(),
            _ => error,
        })?);
    }
    Ok(sent)
}

struct Split {
    at_once: Attributes,
    /// When the code comes back.
    later: Attributes,
    to_prove: Vec<Address>,
}

impl Split {
    fn of(pool: &Pool, user: &User, mut changes: Attributes) -> Self {
        let settings = &pool.settings;
        let before_update = settings.user_attribute_update_settings.as_ref();
        let mut later = Attributes::new();
        let mut to_prove = Vec::new();
        for medium in [Medium::Email, Medium::Sms] {
            let name = medium.attribute();
            let Some(value) = changes.get(name).filter(|value| !value.is_empty()) else { continue };
            if user.attribute(name) == Some(value) && user.has_verified(name) {
                continue;
            }
            if is_proven(&changes, name) {
                continue;
            }
            let waits = before_update.is_some_and(|settings| {
                settings.attributes_require_verification_before_update.iter().any(|one| one == name)
            });
            let verifies = settings.auto_verified_attributes.iter().any(|one| one == name);
            if waits || verifies {
                to_prove.push(Address { medium, to: value.clone() });
            }
            // Where there is no former value there is nothing to keep.
            if waits && user.attribute(name).is_some_and(|former| former != value) {
                later.extend(changes.remove_entry(name));
            }
        }
        Self { at_once: changes, later, to_prove }
    }
}

/// Only an administrator may say so.
fn is_proven(changes: &Attributes, name: &str) -> bool {
    changes.get(&format!("{name}_verified")).is_some_and(|verified| verified.eq_ignore_ascii_case("true"))
}

/// An alias that an administrator says is proven is taken from whoever had it, as Cognito does.
fn take_proven_aliases(store: &mut Store, pool: &Pool, user: &User, changes: &Attributes) {
    for name in ["email", "phone_number"] {
        let is_alias = pool.settings.alias_attributes.iter().any(|alias| alias == name);
        // `email_verified` alone proves the address that is there already.
        let value = changes.get(name).map(String::as_str).or_else(|| user.attribute(name));
        if let Some(value) = value.filter(|_| is_alias && is_proven(changes, name)) {
            attributes::take_alias(store, pool, name, value, &user.username);
        }
    }
}

/// The names that count without being proven. An alias by address is told as taken when it is proven.
fn immediate_names(pool: &Pool, changes: &Attributes) -> Attributes {
    let instead = |name: &String| pool.settings.username_attributes.contains(name);
    let names = changes.iter().filter(|(name, _)| *name == "preferred_username" || instead(name));
    names.map(|(name, value)| (name.clone(), value.clone())).collect()
}
