//! The Filter of ListUsers: an attribute, `=` or `^=` (begins with), and a value in quotes, in which a backslash stands
//! before a quote or another backslash. One attribute at a time, and none of the pool's own.

use crate::store::{Pool, User};
use crate::user_pool::ServiceError;

/// What can be searched for, beside what is no attribute.
const ATTRIBUTES: [&str; 7] =
    ["email", "phone_number", "name", "given_name", "family_name", "preferred_username", "sub"];

#[derive(Debug, PartialEq, Eq)]
pub struct Filter {
    subject: Subject,
    relation: Relation,
    value: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Subject {
    Username,
    /// `Enabled` or `Disabled`.
    Status,
    UserStatus,
    Attribute(&'static str),
}

#[derive(Debug, PartialEq, Eq)]
enum Relation {
    Is,
    BeginsWith,
}

impl Filter {
    /// None for an empty one, which finds everybody.
    pub fn parse(text: &str) -> Result<Option<Self>, ServiceError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let broken = || ServiceError::invalid_parameter("Error while parsing filter.");
        let (name, value) = text.split_once('=').ok_or_else(broken)?;
        let (name, relation) = match name.strip_suffix('^') {
            Some(name) => (name, Relation::BeginsWith),
            None => (name, Relation::Is),
        };
        let name = name.trim_end();
        if name.is_empty() || name.contains(|letter: char| letter.is_whitespace() || letter == '"') {
            return Err(broken());
        }
        let value = quoted(value.trim_start()).ok_or_else(broken)?;
        let subject = match name {
            "username" => Subject::Username,
            "status" => Subject::Status,
            "cognito:user_status" => Subject::UserStatus,
            _ => {
                let known = ATTRIBUTES.into_iter().find(|known| *known == name);
                let unknown = || ServiceError::invalid_parameter(format!("Invalid search attribute: {name}"));
                Subject::Attribute(known.ok_or_else(unknown)?)
            }
        };
        Ok(Some(Self { subject, relation, value }))
    }

    pub fn finds(&self, pool: &Pool, user: &User) -> bool {
        match self.subject {
            Subject::Username => self.fits(&user.username),
            Subject::Status => self.fits(if user.enabled { "Enabled" } else { "Disabled" }),
            Subject::UserStatus => self.fits_in_any_case(user.status.name()),
            Subject::Attribute(name) => user.attribute(name).is_some_and(|value| {
                let is_name = matches!(name, "email" | "preferred_username");
                if is_name && !pool.settings.username_configuration.case_sensitive {
                    self.fits_in_any_case(value)
                } else {
                    self.fits(value)
                }
            }),
        }
    }

    fn fits(&self, value: &str) -> bool {
        match self.relation {
            Relation::Is => value == self.value,
            Relation::BeginsWith => value.starts_with(&self.value),
        }
    }

    fn fits_in_any_case(&self, value: &str) -> bool {
        let (value, wanted) = (value.to_lowercase(), self.value.to_lowercase());
        match self.relation {
            Relation::Is => value == wanted,
            Relation::BeginsWith => value.starts_with(&wanted),
        }
    }
}

/// The value between the quotes, if the text is that and nothing more.
fn quoted(text: &str) -> Option<String> {
    let mut letters = text.strip_prefix('"')?.chars();
    let mut value = String::new();
    loop {
        match letters.next()? {
            '"' => return letters.as_str().is_empty().then_some(value),
            '\\' => value.push(letters.next().filter(|escaped| matches!(escaped, '"' | '\\'))?),
            letter => value.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Subject, Relation, String) {
        let Filter { subject, relation, value } = Filter::parse(text).unwrap().unwrap();
        (subject, relation, value)
    }

    #[test]
    fn a_filter_is_an_attribute_a_relation_and_a_quoted_value() {
        let email = || Subject::Attribute("email");
        for (text, expected) in [
            (r#"email = "a@b.example""#, (email(), Relation::Is, "a@b.example")),
            (r#"email="a""#, (email(), Relation::Is, "a")),
            (r#"  email ^= "a"  "#, (email(), Relation::BeginsWith, "a")),
            (r#"email^="a=b""#, (email(), Relation::BeginsWith, "a=b")),
            (r#"username = """#, (Subject::Username, Relation::Is, "")),
            (r#"cognito:user_status = "CONFIRMED""#, (Subject::UserStatus, Relation::Is, "CONFIRMED")),
            (r#"status = "Enabled""#, (Subject::Status, Relation::Is, "Enabled")),
            (
                r#"name = "Ada \"the first\" \\ L""#,
                (Subject::Attribute("name"), Relation::Is, r#"Ada "the first" \ L"#),
            ),
        ] {
            let (subject, relation, value) = expected;
            assert_eq!(parsed(text), (subject, relation, value.to_owned()), "{text}");
        }
        assert_eq!(Filter::parse(" "), Ok(None));
    }

    #[test]
    fn anything_else_is_refused() {
        let message = |text: &str| Filter::parse(text).unwrap_err().message().to_owned();
        for text in [
            "foo",
            "email",
            "email =",
            "email = a",
            "email = 'a'",
            r#"email = "a"#,
            r#"email = "a" and name = "b""#,
            r#"email = "a\"#,
            r#"email = "a\n""#,
            r#"email = "a"b""#,
            r#"email > "a""#,
            r#"email != "a""#,
            r#"= "a""#,
            r#"e mail = "a""#,
            r#""email" = "a""#,
        ] {
            let message = message(text);
            assert!(message == "Error while parsing filter." || text.contains('!'), "{text}: {message}");
        }
        for name in ["custom:level", "nickname", "email_verified", "Email", "enabled"] {
            assert_eq!(message(&format!(r#"{name} = "a""#)), format!("Invalid search attribute: {name}"));
        }
    }
}
