//! CreateUserPoolDomain, DescribeUserPoolDomain, UpdateUserPoolDomain, DeleteUserPoolDomain. A pool has at most one prefix
//! and one custom domain, and each name is good once. Nothing is made in any name service: managed login is served here,
//! and a custom domain's certificate is only told back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::known;
use super::pool_settings::needs_essentials;
use crate::call::Call;
use crate::store::{ACCOUNT, Domain, Pool};

/// Cognito's own names, which a prefix must not contain.
const RESERVED: [&str; 3] = ["aws", "amazon", "cognito"];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    domain: String,
    user_pool_id: String,
    managed_login_version: Option<i64>,
    custom_domain_config: Option<Map<String, Value>>,
    routing: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Describe {
    domain: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Delete {
    domain: String,
    user_pool_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    managed_login_version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_front_domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    routing: Option<Value>,
}

pub fn create(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let mut store = call.store();
    let pool = known::pool(&store, &input.user_pool_id)?;
    input.check(&pool)?;
    if store.domains.get(&input.domain).is_some() {
        return refuse("Domain already associated with another user pool.");
    }
    let is_custom = input.custom_domain_config.is_some();
    if store.domains_of(&pool.id).any(|domain| domain.custom.is_some() == is_custom) {
        return refuse("User pool already has a domain configured.");
    }
    let domain = Domain {
        name: input.domain,
        pool_id: input.user_pool_id,
        created: call.now,
        managed_login_version: input.managed_login_version.unwrap_or(1),
        custom: input.custom_domain_config,
        routing: input.routing,
        distribution: format!("{}.cloudfront.net", known::SMALL_LETTERS_AND_DIGITS.pick(14, call.random)),
    };
    let told = output(&domain);
    store.domains.put(domain.name.clone(), domain);
    Ok(told)
}

/// Of a domain that does not exist Cognito tells an empty description, and no error.
pub fn describe(call: &Call<'_>, input: Describe) -> Result<Value, ServiceError> {
    let store = call.store();
    let described = store.domains.get(&input.domain).map_or_else(|| json!({}), |domain| description(domain));
    Ok(json!({ "DomainDescription": described }))
}

pub fn update(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let mut store = call.store();
    let pool = known::pool(&store, &input.user_pool_id)?;
    let before = store.domains.get(&input.domain).filter(|domain| domain.pool_id == pool.id).ok_or_else(no_such)?;
    if before.custom.is_none() && input.custom_domain_config.is_some() {
        return refuse("A prefix domain can not become a custom domain: delete it and create the other");
    }
    if before.custom.is_some() && input.custom_domain_config.is_none() && input.managed_login_version.is_none() {
        return refuse("CustomDomainConfig or ManagedLoginVersion is needed to update a custom domain");
    }
    input.check_version(&pool)?;
    let updated = store.domains.update(&input.domain, |domain| {
        domain.managed_login_version = input.managed_login_version.unwrap_or(domain.managed_login_version);
        domain.custom = input.custom_domain_config.or(domain.custom.take());
        domain.routing = input.routing.or(domain.routing.take());
        output(domain)
    });
    updated.ok_or_else(no_such)
}

pub fn delete(call: &Call<'_>, input: Delete) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    let known = store.domains.get(&input.domain).filter(|domain| domain.pool_id == input.user_pool_id);
    known.ok_or_else(no_such)?;
    store.domains.remove(&input.domain);
    Ok(Map::new())
}

impl Input {
    fn check(&self, pool: &Pool) -> Result<(), ServiceError> {
        let has_dots = self.domain.contains('.');
        match &self.custom_domain_config {
            None if has_dots => {
                return refuse(
                    "The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$",
                );
            }
            None => {
                if let Some(word) = RESERVED.iter().find(|word| self.domain.contains(*word)) {
                    return refuse(&format!("Domain cannot contain reserved word: {word}"));
                }
                if self.routing.is_some() {
                    return refuse("Routing is supported for custom domains only");
                }
            }
            Some(_) if !has_dots => return refuse("A custom domain must be a fully qualified domain name"),
            Some(_) => {}
        }
        self.check_version(pool)
    }

    fn check_version(&self, pool: &Pool) -> Result<(), ServiceError> {
        match self.managed_login_version {
            None | Some(1) => Ok(()),
            Some(2) => needs_essentials(&pool.settings, "Managed login"),
            Some(_) => refuse("ManagedLoginVersion must be 1 or 2"),
        }
    }
}

fn output(domain: &Domain) -> Output {
    Output {
        managed_login_version: domain.managed_login_version,
        cloud_front_domain: domain.custom.is_some().then(|| domain.distribution.clone()),
        routing: domain.routing.clone(),
    }
}

fn description(domain: &Domain) -> Value {
    let mut told = json!({
        "UserPoolId": domain.pool_id,
        "AWSAccountId": ACCOUNT,
        "Domain": domain.name,
        "S3Bucket": "local-pool-assets",
        "CloudFrontDistribution": domain.distribution,
        // Cognito has the time of the last change here, as fourteen digits.
        "Version": format!("{:014}", domain.created.seconds()),
        "Status": "ACTIVE",
        "CustomDomainConfig": domain.custom.clone().unwrap_or_default(),
        "ManagedLoginVersion": domain.managed_login_version,
    });
    // A prefix domain has no certificate, and Cognito tells an empty structure.
    if domain.custom.is_none() {
        told["CustomDomainConfig"] = json!({});
    }
    if let Some(routing) = &domain.routing {
        told["Routing"] = routing.clone();
    }
    told
}

fn no_such() -> ServiceError {
    ServiceError::invalid_parameter("No such domain or user pool exists.")
}

fn refuse<T>(message: &str) -> Result<T, ServiceError> {
    Err(ServiceError::invalid_parameter(message))
}
