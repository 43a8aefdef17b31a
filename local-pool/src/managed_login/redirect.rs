//! The way back to the app: a code, tokens or an error in the query or the fragment of its redirect_uri, with the state.
//! The address is the registered one, untouched; what is added is form-encoded, so that no value can become anything else.

use url::form_urlencoded;

use crate::http::Response;
use crate::user_pool::ServiceError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseType {
    Code,
    /// The implicit grant, for clients that are allowed it.
    Token,
}

impl ResponseType {
    pub fn mode(self) -> &'static str {
        match self {
            Self::Code => "query",
            Self::Token => "fragment",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Return {
    pub redirect_uri: String,
    pub state: Option<String>,
    pub response_type: ResponseType,
}

pub struct Refusal {
    back: Return,
    error: &'static str,
    description: String,
    /// What the log says, where the description has words of others.
    name: Option<&'static str>,
}

impl Return {
    pub fn refusal(&self, error: &'static str, description: &str) -> Refusal {
        Refusal { back: self.clone(), error, description: description.to_owned(), name: None }
    }

    /// A refusal of the pool or of a trigger.
    pub fn failure(&self, error: &'static str, of: &ServiceError) -> Refusal {
        Refusal { name: Some(of.name()), ..self.refusal(error, of.message()) }
    }

    /// The response that takes a browser there.
    pub fn with(&self, parameters: &[(&str, &str)]) -> Response {
        found(&self.address(parameters))
    }

    fn address(&self, parameters: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters);
        if let Some(state) = &self.state {
            query.append_pair("state", state);
        }
        let uri = &self.redirect_uri;
        let mark = match self.response_type {
            ResponseType::Token => '#',
            ResponseType::Code if uri.contains('?') => '&',
            ResponseType::Code => '?',
        };
        format!("{uri}{mark}{}", query.finish())
    }
}

impl Refusal {
    pub fn response(&self) -> Response {
        let why = self.name.unwrap_or(&self.description);
        self.back
            .with(&[("error_description", &self.description), ("error", self.error)])
            .because(self.error, Some(why))
    }
}

/// Cognito redirects with 302, after forms as well.
pub fn found(address: &str) -> Response {
    Response::empty(302)
        .with_header("location", address)
        .with_header("cache-control", "no-store")
        .with_header("referrer-policy", "no-referrer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_added_to_the_address_that_is_registered() {
        let address = |uri: &str, response_type, state: Option<&str>| {
            let back = Return { redirect_uri: uri.into(), state: state.map(str::to_owned), response_type };
            back.address(&[("code", "c&d=e")])
        };
        let hostile = "a b&code=x#\r\nset-cookie: y";
        assert_eq!(
            address("https://app.example/cb", ResponseType::Code, Some(hostile)),
            "https://app.example/cb?code=c%26d%3De&state=a+b%26code%3Dx%23%0D%0Aset-cookie%3A+y"
        );
        assert_eq!(
            address("https://a.example/?x=1", ResponseType::Code, None),
            "https://a.example/?x=1&code=c%26d%3De"
        );
        assert_eq!(address("myapp://cb", ResponseType::Token, None), "myapp://cb#code=c%26d%3De");
    }
}
