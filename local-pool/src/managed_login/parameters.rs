//! Parameters of a query or of a form (application/x-www-form-urlencoded). OAuth allows each once (RFC 6749, 3.1); one
//! without a value counts as absent. What is longer than any honest value is refused.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use url::form_urlencoded;

use crate::call::Call;
use crate::pages::EchoedQuery;

/// A state or a login hint may be long; a request line has an end as well.
const LONGEST: usize = 8 * 1024;

#[derive(Default)]
pub struct Parameters {
    values: BTreeMap<String, String>,
    repeated: Vec<String>,
    pairs: Vec<(String, String)>,
}

impl Parameters {
    pub fn of_query(call: &Call<'_>) -> Self {
        Self::read(call.request.query.as_bytes())
    }

    /// None unless the body says that it is a form.
    pub fn of_form(call: &Call<'_>) -> Option<Self> {
        let kind = call.request.header("content-type")?.split(';').next()?.trim();
        kind.eq_ignore_ascii_case("application/x-www-form-urlencoded").then(|| Self::read(&call.request.body))
    }

    /// Of a query as it was kept.
    pub fn of_text(query: &str) -> Self {
        Self::read(query.as_bytes())
    }

    fn read(encoded: &[u8]) -> Self {
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(encoded).into_owned() {
            parameters.pairs.push((name.clone(), value.clone()));
            if value.is_empty() {
                continue;
            }
            match parameters.values.entry(name) {
                Entry::Occupied(there) => parameters.repeated.push(there.key().clone()),
                Entry::Vacant(place) => {
                    place.insert(value);
                }
            }
        }
        parameters
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub fn owned(&self, name: &str) -> Option<String> {
        self.values.get(name).cloned()
    }

    /// One of these that is there twice.
    pub fn repeated<'a>(&self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().find(|name| self.repeated.iter().any(|known| known == *name)).copied()
    }

    /// One of these that is longer than this pool reads.
    pub fn too_long<'a>(&self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().find(|name| self.get(name).is_some_and(|value| value.len() > LONGEST)).copied()
    }

    /// The names with this beginning, without it.
    pub fn beginning<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let named = self.values.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value)));
        named.map(|(name, value)| (name, value.as_str()))
    }

    pub fn query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish()
    }

    /// As the pages carry it along.
    pub fn echoed(&self) -> EchoedQuery {
        EchoedQuery::parse(&self.query())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_counts_and_a_second_is_told() {
        let parameters = Parameters::of_text("a=1&b=&a=2&c=%0d%0a&b=3&=x");
        assert_eq!((parameters.get("a"), parameters.get("b"), parameters.get("d")), (Some("1"), Some("3"), None));
        assert_eq!(parameters.repeated(&["b", "c", "a"]), Some("a"));
        assert_eq!(parameters.repeated(&["b", "c"]), None);
        assert_eq!(parameters.get("c"), Some("\r\n"));
        let long = Parameters::of_text(&format!("state={}", "x".repeat(LONGEST + 1)));
        assert_eq!(long.too_long(&["a", "state"]), Some("state"));
    }
}
