//! AdminCreateUser: a user with a temporary password and an invitation, or, where the pool signs people in by one-time codes,
//! with none. With RESEND: another invitation, and another temporary password, for somebody who never came.

use serde::{Deserialize, Serialize};

use super::invitation::{self, Action, Medium};
use super::known::{OfUser, pool};
use super::new_user::{self, NewUser};
use super::told::Told;
use crate::call::Call;
use crate::random;
use crate::secret::Secret;
use crate::store::{User, UserStatus};
use crate::triggers::pre_sign_up;
use crate::user_pool::attributes::{self, Attribute};
use crate::user_pool::hooks::{Asking, pre_sign_up};
use crate::user_pool::messages::{ClientMetadata, Sender};
use crate::user_pool::{ServiceError, passwords};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    user_attributes: Option<Vec<Attribute>>,
    validation_data: Option<Vec<Attribute>>,
    temporary_password: Option<Secret<String>>,
    #[serde(default)]
    force_alias_creation: bool,
    message_action: Option<Action>,
    desired_delivery_mediums: Option<Vec<Medium>>,
    client_metadata: Option<ClientMetadata>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    user: Told,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let pool = pool(&call.store(), &input.of.user_pool_id)?;
    let metadata = input.client_metadata.unwrap_or_default();
    let sender = Sender { pool: &pool, client: None, metadata: &metadata };
    // An empty one asks for a user without.
    let password = input.temporary_password.filter(|password| !password.expose().is_empty());
    let media = input.desired_delivery_mediums.unwrap_or_default();
    if let Some(Action::Resend) = input.message_action {
        let (user, password) = renew(call, &input.of, password)?;
        invitation::send(call, sender, &user, &media, Some(&password)).await?;
        return Ok(Output { user: Told::of(&user) });
    }

    let new = NewUser {
        name: attributes::new_name(&pool, &input.of.username)?,
        sub: random::uuid(call.random),
        attributes: attributes::given(input.user_attributes),
        password,
        force_alias: input.force_alias_creation,
    };
    let new = new_user::checked(&pool, new)?;
    invitation::check(&new.attributes, &media)?;
    let asking = Asking::of(call, &pool, None, new.username(), &metadata);
    let validation_data = input.validation_data.map(|data| attributes::given(Some(data)));
    let source = pre_sign_up::Source::AdminCreateUser;
    // It may forbid the user; what else it decides is not looked at, because the administrator decided that.
    pre_sign_up(asking.as_ref(), source, &new.attributes, validation_data.as_ref()).await?;
    let (user, password) = new_user::make(call, &pool, new)?;
    if input.message_action.is_none() {
        invitation::send(call, sender, &user, &media, password.as_ref()).await?;
    }
    Ok(Output { user: Told::of(&user) })
}

/// Gives somebody who was invited a new temporary password, with all its time before it.
fn renew(
    call: &Call<'_>,
    of: &OfUser,
    password: Option<Secret<String>>,
) -> Result<(User, Secret<String>), ServiceError> {
    let known = of.find(call)?;
    let policy = &known.pool.settings.policies.password_policy;
    if known.user.status != UserStatus::ForceChangePassword {
        let message = format!("Resend not possible. {} status is not FORCE_CHANGE_PASSWORD", known.user.username);
        return Err(ServiceError::new("UnsupportedUserStateException", message));
    }
    let password = password.unwrap_or_else(|| passwords::generate(policy, call.random));
    passwords::check_policy(&known.pool, &password)?;
    let verifier = passwords::verifier(&known.pool, &known.user.username, &password, call.random);
    let renewed = call.store().users.update(&known.pool.id, &known.user.username, |user| {
        passwords::set_temporary(user, verifier, policy, call.now);
        user.clone()
    });
    Ok((renewed.ok_or_else(ServiceError::user_not_found)?, password))
}
