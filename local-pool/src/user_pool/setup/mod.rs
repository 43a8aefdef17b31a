//! The operations that prepare a pool: pools, clients, domains, groups, resource servers, identity providers, and settings.
//! Whoever calls them signs with AWS credentials, whichever: here everybody is the administrator.
//! None of them calls a trigger or waits for anybody, so they are plain functions.

mod add_custom_attributes;
mod client_secrets;
mod client_settings;
mod create_user_pool;
mod create_user_pool_client;
mod csv_header;
mod describe_user_pool;
mod domains;
pub mod groups;
mod identity_providers;
mod known;
mod list_user_pools;
mod log_delivery;
mod managed_login_branding;
mod mfa_config;
mod pool_settings;
mod provider_details;
mod redirect_urls;
mod resource_servers;
mod risk_configuration;
mod schema;
mod session_configuration;
mod tags;
mod terms;
mod ui_customization;
mod unsupported;
mod update_user_pool;
mod update_user_pool_client;
mod user_pool_clients;

pub use provider_details::{completed as completed_details, username_claim};

use serde_json::Value;

use super::ServiceError;
use super::operations::{read, written};
use crate::call::Call;

/// Defines `NAMES` and `answer` for the operations listed, each with its function.
macro_rules! functions {
    ($($name:literal => $function:path,)+) => {
        pub const NAMES: &[&str] = &[$($name),+];

        pub fn answer(call: &Call<'_>, name: &str, input: Value) -> Result<Value, ServiceError> {
            match name {
                $($name => written($function(call, read(input)?)?),)+
                _ => Err(ServiceError::unknown_operation()),
            }
        }
    };
}

functions! {
    "AddCustomAttributes" => add_custom_attributes::answer,
    "AddUserPoolClientSecret" => client_secrets::add,
    "CreateGroup" => groups::create,
    "CreateIdentityProvider" => identity_providers::create,
    "CreateManagedLoginBranding" => managed_login_branding::create,
    "CreateResourceServer" => resource_servers::create,
    "CreateTerms" => terms::create,
    "CreateUserImportJob" => unsupported::import,
    "CreateUserPool" => create_user_pool::answer,
    "CreateUserPoolClient" => create_user_pool_client::answer,
    "CreateUserPoolDomain" => domains::create,
    "CreateUserPoolReplica" => unsupported::replica,
    "DeleteGroup" => groups::delete,
    "DeleteIdentityProvider" => identity_providers::delete,
    "DeleteManagedLoginBranding" => managed_login_branding::delete,
    "DeleteResourceServer" => resource_servers::delete,
    "DeleteTerms" => terms::delete,
    "DeleteUserPool" => describe_user_pool::delete,
    "DeleteUserPoolClient" => user_pool_clients::delete,
    "DeleteUserPoolClientSecret" => client_secrets::delete,
    "DeleteUserPoolDomain" => domains::delete,
    "DeleteUserPoolReplica" => unsupported::replica,
    "DescribeIdentityProvider" => identity_providers::describe,
    "DescribeManagedLoginBranding" => managed_login_branding::describe,
    "DescribeManagedLoginBrandingByClient" => managed_login_branding::describe_by_client,
    "DescribeResourceServer" => resource_servers::describe,
    "DescribeRiskConfiguration" => risk_configuration::describe,
    "DescribeTerms" => terms::describe,
    "DescribeTermsByClient" => terms::describe_by_client,
    "DescribeUserImportJob" => unsupported::import,
    "DescribeUserPool" => describe_user_pool::answer,
    "DescribeUserPoolClient" => user_pool_clients::describe,
    "DescribeUserPoolDomain" => domains::describe,
    "GetCSVHeader" => csv_header::answer,
    "GetGroup" => groups::get,
    "GetIdentityProviderByIdentifier" => identity_providers::by_identifier,
    "GetLogDeliveryConfiguration" => log_delivery::get,
    "GetProvisionedLimit" => unsupported::limit,
    "GetSigningCertificate" => unsupported::certificate,
    "GetUICustomization" => ui_customization::get,
    "GetUserPoolClientSessionConfiguration" => session_configuration::of_client,
    "GetUserPoolMfaConfig" => mfa_config::get,
    "GetUserPoolSessionConfiguration" => session_configuration::of_pool,
    "ListGroups" => groups::list,
    "ListIdentityProviders" => identity_providers::list,
    "ListResourceServers" => resource_servers::list,
    "ListTagsForResource" => tags::list,
    "ListTerms" => terms::list,
    "ListUserImportJobs" => unsupported::import,
    "ListUserPoolClientSecrets" => client_secrets::list,
    "ListUserPoolClients" => user_pool_clients::list,
    "ListUserPoolReplicas" => unsupported::replica,
    "ListUserPools" => list_user_pools::answer,
    "SetLogDeliveryConfiguration" => log_delivery::set,
    "SetRiskConfiguration" => risk_configuration::set,
    "SetUICustomization" => ui_customization::set,
    "SetUserPoolClientSessionConfiguration" => session_configuration::set_of_client,
    "SetUserPoolMfaConfig" => mfa_config::set,
    "SetUserPoolSessionConfiguration" => session_configuration::set_of_pool,
    "StartUserImportJob" => unsupported::import,
    "StopUserImportJob" => unsupported::import,
    "TagResource" => tags::tag,
    "UntagResource" => tags::untag,
    "UpdateGroup" => groups::update,
    "UpdateIdentityProvider" => identity_providers::update,
    "UpdateManagedLoginBranding" => managed_login_branding::update,
    "UpdateProvisionedLimit" => unsupported::limit,
    "UpdateResourceServer" => resource_servers::update,
    "UpdateTerms" => terms::update,
    "UpdateUserPool" => update_user_pool::answer,
    "UpdateUserPoolClient" => update_user_pool_client::answer,
    "UpdateUserPoolDomain" => domains::update,
    "UpdateUserPoolReplica" => unsupported::replica,
}
