//! ListWebAuthnCredentials: a user's passkeys, in pages, the oldest first.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::Call;
use crate::store::RegisteredPasskey;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;
use crate::user_pool::paging::{Listing, Wanted};
use crate::webauthn::{Attachment, PASSKEYS_PER_USER};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    credentials: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let SignedInUser { user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let wanted = Wanted { token: input.next_token.as_deref(), limit: input.max_results, most: PASSKEYS_PER_USER };
    let mut rows: Vec<(String, Value)> = user.passkeys.iter().map(|one| (place(one), told(one))).collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let rows = rows.iter().map(|(place, told)| (place.as_str(), told.clone()));
    let page = Listing(&["ListWebAuthnCredentials", &user.sub]).page(&wanted, rows)?;
    Ok(Output { credentials: page.items, next_token: page.next })
}

/// By time, in digits that sort.
fn place(registered: &RegisteredPasskey) -> String {
    format!("{:020} {}", registered.created.millis(), registered.passkey.credential_id)
}

fn told(registered: &RegisteredPasskey) -> Value {
    let RegisteredPasskey { passkey, created } = registered;
    let mut told = json!({
        "CredentialId": passkey.credential_id,
        "FriendlyCredentialName": passkey.name,
        "RelyingPartyId": passkey.relying_party,
        "AuthenticatorTransports": passkey.transports,
        "CreatedAt": created.api(),
    });
    if let Some(attachment) = passkey.attachment.map(Attachment::as_str) {
        told["AuthenticatorAttachment"] = attachment.into();
    }
    told
}
