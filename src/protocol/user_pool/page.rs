//! One page of a list, and what asks for the next.
//!
//! An item that cannot be read spoils the page: a list of sessions or devices that leaves one out would say that all is
//! well.

use crate::protocol::json::Value;
use alloc::{string::String, vec::Vec};

/// Some of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What this page holds.
    pub items: Vec<T>,
    /// Asks for the next page; `None` on the last one.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Reads the members `list` and `next`. A list that is not there has no items.
    pub(super) fn read(body: Value<'_>, members: Members, item: fn(Value<'_>) -> Option<T>) -> Option<Self> {
        let list = match body.get(members.list) {
            Some(list) if list.is_array() => list,
            Some(_) => return None,
            None => Value::NULL,
        };
        Some(Self { items: list.items().map(item).collect::<Option<_>>()?, next: body.text(members.next) })
    }
}

/// How an operation calls its list, and what asks for the next page.
pub(super) struct Members {
    pub list: &'static str,
    pub next: &'static str,
}
