//! Other identity providers: one that speaks OpenID Connect (another pool stands for it), and the pretended ones.

use std::sync::{Arc, Mutex};

use local_pool::http::Request;
use local_pool::outbound::{Outbound, OutboundRequest, OutboundResponse, Sending};
use serde_json::{Value, json};

use super::app::{App, CALLBACK, claims};
use super::browser::{Browser, Visited};
use crate::pool::{CONFIG, PASSWORD, POOL_ID, Pool, text};

/// The issuer of the pool that is the provider.
const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Wire0001";
/// Where our pool is, for browsers: the provider's pool is at another address.
const HOST: &str = "localhost:4600";
const OURS: &str = "http://localhost:4600/oauth2/idpresponse";

/// The way to the provider, and somebody on it who may change what it answers.
struct Road {
    provider: Arc<Pool>,
    change: Arc<Mutex<Option<Change>>>,
}

type Change = fn(&str, &mut Value);

impl Outbound for Road {
    fn send(&self, request: OutboundRequest) -> Sending<'_> {
        let url = url::Url::parse(&request.url).expect("a URL");
        let headers = request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let answered = self.provider.answer(&Request {
            method: request.method.to_owned(),
            path: url.path().to_owned(),
            query: url.query().unwrap_or_default().to_owned(),
            headers: headers.collect(),
            body: request.body,
        });
        let mut body = answered.body;
        if let Some(change) = *self.change.lock().expect("a lock") {
            let mut json = serde_json::from_slice(&body).expect("JSON");
            change(url.path(), &mut json);
            body = json.to_string().into_bytes();
        }
        let answer = OutboundResponse { status: answered.status, headers: Vec::new(), body };
        Box::pin(async { Ok(answer) })
    }
}

struct World {
    provider: Arc<Pool>,
    pool: Pool,
    change: Arc<Mutex<Option<Change>>>,
    /// The provider's client that our pool is.
    client_id: String,
}

impl World {
    fn new() -> Self {
        let provider = Arc::new(Pool::new());
        let change = Arc::new(Mutex::new(None));
        let road = Road { provider: provider.clone(), change: change.clone() };
        let pool = Pool::with(CONFIG, Box::new(road));
        let settings = json!({ "CallbackURLs": [OURS], "DefaultRedirectURI": OURS, "GenerateSecret": true });
        let client = App::with(&provider, &settings);
        let input = json!({
            "UserPoolId": POOL_ID, "ProviderName": "Partner", "ProviderType": "OIDC",
            "ProviderDetails": {
                "client_id": client.client_id, "client_secret": client.secret, "oidc_issuer": ISSUER,
                "authorize_scopes": "openid email", "attributes_request_method": "GET",
            },
            "AttributeMapping": { "email": "email", "email_verified": "email_verified" },
            "IdpIdentifiers": ["partner.example"],
        });
        pool.admin("CreateIdentityProvider", &input).expect("a provider");
        let client_id = client.client_id.clone();
        Self { provider, pool, change, client_id }
    }

    fn app(&self) -> App<'_> {
        App::with(&self.pool, &json!({ "SupportedIdentityProviders": ["COGNITO", "Partner"] }))
    }

    /// Goes to the provider, signs in there, and gives the address that it sends the browser back to.
    fn at_provider(&self, left: &Visited, username: &str) -> String {
        let to = left.left_to.as_deref().or(Some(&left.address)).expect("an address");
        let to = to.strip_prefix("http://pool.test").unwrap_or(to).to_owned();
        let mut browser = Browser::new(&self.provider);
        let page = browser.get(&to);
        let mut form = page.form("password", &[("username", username), ("password", PASSWORD)]);
        form.action = page.forms()[0].action.clone();
        let answered = browser.post_only(&form, &[("sec-fetch-site", "same-origin")]);
        let back = answered.header("location").expect("a way back").to_owned();
        back.strip_prefix("http://localhost:4600").expect("our address").to_owned()
    }
}

#[test]
fn somebody_from_another_provider_signs_in_and_is_a_user_from_then_on() {
    let world = World::new();
    let app = world.app();
    for (round, extra) in [("identity_provider", "Partner"), ("idp_identifier", "partner.example")].iter().enumerate() {
        let mut browser = Browser::at(&world.pool, HOST);
        let left = browser.get(&app.request(&[*extra, ("login_hint", "ada"), ("prompt", "login")]));
        assert_eq!(left.sent("client_id").as_deref(), Some(world.client_id.as_str()));
        assert_eq!(left.sent("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(
            (left.sent("scope").as_deref(), left.sent("redirect_uri").as_deref()),
            (Some("openid email"), Some(OURS))
        );
        assert_eq!((left.sent("login_hint").as_deref(), left.sent("prompt").as_deref()), (Some("ada"), Some("login")));
        assert_ne!(left.sent("state").as_deref(), Some("the state"));
        let back = world.at_provider(&left, "ada");
        let arrived = browser.get(&back);
        assert_eq!(arrived.sent("state").as_deref(), Some("the state"));
        let body = app.redeem(&arrived.sent("code").expect("a code")).expect("tokens");
        let id = claims(&body["id_token"]);
        let username = id["cognito:username"].as_str().unwrap();
        assert!(username.starts_with("Partner_"), "{username}");
        assert_eq!((&id["email"], &id["email_verified"]), (&json!("ada@example.com"), &json!(true)));
        assert_eq!(id["cognito:groups"], json!([format!("{POOL_ID}_Partner")]));
        assert_eq!(
            (&id["identities"][0]["providerName"], &id["identities"][0]["primary"]),
            (&json!("Partner"), &json!("true"))
        );
        assert_eq!((&id["nonce"], &id["aud"]), (&json!("the nonce"), &json!(app.client_id)));
        assert_eq!(browser.get(&back).status, 400, "an answer is good once, round {round}");
        // The browser remembers them, for this provider and for no other way.
        assert!(browser.get(&app.request(&[*extra])).sent("code").is_some());
        assert!(browser.get(&app.request(&[])).sent("code").is_some());
        assert_eq!(browser.get(&app.request(&[("identity_provider", "COGNITO")])).path(), "/login");
    }
    let users =
        world.pool.core.all_rows().into_iter().filter(|row| row.table == "users" && row.key.contains("Partner_"));
    let rows: Vec<Value> = users.filter_map(|row| row.value).collect();
    assert_eq!(rows.len(), 1, "the same person is the same user");
    assert_eq!((&rows[0]["status"], &rows[0]["password"]), (&json!("EXTERNAL_PROVIDER"), &Value::Null));
}

#[test]
fn whoever_was_linked_by_an_attribute_signs_in_as_the_local_user() {
    let world = World::new();
    let app = world.app();
    let enter = || {
        let mut browser = Browser::at(&world.pool, HOST);
        let left = browser.get(&app.request(&[("identity_provider", "Partner"), ("prompt", "login")]));
        let arrived = browser.get(&world.at_provider(&left, "ada"));
        let body = app.redeem(&arrived.sent("code").expect("a code")).expect("tokens");
        claims(&body["id_token"])
    };
    let link = |attribute: &str| {
        let input = json!({
            "UserPoolId": POOL_ID,
            "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": "grace" },
            "SourceUser": {
                "ProviderName": "Partner", "ProviderAttributeName": attribute,
                "ProviderAttributeValue": "ada@example.com",
            },
        });
        world.pool.admin("AdminLinkProviderForUser", &input).expect("a link");
    };
    link("email");
    let id = enter();
    assert_eq!(id["cognito:username"], "grace");
    let subject = id["identities"][0]["userId"].clone();
    assert_ne!(subject, "ada@example.com", "known by the provider's own name from now on");
    assert_eq!(id["identities"][0]["primary"], "false");
    assert_eq!(enter()["cognito:username"], "grace");
    let unlink = json!({
        "UserPoolId": POOL_ID,
        "User": {
            "ProviderName": "Partner", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": subject,
        },
    });
    world.pool.admin("AdminDisableProviderForUser", &unlink).expect("no link");
    // The address as the provider's own name is somebody else.
    link("Cognito_Subject");
    assert!(enter()["cognito:username"].as_str().unwrap().starts_with("Partner_"));
}

#[test]
fn an_answer_counts_in_the_browser_that_was_sent_alone() {
    let world = World::new();
    let app = world.app();
    let mut browser = Browser::at(&world.pool, HOST);
    let left = browser.get(&app.request(&[("identity_provider", "Partner")]));
    let back = world.at_provider(&left, "ada");
    let mut other = Browser::at(&world.pool, HOST);
    assert_eq!(other.get(&back).status, 400);
    // Nor in one that was sent as well, for a sign-in of its own.
    other.get(&app.request(&[("identity_provider", "Partner")]));
    assert!(other.cookies.contains_key("local-pool-browser"));
    assert_eq!(other.get(&back).status, 400);
    for bad in ["/oauth2/idpresponse", "/oauth2/idpresponse?state=x&code=y", &format!("{back}&state=x")] {
        let page = browser.get(bad);
        assert_eq!((page.status, page.left_to), (400, None), "{bad}");
    }
    assert!(browser.get(&back).sent("code").is_some(), "it waited for its own");
}

#[test]
fn what_goes_wrong_at_the_provider_goes_back_to_the_app() {
    let world = World::new();
    let app = world.app();
    let answered = |query: fn(&str) -> String, change: Option<Change>| {
        let mut browser = Browser::at(&world.pool, HOST);
        let left = browser.get(&app.request(&[("identity_provider", "Partner")]));
        let back = world.at_provider(&left, "ada");
        *world.change.lock().unwrap() = change;
        let arrived = browser.get(&query(&back));
        *world.change.lock().unwrap() = None;
        assert!(arrived.sent("code").is_none(), "{arrived:?}");
        assert_eq!(arrived.sent("state").as_deref(), Some("the state"));
        arrived.sent("error").expect("an error")
    };
    let same = |back: &str| back.to_owned();
    assert_eq!(
        answered(|back| format!("/oauth2/idpresponse?error=access_denied&{}", part(back)), None),
        "access_denied"
    );
    assert_eq!(
        answered(|back| format!("/oauth2/idpresponse?error=boom%0d%0a&{}", part(back)), None),
        "invalid_request"
    );
    assert_eq!(answered(|back| format!("/oauth2/idpresponse?{}", part(back)), None), "invalid_request");
    assert_eq!(answered(|back| format!("/oauth2/idpresponse?code=wrong&{}", part(back)), None), "invalid_request");
    let changes: [Change; 5] = [
        |path, json| {
            if path == "/oauth2/token" {
                json["id_token"] = Value::Null
            }
        },
        |path, json| {
            if path == "/oauth2/token" {
                json["id_token"] = json["access_token"].clone();
            }
        },
        |path, json| {
            if path.ends_with("jwks.json") {
                json["keys"] = json!([])
            }
        },
        |path, json| {
            if path == "/oauth2/userInfo" {
                json["sub"] = json!("somebody else")
            }
        },
        |path, json| {
            if path == "/oauth2/token" {
                let token = json["id_token"].as_str().unwrap().to_owned();
                json["id_token"] = format!("{}AAAA", &token[..token.len() - 4]).into();
            }
        },
    ];
    for change in changes {
        assert_eq!(answered(same, Some(change)), "invalid_request");
    }
    let gone: Change = |path, json| {
        if path.ends_with("openid-configuration") {
            json["issuer"] = json!("https://evil.example")
        }
    };
    *world.change.lock().unwrap() = Some(gone);
    let left = Browser::at(&world.pool, HOST).get(&app.request(&[("identity_provider", "Partner")]));
    assert_eq!(left.sent("error").as_deref(), Some("server_error"));
}

/// The state of an address.
fn part(back: &str) -> String {
    back.split(['?', '&']).find(|part| part.starts_with("state=")).expect("a state").to_owned()
}

#[test]
fn a_provider_that_the_client_may_not_use_is_refused() {
    let world = World::new();
    let own = App::new(&world.pool);
    for name in ["Partner", "Nobody", "partner.example"] {
        let left = Browser::at(&world.pool, HOST).get(&own.request(&[("identity_provider", name)]));
        assert_eq!(left.sent("error").as_deref(), Some("invalid_request"), "{name}");
    }
    assert!(!Browser::at(&world.pool, HOST).get(&own.request(&[])).says("Partner"));
    let both = world.app();
    assert!(Browser::at(&world.pool, HOST).get(&both.request(&[])).says("Partner"), "the page offers it");
    let only = App::with(&world.pool, &json!({ "SupportedIdentityProviders": ["Partner"] }));
    let page = Browser::at(&world.pool, HOST).request("GET", &only.at("/login", &[]), Vec::new(), &[]);
    assert!(page.header("location").unwrap().contains("code_challenge_method=S256"), "nothing to choose");
}

fn with_google(pool: &Pool) -> App<'_> {
    let input = json!({
        "UserPoolId": POOL_ID, "ProviderName": "Google", "ProviderType": "Google",
        "ProviderDetails": { "client_id": "x", "client_secret": "y", "authorize_scopes": "openid email profile" },
        "AttributeMapping": { "email": "email", "name": "name", "username": "sub" },
    });
    pool.admin("CreateIdentityProvider", &input).expect("a provider");
    App::with(pool, &json!({ "SupportedIdentityProviders": ["COGNITO", "Google"] }))
}

#[test]
fn a_pretended_provider_lets_one_be_anybody() {
    let pool = Pool::new();
    let app = with_google(&pool);
    let be = |fields: &[(&str, &str)]| {
        let mut browser = Browser::new(&pool);
        let page = browser.get(&app.request(&[("identity_provider", "Google")]));
        assert_eq!(page.path(), "/_local/idp/authorize");
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
        assert_eq!(page.header("access-control-allow-origin"), None);
        browser.submit(&page.form("csrf", fields))
    };
    let id = |left: &Visited| claims(&app.redeem(&left.sent("code").expect("a code")).expect("tokens")["id_token"]);
    let ada = id(&be(&[("account", "ada")]));
    assert_eq!(
        (&ada["email"], ada["cognito:groups"][0].as_str()),
        (&json!("ada@example.com"), Some("eu-west-1_Wire0001_Google"))
    );
    assert_eq!(id(&be(&[("email", "ADA@example.com")]))["sub"], ada["sub"], "the same address is the same person");
    assert_ne!(id(&be(&[("email", "new@example.com")]))["sub"], ada["sub"]);
    for nonsense in ["", "nobody", "a@", "@b", "a b@c", "a@b@c"] {
        let page = be(&[("email", nonsense)]);
        assert!(page.left_to.is_none() && page.says("That is not an email address."), "{nonsense}");
    }
    assert_eq!(be(&[("answer", "skip")]).sent("error").as_deref(), Some("access_denied"));
    assert!(text(&ada, "/cognito:username").starts_with("Google_1"));
}

#[test]
fn the_pretended_provider_takes_no_forged_form_and_no_strangers() {
    let pool = Pool::new();
    let app = with_google(&pool);
    let mut browser = Browser::new(&pool);
    let page = browser.get(&app.request(&[("identity_provider", "Google")]));
    let address = page.address.clone();
    assert_eq!(Browser::new(&pool).get(&address).status, 400);
    let mut form = page.form("csrf", &[("account", "ada")]);
    assert!(browser.post(&form, &[("origin", "https://evil.example")]).left_to.is_none());
    let good = form.clone();
    form.set("csrf", "x");
    assert!(browser.submit(&form).left_to.is_none());
    let left = browser.submit(&good);
    assert!(left.left_to.as_deref().unwrap().starts_with(CALLBACK));
    assert_eq!(browser.submit(&good).status, 400, "once");
    let nothing = browser.get("/_local/idp/authorize?state=x");
    assert_eq!((nothing.status, nothing.left_to), (400, None));
    let callback = address.replace("/_local/idp/authorize", "/oauth2/idpresponse");
    assert_eq!(browser.get(&format!("{callback}&code=x")).status, 400);
}
