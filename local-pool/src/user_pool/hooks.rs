//! A pool's triggers, as the operations ask them: with a user's attributes and the client's metadata at hand.
//! One function for each trigger but those of one operation alone. Nothing is asked of a pool that has no triggers.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::ServiceError;
use super::members::KnownClient;
use super::messages::ClientMetadata;
use crate::call::Call;
use crate::store::{Group, Pool, User};
use crate::tokens::{TokenClaims, preferred_role};
use crate::triggers::overrides::Groups;
use crate::triggers::post_authentication::PostAuthentication;
use crate::triggers::post_confirmation::{self, PostConfirmation};
use crate::triggers::pre_authentication::PreAuthentication;
use crate::triggers::pre_sign_up::{self, Consent, PreSignUp};
use crate::triggers::pre_token_generation::{self, PreTokenGeneration};
use crate::triggers::{Attributes, Hooks, Metadata, Origin, Profile, Question, Triggers};

/// A pool's triggers, and for whom they are asked.
pub struct Asking<'a> {
    call: &'a Call<'a>,
    pool: &'a Pool,
    /// None where an administrator calls.
    client_id: Option<&'a str>,
    username: &'a str,
    metadata: Option<Metadata>,
    hooks: Hooks,
}

impl<'a> Asking<'a> {
    /// None if the pool has no triggers at all, as most have none.
    pub fn of(
        call: &'a Call<'a>,
        pool: &'a Pool,
        client_id: Option<&'a str>,
        username: &'a str,
        metadata: &ClientMetadata,
    ) -> Option<Self> {
        if pool.settings.lambda_config.is_empty() {
            return None;
        }
        let hooks = Hooks::read(&pool.settings.lambda_config, call.functions);
        Some(Self { call, pool, client_id, username, metadata: told(metadata), hooks })
    }

    pub fn metadata(&self) -> Option<&Metadata> {
        self.metadata.as_ref()
    }

    pub async fn ask<Q: Question>(&self, question: &Q) -> Result<Option<Q::Answer>, ServiceError> {
        Ok(self.triggers().ask(&self.origin(), question).await?)
    }

    pub async fn must_ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, ServiceError> {
        Ok(self.triggers().must_ask(&self.origin(), question).await?)
    }

    fn triggers(&self) -> Triggers<'_> {
        Triggers { outbound: self.call.outbound, hooks: &self.hooks }
    }

    fn origin(&self) -> Origin<'_> {
        Origin { pool_id: &self.pool.id, client_id: self.client_id, username: self.username }
    }
}

/// `userAttributes` of a user that the pool knows.
pub fn attributes_of(user: &User) -> Attributes {
    Profile { sub: &user.sub, status: user.status.name(), attributes: &user.attributes }.user_attributes()
}

/// ClientMetadata or ValidationData without its nulls; nothing at all where there is none.
pub fn told(metadata: &ClientMetadata) -> Option<Metadata> {
    let told: BTreeMap<String, String> =
        metadata.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect();
    (!told.is_empty()).then_some(told)
}

/// Before a sign-in is judged. `user` is None for somebody who does not exist, where the client hides that.
pub async fn pre_authentication(asking: Option<&Asking<'_>>, user: Option<&User>) -> Result<(), ServiceError> {
    let Some(asking) = asking else { return Ok(()) };
    let attributes = user.map(attributes_of).unwrap_or_default();
    let question = PreAuthentication {
        attributes: &attributes,
        validation_data: asking.metadata(),
        user_not_found: user.is_none().then_some(true),
    };
    asking.ask(&question).await.map(drop)
}

/// After everything was proven, before tokens are made.
pub async fn post_authentication(
    asking: Option<&Asking<'_>>,
    user: &User,
    new_device_used: bool,
) -> Result<(), ServiceError> {
    let Some(asking) = asking else { return Ok(()) };
    let attributes = attributes_of(user);
    let question = PostAuthentication { attributes: &attributes, new_device_used, client_metadata: asking.metadata() };
    asking.ask(&question).await.map(drop)
}

pub async fn post_confirmation(
    asking: Option<&Asking<'_>>,
    source: post_confirmation::Source,
    user: &User,
) -> Result<(), ServiceError> {
    let Some(asking) = asking else { return Ok(()) };
    let attributes = attributes_of(user);
    let question = PostConfirmation { source, attributes: &attributes, client_metadata: asking.metadata() };
    asking.ask(&question).await.map(drop)
}

/// Before a user is made. What it consents to is nothing, where there is no trigger.
pub async fn pre_sign_up(
    asking: Option<&Asking<'_>>,
    source: pre_sign_up::Source,
    attributes: &Attributes,
    validation_data: Option<&Metadata>,
) -> Result<Consent, ServiceError> {
    let Some(asking) = asking else { return Ok(Consent::default()) };
    let question = PreSignUp { source, attributes, validation_data, client_metadata: asking.metadata() };
    Ok(asking.ask(&question).await?.unwrap_or_default())
}

/// What pre token generation makes of the claims.
pub async fn pre_token_generation(
    asking: Option<&Asking<'_>>,
    source: pre_token_generation::Source,
    user: &User,
    groups: &[Arc<Group>],
    scopes: &[String],
    claims: &mut TokenClaims,
) -> Result<(), ServiceError> {
    let Some(asking) = asking else { return Ok(()) };
    let attributes = attributes_of(user);
    let groups = Groups {
        groups: groups.iter().map(|group| group.name.clone()).collect(),
        roles: groups.iter().filter_map(|group| group.role_arn.clone()).collect(),
        preferred_role: preferred_role(groups).map(str::to_owned),
    };
    let question = PreTokenGeneration {
        source,
        attributes: &attributes,
        groups: &groups,
        scopes,
        client_metadata: asking.metadata(),
    };
    if let Some(overrides) = asking.ask(&question).await? {
        overrides.apply_to_id_token(&mut claims.id);
        overrides.apply_to_access_token(&mut claims.access);
    }
    Ok(())
}

/// What pre token generation makes of a machine's claims, where its version is asked about machines at all.
pub async fn machine_token_generation(
    call: &Call<'_>,
    known: &KnownClient,
    scopes: &[String],
    metadata: &ClientMetadata,
    claims: &mut Map<String, Value>,
) -> Result<(), ServiceError> {
    let asking = Asking::of(call, &known.pool, Some(&known.client.id), "ClientCredentials", metadata);
    let Some(asking) = asking else { return Ok(()) };
    let question = PreTokenGeneration {
        source: pre_token_generation::Source::ClientCredentials,
        attributes: &Attributes::default(),
        groups: &Groups::default(),
        scopes,
        client_metadata: asking.metadata(),
    };
    if let Some(overrides) = asking.ask(&question).await? {
        overrides.apply_to_access_token(claims);
    }
    Ok(())
}
