//! /login: the name and the password; where the pool and the client let people choose how to sign in, the name first.

use super::problem;
use super::visit::Visit;
use crate::http::Response;
use crate::managed_login::federation;
use crate::managed_login::parameters::Parameters;
use crate::pages::form::{self, SignInMethod};
use crate::pages::login::{NameKind, Notice, PasswordPlace, Problem, Provider, SignIn};
use crate::secret::Secret;
use crate::store::{Client, FirstFactor, IdentityProvider, Pool, ProviderKind};
use crate::user_pool::{self, Outcome, ServiceError};

/// What is on the page besides what the pool and the client bring.
#[derive(Default)]
pub struct Shown {
    pub username: Option<String>,
    pub problem: Option<Problem>,
    pub notice: Option<Notice>,
}

pub async fn show(visit: &Visit<'_>) -> Response {
    let Visit { call, place, request, .. } = visit;
    let named = match federation::named(call, request) {
        Ok(named) => named,
        Err(()) => {
            return request.back.refusal("invalid_request", "The client has no such identity provider").response();
        }
    };
    // With one provider and no passwords there is nothing to choose.
    let offered = federation::offered(call, request);
    let only = (offered.len() == 1 && !federation::offers_own(request)).then(|| offered.first().cloned()).flatten();
    match named.or(only) {
        Some(provider) => federation::start(call, place, request, &provider).await,
        None => page(visit, 200, &Shown::default()),
    }
}

pub fn page(visit: &Visit<'_>, status: u16, shown: &Shown) -> Response {
    let (pool, client) = (visit.pool(), visit.request.client());
    let own = federation::offers_own(visit.request);
    let choice = if own { Choice::of(pool, client) } else { Choice::default() };
    let view = SignIn {
        name_kind: name_kind(pool),
        username: shown.username.clone().unwrap_or_else(|| visit.request.login_hint.clone()),
        password: match (own, choice.name_first) {
            (false, _) => PasswordPlace::Nowhere,
            (true, true) => PasswordPlace::NextStep,
            (true, false) => PasswordPlace::SamePage,
        },
        sign_up: own && !pool.settings.admin_create_user_config.allow_admin_create_user_only,
        forgotten_password: choice.password,
        passkey: choice.passkey,
        one_time_code: choice.code,
        providers: federation::offered(visit.call, visit.request).iter().map(|provider| offer(provider)).collect(),
        problem: shown.problem.clone(),
        notice: shown.notice,
    };
    problem::noted(visit.page(status, |frame| view.html(frame)), shown.problem.as_ref())
}

pub async fn take(visit: &Visit<'_>, form: &Parameters) -> Response {
    if !federation::offers_own(visit.request) {
        return again(visit, None, Problem::MethodUnavailable);
    }
    let Some(name) = form.get(form::USERNAME).filter(|name| name.chars().count() <= 128) else {
        return again(visit, None, Problem::NameMissing);
    };
    let choice = Choice::of(visit.pool(), visit.request.client());
    let method = form.get(form::METHOD).and_then(SignInMethod::parse).filter(|_| choice.name_first);
    let password = form.get(form::PASSWORD).filter(|_| method.is_none());
    let outcome = match (password, method) {
        (Some(password), _) => with_password(visit, name, password).await,
        (None, None) if !choice.name_first => return again(visit, Some(name), Problem::PasswordMissing),
        (None, method) => choose(visit, name, wishes(method)).await,
    };
    match outcome {
        Ok(outcome) => visit.go_on(name, outcome).await,
        Err(error) => refused(visit, name, &error).await,
    }
}

/// What may come of a name and a password besides a sign-in: somebody who has to confirm, or to choose a new password.
pub async fn refused(visit: &Visit<'_>, name: &str, error: &ServiceError) -> Response {
    match error.name() {
        "UserNotConfirmedException" => super::confirm::begin(visit, name).await,
        "PasswordResetRequiredException" => super::forgotten_password::begin(visit, name).await,
        _ => again(visit, Some(name), problem::of(error)),
    }
}

pub fn again(visit: &Visit<'_>, name: Option<&str>, problem: Problem) -> Response {
    page(visit, 200, &Shown { username: name.map(str::to_owned), problem: Some(problem), notice: None })
}

pub async fn with_password(visit: &Visit<'_>, name: &str, password: &str) -> Result<Outcome, ServiceError> {
    if password.chars().count() > 256 {
        return Err(ServiceError::wrong_credentials());
    }
    let password = Secret::new(password.to_owned());
    Box::pin(user_pool::with_password(visit.call, visit.sign_in(name), &password)).await
}

pub async fn choose(visit: &Visit<'_>, name: &str, wishes: &[&str]) -> Result<Outcome, ServiceError> {
    Box::pin(user_pool::choose(visit.call, visit.sign_in(name), wishes)).await
}

fn wishes(method: Option<SignInMethod>) -> &'static [&'static str] {
    match method {
        Some(SignInMethod::Password) => &["PASSWORD"],
        Some(SignInMethod::Passkey) => &["WEB_AUTHN"],
        Some(SignInMethod::EmailCode) => &["EMAIL_OTP"],
        Some(SignInMethod::SmsCode) => &["SMS_OTP"],
        Some(SignInMethod::AnyCode) => &["EMAIL_OTP", "SMS_OTP"],
        None => &[],
    }
}

fn offer(provider: &IdentityProvider) -> Provider {
    let label = match provider.kind {
        ProviderKind::LoginWithAmazon => "Amazon",
        ProviderKind::SignInWithApple => "Apple",
        _ => &provider.name,
    };
    Provider { name: provider.name.clone(), label: label.to_owned() }
}

/// How people may sign in: with a password alone, or as USER_AUTH lets them choose.
#[derive(Default)]
struct Choice {
    name_first: bool,
    password: bool,
    passkey: bool,
    code: bool,
}

impl Choice {
    fn of(pool: &Pool, client: &Client) -> Self {
        let factors = &pool.settings.policies.sign_in_policy.allowed_first_auth_factors;
        let has = |factor| factors.contains(&factor);
        let more = has(FirstFactor::WebAuthn) || has(FirstFactor::EmailOtp) || has(FirstFactor::SmsOtp);
        let name_first = more && client.allows("USER_AUTH");
        Self {
            name_first,
            password: has(FirstFactor::Password) || !name_first,
            passkey: name_first && has(FirstFactor::WebAuthn),
            code: name_first && (has(FirstFactor::EmailOtp) || has(FirstFactor::SmsOtp)),
        }
    }
}

pub fn name_kind(pool: &Pool) -> NameKind {
    let settings = &pool.settings;
    let has = |names: &[String], name: &str| names.iter().any(|known| known == name);
    let (instead, also) = (&settings.username_attributes, &settings.alias_attributes);
    match (has(instead, "email"), has(instead, "phone_number")) {
        (true, true) => NameKind::EmailOrPhone,
        (true, false) => NameKind::Email,
        (false, true) => NameKind::Phone,
        (false, false) => match (has(also, "email"), has(also, "phone_number") || has(also, "preferred_username")) {
            (_, true) => NameKind::Any,
            (true, false) => NameKind::UsernameOrEmail,
            (false, false) => NameKind::Username,
        },
    }
}
