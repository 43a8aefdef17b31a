//! ListUserSessions and its like with sign-ins at managed login: what is linked to what, and what ends with what.

use serde_json::{Value, json};

use super::app::App;
use super::browser::Browser;
use crate::pool::{PASSWORD, POOL_ID, Pool, text};

const SCOPE: (&str, &str) = ("scope", "openid aws.cognito.signin.user.admin");

/// Ada signed in once in a browser, for two apps, and once without managed login.
struct Signed<'a> {
    pool: &'a Pool,
    app: App<'a>,
    browser: Browser<'a>,
    tokens: [Value; 2],
    direct: String,
}

fn signed(pool: &Pool) -> Signed<'_> {
    let tracking =
        json!({ "UserPoolId": POOL_ID, "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 20 } });
    pool.admin("SetUserPoolSessionConfiguration", &tracking).expect("tracking");
    let (app, other) = (App::new(pool), App::new(pool));
    let mut browser = Browser::new(pool);
    let first = app.redeem(&app.code(&mut browser, &[SCOPE])).expect("tokens");
    let code = browser.get(&other.request(&[SCOPE])).sent("code").expect("a code without asking");
    let second = other.redeem(&code).expect("tokens");
    let direct = text(&pool.sign_in("web", "ada", PASSWORD).expect("a sign-in"), "/AuthenticationResult/AccessToken");
    Signed { pool, app, browser, tokens: [first, second], direct }
}

impl Signed<'_> {
    fn sessions(&self, kind: &str) -> Vec<Value> {
        let all = self.pool.call("ListUserSessions", &json!({ "AccessToken": self.direct })).expect("sessions");
        let all = all["Sessions"].as_array().unwrap().clone();
        all.into_iter().filter(|session| session["SessionType"] == kind).collect()
    }

    fn revoke(&self, id: &str, linked: &str) {
        let input = json!({ "AccessToken": self.direct, "SessionId": id, "RevokeAssociatedSessions": linked });
        assert_eq!(self.pool.call("RevokeUserSession", &input), Ok(json!({})));
    }

    /// Which of the three sign-ins still count.
    fn good(&self) -> [bool; 3] {
        let counts = |token: &str| self.pool.get_user(token).is_ok();
        let [first, second] = &self.tokens;
        [counts(&text(first, "/access_token")), counts(&text(second, "/access_token")), counts(&self.direct)]
    }

    fn is_remembered(&mut self) -> bool {
        let address = self.app.request(&[("prompt", "none")]);
        self.browser.get(&address).sent("code").is_some()
    }
}

#[test]
fn a_sign_in_that_a_browser_remembers_is_listed_with_what_came_from_it() {
    let pool = Pool::new();
    let signed = signed(&pool);
    let [sso] = &signed.sessions("SSO")[..] else { panic!("one browser") };
    assert_eq!((&sso["IsCurrentSession"], sso.get("OriginSessionId")), (&json!(false), None));
    let origins: Vec<Option<Value>> =
        signed.sessions("TOKEN").iter().map(|session| session.get("OriginSessionId").cloned()).collect();
    assert_eq!(origins.iter().filter(|origin| origin.as_ref() == sso.get("SessionId")).count(), 2);
    assert_eq!(origins.iter().filter(|origin| origin.is_none()).count(), 1);
}

#[test]
fn ending_what_the_browser_remembers_spares_the_tokens_unless_they_are_linked_in() {
    for (linked, good) in [("NONE", [true, true, true]), ("LINKED", [false, false, true])] {
        let pool = Pool::new();
        let mut signed = signed(&pool);
        let id = text(&signed.sessions("SSO")[0], "/SessionId");
        assert!(signed.is_remembered());
        signed.revoke(&id, linked);
        assert_eq!(signed.good(), good, "{linked}");
        assert!(!signed.is_remembered(), "{linked}");
        assert!(signed.sessions("SSO").is_empty());
    }
}

#[test]
fn ending_a_sign_in_spares_its_siblings_and_what_the_browser_remembers_unless_linked() {
    for (linked, remembered) in [("NONE", true), ("LINKED", false)] {
        let pool = Pool::new();
        let mut signed = signed(&pool);
        let first = signed.sessions("TOKEN").into_iter().find(|one| one["ClientId"] == signed.app.client_id).unwrap();
        signed.revoke(&text(&first, "/SessionId"), linked);
        assert_eq!(signed.good(), [false, true, true], "{linked}");
        assert_eq!(signed.is_remembered(), remembered, "{linked}");
    }
}

#[test]
fn revoking_a_refresh_token_can_end_what_the_browser_remembers() {
    let pool = Pool::new();
    let mut signed = signed(&pool);
    let input = json!({
        "ClientId": signed.app.client_id, "Token": signed.tokens[0]["refresh_token"], "RevokeAssociatedSessions": "LINKED",
    });
    assert_eq!(pool.call("RevokeToken", &input), Ok(json!({})));
    assert_eq!(signed.good(), [false, true, true]);
    assert!(!signed.is_remembered());
}

#[test]
fn whoever_is_deleted_is_remembered_by_no_browser() {
    let pool = Pool::new();
    let mut signed = signed(&pool);
    assert!(pool.call("DeleteUser", &json!({ "AccessToken": signed.direct })).is_ok());
    assert_eq!(signed.good(), [false; 3]);
    assert!(!signed.is_remembered());
}
