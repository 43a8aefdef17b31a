//! Whose passkeys a pool's are, and what it demands of them (WebAuthnConfiguration). Cognito's default is the pool's domain;
//! a prefix domain is Cognito's own and nobody reaches it here, so that its passkeys are those of `localhost`.

use crate::call::Call;
use crate::store::Pool;
use crate::webauthn::{Ceremony, Refusal, RelyingPartyId, UserVerification};

/// A new ceremony. Without a relying party there is none.
pub fn ceremony(call: &Call<'_>, pool: &Pool) -> Result<Ceremony, Refusal> {
    let relying_party = relying_party(call, pool).ok_or(Refusal::RelyingPartyMissing)?;
    Ok(Ceremony::new(call.random, relying_party, user_verification(pool)))
}

/// Whether a passkey, with the user verified, is both factors at once.
pub fn count_as_two_factors(pool: &Pool) -> bool {
    let configuration = pool.mfa.web_authn_configuration.as_ref();
    let factors = configuration.and_then(|configuration| configuration.factor_configuration.as_deref());
    factors == Some("MULTI_FACTOR_WITH_USER_VERIFICATION")
}

/// Whether the pool has anybody make passkeys.
pub fn has_relying_party(call: &Call<'_>, pool: &Pool) -> bool {
    relying_party(call, pool).is_some()
}

fn relying_party(call: &Call<'_>, pool: &Pool) -> Option<RelyingPartyId> {
    let configuration = pool.mfa.web_authn_configuration.as_ref();
    if let Some(chosen) = configuration.and_then(|configuration| configuration.relying_party_id.clone()) {
        return RelyingPartyId::try_from(chosen).ok();
    }
    let store = call.store();
    let custom = store.domains_of(&pool.id).find(|domain| domain.custom.is_some()).map(|domain| domain.name.clone());
    let here = || store.domains_of(&pool.id).next().is_some() || configuration.is_some();
    let name = custom.or_else(|| here().then(|| "localhost".to_owned()))?;
    RelyingPartyId::try_from(name).ok()
}

fn user_verification(pool: &Pool) -> UserVerification {
    let configuration = pool.mfa.web_authn_configuration.as_ref();
    let asked = configuration.and_then(|configuration| configuration.user_verification.as_deref());
    match asked == Some("required") || count_as_two_factors(pool) {
        true => UserVerification::Required,
        false => UserVerification::Preferred,
    }
}
