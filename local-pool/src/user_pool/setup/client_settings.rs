//! The settings of a client as CreateUserPoolClient and UpdateUserPoolClient send them, with Cognito's defaults and its
//! rules: between flows, between validities, and with what the pool has (attributes, providers, scopes).

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::ServiceError;
use super::pool_settings::needs_essentials;
use super::redirect_urls;
use crate::clock::Span;
use crate::store::{Client, ClientSettings, Feature, Pool, Store, TimeUnit};

const OWN_SCOPES: [&str; 5] = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

/// Told back and not acted on here; all other members are fields of `ClientSettings`.
const ONLY_TOLD: [&str; 2] = ["AnalyticsConfiguration", "EnablePropagateAdditionalUserContextData"];

pub fn read(mut input: Map<String, Value>) -> Result<ClientSettings, ServiceError> {
    // What is there by default in a configuration file is not what the API has by default.
    input.entry("PreventUserExistenceErrors").or_insert("LEGACY".into());
    let mut settings: ClientSettings =
        serde_json::from_value(Value::Object(input)).map_err(|_| ServiceError::serialization())?;
    if settings.refresh_token_validity.unwrap_or(0) == 0 {
        settings.refresh_token_validity = Some(30);
        settings.token_validity_units.refresh_token =
            settings.token_validity_units.refresh_token.and(Some(TimeUnit::Days));
    }
    settings.enable_token_revocation.get_or_insert(true);
    settings.auth_session_validity.get_or_insert(3);
    settings.other.retain(|member, _| ONLY_TOLD.contains(&member.as_str()));
    settings.other.entry("EnablePropagateAdditionalUserContextData").or_insert(false.into());
    Ok(settings)
}

/// A client that is about to be made or changed, in its pool.
pub struct Candidate<'a> {
    pub store: &'a Store,
    pub pool: &'a Pool,
    pub client: &'a Client,
    /// `creating` or `updating`, for messages.
    pub doing: &'static str,
}

impl Candidate<'_> {
    pub fn check(&self) -> Result<(), ServiceError> {
        self.check_flows()?;
        self.check_validity()?;
        self.check_attributes()?;
        self.check_providers()?;
        self.check_oauth()?;
        redirect_urls::check(&self.client.settings)?;
        let propagates = self.client.settings.other.get("EnablePropagateAdditionalUserContextData");
        if propagates == Some(&Value::Bool(true)) && !self.client.is_confidential() {
            return refuse("EnablePropagateAdditionalUserContextData can only be set for a client with a secret");
        }
        Ok(())
    }

    fn check_flows(&self) -> Result<(), ServiceError> {
        let settings = &self.client.settings;
        let flows = settings.explicit_auth_flows.as_deref().unwrap_or_default();
        let newer = flows.iter().filter(|flow| flow.starts_with("ALLOW_")).count();
        if newer != 0 && newer != flows.len() {
            return refuse("ExplicitAuthFlows that begin with ALLOW_ can not be used together with those that do not");
        }
        let rotates = settings.refresh_token_rotation.is_some_and(|rotation| rotation.feature == Feature::Enabled);
        if rotates && flows.iter().any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH") {
            return refuse("Refresh token rotation can not be enabled together with ALLOW_REFRESH_TOKEN_AUTH");
        }
        if flows.iter().any(|flow| flow == "ALLOW_USER_AUTH") {
            needs_essentials(&self.pool.settings, "ALLOW_USER_AUTH")?;
        }
        Ok(())
    }

    /// Cognito's bounds: five minutes to a day, an hour to ten years.
    fn check_validity(&self) -> Result<(), ServiceError> {
        let (access, id, refresh) = (self.client.access_token(), self.client.id_token(), self.client.refresh_token());
        let short = Span::minutes(5)..=Span::days(1);
        let long = Span::minutes(60)..=Span::days(3650);
        let fits = short.contains(&access) && short.contains(&id) && long.contains(&refresh);
        if fits && access <= refresh && id <= refresh { Ok(()) } else { refuse("Invalid range for token validity.") }
    }

    fn check_attributes(&self) -> Result<(), ServiceError> {
        let settings = &self.client.settings;
        let find = |name: &String| self.pool.schema.iter().find(|attribute| attribute.name == *name);
        if settings.read_attributes.iter().flatten().any(|name| find(name).is_none()) {
            return refuse(&format!("Invalid read attributes specified while {} a client", self.doing));
        }
        let Some(written) = &settings.write_attributes else { return Ok(()) };
        let of_pool = |name: &str| {
            matches!(name, "sub" | "identities" | "email_verified" | "phone_number_verified")
                || name.starts_with("dev:")
        };
        let bad = written.iter().any(|name| find(name).is_none() || of_pool(name));
        let mut required = self.pool.schema.iter().filter(|attribute| attribute.required && attribute.name != "sub");
        if bad || required.any(|attribute| !written.contains(&attribute.name)) {
            return refuse(&format!("Invalid write attributes specified while {} a client", self.doing));
        }
        Ok(())
    }

    fn check_providers(&self) -> Result<(), ServiceError> {
        let has = |name: &str| {
            let key = crate::store::key(&self.pool.id, name);
            name == "COGNITO" || self.store.identity_providers.get(&key).is_some()
        };
        match self.client.settings.supported_identity_providers.iter().find(|name| !has(name)) {
            Some(name) => refuse(&format!("The provider {name} does not exist for User Pool {}.", self.pool.id)),
            None => Ok(()),
        }
    }

    fn check_oauth(&self) -> Result<(), ServiceError> {
        let settings = &self.client.settings;
        let (flows, scopes) = (&settings.allowed_oauth_flows, &settings.allowed_oauth_scopes);
        let bad_flow = |message: String| Err(ServiceError::new("InvalidOAuthFlowException", message));
        if settings.allowed_oauth_flows_user_pool_client && (flows.is_empty() || scopes.is_empty()) {
            return refuse(
                "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
            );
        }
        let for_machines = flows.iter().any(|flow| flow == "client_credentials");
        let for_people = flows.iter().any(|flow| flow != "client_credentials");
        if for_machines && for_people {
            return bad_flow(
                "client_credentials flow can not be selected along with code flow or implicit flow.".to_owned(),
            );
        }
        if for_machines && !self.client.is_confidential() {
            return bad_flow(
                "client_credentials flow can not be selected if client does not have a client secret.".to_owned(),
            );
        }
        if for_people && settings.callback_urls.is_empty() {
            return bad_flow("CallbackUrls can not be empty when code flow or implicit flow is selected".to_owned());
        }
        let servers = self.store.resource_servers.of_pool(&self.pool.id);
        let custom: BTreeSet<String> = servers.flat_map(|server| server.full_scopes()).collect();
        for scope in scopes {
            let own = OWN_SCOPES.contains(&scope.as_str());
            if own && for_machines {
                return bad_flow(format!("{scope} is not supported with client_credentials flow"));
            }
            if !own && !custom.contains(scope) {
                return Err(ServiceError::new(
                    "ScopeDoesNotExistException",
                    format!("Invalid scope requested: {scope}"),
                ));
            }
        }
        Ok(())
    }
}

fn refuse(message: &str) -> Result<(), ServiceError> {
    Err(ServiceError::invalid_parameter(message))
}
