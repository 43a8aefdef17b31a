//! /signup: a new account with what the pool requires. The rules are SignUp's.

use serde_json::{Value, json};

use super::visit::Visit;
use super::{confirm, problem, sign_in, step};
use crate::http::Response;
use crate::managed_login::parameters::Parameters;
use crate::pages::form::{self, ATTRIBUTE_PREFIX};
use crate::pages::login::{AttributeField, NameKind, Problem, SignUp};
use crate::store::Pool;

pub fn show(visit: &Visit<'_>) -> Response {
    if visit.pool().settings.admin_create_user_config.allow_admin_create_user_only {
        return sign_in::again(visit, None, Problem::SignUpClosed);
    }
    page(visit, &Parameters::default(), None)
}

pub async fn take(visit: &Visit<'_>, form: &Parameters) -> Response {
    let Some(name) = form.get(form::USERNAME) else {
        return page(visit, form, Some(Problem::NameMissing));
    };
    let Some(password) = form.get(form::NEW_PASSWORD) else {
        return page(visit, form, Some(Problem::PasswordMissing));
    };
    let attributes: Vec<Value> =
        form.beginning(ATTRIBUTE_PREFIX).map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    let input = json!({ "Password": password, "UserAttributes": attributes });
    let output = match visit.perform("SignUp", name, input).await {
        Ok(output) => output,
        Err(error) => return page(visit, form, Some(problem::of(&error))),
    };
    if output["UserConfirmed"] == true {
        return match sign_in::with_password(visit, name, password).await {
            Ok(outcome) => visit.go_on(name, outcome).await,
            Err(error) => sign_in::refused(visit, name, &error).await,
        };
    }
    confirm::wait(visit, name, &output)
}

fn page(visit: &Visit<'_>, form: &Parameters, problem: Option<Problem>) -> Response {
    let pool = visit.pool();
    let view = SignUp {
        name_kind: if pool.signs_in_by_attribute() { sign_in::name_kind(pool) } else { NameKind::Username },
        username: form.owned(form::USERNAME).unwrap_or_default(),
        attributes: attributes(pool, form),
        password: Some(step::password_rules(pool)),
        problem,
    };
    problem::noted(visit.page(200, |frame| view.html(frame)), view.problem.as_ref())
}

/// What the pool requires, and what it sends its code to; not what is the name already.
fn attributes(pool: &Pool, form: &Parameters) -> Vec<AttributeField> {
    let settings = &pool.settings;
    let is_name = |name: &str| settings.username_attributes.iter().any(|known| known == name);
    let is_sent_to = |name: &str| settings.auto_verified_attributes.iter().any(|known| known == name);
    let asked = pool.schema.iter().filter(|attribute| {
        let name = attribute.name.as_str();
        (attribute.required || is_sent_to(name)) && name != "sub" && !is_name(name) && !name.ends_with("_verified")
    });
    asked
        .map(|attribute| {
            let value = form.get(&format!("{ATTRIBUTE_PREFIX}{}", attribute.name)).unwrap_or_default();
            step::attribute_field(pool, &attribute.name, value)
        })
        .collect()
}
