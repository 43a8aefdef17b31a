//! From the JSON of `local-pool/model/` to shapes. It refuses what it does not know rather than guess:
//! an unknown type, a shape that is missing, a shape within itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;

use super::pattern::Pattern;
use super::shape::{Bounds, Kind, Member, Shape};
use super::{Operation, Service};

/// Shapes that the model calls sensitive and that Cognito shows in its messages all the same. A client id is public.
const SHOWN: [&str; 1] = ["ClientIdType"];

/// Cognito takes whole domain names for custom domains, against the model's pattern, which has no dots.
const DOMAIN: &str = r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?)*$";

/// The structures whose ARNs name functions that are called. Here a URL of one's own does as well.
const CALLED: [&str; 5] = [
    "LambdaConfigType",
    "PreTokenGenerationVersionConfigType",
    "CustomSMSLambdaVersionConfigType",
    "CustomEmailLambdaVersionConfigType",
    "InboundFederationLambdaType",
];
const WEBHOOK: &str = "ArnType or webhook";

pub fn service(json: &str) -> Result<Service, String> {
    let file: File = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let mut shapes = Shapes { raw: &file.shapes, done: HashMap::new() };
    let mut operations = HashMap::new();
    for (name, raw) in file.operations {
        let input = shapes.shape(&raw.input, MAX_DEPTH)?;
        let output = raw.output.map(|output| shapes.shape(&output, MAX_DEPTH)).transpose()?;
        operations.insert(name.clone(), Operation { name, errors: raw.errors, signed: raw.signed, input, output });
    }
    let statuses = file.shapes.iter().filter_map(|(name, shape)| Some((name.clone(), shape.status?))).collect();
    Ok(Service { target_prefix: file.metadata.target_prefix, operations, statuses })
}

/// No shape of Cognito's is nested deeper than seven; more means a cycle.
const MAX_DEPTH: usize = 32;

#[derive(Deserialize)]
struct File {
    metadata: Metadata,
    operations: BTreeMap<String, RawOperation>,
    shapes: HashMap<String, RawShape>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "targetPrefix")]
    target_prefix: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOperation {
    input: String,
    output: Option<String>,
    errors: Vec<String>,
    signed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShape {
    r#type: String,
    #[serde(default)]
    members: Vec<(String, String)>,
    #[serde(default)]
    required: Vec<String>,
    member: Option<String>,
    key: Option<String>,
    value: Option<String>,
    #[serde(default)]
    r#enum: Vec<String>,
    pattern: Option<String>,
    min: Option<i64>,
    max: Option<i64>,
    #[serde(default)]
    sensitive: bool,
    status: Option<u16>,
}

struct Shapes<'a> {
    raw: &'a HashMap<String, RawShape>,
    done: HashMap<String, Arc<Shape>>,
}

impl Shapes<'_> {
    fn shape(&mut self, name: &str, depth: usize) -> Result<Arc<Shape>, String> {
        if let Some(shape) = self.done.get(name) {
            return Ok(shape.clone());
        }
        let depth = depth.checked_sub(1).ok_or_else(|| format!("{name} is within itself"))?;
        let modeled = if name == WEBHOOK { "ArnType" } else { name };
        let raw = self.raw.get(modeled).ok_or_else(|| format!("no shape {name}"))?;
        let kind = self.kind(name, raw, depth)?;
        let below = match &kind {
            Kind::List(item) => item.hidden,
            Kind::Map { key, value } => key.hidden || value.hidden,
            // The members of a structure are shown or hidden one by one, and a structure itself is never shown.
            _ => false,
        };
        let hidden = below || raw.sensitive && !SHOWN.contains(&name);
        let shape = Arc::new(Shape { kind, bounds: Bounds { min: raw.min, max: raw.max }, hidden });
        self.done.insert(name.to_owned(), shape.clone());
        Ok(shape)
    }

    fn kind(&mut self, name: &str, raw: &RawShape, depth: usize) -> Result<Kind, String> {
        let mut part = |part: &Option<String>| {
            let part = part.as_deref().ok_or_else(|| format!("{name} lacks the shape of what it holds"))?;
            self.shape(part, depth)
        };
        Ok(match raw.r#type.as_str() {
            "structure" => Kind::Structure(self.members(name, raw, depth)?),
            "list" => Kind::List(part(&raw.member)?),
            "map" => Kind::Map { key: part(&raw.key)?, value: part(&raw.value)? },
            "string" => Kind::Text { values: raw.r#enum.clone(), pattern: pattern(name, raw) },
            "blob" => Kind::Blob,
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer,
            "long" => Kind::Long,
            "timestamp" => Kind::Timestamp,
            "document" => Kind::Document,
            other => return Err(format!("{name} is of the unknown type {other}")),
        })
    }

    fn members(&mut self, name: &str, raw: &RawShape, depth: usize) -> Result<Vec<Member>, String> {
        if let Some(unknown) = raw.required.iter().find(|required| raw.members.iter().all(|(it, _)| it != *required)) {
            return Err(format!("{name} requires {unknown}, which it does not have"));
        }
        let member = |(member, shape): &(String, String)| {
            let required = raw.required.contains(member);
            let shape = if CALLED.contains(&name) && shape == "ArnType" { WEBHOOK } else { shape };
            Ok(Member { name: member.clone(), required, shape: self.shape(shape, depth)? })
        };
        raw.members.iter().map(member).collect()
    }
}

fn pattern(name: &str, raw: &RawShape) -> Option<Pattern> {
    let modeled = raw.pattern.clone()?;
    Some(Pattern::new(match name {
        "DomainType" => DOMAIN.to_owned(),
        WEBHOOK => format!(r"{modeled}|https?://[\x21-\x7E]+"),
        _ => modeled,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(shapes: &str) -> String {
        let operation = r#"{"input":"In","errors":[],"signed":true}"#;
        let json =
            format!(r#"{{"metadata":{{"targetPrefix":"T"}},"operations":{{"Do":{operation}}},"shapes":{shapes}}}"#);
        service(&json).unwrap_err()
    }

    #[test]
    fn a_model_that_makes_no_sense_is_refused() {
        assert_eq!(error_of("{}"), "no shape In");
        assert_eq!(error_of(r#"{"In":{"type":"quark"}}"#), "In is of the unknown type quark");
        assert_eq!(error_of(r#"{"In":{"type":"list"}}"#), "In lacks the shape of what it holds");
        assert_eq!(error_of(r#"{"In":{"type":"list","member":"In"}}"#), "In is within itself");
        let required = r#"{"In":{"type":"structure","members":[],"required":["A"]}}"#;
        assert_eq!(error_of(required), "In requires A, which it does not have");
        assert!(error_of(r#"{"In":{"type":"string","color":"red"}}"#).contains("unknown field"));
    }
}
