//! Attributes of users: what the pool's schema takes, who may write them, and which of them are names to sign in with.
//! A blank value takes an attribute away. `sub` and `identities` are nobody's to write, the `_verified` ones an
//! administrator's. Conflicts are looked for in a store that the caller has locked, so that nothing comes in between.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::ServiceError;
use crate::store::{Client, Pool, Purpose, SchemaAttribute, Store, User};

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
        return formats(attributes);
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
        return formats(attributes);
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

/// How a new user is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewName {
    Chosen(String),
    /// The pool takes an email address or phone number in place of a name: the user is called by the `sub`.
    Attribute {
        name: &'static str,
        value: String,
    },
}

pub fn new_name(pool: &Pool, given: &str) -> Result<NewName, ServiceError> {
    let settings = &pool.settings;
    let names = |list: &[String], name: &str| list.iter().any(|one| one == name);
    if pool.signs_in_by_attribute() {
        let by_email = names(&settings.username_attributes, "email");
        let by_phone = names(&settings.username_attributes, "phone_number");
        return match (is_email(given), is_phone_number(given)) {
            (true, _) if by_email => Ok(NewName::Attribute { name: "email", value: given.to_owned() }),
            (_, true) if by_phone => Ok(NewName::Attribute { name: "phone_number", value: given.to_owned() }),
            _ => Err(ServiceError::invalid_parameter(match (by_email, by_phone) {
                (true, true) => "Username should be either an email or a phone number.",
                (true, false) => "Username should be an email.",
                (false, _) => "Username should be a phone number.",
            })),
        };
    }
    if names(&settings.alias_attributes, "email") && is_email(given) {
        let message = "Username cannot be of email format, since user pool is configured for email alias.";
        return Err(ServiceError::invalid_parameter(message));
    }
    if names(&settings.alias_attributes, "phone_number") && is_phone_number(given) {
        let message =
            "Username cannot be of phone number format, since user pool is configured for phone number alias.";
        return Err(ServiceError::invalid_parameter(message));
    }
    Ok(NewName::Chosen(stored_name(pool, given)))
}

/// Where case does not count, names are kept in lower case, as Cognito does.
pub fn stored_name(pool: &Pool, given: &str) -> String {
    if pool.settings.username_configuration.case_sensitive { given.to_owned() } else { given.to_lowercase() }
}

/// Whether a new user may have this name and these attributes: UsernameExistsException otherwise.
pub fn check_free(store: &Store, pool: &Pool, name: &NewName, attributes: &Attributes) -> Result<(), ServiceError> {
    if let NewName::Chosen(name) = name
        && store.users.find(pool, name).is_some()
    {
        return Err(ServiceError::username_exists());
    }
    for attribute in ["email", "phone_number"] {
        let counts = pool.settings.username_attributes.iter().any(|one| one == attribute);
        if let Some(value) = attributes.get(attribute)
            && counts
            && store.users.holders(pool, attribute, value).next().is_some()
        {
            let message = format!("An account with the given {attribute} already exists.");
            return Err(ServiceError::new("UsernameExistsException", message));
        }
    }
    Ok(())
}

/// Who else is found by this value, if it is one of the names that this pool signs people in by.
pub fn holder_of(store: &Store, pool: &Pool, attribute: &str, value: &str, but: &str) -> Option<Arc<User>> {
    let attribute = ["email", "phone_number", "preferred_username"].into_iter().find(|known| *known == attribute)?;
    let lists = |list: &[String]| list.iter().any(|one| one == attribute);
    let instead = lists(&pool.settings.username_attributes);
    if !instead && !lists(&pool.settings.alias_attributes) {
        return None;
    }
    let counts = |user: &User| instead || attribute == "preferred_username" || user.has_verified(attribute);
    let holder = store.users.holders(pool, attribute, value).find(|user| user.username != but && counts(user));
    let namesake = || store.users.named(pool, value).filter(|user| user.username != but);
    holder.or_else(namesake).cloned()
}

/// AliasExistsException if somebody else is found by one of these.
pub fn check_aliases(store: &Store, pool: &Pool, attributes: &Attributes, but: &str) -> Result<(), ServiceError> {
    let taken = |(name, value): &(&String, &String)| holder_of(store, pool, name, value, but).is_some();
    match attributes.iter().filter(|(_, value)| !value.is_empty()).find(taken) {
        Some((name, _)) => Err(ServiceError::alias_exists(name)),
        None => Ok(()),
    }
}

/// ForceAliasCreation: whoever had it keeps the address, but is no longer found by it.
pub fn take_alias(store: &mut Store, pool: &Pool, attribute: &'static str, value: &str, but: &str) {
    let others = store.users.holders(pool, attribute, value).filter(|user| user.username != but);
    let others: Vec<String> = others.map(|user| user.username.clone()).collect();
    for other in others {
        store.users.update(&pool.id, &other, |user| match attribute {
            "preferred_username" => user.attributes.remove(attribute),
            _ => user.attributes.insert(format!("{attribute}_verified"), "false".to_owned()),
        });
    }
}

pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let labels = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    !name.is_empty()
        && !name.contains('@')
        && labels
        && !text.chars().any(|one| one.is_whitespace() || one.is_control())
}

/// E.164: `+`, a country code that does not begin with 0, at most 15 digits.
pub fn is_phone_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (2..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit())
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

/// Why a value is not of the attribute's type, or not within its bounds.
fn mistyped(known: &SchemaAttribute, value: &str) -> Option<String> {
    match known.attribute_data_type.as_str() {
        "Number" => {
            let Ok(number) = value.parse::<i64>() else {
                return Some("Attribute value is not a number.".to_owned());
            };
            let bounds = known.number_attribute_constraints.as_ref();
            if let Some(least) = bound(bounds, "MinValue").filter(|least| number < *least) {
                return Some(format!("Number must be no less than {least}."));
            }
            let most = bound(bounds, "MaxValue").filter(|most| number > *most)?;
            Some(format!("Number must be no more than {most}."))
        }
        "Boolean" => {
            let boolean = ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word));
            (!boolean).then(|| "Attribute value is not a boolean.".to_owned())
        }
        "DateTime" => (!is_date_time(value)).then(|| "Attribute value is not a date and time.".to_owned()),
        _ => {
            let length = i64::try_from(value.chars().count()).unwrap_or(i64::MAX);
            let bounds = known.string_attribute_constraints.as_ref();
            if let Some(least) = bound(bounds, "MinLength").filter(|least| length < *least) {
                return Some(format!("String must be no shorter than {least} characters."));
            }
            let most = bound(bounds, "MaxLength").filter(|most| length > *most)?;
            Some(format!("String must be no longer than {most} characters."))
        }
    }
}

/// A bound of the schema, which the API has as text.
fn bound(constraints: Option<&Map<String, Value>>, name: &str) -> Option<i64> {
    let bound = constraints?.get(name)?;
    bound.as_str().map_or_else(|| bound.as_i64(), |text| text.parse().ok())
}

fn formats(attributes: &Attributes) -> Result<(), ServiceError> {
    for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
        let broken = match name.as_str() {
            "email" => (!is_email(value)).then_some("Invalid email address format."),
            "phone_number" => (!is_phone_number(value)).then_some("Invalid phone number format."),
            "birthdate" => (!is_date(value)).then_some("Invalid birthdate format."),
            _ => None,
        };
        if let Some(message) = broken {
            return Err(ServiceError::invalid_parameter(message));
        }
    }
    Ok(())
}

/// YYYY-MM-DD, as OpenID Connect writes birthdays; the year may be 0000.
fn is_date(text: &str) -> bool {
    let mut fields = text.split('-');
    let mut number = |digits: usize| -> Option<u32> {
        let field = fields.next()?;
        (field.len() == digits && field.bytes().all(|digit| digit.is_ascii_digit())).then(|| field.parse().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else { return false };
    let longest = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return false,
    };
    (1..=longest).contains(&day) && fields.next().is_none()
}

/// A date, or a date and a time as ISO 8601 has them, or seconds since 1970.
fn is_date_time(text: &str) -> bool {
    if text.parse::<i64>().is_ok() {
        return true;
    }
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z');
    is_date(date) && time.len() >= 5 && time.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;
    use crate::secret::Secret;
    use crate::store::{ClientSettings, PoolSettings};
    use serde_json::json;

    const NOW: Instant = Instant::from_seconds(1_800_000_000);

    fn pool(settings: Value, schema: Value) -> Pool {
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
            sessions: Map::new(),
        }
    }

    fn attributes(list: &[(&str, &str)]) -> Attributes {
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
    fn a_name_is_of_the_kind_that_the_pool_takes() {
        let named = |settings, given| new_name(&pool(settings, json!([])), given);
        let chosen = |name: &str| Ok(NewName::Chosen(name.to_owned()));
        let email = Ok(NewName::Attribute { name: "email", value: "Ada@example.com".into() });
        assert_eq!(named(json!({}), "Ada@example.com"), chosen("Ada@example.com"));
        assert_eq!(named(json!({ "UsernameConfiguration": { "CaseSensitive": false } }), "Ada"), chosen("ada"));
        assert_eq!(named(json!({ "UsernameAttributes": ["email"] }), "Ada@example.com"), email);
        for (settings, given) in [
            (json!({ "UsernameAttributes": ["email"] }), "ada"),
            (json!({ "UsernameAttributes": ["email"] }), "+12065550100"),
            (json!({ "UsernameAttributes": ["phone_number"] }), "ada@example.com"),
            (json!({ "UsernameAttributes": ["phone_number", "email"] }), "ada"),
            (json!({ "AliasAttributes": ["email"] }), "ada@example.com"),
            (json!({ "AliasAttributes": ["phone_number"] }), "+12065550100"),
        ] {
            assert_eq!(named(settings, given).unwrap_err().name(), "InvalidParameterException", "{given}");
        }
    }

    #[test]
    fn an_alias_that_counts_for_somebody_else_is_taken() {
        let mut store = Store::default();
        let pool = pool(json!({ "AliasAttributes": ["email", "preferred_username"] }), json!([]));
        for (name, verified) in [("ada", "true"), ("bob", "false")] {
            let mut user = User::new(&pool.id, name.into(), name.into(), NOW);
            user.attributes = attributes(&[("email", &format!("{name}@example.com")), ("email_verified", verified)]);
            user.attributes.insert("preferred_username".into(), format!("{name}-p"));
            store.users.put(user);
        }
        let taken = |store: &Store, name, value| holder_of(store, &pool, name, value, "me").is_some();
        assert!(taken(&store, "email", "ada@example.com"));
        assert!(!taken(&store, "email", "bob@example.com"), "it is not verified");
        assert!(taken(&store, "preferred_username", "bob-p"));
        assert!(taken(&store, "preferred_username", "bob"), "somebody is called so");
        assert!(!taken(&store, "name", "ada"));
        assert!(holder_of(&store, &pool, "email", "ada@example.com", "ada").is_none(), "one's own is free");
        take_alias(&mut store, &pool, "email", "ada@example.com", "me");
        assert!(!taken(&store, "email", "ada@example.com"));
        assert_eq!(store.users.get(&pool.id, "ada").unwrap().attribute("email"), Some("ada@example.com"));
        take_alias(&mut store, &pool, "preferred_username", "bob", "me");
        assert_eq!(store.users.get(&pool.id, "bob").unwrap().attribute("preferred_username"), Some("bob-p"));
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
