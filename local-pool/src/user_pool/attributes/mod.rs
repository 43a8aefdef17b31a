//! Attributes of users: what the pool's schema takes, and who may write them. A blank value takes an attribute away.
//! `sub` and `identities` are nobody's to write, the `_verified` ones an administrator's.

mod forms;
mod names;

pub use forms::{is_email, is_phone_number};
pub use names::*;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::ServiceError;
use crate::store::{Client, Pool, Purpose, SchemaAttribute, User};
use forms::{check_formats, mistyped};

/// One of UserAttributes.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    pub name: String,
    #[serde(default)]
    pub value: Option<String>,
}

pub type Attributes = BTreeMap<String, String>;

/// Who writes.
#[derive(Clone, Copy)]
pub enum Writer<'a> {
    Client(&'a Client),
    Admin,
}

/// The attributes of an input by name; the last counts if one is there twice.
pub fn given(list: Option<Vec<Attribute>>) -> Attributes {
    let list = list.unwrap_or_default().into_iter();
    list.map(|attribute| (attribute.name, attribute.value.unwrap_or_default())).collect()
}

/// A user's attributes as GetUser tells them to a client, or (None) as AdminGetUser does.
pub fn listed(user: &User, client: Option<&Client>) -> Vec<Attribute> {
    let readable = |name: &str| client.is_none_or(|client| !name.starts_with("dev:") && client.may_read(name));
    let sub = Attribute { name: "sub".to_owned(), value: Some(user.sub.clone()) };
    let identities = (!user.identities.is_empty()).then(|| Attribute {
        name: "identities".to_owned(),
        value: Some(Value::from_iter(user.identities.iter().map(|identity| identity.claim())).to_string()),
    });
    let others = user.attributes.iter().filter(|(name, _)| readable(name));
    let others = others.map(|(name, value)| Attribute { name: name.clone(), value: Some(value.clone()) });
    std::iter::once(sub).chain(identities).chain(others).collect()
}

/// The attributes that a new user comes with.
pub fn check_new(pool: &Pool, writer: Writer<'_>, attributes: &Attributes) -> Result<(), ServiceError> {
    may_write(writer, attributes.keys())?;
    let mut problems = problems(pool, writer, attributes, "");
    // An administrator may leave out what a person is asked for later (NEW_PASSWORD_REQUIRED).
    if let Writer::Client(_) = writer {
        let required = pool.schema.iter().filter(|attribute| attribute.required && attribute.name != "sub");
        let missing = required.filter(|known| attributes.get(&known.name).is_none_or(String::is_empty));
        problems.extend(missing.map(|known| format!("{}: The attribute is required\n", known.name)));
    }
    if problems.is_empty() {
        return check_formats(attributes);
    }
    Err(ServiceError::invalid_parameter(format!("Attributes did not conform to the schema: {}", problems.concat())))
}

/// New values for a user who exists. A blank one is a removal.
pub fn check_changes(pool: &Pool, writer: Writer<'_>, attributes: &Attributes) -> Result<(), ServiceError> {
    may_write(writer, attributes.keys())?;
    let mut problems = problems(pool, writer, attributes, "user.");
    for (name, value) in attributes {
        let Some(known) = known(pool, name) else { continue };
        if !known.mutable {
            problems.push(format!("user.{name}: Attribute cannot be updated.\n"));
        } else if known.required && value.is_empty() {
            problems.push(format!("user.{name}: Required attributes cannot be deleted.\n"));
        }
    }
    if problems.is_empty() {
        return check_formats(attributes);
    }
    Err(ServiceError::invalid_parameter(problems.concat()))
}

/// The names of attributes to take away.
pub fn check_removal(pool: &Pool, writer: Writer<'_>, names: &[String]) -> Result<(), ServiceError> {
    let blank = names.iter().map(|name| (name.clone(), String::new())).collect();
    check_changes(pool, writer, &blank)
}

/// Lays checked changes over what a user has. A new email address or phone number is unproven, unless the changes say;
/// a code that went to the one before, and a value that waited for one, no longer count.
pub fn apply(user: &mut User, changes: &Attributes) {
    for (name, value) in changes {
        let verified = format!("{name}_verified");
        let proves = matches!(name.as_str(), "email" | "phone_number");
        if proves && user.unverified_updates.remove(name).is_some() {
            // It went to the value that waited: it must not prove another.
            user.codes.remove(&Purpose::Verify(name.clone()));
        }
        if proves && user.attributes.get(name) != Some(value) {
            user.codes.retain(|_, code| code.attribute.as_ref() != Some(name));
            user.attributes.remove(&verified);
        }
        if value.is_empty() {
            user.attributes.remove(name);
            continue;
        }
        user.attributes.insert(name.clone(), value.clone());
        if proves && !changes.contains_key(&verified) {
            user.attributes.entry(verified).or_insert_with(|| "false".to_owned());
        }
    }
}

fn may_write<'a>(writer: Writer<'_>, mut names: impl Iterator<Item = &'a String>) -> Result<(), ServiceError> {
    let Writer::Client(client) = writer else { return Ok(()) };
    let own = |name: &str| {
        let reserved = matches!(name, "sub" | "identities" | "email_verified" | "phone_number_verified");
        reserved || name.starts_with("dev:") || name.starts_with("cognito:")
    };
    // What is in no list because it does not exist is told as such, not as forbidden.
    let listed = |name: &str| {
        client.may_write(name) || (name.starts_with("custom:") && client.settings.write_attributes.is_none())
    };
    match names.find(|name| own(name) || !listed(name)) {
        Some(_) => Err(ServiceError::not_authorized("A client attempted to write unauthorized attribute")),
        None => Ok(()),
    }
}

fn known<'a>(pool: &'a Pool, name: &str) -> Option<&'a SchemaAttribute> {
    pool.schema.iter().find(|attribute| attribute.name == name)
}

/// What breaks the schema, each problem on a line of its own.
fn problems(pool: &Pool, writer: Writer<'_>, attributes: &Attributes, prefix: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, value) in attributes {
        let problem = match known(pool, name) {
            None => Some("Attribute does not exist in the schema.".to_owned()),
            Some(_) if matches!(writer, Writer::Admin) && matches!(name.as_str(), "sub" | "identities") => {
                Some("Attribute cannot be updated.".to_owned())
            }
            Some(_) if value.is_empty() => None,
            Some(known) => mistyped(known, value),
        };
        problems.extend(problem.map(|problem| format!("{prefix}{name}: {problem}\n")));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;
    use crate::secret::Secret;
    use crate::store::{ClientSettings, PoolSettings};
    use serde_json::json;

    pub const NOW: Instant = Instant::from_seconds(1_800_000_000);

    pub fn pool(settings: Value, schema: Value) -> Pool {
        let settings: PoolSettings = serde_json::from_value(settings).unwrap();
        let mut pool = Pool::new("us-east-1_P".into(), "P".into(), settings, NOW, Secret::new([0; 32]));
        let more: Vec<SchemaAttribute> = serde_json::from_value(schema).unwrap();
        pool.schema.retain(|known| more.iter().all(|one| one.name != known.name));
        pool.schema.extend(more);
        pool
    }

    fn client(settings: Value) -> Client {
        let settings: ClientSettings = serde_json::from_value(settings).unwrap();
        Client {
            id: "web".into(),
            pool_id: "us-east-1_P".into(),
            name: "web".into(),
            secrets: Vec::new(),
            created: NOW,
            modified: NOW,
            settings,
            sessions: serde_json::Map::new(),
        }
    }

    pub fn attributes(list: &[(&str, &str)]) -> Attributes {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_breaks_the_schema_is_named() {
        let pool = pool(
            json!({}),
            json!([
                { "Name": "email", "Required": true },
                { "Name": "custom:level", "AttributeDataType": "Number",
                  "NumberAttributeConstraints": { "MinValue": "1", "MaxValue": "9" } },
                { "Name": "custom:short", "StringAttributeConstraints": { "MinLength": "2", "MaxLength": "3" } },
                { "Name": "custom:yes", "AttributeDataType": "Boolean" },
                { "Name": "custom:at", "AttributeDataType": "DateTime" },
                { "Name": "custom:fixed", "Mutable": false },
                { "Name": "dev:custom:own", "DeveloperOnlyAttribute": true },
            ]),
        );
        let web = client(json!({}));
        let writer = Writer::Client(&web);
        let email = ("email", "ada@example.com");
        let of = |list: &[(&str, &str)]| check_new(&pool, writer, &attributes(list));
        let good = [
            email,
            ("custom:level", "9"),
            ("custom:short", "äöü"),
            ("custom:yes", "true"),
            ("custom:at", "2027-01-06T12:00:00Z"),
            ("custom:fixed", "x"),
            ("birthdate", "2000-02-29"),
            ("phone_number", "+12065550100"),
        ];
        assert_eq!(of(&good), Ok(()));
        assert_eq!(
            of(&[]).unwrap_err().message(),
            "Attributes did not conform to the schema: email: The attribute is required\n"
        );
        for (name, value, part) in [
            ("custom:nope", "x", "custom:nope: Attribute does not exist in the schema.\n"),
            ("nope", "x", "nope: Attribute does not exist"),
            ("custom:level", "x", "not a number"),
            ("custom:level", "0", "no less than 1"),
            ("custom:level", "10", "no more than 9"),
            ("custom:short", "a", "no shorter than 2"),
            ("custom:short", "abcd", "no longer than 3"),
            ("custom:yes", "maybe", "not a boolean"),
            ("custom:at", "yesterday", "not a date"),
            ("birthdate", "6 May", "no shorter than 10"),
            ("birthdate", "2001-02-29", "Invalid birthdate format."),
            ("phone_number", "12065550100", "Invalid phone number format."),
            ("phone_number", "+0123456", "Invalid phone number format."),
            ("phone_number", "+1234567890123456", "Invalid phone number format."),
        ] {
            let error = of(&[email, (name, value)]).unwrap_err();
            assert_eq!(error.name(), "InvalidParameterException");
            assert!(error.message().contains(part), "{name}={value}: {}", error.message());
        }
        for address in
            ["ada", "ada@", "@example.com", "a b@example.com", "ada@localhost", "ada@a..b", "a@b@example.com"]
        {
            assert_eq!(of(&[("email", address)]).unwrap_err().message(), "Invalid email address format.", "{address}");
        }
        for name in
            ["sub", "identities", "email_verified", "phone_number_verified", "dev:custom:own", "cognito:mfa_enabled"]
        {
            assert_eq!(of(&[email, (name, "true")]).unwrap_err().name(), "NotAuthorizedException", "{name}");
        }
        let change = |writer, name, value| check_changes(&pool, writer, &attributes(&[(name, value)]));
        assert_eq!(
            change(writer, "custom:fixed", "y").unwrap_err().message(),
            "user.custom:fixed: Attribute cannot be updated.\n"
        );
        assert!(change(Writer::Admin, "custom:fixed", "y").is_err());
        assert!(change(Writer::Admin, "sub", "y").is_err());
        assert!(change(writer, "email", "").is_err(), "it is required");
        assert_eq!(change(Writer::Admin, "email_verified", "true"), Ok(()));
        assert_eq!(change(Writer::Admin, "dev:custom:own", "x"), Ok(()));
        assert_eq!(check_new(&pool, Writer::Admin, &attributes(&[])), Ok(()), "it is asked for later");
    }

    #[test]
    fn a_client_writes_what_it_may_write() {
        let pool = pool(json!({}), json!([]));
        let web = client(json!({ "WriteAttributes": ["email"] }));
        let change = |name, value| check_changes(&pool, Writer::Client(&web), &attributes(&[(name, value)]));
        assert_eq!(change("email", "ada@example.com"), Ok(()));
        let refused = change("name", "Ada").unwrap_err();
        assert_eq!(refused.name(), "NotAuthorizedException");
        assert_eq!(refused.message(), "A client attempted to write unauthorized attribute");
    }

    #[test]
    fn a_new_address_is_unproven_and_the_same_one_is_not() {
        let mut user = User::new("us-east-1_P", "ada".into(), "s".into(), NOW);
        user.attributes = attributes(&[("email", "a@example.com"), ("email_verified", "true")]);
        apply(&mut user, &attributes(&[("email", "a@example.com")]));
        assert!(user.has_verified("email"));
        apply(&mut user, &attributes(&[("email", "b@example.com")]));
        assert!(!user.has_verified("email"));
        apply(&mut user, &attributes(&[("email", "c@example.com"), ("email_verified", "true")]));
        assert!(user.has_verified("email"));
        apply(&mut user, &attributes(&[("email", "")]));
        assert!(user.attributes.is_empty());
    }
}
