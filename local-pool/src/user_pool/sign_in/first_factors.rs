//! What USER_AUTH offers: the pool's AllowedFirstAuthFactors, as far as the user has what they need for them.
//! A name that nobody has is offered what some user of the pool could be, drawn from the name: always the same, and no list
//! that tells it from a user's.

use hkdf::Hkdf;
use sha2::Sha256;

use super::begin::Person;
use super::second_factors::{Wanted, wanted};
use super::web_authn;
use crate::call::Call;
use crate::store::{FirstFactor, FirstStep, MfaConfiguration, Pool, User, UserStatus};
use crate::user_pool::passkeys::{count_as_two_factors, has_relying_party};

const BY_PASSWORD: [FirstStep; 2] = [FirstStep::PasswordSrp, FirstStep::Password];

pub fn offered(call: &Call<'_>, pool: &Pool, person: &Person) -> Vec<FirstStep> {
    match &person.user {
        Some(user) => offered_to(pool, user),
        None => {
            let likeness = Likeness::of(call, pool, &person.attempt.given);
            among(pool, |step| likeness.has(pool, step))
        }
    }
}

pub fn offered_to(pool: &Pool, user: &User) -> Vec<FirstStep> {
    among(pool, |step| has(pool, user, step))
}

fn among(pool: &Pool, has: impl Fn(FirstStep) -> bool) -> Vec<FirstStep> {
    let allowed = &pool.settings.policies.sign_in_policy.allowed_first_auth_factors;
    let steps = FirstStep::ALL.into_iter().filter(|step| allowed.contains(&factor(*step)));
    let offered: Vec<FirstStep> = steps.filter(|step| has(*step)).collect();
    // Whoever has nothing to sign in with is not told apart from the others.
    if offered.is_empty() { BY_PASSWORD.to_vec() } else { offered }
}

fn has(pool: &Pool, user: &User, step: FirstStep) -> bool {
    // A temporary password has to be replaced first.
    let passwordless = user.status != UserStatus::ForceChangePassword;
    // One-time codes cannot be followed by a second factor: who needs one, does not begin with a code.
    let code = passwordless && wanted(pool, user) == Wanted::None;
    match step {
        FirstStep::PasswordSrp | FirstStep::Password => user.password.is_some(),
        FirstStep::EmailOtp => code && user.has_verified("email"),
        FirstStep::SmsOtp => code && user.has_verified("phone_number"),
        FirstStep::WebAuthn => passwordless && web_authn::is_offered(pool, user),
    }
}

/// The user that a name could be of.
struct Likeness {
    email: bool,
    phone: bool,
    passkey: bool,
}

impl Likeness {
    fn of(call: &Call<'_>, pool: &Pool, given: &str) -> Self {
        let name = match pool.settings.username_configuration.case_sensitive {
            true => given.to_owned(),
            false => given.to_lowercase(),
        };
        let mut drawn = [0; 3];
        // It fails for outputs of 8 KB alone.
        let _ =
            Hkdf::<Sha256>::new(Some(b"first factors"), pool.decoy_key.expose()).expand(name.as_bytes(), &mut drawn);
        let [email, phone, passkey] = drawn;
        // What the pool verifies by itself everybody has, and an address that is a name is one that was verified.
        let usual = |attribute: &str| pool.settings.auto_verified_attributes.iter().any(|it| it == attribute);
        Self {
            email: name.contains('@') || usual("email") || email < 192,
            phone: name.starts_with('+') || usual("phone_number") || phone < 64,
            passkey: passkey < 64 && has_relying_party(call, pool),
        }
    }

    fn has(&self, pool: &Pool, step: FirstStep) -> bool {
        // Where a second factor is required, what cannot be followed by one is offered to nobody at all.
        let required = pool.mfa.mfa_configuration == MfaConfiguration::On;
        match step {
            FirstStep::PasswordSrp | FirstStep::Password => true,
            FirstStep::EmailOtp => self.email && !required,
            FirstStep::SmsOtp => self.phone && !required,
            FirstStep::WebAuthn => self.passkey && (!required || count_as_two_factors(pool)),
        }
    }
}

fn factor(step: FirstStep) -> FirstFactor {
    match step {
        FirstStep::PasswordSrp | FirstStep::Password => FirstFactor::Password,
        FirstStep::EmailOtp => FirstFactor::EmailOtp,
        FirstStep::SmsOtp => FirstFactor::SmsOtp,
        FirstStep::WebAuthn => FirstFactor::WebAuthn,
    }
}
