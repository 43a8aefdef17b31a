//! Where in a document a value is. It lives on the stack of the walk and is written out only when there is something
//! to complain about, because nearly all requests have nothing.

use std::fmt;

#[derive(Clone, Copy)]
pub enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    /// Counts from zero; written from one.
    Item(&'a Path<'a>, usize),
    Entry(&'a Path<'a>, &'a str),
}

/// A key of a map comes from the request: it is written, but not at any length.
const LONGEST_KEY: usize = 128;

/// AWS's form: `userAttributes.1.member.name`, `roleMappings.KEY.member.type`.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(parent, name) => {
                if !matches!(parent, Self::Root) {
                    write!(f, "{parent}.")?;
                }
                let mut characters = name.chars();
                let first = characters.next().map(|first| first.to_ascii_lowercase());
                write!(f, "{}{}", first.map(String::from).unwrap_or_default(), characters.as_str())
            }
            Self::Item(parent, index) => write!(f, "{parent}.{}.member", index + 1),
            Self::Entry(parent, key) => {
                write!(f, "{parent}.{}.member", key.chars().take(LONGEST_KEY).collect::<String>())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_aws_writes_it() {
        let attributes = Path::Member(&Path::Root, "UserAttributes");
        let first = Path::Item(&attributes, 0);
        assert_eq!(Path::Member(&first, "Name").to_string(), "userAttributes.1.member.name");
        assert_eq!(Path::Member(&Path::Root, "CallbackURLs").to_string(), "callbackURLs");
        let key = "k".repeat(1000);
        assert_eq!(Path::Entry(&attributes, &key).to_string().len(), "userAttributes..member".len() + LONGEST_KEY);
    }
}
