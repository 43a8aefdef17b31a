//! VerifyUserAttribute: the code that was sent proves an address; one that waited takes its place now.

use serde::Deserialize;
use serde_json::{Value, json};

use super::attribute_verification::{address, medium};
use crate::call::Call;
use crate::store::Purpose;
use crate::user_pool::ServiceError;
use crate::user_pool::attributes::{apply, holder_of};
use crate::user_pool::codes::{check_code, take_code};
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    attribute_name: String,
    code: String,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let proven = address(&user, medium(&input.attribute_name)?)?;
    let attribute = proven.medium.attribute();
    let purpose = Purpose::Verify(attribute.to_owned());
    check_code(call, &pool, &user.username, Some(&user), &purpose, &input.code)?;
    let mut store = call.store();
    if holder_of(&store, &pool, attribute, &proven.to, &user.username).is_some() {
        return Err(ServiceError::alias_exists(attribute));
    }
    let taken = store.users.update(&pool.id, &user.username, |user| {
        take_code(user, &purpose, &input.code)?;
        // As it is now: another request may have changed it since the code was checked, which took the code away.
        let verified = format!("{attribute}_verified");
        apply(user, &[(attribute.to_owned(), proven.to), (verified, "true".to_owned())].into());
        user.modified = call.now;
        Some(())
    });
    taken.flatten().ok_or_else(ServiceError::expired_code)?;
    Ok(json!({}))
}
