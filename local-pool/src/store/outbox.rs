//! What would have been mailed or texted, for a person or a test to read. The newest thousand messages are kept.

use serde::{Deserialize, Serialize};

use super::table::{Index, Table};
use crate::clock::Instant;

const MOST: usize = 1_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    pub id: u64,
    pub at: Instant,
    pub pool_id: String,
    pub username: String,
    pub medium: Medium,
    /// The address or number, in full: this is no public place.
    pub to: String,
    /// What it is for, as a trigger would be told: `SignUp`, `ForgotPassword`, `Authentication` ...
    pub purpose: String,
    /// The code or the temporary password.
    pub code: Option<String>,
    pub subject: String,
    pub body: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Medium {
    Email,
    Sms,
}

impl Medium {
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Sms => "SMS",
        }
    }

    /// The attribute that holds the address.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "phone_number",
        }
    }
}

pub struct Outbox {
    pub(super) rows: Table<Message, LastId>,
}

/// The highest number that was given. A number is never given twice, even if its message is gone.
#[derive(Default)]
pub(super) struct LastId(u64);

impl Index<Message> for LastId {
    fn list(&mut self, _: &str, message: &Message) {
        self.0 = self.0.max(message.id);
    }

    fn unlist(&mut self, _: &str, _: &Message) {}

    fn clear(&mut self) {}
}

impl Default for Outbox {
    fn default() -> Self {
        Self { rows: Table::new("outbox") }
    }
}

impl Outbox {
    /// Puts a message in; its `id` is given here.
    pub fn send(&mut self, message: Message) {
        if self.rows.len() >= MOST {
            let oldest = self.rows.iter().next().map(|(key, _)| key.to_owned());
            oldest.map(|key| self.rows.remove(&key));
        }
        let id = self.rows.index().0 + 1;
        self.rows.put(row_key(id), Message { id, ..message });
    }

    /// The oldest first.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.rows.iter().map(|(_, message)| &**message)
    }
}

/// Digits in front, so that rows are in order.
fn row_key(id: u64) -> String {
    format!("{id:020}")
}
