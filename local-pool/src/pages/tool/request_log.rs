//! The log of requests, the newest first. Secrets were redacted before they came here: the view takes what it is given.

use maud::{Markup, html};

use super::ToolPath;
use super::frame::ToolPage;
use super::moment::moment;
use crate::clock::Instant;
use crate::pages::document::Script;

#[derive(Clone, Debug)]
pub struct RequestLog {
    /// The newest first.
    pub requests: Vec<LoggedRequest>,
}

#[derive(Clone, Debug)]
pub struct LoggedRequest {
    /// Unique, so that the list that keeps itself current knows what is new.
    pub id: u64,
    pub at: Instant,
    pub method: String,
    pub path: String,
    /// `InitiateAuth`; none for pages and OAuth endpoints.
    pub operation: Option<String>,
    pub status: u16,
    /// The error's name, or what a fault did.
    pub outcome: Option<String>,
    /// What the answer may not have said.
    pub why: Option<String>,
    pub took_millis: i64,
    /// The body or the query, redacted.
    pub input: Option<String>,
}

impl RequestLog {
    pub fn html(&self) -> String {
        let body = html! {
            div data-live {
                @if self.requests.is_empty() {
                    div.empty {
                        p { strong { "No request yet." } }
                        p { "Point a client here; the overview says how." }
                    }
                } @else {
                    ol.requests { @for request in &self.requests { (entry(request)) } }
                }
            }
            noscript { p.hint { "Reload the page to see new requests." } }
        };
        let page = ToolPage {
            here: ToolPath::Log,
            title: "Requests",
            lead: html! { p.lead { "The latest requests, with passwords, codes and tokens taken out." } },
            body,
            scripts: &[Script::Live],
        };
        page.html()
    }
}

fn entry(request: &LoggedRequest) -> Markup {
    let kind = match request.status {
        0..=299 => "good",
        300..=399 => "moved",
        _ => "bad",
    };
    let line = html! {
        span.status data-kind=(kind) { (request.status) }
        span.what {
            @match &request.operation {
                Some(operation) => strong { (operation) },
                None => { span.method { (request.method) } " " strong { (request.path) } },
            }
            @if let Some(outcome) = &request.outcome { " " span.outcome { (outcome) } }
        }
        span.when { (moment(request.at)) }
        span.took { (request.took_millis) " ms" }
    };
    html! {
        li.request data-id=(request.id) {
            @if request.input.is_some() || request.why.is_some() {
                details {
                    summary.line { (line) }
                    div.exchange {
                        @if let Some(why) = &request.why { p { (why) } }
                        @if let Some(input) = &request.input { pre { (input) } }
                    }
                }
            } @else {
                div.line { (line) }
            }
        }
    }
}
