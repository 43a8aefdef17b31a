//! The same controls as pages, for a person: the overview at `/`, the outbox, the log, and forms for clock, faults and reset.
//! A form does what the JSON of its address does, and goes back to the page that it came from with a word of what was done.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use serde_json::Value;
use url::{Url, form_urlencoded};

use super::faults::{Effect, Faults, Rule};
use super::{Controls, World};
use crate::clock::{Instant, Span};
use crate::http::{Request, Response};
use crate::pages::tool::{self, ToolPath, field};
use crate::pages::{CsrfToken, content_security_policy, form};
use crate::secret::Secret;
use crate::store::{Medium, Store};

/// A browser that opens an address asks for HTML; a program that does not say gets JSON.
pub fn is_wanted(request: &Request) -> bool {
    request.header("accept").is_some_and(|accept| accept.contains("text/html"))
}

/// What a page of ours sent. curl's -d says that it sends a form whatever it sends, so a body that is JSON is JSON.
pub fn is_form(request: &Request) -> bool {
    let form = request.header("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    form && !request.body.trim_ascii_start().starts_with(b"{")
}

pub fn landing(store: &Store, base_url: &str, request: &Request) -> Option<Response> {
    // The page shows the address that it was reached by, which may be the one with TLS.
    let scheme = if request.header("x-forwarded-proto") == Some("https") { "https" } else { "http" };
    let reached = request.header("host").and_then(|host| Url::parse(&format!("{scheme}://{host}")).ok());
    let address = reached.or_else(|| Url::parse(base_url).ok())?;
    let pools = store.pools.iter().map(|(id, pool)| tool::PoolSummary {
        id: id.to_owned(),
        name: pool.name.clone(),
        users: store.users.of_pool(id).count(),
        clients: store.clients_of(id).map(|client| summary(client, &address)).collect(),
    });
    Some(written(&tool::Landing { pools: pools.collect(), address: address.clone() }.html()))
}

fn summary(client: &crate::store::Client, address: &Url) -> tool::ClientSummary {
    let settings = &client.settings;
    let flows = settings.explicit_auth_flows.iter().flatten().chain(&settings.allowed_oauth_flows).cloned();
    // A page of our own is there for sure; what an app would listen on may not be.
    let own = |url: &&String| address.join(ToolPath::Callback.path()).is_ok_and(|own| own.as_str() == url.as_str());
    let callback = settings.callback_urls.iter().find(own).or(settings.callback_urls.first());
    let sign_in = callback.filter(|_| settings.allowed_oauth_flows_user_pool_client);
    let sign_in = sign_in.and_then(|callback| {
        let mut url = address.join("/login").ok()?;
        let scope = settings.allowed_oauth_scopes.join(" ");
        let pairs = [
            ("client_id", client.id.as_str()),
            ("response_type", "code"),
            ("scope", &scope),
            ("redirect_uri", callback),
        ];
        url.query_pairs_mut().extend_pairs(pairs);
        Some(url)
    });
    tool::ClientSummary {
        id: client.id.clone(),
        name: client.name.clone(),
        confidential: client.is_confidential(),
        flows: flows.collect(),
        redirect_uris: settings.callback_urls.clone(),
        sign_in,
    }
}

/// The newest message first.
pub fn outbox(world: &World<'_>) -> Response {
    let store = world.store.lock().unwrap_or_else(PoisonError::into_inner);
    let messages = store.outbox.messages().rev().map(|message| tool::Message {
        id: message.id,
        at: message.at,
        medium: match message.medium {
            Medium::Email => tool::Medium::Email,
            Medium::Sms => tool::Medium::Sms,
        },
        to: message.to.clone(),
        username: message.username.clone(),
        purpose: message.purpose.clone(),
        code: message.code.clone().map(Secret::new),
        subject: (message.medium == Medium::Email).then(|| message.subject.clone()),
        text: Secret::new(message.body.clone()),
    });
    written(&tool::Outbox { messages: messages.collect() }.html())
}

/// The newest request first.
pub fn log(controls: &Controls) -> Response {
    let requests = controls.log().into_iter().rev().map(|entry| tool::LoggedRequest {
        id: entry.id,
        at: Instant::from_millis((entry.at * 1000.0).round() as i64),
        operation: (entry.called != entry.path).then_some(entry.called),
        method: entry.method,
        path: entry.path,
        status: entry.status,
        outcome: entry.error,
        why: entry.why,
        took_millis: entry.ms,
        input: serde_json::to_string_pretty(&entry.input).ok().filter(|_| !entry.input.is_null()),
    });
    written(&tool::RequestLog { requests: requests.collect() }.html())
}

pub fn control(controls: &Controls, world: &World<'_>, request: &Request) -> Response {
    let said = |name: &str| {
        let mut pairs = form_urlencoded::parse(request.query.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, code)| code.into_owned())
    };
    let view = tool::Control {
        csrf: CsrfToken::new(controls.csrf(world.random)),
        now: world.now,
        moved: world.clock_moved,
        faults: controls.rules().iter().map(shown).collect(),
        quotas: controls
            .lock()
            .quotas
            .rates()
            .map(|(category, per_second)| tool::Quota { category, per_second })
            .collect(),
        // Only words of this page's own: the query can name one, not bring one.
        done: said("done")
            .and_then(|code| DONE.iter().find(|(known, _)| *known == code))
            .map(|(_, it)| (*it).to_owned()),
        problem: said("problem")
            .and_then(|code| PROBLEMS.iter().find(|(known, _)| *known == code))
            .map(|(_, it)| (*it).to_owned()),
    };
    written(&view.html())
}

/// What managed login sent along, for who has no app to come back to yet.
pub fn callback(request: &Request) -> Response {
    let sent = |name: &str| {
        let mut pairs = form_urlencoded::parse(request.query.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    let came = match (sent("code"), sent("error")) {
        (_, Some(error)) => tool::Came::Error { error, description: sent("error_description") },
        (Some(code), None) => tool::Came::Code(code),
        (None, None) => tool::Came::Nothing,
    };
    written(&tool::Callback { came, state: sent("state") }.html())
}

const DONE: [(&str, &str); 5] = [
    ("clock", "The clock was moved."),
    ("fault", "The fault was added."),
    ("faults", "The faults are gone."),
    ("quotas", "The quotas are set."),
    ("reset", "Everything is as it was at the start."),
];

const PROBLEMS: [(&str, &str); 4] = [
    ("csrf", "The page was too old. Try again."),
    ("clock", "Say a number of seconds, or a date and time: at most a hundred years away."),
    ("quotas", "A quota is a whole number of requests a second, or empty."),
    ("fault", "That fault cannot be: it is for an operation, an address or all requests, and its numbers are whole."),
];

/// What a form asked for, done; and the way back.
pub fn submit(controls: &Controls, world: &World<'_>, request: &Request) -> Option<Response> {
    let sent: Vec<(String, String)> = form_urlencoded::parse(&request.body).into_owned().collect();
    let value = |name: &str| {
        let found = sent.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    };
    let known = controls.csrf(world.random);
    if value(form::CSRF) != Some(&known) {
        return Some(back("problem=csrf"));
    }
    let path = request.path.as_str();
    let outcome = match path {
        path if path == ToolPath::Clock.path() => match moved_by(&value, world) {
            Some(by) => {
                (world.move_clock)(by);
                "done=clock"
            }
            _ => "problem=clock",
        },
        path if path == ToolPath::Faults.path() && value(field::REMOVE) == Some(field::ALL) => {
            controls.lock().faults = Faults::default();
            "done=faults"
        }
        path if path == ToolPath::Faults.path() => {
            let rule = rule(&value).and_then(|rule| controls.lock().faults.add(rule).ok());
            rule.map_or("problem=fault", |()| "done=fault")
        }
        path if path == ToolPath::Quotas.path() => {
            let set = limits(&sent).and_then(|limits| controls.lock().quotas.set(limits).ok());
            set.map_or("problem=quotas", |()| "done=quotas")
        }
        path if path == ToolPath::Reset.path() => {
            (world.reset)();
            controls.clear();
            "done=reset"
        }
        _ => return None,
    };
    Some(back(outcome))
}

fn moved_by<'a>(value: &dyn Fn(&str) -> Option<&'a str>, world: &World<'_>) -> Option<Span> {
    if value(field::ADVANCE) == Some(field::NOW) {
        return Some(Span::millis(-world.clock_moved.whole_millis()));
    }
    let seconds: i64 = match value(field::SET_TO) {
        Some(text) => (tool::parse_moment(text)? - world.now).whole_seconds(),
        None => value(field::ADVANCE)?.parse().ok()?,
    };
    let moved = world.clock_moved.whole_seconds().checked_add(seconds)?;
    (moved.abs() as f64 <= super::FURTHEST).then_some(Span::seconds(seconds))
}

/// A field that is empty lifts its quota.
fn limits(sent: &[(String, String)]) -> Option<BTreeMap<String, Value>> {
    let one = |name: &str| sent.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
    if let Some(default) = one(field::DEFAULT) {
        return Some(BTreeMap::from([(field::DEFAULT.to_owned(), Value::Bool(default == "true"))]));
    }
    let rates = sent.iter().filter(|(name, _)| name != form::CSRF);
    let rate = |value: &str| if value.is_empty() { Some(0) } else { value.parse::<u32>().ok() };
    rates.map(|(name, value)| Some((name.clone(), rate(value.trim())?.into()))).collect()
}

fn rule<'a>(value: &dyn Fn(&str) -> Option<&'a str>) -> Option<Rule> {
    let number = |name: &str| value(name).map(str::parse::<i64>).transpose().ok();
    let amount = number(field::AMOUNT)?;
    let effect = match tool::FaultKind::parse(value(field::KIND)?)? {
        tool::FaultKind::Latency => Effect::Latency { ms: u64::try_from(amount?).ok()? },
        tool::FaultKind::ClockSkew => Effect::ClockSkew { seconds: amount? },
        tool::FaultKind::Throttle => Effect::Throttle,
        tool::FaultKind::ServerError => Effect::ServerError,
        tool::FaultKind::Drop => Effect::Drop,
        tool::FaultKind::Truncate => Effect::Truncate,
        tool::FaultKind::Malformed => Effect::Malformed,
    };
    let times = number(field::TIMES)?.map(u32::try_from).transpose().ok()?;
    let after = u32::try_from(number(field::AFTER)?.unwrap_or_default()).ok()?;
    Some(Rule { on: value(field::ON).map(str::to_owned), effect, times, after })
}

fn shown(rule: &Rule) -> tool::Fault {
    let (kind, amount) = match rule.effect {
        Effect::Throttle => (tool::FaultKind::Throttle, None),
        Effect::ServerError => (tool::FaultKind::ServerError, None),
        Effect::Latency { ms } => (tool::FaultKind::Latency, i64::try_from(ms).ok()),
        Effect::Drop => (tool::FaultKind::Drop, None),
        Effect::Truncate => (tool::FaultKind::Truncate, None),
        Effect::Malformed => (tool::FaultKind::Malformed, None),
        Effect::ClockSkew { seconds } => (tool::FaultKind::ClockSkew, Some(seconds)),
    };
    tool::Fault { kind, on: rule.on.clone(), amount, times: rule.times, after: rule.after }
}

fn back(query: &str) -> Response {
    Response::empty(303).with_header("location", format!("{}?{query}", ToolPath::Control.path()))
}

fn written(html: &str) -> Response {
    Response::new(200, "text/html; charset=utf-8", html.as_bytes().to_vec())
        .with_header("cache-control", "no-store")
        .with_header("content-security-policy", content_security_policy(&[]))
        // Not to others; to itself it says where its forms come from.
        .with_header("referrer-policy", "same-origin")
        .with_header("x-content-type-options", "nosniff")
        .with_header("x-frame-options", "DENY")
}
