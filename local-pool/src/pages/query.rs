//! The OAuth parameters that a page was opened with, carried along in the address of every form and link.
//! It is parsed and written anew, so that whatever bytes came, a form-encoded query goes out.

use url::form_urlencoded;

use super::Route;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EchoedQuery(Vec<(String, String)>);

impl EchoedQuery {
    pub fn parse(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The same with one parameter more, in place of any of that name.
    pub fn with(&self, parameter: Parameter, value: &str) -> Self {
        let mut pairs = self.without(parameter).0;
        pairs.push((parameter.name().to_owned(), value.to_owned()));
        Self(pairs)
    }

    pub fn without(&self, parameter: Parameter) -> Self {
        Self(self.0.iter().filter(|(name, _)| name != parameter.name()).cloned().collect())
    }

    /// The address of a route with this query.
    pub fn address(&self, route: Route) -> String {
        self.address_of(route.path())
    }

    pub(super) fn address_of(&self, path: &'static str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish();
        format!("{path}?{query}")
    }
}

/// The parameters that pages themselves set or drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    IdentityProvider,
    Prompt,
    LoginHint,
}

impl Parameter {
    const fn name(self) -> &'static str {
        match self {
            Self::IdentityProvider => "identity_provider",
            Self::Prompt => "prompt",
            Self::LoginHint => "login_hint",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_anew() {
        let query = EchoedQuery::parse("client_id=a%20b&state=%22%3E%3Cscript%3E&scope=openid+email");
        assert_eq!(query.address(Route::Login), "/login?client_id=a+b&state=%22%3E%3Cscript%3E&scope=openid+email");
        assert_eq!(EchoedQuery::default().address(Route::SignUp), "/signup");
    }

    #[test]
    fn a_parameter_is_replaced_and_not_doubled() {
        let query = EchoedQuery::parse("identity_provider=COGNITO&state=1").with(Parameter::IdentityProvider, "G&B");
        assert_eq!(query.address(Route::Authorize), "/oauth2/authorize?state=1&identity_provider=G%26B");
        assert_eq!(query.without(Parameter::IdentityProvider).address(Route::Login), "/login?state=1");
    }
}
