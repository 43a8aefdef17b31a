//! A user as the operations of administrators tell it.

use serde::Serialize;
use serde_json::Value;

use crate::store::User;
use crate::user_pool::attributes::{self, Attribute};

/// The model's UserType.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Told {
    username: String,
    attributes: Vec<Attribute>,
    #[serde(flatten)]
    state: State,
}

/// What AdminGetUser tells as well.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct State {
    user_create_date: Value,
    user_last_modified_date: Value,
    enabled: bool,
    user_status: &'static str,
}

impl Told {
    pub fn of(user: &User) -> Self {
        Self { username: user.username.clone(), attributes: attributes::listed(user, None), state: State::of(user) }
    }

    /// With these attributes alone; None if the user has not all of them.
    pub fn with_only(user: &User, names: &[String]) -> Option<Self> {
        let mut told = Self::of(user);
        told.attributes.retain(|attribute| names.contains(&attribute.name));
        let distinct = names.iter().collect::<std::collections::BTreeSet<_>>().len();
        (told.attributes.len() == distinct).then_some(told)
    }
}

impl State {
    pub fn of(user: &User) -> Self {
        Self {
            user_create_date: user.created.api().into(),
            user_last_modified_date: user.modified.api().into(),
            enabled: user.enabled,
            user_status: user.status.name(),
        }
    }
}
