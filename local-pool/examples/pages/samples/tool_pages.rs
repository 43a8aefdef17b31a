//! The tool's own pages.

use local_pool::Secret;
use local_pool::clock::{Instant, Span};
use local_pool::pages::tool::*;
use url::Url;

use super::{Page, Voice};

pub fn all(voice: &Voice) -> Vec<Page> {
    let mut pages = landing_pages(voice);
    pages.extend(list_pages(voice));
    let control = Control {
        csrf: voice.csrf(),
        now: at(7200),
        moved: Span::minutes(125),
        faults: vec![
            Fault {
                kind: FaultKind::Latency,
                on: Some(voice.say("InitiateAuth")),
                amount: Some(1500),
                times: None,
                after: 0,
            },
            Fault { kind: FaultKind::Throttle, on: None, amount: None, times: Some(3), after: 2 },
        ],
        quotas: vec![
            Quota { category: "UserAuthentication", per_second: Some(120) },
            Quota { category: "UserCreation", per_second: None },
        ],
        done: Some(voice.say("The clock moved by 1 hour.")),
        problem: None,
    };
    let untouched = Control {
        moved: Span::seconds(0),
        faults: Vec::new(),
        quotas: vec![Quota { category: "UserAuthentication", per_second: None }],
        done: None,
        problem: Some(voice.say("Seconds must be a whole number.")),
        ..control.clone()
    };
    pages.extend([("control", control.html()), ("control-untouched", untouched.html())]);
    // Of both only the beginning is shown, so a voice is heard in neither.
    let code = Came::Code("5b3ac5d8-1f0e-4f7a-9f61-0d4f2f6a7c11".to_owned());
    let code = Callback { came: code, state: Some("b6f0a1c2d3e4".to_owned()) };
    let refused = Came::Error { error: voice.say("access_denied"), description: Some(voice.say("The user said no.")) };
    let refused = Callback { came: refused, state: None };
    let nothing = Callback { came: Came::Nothing, state: None };
    pages.extend([
        ("callback", code.html()),
        ("callback-refused", refused.html()),
        ("callback-nothing", nothing.html()),
    ]);
    pages
}

fn landing_pages(voice: &Voice) -> Vec<Page> {
    let address = || Url::parse("http://127.0.0.1:4600").unwrap_or_else(|error| panic!("{error}"));
    let client = |id: &str, name: &str, confidential| ClientSummary {
        id: voice.say(id),
        name: voice.say(name),
        confidential,
        flows: vec![voice.say("USER_SRP_AUTH"), voice.say("USER_AUTH"), voice.say("authorization code")],
        redirect_uris: vec![voice.say("http://localhost:3000/callback")],
        sign_in: (!confidential).then(address),
    };
    let pool =
        |id: &str, name: &str, users, clients| PoolSummary { id: voice.say(id), name: voice.say(name), users, clients };
    let landing = Landing {
        address: address(),
        pools: vec![
            pool(
                "us-east-1_Ab3dE5gH1",
                "acme-customers",
                12,
                vec![
                    client("7qexampleclientid0000000001", "Acme Shop", false),
                    client("7qexampleclientid0000000002", "Acme billing", true),
                ],
            ),
            pool("eu-central-1_Zz9yX8wV7", "staff", 1, Vec::new()),
        ],
    };
    let empty = Landing { address: address(), pools: Vec::new() };
    vec![("landing", landing.html()), ("landing-empty", empty.html())]
}

fn list_pages(voice: &Voice) -> Vec<Page> {
    let message = |id, medium, to: &str, purpose: &str, code: Option<&str>, text: &str| Message {
        id,
        at: at(i64::try_from(id).unwrap_or_default() * 37),
        medium,
        to: voice.say(to),
        username: voice.say("ada"),
        purpose: voice.say(purpose),
        code: code.map(|code| Secret::new(voice.say(code))),
        subject: (medium == Medium::Email).then(|| voice.say("Your verification code")),
        text: Secret::new(voice.say(text)),
    };
    let outbox = Outbox {
        messages: vec![
            message(3, Medium::Sms, "+15550100199", "Authentication", Some("402913"), "Your code is 402913."),
            message(2, Medium::Email, "ada@example.com", "SignUp", Some("118204"), "Your code is 118204.\n\nAcme"),
            message(1, Medium::Email, "grace@example.com", "AdminCreateUser", None, "Welcome, your username is grace."),
        ],
    };
    let request = |id, path: &str, operation: Option<&str>, status, outcome: Option<&str>| {
        LoggedRequest {
        id,
        at: at(i64::try_from(id).unwrap_or_default()),
        method: voice.say(if operation.is_some() { "POST" } else { "GET" }),
        path: voice.say(path),
        operation: operation.map(|operation| voice.say(operation)),
        status,
        outcome: outcome.map(|outcome| voice.say(outcome)),
        why: outcome.filter(|_| operation.is_none()).map(|_| voice.say("The refresh token has expired")),
        took_millis: i64::try_from(id).unwrap_or_default() * 3,
        input: operation.map(|_| voice.say("{\n  \"AuthFlow\": \"USER_SRP_AUTH\",\n  \"ClientId\": \"7qexample\",\n  \"AuthParameters\": { \"USERNAME\": \"ada\", \"SRP_A\": \"[redacted]\" }\n}")),
        }
    };
    let log = RequestLog {
        requests: vec![
            request(5, "/", Some("RespondToAuthChallenge"), 400, Some("NotAuthorizedException")),
            request(4, "/", Some("InitiateAuth"), 200, None),
            request(3, "/oauth2/token", None, 400, Some("invalid_grant")),
            request(2, "/us-east-1_Ab3dE5gH1/.well-known/openid-configuration", None, 200, None),
            request(1, "/", Some("ListUsers"), 500, Some("fault: InternalErrorException")),
        ],
    };
    vec![
        ("outbox", outbox.html()),
        ("outbox-empty", Outbox { messages: Vec::new() }.html()),
        ("log", log.html()),
        ("log-empty", RequestLog { requests: Vec::new() }.html()),
    ]
}

fn at(seconds: i64) -> Instant {
    Instant::from_seconds(1_793_952_245 + seconds)
}
