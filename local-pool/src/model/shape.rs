//! The shapes of the model: what a JSON value must look like. They form a tree without cycles (parsing refuses one),
//! so a walk along them is bounded by the model and not by the request.

use std::sync::Arc;

use super::pattern::Pattern;

#[derive(Debug)]
pub struct Shape {
    pub kind: Kind,
    pub bounds: Bounds,
    /// The model calls it sensitive, or something below it is: a value is never shown.
    pub hidden: bool,
}

#[derive(Debug)]
pub enum Kind {
    Structure(Vec<Member>),
    List(Arc<Shape>),
    Map {
        key: Arc<Shape>,
        value: Arc<Shape>,
    },
    Text {
        values: Vec<String>,
        pattern: Option<Pattern>,
    },
    /// Base64 on the wire.
    Blob,
    Boolean,
    Integer,
    Long,
    /// Seconds since 1970 as a number, perhaps with a fraction.
    Timestamp,
    /// Any JSON.
    Document,
}

#[derive(Debug)]
pub struct Member {
    pub name: String,
    pub required: bool,
    pub shape: Arc<Shape>,
}

/// Of the length of text (in code points), blobs (in bytes), lists and maps (in entries), or of a number itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

impl Shape {
    /// The names of the members of this and of what is below it.
    pub fn names(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Structure(members) => {
                members.iter().flat_map(|it| std::iter::once(it.name.as_str()).chain(it.shape.names())).collect()
            }
            Kind::List(item) => item.names(),
            Kind::Map { key, value } => {
                let keys = match &key.kind {
                    Kind::Text { values, .. } => values.iter().map(String::as_str).collect(),
                    _ => Vec::new(),
                };
                keys.into_iter().chain(value.names()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a list of these is reported as a whole, as Cognito does, and not item by item.
    pub fn is_scalar(&self) -> bool {
        !matches!(self.kind, Kind::Structure(_) | Kind::List(_) | Kind::Map { .. })
    }
}
