//! What Cognito's API looks like, as data: operations, shapes and constraints, and a check of inputs and outputs
//! against them. The data comes from botocore (see `local-pool/model/README.md`).
//! It knows shapes and nothing of behavior: what an operation does, and which errors it picks, is not decided here.

mod check_input;
mod check_output;
mod constraint;
mod parse;
mod path;
mod pattern;
mod prune;
mod shape;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use serde_json::Value;

pub use check_input::{BadInput, Violation};
use shape::Shape;

static USER_POOL: LazyLock<Service> = LazyLock::new(|| embedded(include_str!("../../model/cognito-idp.json")));
static IDENTITY_POOL: LazyLock<Service> = LazyLock::new(|| embedded(include_str!("../../model/cognito-identity.json")));

/// The API of user pools (cognito-idp).
pub fn user_pool() -> &'static Service {
    &USER_POOL
}

/// The API of identity pools (cognito-identity).
pub fn identity_pool() -> &'static Service {
    &IDENTITY_POOL
}

#[derive(Debug)]
pub struct Service {
    target_prefix: String,
    operations: HashMap<String, Operation>,
    statuses: HashMap<String, u16>,
}

impl Service {
    /// What comes before the dot in `x-amz-target`.
    pub fn target_prefix(&self) -> &str {
        &self.target_prefix
    }

    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.get(name)
    }

    /// All operations, in no order.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.values()
    }

    /// The names of all members of all inputs, some more than once.
    pub fn input_names(&self) -> impl Iterator<Item = &str> {
        self.operations.values().flat_map(|operation| operation.input.names())
    }

    /// The HTTP status of an error of the model.
    pub fn error_status(&self, error: &str) -> Option<u16> {
        self.statuses.get(error).copied()
    }
}

#[derive(Debug)]
pub struct Operation {
    name: String,
    errors: Vec<String>,
    signed: bool,
    input: Arc<Shape>,
    output: Option<Arc<Shape>>,
}

impl Operation {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The errors that the model allows this operation. Those of every operation (SerializationException,
    /// UnrecognizedClientException and the like) are not among them.
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// Whether a request is signed with AWS credentials. The others a browser can send.
    pub fn needs_credentials(&self) -> bool {
        self.signed
    }

    /// One without answers with nothing at all: not even `{}`.
    pub fn has_output(&self) -> bool {
        self.output.is_some()
    }

    /// Members that the model does not know are ignored, and null counts as absent, as with AWS.
    pub fn check_input(&self, input: &Value) -> Result<(), BadInput> {
        check_input::check(&self.input, input)
    }

    /// A checked input without the members that the model does not know and without nulls.
    pub fn prune_input(&self, input: Value) -> Value {
        prune::prune(&self.input, input)
    }

    /// Every way in which a reply breaks the model. The sentences carry names and never values.
    /// An operation without an output shape answers with `{}`, or with no body at all: pass `Value::Null`.
    pub fn check_output(&self, output: &Value) -> Vec<String> {
        check_output::check(self.output.as_deref(), output)
    }
}

fn embedded(json: &str) -> Service {
    // The text is part of the binary, so this fails at every start or at none; the tests parse both files.
    parse::service(json).expect("the embedded model")
}

#[cfg(test)]
mod tests;
