//! An app client: which flows it may use, how long its tokens last, whether its refresh tokens rotate.

use std::collections::BTreeSet;

use crate::clock::Span;
use crate::config::{ClientConfig, ExplicitAuthFlow, PreventUserExistence};

#[derive(Debug)]
pub struct Client {
    pub id: String,
    pub access_token: Span,
    pub id_token: Span,
    pub refresh_token: Span,
    /// The grace of refresh token rotation; None where tokens do not rotate.
    pub rotation: Option<Span>,
    pub hides_unknown_users: bool,
    flows: BTreeSet<ExplicitAuthFlow>,
}

impl Client {
    pub fn new(config: &ClientConfig) -> Self {
        let grace = Span::seconds(config.retry_grace_seconds.unwrap_or(0));
        Self {
            id: config.id.clone(),
            access_token: Span::minutes(config.access_token_minutes),
            id_token: Span::minutes(config.id_token_minutes),
            refresh_token: Span::days(config.refresh_token_days),
            rotation: config.refresh_token_rotation.then_some(grace),
            hides_unknown_users: config.prevent_user_existence_errors == PreventUserExistence::Enabled,
            flows: config.explicit_auth_flows.clone(),
        }
    }

    pub fn allows(&self, flow: ExplicitAuthFlow) -> bool {
        self.flows.contains(&flow)
    }
}
