//! The checker against the real model: what is in it, and where its tests find it.

mod hostile;
mod inputs;
mod outputs;

use super::shape::{Kind, Shape};
use super::*;

fn operation(name: &str) -> &'static Operation {
    user_pool().operation(name).or_else(|| identity_pool().operation(name)).unwrap_or_else(|| panic!("no {name}"))
}

fn all_operations() -> impl Iterator<Item = &'static Operation> {
    user_pool().operations().chain(identity_pool().operations())
}

fn each_shape(shape: &Shape, visit: &mut dyn FnMut(&Shape)) {
    visit(shape);
    match &shape.kind {
        Kind::Structure(members) => members.iter().for_each(|member| each_shape(&member.shape, visit)),
        Kind::List(item) => each_shape(item, visit),
        Kind::Map { key, value } => {
            each_shape(key, visit);
            each_shape(value, visit);
        }
        _ => {}
    }
}

#[test]
fn the_model_has_all_of_cognito() {
    assert_eq!(user_pool().operations().count(), 141);
    assert_eq!(identity_pool().operations().count(), 23);
    assert_eq!(user_pool().operations().filter(|it| !it.needs_credentials()).count(), 34);
    assert_eq!(identity_pool().operations().filter(|it| !it.needs_credentials()).count(), 4);
    assert_eq!(user_pool().target_prefix(), "AWSCognitoIdentityProviderService");
    assert_eq!(identity_pool().target_prefix(), "AWSCognitoIdentityService");
    assert!(operation("AdminGetUser").needs_credentials());
    assert!(!operation("GetUser").needs_credentials());
    assert!(user_pool().operation("Nonsense").is_none());
    assert!(user_pool().operation("initiateauth").is_none());
    assert_eq!(operation("InitiateAuth").name(), "InitiateAuth");
}

#[test]
fn every_error_of_an_operation_has_a_status() {
    assert_eq!(user_pool().error_status("NotAuthorizedException"), Some(400));
    assert_eq!(user_pool().error_status("InternalErrorException"), Some(500));
    assert_eq!(identity_pool().error_status("InternalErrorException"), Some(500));
    assert_eq!(user_pool().error_status("UserType"), None);
    for service in [user_pool(), identity_pool()] {
        for error in service.operations().flat_map(Operation::errors) {
            assert!(service.error_status(error).is_some(), "{error}");
        }
    }
}

#[test]
fn every_pattern_compiles() {
    let mut seen = 0;
    for operation in all_operations() {
        let shapes = [Some(&operation.input), operation.output.as_ref()];
        for shape in shapes.into_iter().flatten() {
            each_shape(shape, &mut |shape| {
                if let Kind::Text { pattern: Some(pattern), .. } = &shape.kind {
                    pattern.matches("a");
                    seen += 1;
                }
            });
        }
    }
    assert!(seen > 500, "{seen}");
}
