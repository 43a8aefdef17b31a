//! Promises that every page keeps, read off the HTML itself: hostile text stays text, nothing is inline, every field has a label,
//! every form its CSRF token, and no password comes back.

#[path = "../examples/pages/samples/mod.rs"]
mod samples;

use std::collections::BTreeSet;

use local_pool::pages::{Language, asset};
use samples::{Voice, every_page};

/// What it takes to leave a text, an attribute, a comment, a script or a stylesheet.
const HOSTILE: &str =
    "x\"'><script>alert(1)</script><img src=x onerror=alert(1)> --></style></title>&lt;\u{0}{}javascript:";

fn hostile(text: &str) -> String {
    format!("{text}{HOSTILE}")
}

fn pages(say: fn(&str) -> String, language: Language) -> Vec<(&'static str, String)> {
    every_page(&Voice { say, language })
}

#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, Option<String>)>,
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_deref().unwrap_or(""))
    }

    fn is(&self, name: &str) -> bool {
        self.name == name
    }
}

/// The tags of a page in order, closing ones with their slash. It panics where the HTML is not as maud writes it: a `<` that is
/// no tag, an attribute without quotes.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find([' ', '>']).expect("a tag ends");
        let mut tag = Tag { name: rest[..end].to_owned(), attributes: Vec::new() };
        rest = &rest[end..];
        while let Some(after) = rest.strip_prefix(' ') {
            let end = after.find([' ', '>', '=']).expect("an attribute ends");
            let (name, after) = after.split_at(end);
            match after.strip_prefix("=\"") {
                Some(value) => {
                    let (value, after) = value.split_once('"').expect("a value ends");
                    tag.attributes.push((name.to_owned(), Some(value.to_owned())));
                    rest = after;
                }
                None => {
                    tag.attributes.push((name.to_owned(), None));
                    rest = after;
                }
            }
        }
        rest = rest.strip_prefix('>').expect("a tag is closed");
        tags.push(tag);
    }
    tags
}

fn shape(html: &str) -> Vec<String> {
    let shape = |tag: Tag| {
        let names: Vec<_> = tag.attributes.into_iter().map(|(name, _)| name).collect();
        format!("{} {}", tag.name, names.join(" "))
    };
    tags(html).into_iter().map(shape).collect()
}

#[test]
fn hostile_text_changes_no_tag_and_no_attribute_of_any_page() {
    for language in Language::ALL {
        let friendly = pages(|text| format!("{text}x"), language);
        for ((name, friendly), (_, hostile)) in friendly.into_iter().zip(pages(hostile, language)) {
            // A QR code has a path for every row; a longer text makes more of them, or none.
            if name.starts_with("authenticator-app") {
                assert!(!hostile.contains("<script>alert"), "{name}");
            } else {
                assert_eq!(shape(&friendly), shape(&hostile), "{name} in {language:?}");
            }
        }
    }
}

#[test]
fn every_sample_string_reaches_its_page_as_text() {
    for (name, html) in pages(hostile, Language::English) {
        if matches!(name, "landing-empty" | "outbox-empty" | "log-empty" | "callback" | "callback-nothing") {
            continue;
        }
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{name}");
        assert!(!html.contains("<script>") && !html.contains("<img src=x"), "{name}");
    }
}

#[test]
fn nothing_is_inline() {
    for (name, html) in pages(hostile, Language::English) {
        for tag in tags(&html) {
            assert!(!tag.is("style") && !tag.is("base") && !tag.is("iframe"), "{name}: {tag:?}");
            for (attribute, value) in &tag.attributes {
                assert!(attribute != "style" && !attribute.starts_with("on"), "{name}: {tag:?}");
                if matches!(attribute.as_str(), "href" | "src" | "action" | "formaction") {
                    let value = value.as_deref().unwrap_or_default();
                    let ours = value.starts_with('/') && !value.starts_with("//");
                    // The one link that leaves is the landing page's sign-in, whose address is a URL by type.
                    assert!(ours || (tag.is("a") && value.starts_with("http://127.0.0.1:4600/")), "{name}: {tag:?}");
                }
            }
        }
        assert_eq!(
            html.matches("<script").count(),
            html.matches("<script type=\"module\" src=\"/assets/").count(),
            "{name}"
        );
        assert_eq!(html.matches("></script>").count(), html.matches("<script").count(), "{name}");
    }
}

#[test]
fn every_asset_that_a_page_names_exists() {
    for (name, html) in pages(str::to_owned, Language::English) {
        for tag in tags(&html) {
            let address = tag.attribute("src").or_else(|| tag.attribute("href").filter(|_| tag.is("link")));
            if let Some(address) = address {
                assert!(asset(address).is_some(), "{name}: {address}");
            }
        }
    }
}

#[test]
fn every_field_has_a_label_and_every_description_exists() {
    for language in Language::ALL {
        for (name, html) in pages(str::to_owned, language) {
            let tags = tags(&html);
            let labels: BTreeSet<_> =
                tags.iter().filter(|tag| tag.is("label")).filter_map(|tag| tag.attribute("for")).collect();
            let ids: Vec<_> = tags.iter().filter_map(|tag| tag.attribute("id")).collect();
            let unique: BTreeSet<_> = ids.iter().collect();
            assert_eq!(unique.len(), ids.len(), "{name} has an id twice: {ids:?}");
            for tag in &tags {
                if (tag.is("input") && tag.attribute("type") != Some("hidden")) || tag.is("select") {
                    let id = tag.attribute("id").unwrap_or_else(|| panic!("{name}: {tag:?} has no id"));
                    assert!(labels.contains(id), "{name}: {tag:?} has no label");
                    assert!(tag.is("select") || tag.attribute("autocomplete").is_some(), "{name}: {tag:?}");
                }
                for reference in ["aria-describedby", "aria-labelledby", "aria-controls", "for", "form"] {
                    for id in tag.attribute(reference).into_iter().flat_map(str::split_whitespace) {
                        assert!(ids.contains(&id), "{name}: {tag:?} points to nothing");
                    }
                }
                if tag.attribute("aria-invalid").is_some() {
                    let described = tag.attribute("aria-describedby").unwrap_or_default();
                    assert!(described.split(' ').any(|id| id == "problem"), "{name}: {tag:?}");
                }
            }
            assert!(tags.iter().any(|tag| tag.is("html") && tag.attribute("lang").is_some()), "{name}");
            assert_eq!(tags.iter().filter(|tag| tag.is("h1")).count(), 1, "{name}");
            assert!(tags.iter().filter(|tag| tag.attribute("autofocus").is_some()).count() <= 1, "{name}");
        }
    }
}

#[test]
fn a_problem_is_announced_and_its_field_marked() {
    let pages = pages(str::to_owned, Language::English);
    let marked = |page: &str| -> Vec<String> {
        let (_, html) = pages.iter().find(|(name, _)| *name == page).unwrap();
        let tags = tags(html);
        assert!(
            tags.iter().any(|tag| tag.attribute("role") == Some("alert") && tag.attribute("id") == Some("problem"))
        );
        let invalid = tags.iter().filter(|tag| tag.attribute("aria-invalid") == Some("true"));
        invalid.filter_map(|tag| tag.attribute("name")).map(str::to_owned).collect()
    };
    assert_eq!(marked("sign-in-wrong"), ["username", "password"]);
    assert_eq!(marked("sign-in-told"), [""; 0]);
    assert_eq!(marked("sign-up-weak"), ["new_password"]);
    assert_eq!(marked("sign-up-invalid"), ["attribute.phone_number"]);
    assert_eq!(marked("confirm-wrong"), ["code"]);
    assert_eq!(marked("reset-password-expired"), ["code"]);
    assert_eq!(marked("forgotten-password-nobody"), ["username"]);
    assert_eq!(marked("new-password-missing"), ["attribute.name"]);
    assert_eq!(marked("pretend-provider-mistyped"), ["email"]);
}

#[test]
fn every_form_is_a_post_with_the_csrf_token() {
    let mut forms = 0;
    for (name, html) in pages(str::to_owned, Language::English) {
        let tags = tags(&html);
        for (start, form) in tags.iter().enumerate().filter(|(_, tag)| tag.is("form")) {
            forms += 1;
            let end = start + tags[start..].iter().position(|tag| tag.is("/form")).expect("a form ends");
            let inside = &tags[start..end];
            let token =
                |tag: &&Tag| tag.attribute("name") == Some("csrf") && tag.attribute("value") == Some("6fJ0c2Vz");
            assert_eq!(inside.iter().filter(token).count(), 1, "{name}");
            assert_eq!(form.attribute("method"), Some("post"), "{name}");
            let action = form.attribute("action").unwrap_or_default();
            let echoed = action.starts_with("/_local/") && !action.starts_with("/_local/provider")
                || action.ends_with("?client_id=7qexample&amp;state=x1&amp;scope=openid+email");
            assert!(echoed, "{name}: {action}");
        }
    }
    assert!(forms > 50);
}

#[test]
fn a_password_never_comes_back() {
    let mut fields = 0;
    for (name, html) in pages(hostile, Language::English) {
        for tag in tags(&html) {
            if tag.attribute("type") == Some("password") {
                fields += 1;
                assert_eq!(tag.attribute("value"), None, "{name}");
                let autocomplete = tag.attribute("autocomplete").unwrap_or_default();
                assert!(matches!(autocomplete, "current-password" | "new-password"), "{name}");
            }
            let code = matches!(tag.attribute("name"), Some("code" | "credential")) && tag.is("input");
            assert!(!code || tag.attribute("value").unwrap_or_default().is_empty(), "{name}: a code came back");
        }
    }
    assert!(fields > 10);
}

#[test]
fn a_person_reads_the_page_in_the_language_that_was_asked_for() {
    let title = |language| {
        let pages = pages(str::to_owned, language);
        let (_, html) = pages.into_iter().find(|(name, _)| *name == "sign-in").unwrap();
        let title = html.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap().to_owned();
        let lang = tags(&html).into_iter().find(|tag| tag.is("html")).unwrap().attribute("lang").unwrap().to_owned();
        (lang, title)
    };
    let both = |lang: &str, title: &str| (lang.to_owned(), title.to_owned());
    assert_eq!(title(Language::English), both("en", "Sign in"));
    assert_eq!(title(Language::German), both("de", "Anmelden"));
    assert_eq!(title(Language::French), both("fr", "Se connecter"));
    assert_eq!(title(Language::Spanish), both("es", "Iniciar sesión"));
    assert_eq!(title(Language::Japanese), both("ja", "サインイン"));
}

#[test]
fn a_view_prints_no_secret() {
    use local_pool::Secret;
    use local_pool::clock::Instant;
    use local_pool::pages::CsrfToken;
    use local_pool::pages::login::SetUpAuthenticatorApp;
    use local_pool::pages::tool::{Medium, Message};

    let key = Secret::new("hunter2".to_owned());
    let message = Message {
        id: 1,
        at: Instant::from_seconds(0),
        medium: Medium::Sms,
        to: "+1".to_owned(),
        username: "ada".to_owned(),
        purpose: "Second factor".to_owned(),
        code: Some(key.clone()),
        subject: None,
        text: key.clone(),
    };
    let app = SetUpAuthenticatorApp { username: "ada".to_owned(), key, problem: None };
    let csrf = CsrfToken::new("hunter2".to_owned());
    assert!(!format!("{message:?} {app:?} {csrf:?}").contains("hunter2"));
}
