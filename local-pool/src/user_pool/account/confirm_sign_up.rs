//! ConfirmSignUp: the code that was sent makes an account usable and its address proven. An alias that somebody else has
//! stays theirs, unless ForceAliasCreation takes it.

use serde::{Deserialize, Serialize};

use super::named::Named;
use crate::call::Call;
use crate::store::{Medium, Purpose, UserStatus};
use crate::triggers::post_confirmation;
use crate::user_pool::ServiceError;
use crate::user_pool::attributes::{holder_of, take_alias};
use crate::user_pool::codes::{check_code, take_code};
use crate::user_pool::hooks::{Asking, post_confirmation};
use crate::user_pool::messages::ClientMetadata;
use crate::user_pool::sign_in::after_confirmation;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    client_id: Option<String>,
    secret_hash: Option<String>,
    username: String,
    confirmation_code: String,
    #[serde(default)]
    force_alias_creation: Option<bool>,
    session: Option<String>,
    client_metadata: Option<ClientMetadata>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let named = Named::find(call, input.client_id, input.username, input.secret_hash.as_deref())?;
    let pool = &named.known.pool;
    if let Some(user) = named.user.as_ref().filter(|user| user.status != UserStatus::Unconfirmed) {
        let message = format!("User cannot be confirmed. Current status is {}", user.status.name());
        return Err(ServiceError::not_authorized(message));
    }
    let code = input.confirmation_code;
    check_code(call, pool, named.username(), named.user.as_deref(), &Purpose::SignUp, &code)?;
    let user = named.user.as_ref().ok_or_else(ServiceError::code_mismatch)?;

    let proven = {
        let mut store = call.store();
        // As it is now: another request may have spent the code since it was checked.
        let mut now = store.users.get(&pool.id, &user.username).map(|user| (**user).clone());
        let spent = now.as_mut().and_then(|user| take_code(user, &Purpose::SignUp, &code));
        let spent = spent.ok_or_else(ServiceError::expired_code)?;
        let proven = if spent.attribute.as_deref() == Some("phone_number") { Medium::Sms } else { Medium::Email };
        let attribute = proven.attribute();
        if let Some(value) = now.as_ref().and_then(|user| user.attribute(attribute))
            && holder_of(&store, pool, attribute, value, &user.username).is_some()
        {
            if input.force_alias_creation != Some(true) {
                return Err(ServiceError::alias_exists(attribute));
            }
            take_alias(&mut store, pool, attribute, value, &user.username);
        }
        store.users.update(&pool.id, &user.username, |user| {
            user.codes.remove(&Purpose::SignUp);
            user.status = UserStatus::Confirmed;
            user.attributes.insert(format!("{attribute}_verified"), "true".to_owned());
            user.modified = call.now;
        });
        proven
    };
    let now = call.store().users.get(&pool.id, &user.username).cloned();
    let metadata = input.client_metadata.unwrap_or_default();
    let asking = Asking::of(call, pool, Some(&named.known.client.id), &user.username, &metadata);
    let confirmed = now.as_deref().unwrap_or(user);
    post_confirmation(asking.as_ref(), post_confirmation::Source::ConfirmSignUp, confirmed).await?;
    // The account is confirmed, whatever becomes of the Session.
    let session = after_confirmation(call, &named.known, confirmed, proven, input.session).unwrap_or_default();
    Ok(Output { session })
}
