//! What the crate writes: nothing that the model does not know, everything that it requires, in its patterns and lengths.

use crate::covered::operations;
use crate::shape::{faults, model};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the crate never says, though the model knows it: a client with a secret has no place in a browser, and a browser
/// does not know its own address. A token that is revoked takes none with it.
const NEVER_SAID: &[&str] = &["SecretHash", "ClientSecret", "IpAddress", "RevokeToken/RevokeAssociatedSessions"];

#[test]
fn every_request_is_as_the_model_wants_it() {
    let model = model();
    for operation in operations() {
        for request in &operation.requests {
            let body: Value = serde_json::from_str(request.body.expose()).unwrap();
            let faults = faults(&body, &model[operation.name].input);
            assert!(faults.is_empty(), "{}: {faults:?}", operation.name);
        }
    }
}

#[test]
fn everything_that_can_be_said_is_said_by_one_of_them() {
    let model = model();
    for operation in operations() {
        let mut said = BTreeSet::new();
        for request in &operation.requests {
            gather(&serde_json::from_str(request.body.expose()).unwrap(), operation.name, &mut said);
        }
        let mut known = BTreeSet::new();
        members(&model[operation.name].input, operation.name, &mut known);
        let unsaid: Vec<_> =
            known.difference(&said).filter(|path| !NEVER_SAID.iter().any(|never| path.ends_with(never))).collect();
        assert!(unsaid.is_empty(), "{unsaid:?}");
    }
}

/// The paths of a request's members, down to the second level.
fn gather(body: &Value, path: &str, said: &mut BTreeSet<String>) {
    for (name, value) in body.as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        gather(value, &path, said);
        said.insert(path);
    }
}

fn members(shape: &Value, path: &str, known: &mut BTreeSet<String>) {
    for (name, shape) in shape["members"].as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        members(shape, &path, known);
        known.insert(path);
    }
}
