//! What a browser remembers: for how long, for which client, and what ends it; prompt and max_age.

use serde_json::{Value, json};

use super::app::{App, claims};
use super::browser::Browser;
use crate::pool::{PASSWORD, POOL_ID, Pool};

fn track_sessions(pool: &Pool) {
    let tracking =
        json!({ "UserPoolId": POOL_ID, "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 20 } });
    pool.admin("SetUserPoolSessionConfiguration", &tracking).expect("tracking");
}

#[test]
fn a_browser_is_remembered_for_an_hour() {
    let pool = Pool::new();
    let (app, other) = (App::new(&pool), App::new(&pool));
    let mut browser = Browser::new(&pool);
    let began = pool.seconds();
    app.code(&mut browser, &[]);
    pool.wait(3599);
    let code = other.code_without_asking(&mut browser, &[("prompt", "none")]);
    assert_eq!(claims(&other.redeem(&code).expect("tokens")["id_token"])["auth_time"], json!(began));
    app.code_without_asking(&mut browser, &[]);
    pool.wait(1);
    assert_eq!(browser.get(&app.request(&[])).path(), "/login");
    let silent = browser.get(&app.request(&[("prompt", "none")]));
    assert_eq!(silent.sent("error").as_deref(), Some("login_required"));
    assert_eq!(Browser::new(&pool).get(&app.request(&[])).path(), "/login", "another browser is not");
}

#[test]
fn a_request_can_ask_for_a_fresh_sign_in() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    app.code(&mut browser, &[]);
    pool.wait(100);
    assert_eq!(browser.get(&app.request(&[("prompt", "login")])).path(), "/login");
    assert_eq!(browser.get(&app.request(&[("max_age", "99")])).path(), "/login");
    assert_eq!(browser.get(&app.request(&[("max_age", "0")])).path(), "/login");
    let both = browser.get(&app.request(&[("max_age", "99"), ("prompt", "none")]));
    assert_eq!(both.sent("error").as_deref(), Some("login_required"));
    app.code_without_asking(&mut browser, &[("max_age", "100")]);
    app.code_without_asking(&mut browser, &[("prompt", "consent")]);
    let again = app.code(&mut browser, &[("prompt", "login")]);
    assert_eq!(claims(&app.redeem(&again).expect("tokens")["id_token"])["auth_time"], json!(pool.seconds()));
}

#[test]
fn a_client_says_for_how_long_it_takes_a_remembered_sign_in() {
    let pool = Pool::new();
    let (app, other) = (App::new(&pool), App::new(&pool));
    track_sessions(&pool);
    let minutes = |client_id: &str, minutes: i64| {
        let session = json!({ "MaxValidityMinutes": minutes });
        let input = json!({ "UserPoolId": POOL_ID, "ClientId": client_id, "SSOSession": session });
        pool.admin("SetUserPoolClientSessionConfiguration", &input).expect("a configuration");
    };
    minutes(&app.client_id, 0);
    minutes(&other.client_id, 120);
    let mut browser = Browser::new(&pool);
    app.code(&mut browser, &[]);
    assert_eq!(browser.get(&app.request(&[])).path(), "/login", "0 is never");
    pool.wait(119 * 60);
    other.code_without_asking(&mut browser, &[]);
    pool.wait(60);
    assert_eq!(browser.get(&other.request(&[])).path(), "/login");
}

#[test]
fn signing_out_everywhere_and_deleting_the_user_end_it() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let scope = [("scope", "openid aws.cognito.signin.user.admin")];
    let code = app.code(&mut browser, &scope);
    let access = app.redeem(&code).expect("tokens")["access_token"].clone();
    pool.call("GlobalSignOut", &json!({ "AccessToken": access })).expect("a sign-out");
    assert_eq!(browser.get(&app.request(&[])).path(), "/login");
    let code = app.code(&mut browser, &scope);
    let access = app.redeem(&code).expect("tokens")["access_token"].clone();
    pool.call("DeleteUser", &json!({ "AccessToken": access })).expect("an end");
    assert_eq!(browser.get(&app.request(&[])).path(), "/login");
}

#[test]
fn a_remembered_sign_in_is_listed_for_its_owner_and_ends_when_they_revoke_it() {
    let pool = Pool::new();
    track_sessions(&pool);
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    let code = app.code(&mut browser, &[("scope", "openid aws.cognito.signin.user.admin")]);
    let access = app.redeem(&code).expect("tokens")["access_token"].clone();
    let listed = pool.call("ListUserSessions", &json!({ "AccessToken": access })).expect("a list");
    let sessions = listed["Sessions"].as_array().unwrap();
    let sso = sessions.iter().find(|session| session["SessionType"] == "SSO").expect("a remembered sign-in");
    let input = json!({ "AccessToken": access, "SessionId": sso["SessionId"] });
    pool.call("RevokeUserSession", &input).expect("an end");
    assert_eq!(browser.get(&app.request(&[])).path(), "/login");
    assert!(pool.get_user(access.as_str().unwrap()).is_ok(), "its tokens were not to end with it");
}

#[test]
fn the_cookie_is_new_with_each_sign_in_and_was_never_the_one_that_came() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let name = format!("local-pool-sso-{POOL_ID}");
    let planted = "A".repeat(43);
    let mut browser = Browser::new(&pool);
    browser.cookies.insert(name.clone(), planted.clone());
    app.code(&mut browser, &[]);
    let first = browser.cookies[&name].clone();
    assert_ne!(first, planted);
    app.code(&mut browser, &[("prompt", "login")]);
    assert_ne!(browser.cookies[&name], first);
    for stale in [planted, first] {
        let mut thief = Browser::new(&pool);
        thief.cookies.insert(name.clone(), stale);
        assert_eq!(thief.get(&app.request(&[])).path(), "/login");
    }
}

#[test]
fn a_pool_does_not_take_another_pools_cookie() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let made = pool.admin("CreateUserPool", &json!({ "PoolName": "other" })).expect("a pool");
    let other_pool = made["UserPool"]["Id"].as_str().unwrap();
    let other = App::with(&pool, &json!({ "UserPoolId": other_pool }));
    let mut browser = Browser::new(&pool);
    app.code(&mut browser, &[]);
    let stolen = browser.cookies[&format!("local-pool-sso-{POOL_ID}")].clone();
    browser.cookies.insert(format!("local-pool-sso-{other_pool}"), stolen);
    assert_eq!(browser.get(&other.request(&[])).path(), "/login");
}

#[test]
fn people_choose_among_the_accounts_that_the_browser_remembers() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    assert_eq!(browser.get(&app.request(&[("prompt", "select_account")])).path(), "/login", "nobody is known");
    app.code(&mut browser, &[]);
    pool.wait(1);
    let page = browser.get(&app.request(&[("prompt", "login")]));
    browser.submit(&page.form("password", &[("username", "grace"), ("password", PASSWORD)]));
    let page = browser.get(&app.request(&[("prompt", "select_account")]));
    assert_eq!(page.path(), "/login/account");
    assert!(page.says("ada@example.com") && page.says("grace"));
    let ids: Vec<&str> =
        page.html.split("name=\"account\" value=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    let [grace, ada, ""] = ids[..] else { panic!("{ids:?}") };
    for (id, username) in [(ada, "ada"), (grace, "grace")] {
        let page = browser.get(&app.request(&[("prompt", "select_account")]));
        let left = browser.submit(&page.form("csrf", &[("account", id)]));
        let body = app.redeem(&left.sent("code").expect("a code")).expect("tokens");
        assert_eq!(claims(&body["id_token"])["cognito:username"], Value::from(username));
    }
    let form = |id| page.form("csrf", &[("account", id)]);
    assert_eq!(browser.submit(&form("")).path(), "/login");
    let id = ada.to_owned();
    let mut stranger = Browser::new(&pool);
    let strange = stranger.get(&app.at("/login", &[])).form("csrf", &[("account", &id)]);
    let strange = super::browser::Form { action: app.at("/login/account", &[]), ..strange };
    assert_eq!(stranger.submit(&strange).path(), "/login", "an id is no cookie");
    pool.wait(3600);
    assert_eq!(browser.submit(&form(ada)).path(), "/login");
}

impl App<'_> {
    fn code_without_asking(&self, browser: &mut Browser<'_>, extra: &[(&str, &str)]) -> String {
        browser.get(&self.request(extra)).sent("code").expect("a code")
    }
}
