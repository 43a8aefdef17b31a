//! /passkeys/add: who may make a passkey there, what comes back to the app, and what is refused.

use serde_json::json;

use super::app::{App, CALLBACK};
use super::browser::{Browser, Visited};
use crate::authenticator::Authenticator;
use crate::pool::{Alone, CONFIG, PASSWORD, POOL_ID, Pool};

type Lie = fn(&mut Authenticator);

fn pool() -> Pool {
    let factors = "id = \"eu-west-1_Wire0001\"\nfirst_factors = [\"PASSWORD\", \"WEB_AUTHN\"]\n[pool.passkeys]\nrelying_party = \"localhost\"";
    Pool::with(&CONFIG.replacen("id = \"eu-west-1_Wire0001\"", factors, 1), Box::new(Alone))
}

fn app(pool: &Pool) -> App<'_> {
    App::with(pool, &json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] }))
}

impl App<'_> {
    fn adding(&self) -> String {
        format!("/passkeys/add?client_id={}&redirect_uri={}", self.client_id, CALLBACK.replace("/", "%2F"))
    }

    /// The name first, as on pages that let people choose.
    fn sign_in_by_choice(&self, browser: &mut Browser<'_>) -> Visited {
        let page = browser.get(&self.request(&[]));
        let page = browser.submit(&page.form("username", &[("username", "ada"), ("method", "PASSWORD")]));
        let signed_in = match page.left_to {
            Some(_) => page,
            None => browser.submit(&page.form("password", &[("password", PASSWORD)])),
        };
        assert!(signed_in.sent("code").is_some(), "{signed_in:?}");
        signed_in
    }

    fn passkey_step(&self, browser: &mut Browser<'_>) -> Visited {
        let page = browser.get(&self.request(&[]));
        browser.submit(&page.form("username", &[("username", "ada"), ("method", "WEB_AUTHN")]))
    }
}

fn answer(browser: &mut Browser<'_>, page: &Visited, credential: &str) -> Visited {
    browser.submit(&page.form("credential", &[("credential", credential)]))
}

fn passkeys(pool: &Pool) -> usize {
    let user = pool.core.all_rows().into_iter().find(|row| row.table == "users" && row.key.ends_with("/ada"));
    user.and_then(|row| row.value).and_then(|user| user["passkeys"].as_array().map(Vec::len)).expect("passkeys of ada")
}

#[test]
fn a_remembered_person_makes_a_passkey_and_signs_in_with_it() {
    let pool = pool();
    let app = app(&pool);
    let mut browser = Browser::new(&pool);
    app.sign_in_by_choice(&mut browser);
    let page = browser.get(&app.adding());
    assert!(page.status == 200 && page.says("ada@example.com"), "{page:?}");
    assert_eq!(page.passkey_options()["rp"]["id"], "localhost");
    let mut authenticator = Authenticator::new("phone");
    let credential = authenticator.create(&page.passkey_options()).to_string();
    let left = answer(&mut browser, &page, &credential);
    assert_eq!(left.left_to, Some(format!("{CALLBACK}?result=success")));

    let mut another = Browser::new(&pool);
    let step = app.passkey_step(&mut another);
    assert_eq!(step.path(), "/login/passkey");
    let assertion = authenticator.get(&step.passkey_options(), None);
    let left = answer(&mut another, &step, &assertion);
    assert!(app.redeem(&left.sent("code").expect("a code")).is_ok());
    let again = browser.get(&app.adding());
    assert_eq!(again.passkey_options()["excludeCredentials"][0]["id"], authenticator.id());
}

#[test]
fn a_browser_that_remembers_nobody_is_sent_back() {
    let pool = pool();
    let app = app(&pool);
    let back = Some(format!("{CALLBACK}?result=invalid_session"));
    assert_eq!(Browser::new(&pool).get(&app.adding()).left_to, back);
    let mut browser = Browser::new(&pool);
    app.sign_in_by_choice(&mut browser);
    let page = browser.get(&app.adding());
    let credential = Authenticator::new("phone").create(&page.passkey_options()).to_string();
    pool.wait(3600);
    assert_eq!(answer(&mut browser, &page, &credential).left_to, back, "a form that waited for an hour");
    assert_eq!(browser.get(&app.adding()).left_to, back);
    assert_eq!(passkeys(&pool), 0);
}

#[test]
fn a_client_takes_a_remembered_sign_in_here_as_long_as_it_does_elsewhere() {
    let pool = pool();
    let app = app(&pool);
    let tracking =
        json!({ "UserPoolId": POOL_ID, "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 20 } });
    pool.admin("SetUserPoolSessionConfiguration", &tracking).expect("tracking");
    let short = json!({
        "UserPoolId": POOL_ID, "ClientId": app.client_id, "SSOSession": { "MaxValidityMinutes": 5 },
    });
    let patient = App::with(&pool, &json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] }));
    pool.admin("SetUserPoolClientSessionConfiguration", &short).expect("a configuration");
    let mut browser = Browser::new(&pool);
    app.sign_in_by_choice(&mut browser);
    pool.wait(299);
    assert!(browser.get(&app.adding()).left_to.is_none());
    pool.wait(1);
    assert_eq!(browser.get(&app.adding()).left_to, Some(format!("{CALLBACK}?result=invalid_session")));
    assert!(browser.get(&patient.adding()).left_to.is_none(), "another client takes it for longer");
}

#[test]
fn whoever_declines_goes_back_without_a_passkey() {
    let pool = pool();
    let app = app(&pool);
    let mut browser = Browser::new(&pool);
    app.sign_in_by_choice(&mut browser);
    let page = browser.get(&app.adding());
    let declined = browser.submit(&page.form("csrf", &[("answer", "skip")]));
    assert_eq!(declined.left_to, Some(format!("{CALLBACK}?result=cancelled")));
    assert_eq!(passkeys(&pool), 0);
}

#[test]
fn what_is_no_answer_to_this_page_is_told_and_the_page_can_be_used_again() {
    let pool = pool();
    let app = app(&pool);
    let mut browser = Browser::new(&pool);
    app.sign_in_by_choice(&mut browser);
    let lies: [(&str, Lie); 2] = [
        ("another site's", |it| it.origin = "https://evil.example"),
        ("another relying party's", |it| it.relying_party = "evil.example"),
    ];
    let mut page = browser.get(&app.adding());
    for (what, lie) in lies {
        let mut authenticator = Authenticator::new("phone");
        lie(&mut authenticator);
        let credential = authenticator.create(&page.passkey_options()).to_string();
        let refused = answer(&mut browser, &page, &credential);
        assert!(refused.left_to.is_none() && refused.says("role=\"alert\""), "{what}");
        assert_ne!(refused.passkey_options()["challenge"], page.passkey_options()["challenge"], "{what}");
        page = refused;
    }
    let former = Authenticator::new("phone").create(&page.passkey_options()).to_string();
    page = browser.get(&app.adding());
    for garbage in ["", "{}", "null", "\"", "[]", &former] {
        page = answer(&mut browser, &page, garbage);
        assert!(page.left_to.is_none() && page.status == 200 && page.says("role=\"alert\""), "{garbage}");
    }
    assert_eq!(passkeys(&pool), 0);
    let late = Authenticator::new("phone").create(&page.passkey_options()).to_string();
    pool.wait(300);
    page = answer(&mut browser, &page, &late);
    assert!(page.says("That took too long"), "{page:?}");
    let credential = Authenticator::new("phone").create(&page.passkey_options()).to_string();
    assert!(answer(&mut browser, &page, &credential).left_to.is_some(), "and then it works");
    assert_eq!(passkeys(&pool), 1);
}

#[test]
fn only_the_pages_own_form_makes_a_passkey() {
    let pool = pool();
    let app = app(&pool);
    let other = App::with(&pool, &json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] }));
    let mut browser = Browser::new(&pool);
    app.sign_in_by_choice(&mut browser);
    let form = |page: &Visited| {
        let credential = Authenticator::new("phone").create(&page.passkey_options()).to_string();
        page.form("credential", &[("credential", &credential)])
    };
    let page = browser.get(&app.adding());
    let mut forged = form(&page);
    forged.set("csrf", "6fJ0c2Vz");
    let refused = browser.submit(&forged);
    assert!(refused.status == 403 && refused.left_to.is_none() && refused.says("out of date"));
    let foreign =
        browser.post(&form(&refused), &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")]);
    assert_eq!(foreign.status, 403);
    let mut elsewhere = form(&foreign);
    elsewhere.action = other.adding();
    assert!(browser.submit(&elsewhere).left_to.is_none(), "begun with another client");
    assert_eq!(passkeys(&pool), 0);
}

#[test]
fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let pool = pool();
    let app = app(&pool);
    let mut browser = Browser::new(&pool);
    app.sign_in_by_choice(&mut browser);
    let good = app.adding();
    let (without, _) = good.split_once("&redirect_uri").expect("an address");
    for bad in [
        without.to_owned(),
        format!("{good}%2F"),
        format!("{without}&redirect_uri=https%3A%2F%2Fevil.example%2F"),
        format!("{good}&redirect_uri=https%3A%2F%2Fevil.example%2F"),
        good.replace(&app.client_id, "nobody"),
        "/passkeys/add".to_owned(),
    ] {
        let page = browser.get(&bad);
        assert!(page.status == 400 && page.left_to.is_none() && !page.html.contains("data-passkey"), "{bad}");
    }
}

#[test]
fn an_account_with_as_many_passkeys_as_it_can_have_is_told() {
    let pool = pool();
    let app = app(&pool);
    let mut browser = Browser::new(&pool);
    app.sign_in_by_choice(&mut browser);
    for number in 0..20 {
        let page = browser.get(&app.adding());
        let credential = Authenticator::new(&number.to_string()).create(&page.passkey_options()).to_string();
        assert!(answer(&mut browser, &page, &credential).left_to.is_some(), "{number}");
    }
    let page = browser.get(&app.adding());
    assert!(page.says("as many passkeys") && !page.html.contains("data-passkey"));
    let back = browser.submit(&page.form("csrf", &[("answer", "skip")]));
    assert!(back.left_to.is_some());
}

#[test]
fn a_pool_without_passkeys_tells_the_developer() {
    let pool = Pool::new();
    let app = App::new(&pool);
    let mut browser = Browser::new(&pool);
    app.code(&mut browser, &[]);
    let page = browser.get(&app.adding());
    assert!(page.status == 400 && page.says("Passkeys are not enabled"), "{page:?}");
}
