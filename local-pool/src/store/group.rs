//! A group of a pool: its role and its rank. The group of lowest precedence among a user's gives the preferred role.

use serde::{Deserialize, Serialize};

use crate::clock::Instant;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    pub pool_id: String,
    pub name: String,
    pub description: Option<String>,
    pub role_arn: Option<String>,
    pub precedence: Option<i64>,
    pub created: Instant,
    pub modified: Instant,
}
