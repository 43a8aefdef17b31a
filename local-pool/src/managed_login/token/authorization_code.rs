//! grant_type=authorization_code: a code once, by its client, with its redirect_uri and its verifier (RFC 7636, 4.6).
//! A code that comes a second time ends what it gave the first time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Refusal;
use crate::call::Call;
use crate::managed_login::issuing::{self, grant_of};
use crate::managed_login::parameters::Parameters;
use crate::random;
use crate::store::{AuthorizationCode, Grant, NotRedeemed, RefreshToken, User};
use crate::triggers::pre_token_generation::Source;
use crate::user_pool::{KnownClient, may_sign_in};

pub async fn exchange(call: &Call<'_>, known: &KnownClient, form: &Parameters) -> Result<Map<String, Value>, Refusal> {
    let settings = &known.client.settings;
    let allowed =
        settings.allowed_oauth_flows_user_pool_client && settings.allowed_oauth_flows.iter().any(|flow| flow == "code");
    if !allowed {
        return Err(Refusal::new("unauthorized_client", "The client is not allowed the code flow"));
    }
    let code = form.get("code").ok_or_else(|| Refusal::new("invalid_request", "There is no code"))?;
    let refresh_token = RefreshToken::new(call.random);
    let Redeemed { grant, user, nonce } = redeem(call, known, form, code, &refresh_token)?;
    match issuing::tokens(call, known, &user, &grant, Source::HostedAuth, nonce.as_deref()).await {
        Ok(issued) => Ok(issued.body(Some(refresh_token))),
        Err(error) => {
            call.store().grants.revoke(&grant.origin_jti);
            Err(Refusal::of(&error))
        }
    }
}

struct Redeemed {
    grant: Grant,
    user: std::sync::Arc<User>,
    nonce: Option<String>,
}

/// Under one lock, so that the grant is there to be revoked before a second use of the code can be.
fn redeem(
    call: &Call<'_>,
    known: &KnownClient,
    form: &Parameters,
    text: &str,
    refresh_token: &RefreshToken,
) -> Result<Redeemed, Refusal> {
    let origin_jti = random::uuid(call.random);
    let mut store = call.store();
    let code = match store.managed_login.codes.redeem(text, &known.client.id, &origin_jti, call.now) {
        Ok(code) => code,
        Err(NotRedeemed::Used(origin_jti)) => {
            store.grants.revoke(&origin_jti);
            return Err(Refusal::new("invalid_grant", "The code was used before; what it gave then is revoked"));
        }
        Err(NotRedeemed::Unknown) => return Err(Refusal::new("invalid_grant", "This client was given no such code")),
        Err(NotRedeemed::Expired) => return Err(Refusal::new("invalid_grant", "The code has expired")),
    };
    check(&code, form)?;
    let user = store.users.get(&code.pool_id, &code.username).cloned();
    let user = user.filter(|user| user.sub == code.sub && may_sign_in(user).is_ok());
    let user = user.ok_or_else(|| Refusal::new("invalid_grant", "The user is gone, or may not sign in any more"))?;
    let grant = grant_of(call, known, &code, origin_jti);
    store.add_grant(grant.clone(), refresh_token, call.now);
    Ok(Redeemed { grant, user, nonce: code.nonce })
}

fn check(code: &AuthorizationCode, form: &Parameters) -> Result<(), Refusal> {
    if form.get("redirect_uri") != code.redirect_uri.as_deref() {
        return Err(Refusal::new("invalid_grant", "redirect_uri is not the one that the code was asked for with"));
    }
    match (&code.challenge, form.get("code_verifier")) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) if fits(challenge, verifier) => Ok(()),
        // A verifier for a code that was asked for without a challenge: somebody took the challenge out on the way.
        (None, Some(_)) => Err(Refusal::new("invalid_grant", "There is a code_verifier, and was no code_challenge")),
        (Some(_), None) => Err(Refusal::new("invalid_grant", "There is no code_verifier")),
        (Some(_), Some(_)) => Err(Refusal::new("invalid_grant", "code_verifier does not fit the code_challenge")),
    }
}

/// BASE64URL-ENCODE(SHA256(ASCII(code_verifier))) == code_challenge. The challenge was public: nothing to time here.
fn fits(challenge: &str, verifier: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(unreserved)
        && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn a_verifier_fits_its_challenge() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(fits(challenge, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        for wrong in ["", challenge, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", &"a".repeat(129)] {
            assert!(!fits(challenge, wrong), "{wrong}");
        }
    }
}
