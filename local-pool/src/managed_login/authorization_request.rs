//! What an app asks for at /oauth2/authorize (RFC 6749, 4.1.1; RFC 7636; OpenID Connect Core, 3.1.2.1), read and checked.
//! While the client or the redirect_uri is in doubt nothing is sent back to anybody; after that every refusal is.

use url::Url;

use super::parameters::Parameters;
use super::redirect::{Refusal, ResponseType, Return};
use super::scope;
use crate::call::Call;
use crate::clock::Span;
use crate::pages::login::{ErrorPage, Fact};
use crate::pages::{EchoedQuery, Language};
use crate::store::{Client, Hashed, Pool};
use crate::user_pool::KnownClient;

pub struct AuthorizationRequest {
    pub known: KnownClient,
    /// Where the answer goes, and how.
    pub back: Return,
    /// As it was sent: the token request must repeat it. None where the client's default is used.
    pub redirect_uri: Option<String>,
    pub scopes: Vec<String>,
    pub nonce: Option<String>,
    /// The S256 challenge.
    pub challenge: Option<String>,
    pub prompt: Prompt,
    pub max_age: Option<Span>,
    pub login_hint: String,
    pub language: Language,
    /// `identity_provider` or `idp_identifier`.
    pub provider: Option<String>,
    pub query: EchoedQuery,
    /// Names this request among those of one browser.
    pub id: Hashed,
    /// As it goes through another provider and back.
    pub text: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    pub none: bool,
    pub login: bool,
    pub select_account: bool,
    pub consent: bool,
}

pub enum NotAsked {
    /// Shown to the person: nobody to send back to.
    Page(ErrorPage),
    Refused(Refusal),
}

/// Those that may be there once.
const NAMES: [&str; 16] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "identity_provider",
    "idp_identifier",
    "prompt",
    "max_age",
    "login_hint",
    "lang",
    "response_mode",
    "resource",
];

impl AuthorizationRequest {
    pub fn read(call: &Call<'_>, at_domain: Option<&Pool>, parameters: &Parameters) -> Result<Self, NotAsked> {
        let known = client(call, at_domain, parameters).map_err(NotAsked::Page)?;
        let client = &known.client;
        let redirect_uri = registered(client, parameters).map_err(NotAsked::Page)?;
        let implicit = parameters.get("response_type") == Some("token");
        let back = Return {
            redirect_uri,
            state: parameters.owned("state").filter(|_| parameters.repeated(&["state"]).is_none()),
            response_type: if implicit { ResponseType::Token } else { ResponseType::Code },
        };
        let refuse = |error, why: &str| NotAsked::Refused(back.refusal(error, why));
        if let Some(name) = parameters.repeated(&NAMES) {
            return Err(refuse("invalid_request", &format!("{name} is there more than once")));
        }
        if let Some(name) = parameters.too_long(&NAMES) {
            return Err(refuse("invalid_request", &format!("{name} is too long")));
        }
        response_type(client, parameters).map_err(|(error, why)| refuse(error, why))?;
        let challenge = challenge(parameters, implicit).map_err(|why| refuse("invalid_request", why))?;
        let asked = parameters.get("scope").map(scope::words);
        let scopes = scope::granted(call, client, asked).map_err(|why| refuse("invalid_scope", &why))?;
        let prompt = Prompt::read(parameters.get("prompt")).map_err(|why| refuse("invalid_request", why))?;
        let max_age = max_age(parameters.get("max_age")).map_err(|why| refuse("invalid_request", why))?;
        if parameters.get("response_mode").is_some_and(|mode| mode != back.response_type.mode()) {
            return Err(refuse("invalid_request", "response_mode is not supported"));
        }
        let provider = parameters.owned("identity_provider").or_else(|| parameters.owned("idp_identifier"));
        let text = parameters.query();
        Ok(Self {
            redirect_uri: parameters.owned("redirect_uri"),
            scopes,
            nonce: parameters.owned("nonce"),
            challenge,
            prompt,
            max_age,
            login_hint: parameters.owned("login_hint").unwrap_or_default(),
            language: parameters.get("lang").and_then(Language::named).unwrap_or_default(),
            provider,
            query: parameters.echoed(),
            id: request_id(&known, &back, parameters),
            text,
            known,
            back,
        })
    }

    pub fn pool(&self) -> &Pool {
        &self.known.pool
    }

    pub fn client(&self) -> &Client {
        &self.known.client
    }
}

impl Prompt {
    /// As a request to another provider has it.
    pub fn words(self) -> String {
        let all = [
            (self.none, "none"),
            (self.login, "login"),
            (self.select_account, "select_account"),
            (self.consent, "consent"),
        ];
        all.into_iter().filter_map(|(asked, word)| asked.then_some(word)).collect::<Vec<_>>().join(" ")
    }

    fn read(text: Option<&str>) -> Result<Self, &'static str> {
        let mut prompt = Self::default();
        for word in text.unwrap_or_default().split(' ').filter(|word| !word.is_empty()) {
            match word {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                "select_account" => prompt.select_account = true,
                "consent" => prompt.consent = true,
                _ => return Err("prompt must be none, login, select_account or consent"),
            }
        }
        // OpenID Connect Core, 3.1.2.1: none stands alone.
        if prompt.none && (prompt.login || prompt.select_account || prompt.consent) {
            return Err("prompt=none cannot be combined with another");
        }
        Ok(prompt)
    }
}

/// The client, if it is of the pool whose domain was addressed.
pub fn client(call: &Call<'_>, at_domain: Option<&Pool>, parameters: &Parameters) -> Result<KnownClient, ErrorPage> {
    let sent = |id: &str| vec![Fact { label: "client_id sent".to_owned(), values: vec![id.to_owned()] }];
    if parameters.repeated(&["client_id"]).is_some() {
        return Err(page("invalid_request", "client_id is there more than once.", Vec::new()));
    }
    let Some(id) = parameters.get("client_id") else {
        return Err(page("invalid_request", "The request has no client_id.", Vec::new()));
    };
    let known = KnownClient::find(call, Some(id.to_owned())).ok();
    let known = known.filter(|known| at_domain.is_none_or(|pool| pool.id == known.pool.id));
    known.ok_or_else(|| page("invalid_request", "No app client has this client_id.", sent(id)))
}

pub fn page(code: &str, reason: &str, facts: Vec<Fact>) -> ErrorPage {
    ErrorPage { code: code.to_owned(), reason: reason.to_owned(), facts }
}

/// The redirect_uri, compared letter by letter with those that are registered.
pub fn registered(client: &Client, parameters: &Parameters) -> Result<String, ErrorPage> {
    let settings = &client.settings;
    if parameters.repeated(&["redirect_uri"]).is_some() {
        return Err(page("invalid_request", "redirect_uri is there more than once.", Vec::new()));
    }
    let Some(sent) = parameters.get("redirect_uri") else {
        return settings.default_redirect_uri.clone().ok_or_else(|| {
            page("invalid_request", "The request has no redirect_uri, and the client no default.", Vec::new())
        });
    };
    let known = settings.callback_urls.iter().any(|url| url == sent);
    if known && is_good(sent) {
        return Ok(sent.to_owned());
    }
    let facts = vec![
        Fact { label: "redirect_uri sent".to_owned(), values: vec![sent.to_owned()] },
        Fact { label: "registered".to_owned(), values: settings.callback_urls.clone() },
    ];
    let reason = "The redirect_uri is not registered with this app client. It is compared letter by letter.";
    Err(page("redirect_mismatch", reason, facts))
}

/// Absolute and without a fragment, and nothing that a browser would run.
pub fn is_good(uri: &str) -> bool {
    let runs = ["javascript", "data", "vbscript", "blob", "file", "about"];
    Url::parse(uri).is_ok_and(|url| url.fragment().is_none() && !runs.contains(&url.scheme()))
        && !uri.chars().any(|char| char.is_control() || char == ' ')
}

fn response_type(client: &Client, parameters: &Parameters) -> Result<(), (&'static str, &'static str)> {
    let flow = match parameters.get("response_type") {
        Some("code") => "code",
        Some("token") => "implicit",
        Some(_) => return Err(("unsupported_response_type", "response_type must be code or token")),
        None => return Err(("invalid_request", "response_type is missing")),
    };
    let settings = &client.settings;
    let allowed = settings.allowed_oauth_flows_user_pool_client
        && settings.allowed_oauth_flows.iter().any(|allowed| allowed == flow);
    allowed.then_some(()).ok_or(("unauthorized_client", "The client is not allowed this flow"))
}

/// RFC 7636, 4.3: only S256, which has to be named, for the default would be plain.
fn challenge(parameters: &Parameters, implicit: bool) -> Result<Option<String>, &'static str> {
    let method = parameters.get("code_challenge_method");
    let Some(challenge) = parameters.owned("code_challenge") else {
        return if method.is_some() { Err("code_challenge is missing") } else { Ok(None) };
    };
    if method != Some("S256") {
        return Err("code_challenge_method must be S256");
    }
    let is_hash =
        challenge.len() == 43 && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !is_hash || implicit {
        return Err("code_challenge is not one of S256 for a code");
    }
    Ok(Some(challenge))
}

fn max_age(text: Option<&str>) -> Result<Option<Span>, &'static str> {
    let Some(text) = text else { return Ok(None) };
    let seconds = text.parse::<u32>().map_err(|_| "max_age must be a number of seconds")?;
    Ok(Some(Span::seconds(seconds.into())))
}

/// Two requests are the same sign-in if all that binds their answer is the same; a page may change the rest.
fn request_id(known: &KnownClient, back: &Return, parameters: &Parameters) -> Hashed {
    let bound =
        ["scope", "nonce", "code_challenge", "response_type"].map(|name| parameters.get(name).unwrap_or_default());
    let state = back.state.as_deref().unwrap_or_default();
    let parts = [&known.client.id, &back.redirect_uri, state].into_iter().chain(bound);
    // Each part with its length, so that none runs into the next.
    Hashed::of(&parts.map(|part| format!("{}:{part}", part.len())).collect::<String>())
}
