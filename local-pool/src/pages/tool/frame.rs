//! The bar, the width and the footer that the tool's pages share.

use maud::{Markup, html};

use crate::pages::document::{Document, Script};

/// The addresses of the tool's pages and of their forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToolPath {
    Landing,
    Outbox,
    Log,
    Control,
    Clock,
    Faults,
    Quotas,
    Reset,
    Callback,
}

impl ToolPath {
    pub const fn path(self) -> &'static str {
        match self {
            Self::Landing => "/",
            Self::Outbox => "/_local/outbox",
            Self::Log => "/_local/log",
            Self::Control => "/_local",
            Self::Clock => "/_local/clock",
            Self::Faults => "/_local/faults",
            Self::Quotas => "/_local/quotas",
            Self::Callback => "/_local/callback",
            Self::Reset => "/_local/reset",
        }
    }
}

const TABS: [(ToolPath, &str); 4] = [
    (ToolPath::Landing, "Overview"),
    (ToolPath::Outbox, "Outbox"),
    (ToolPath::Log, "Requests"),
    (ToolPath::Control, "Control"),
];

pub(super) struct ToolPage<'a> {
    pub here: ToolPath,
    pub title: &'a str,
    pub lead: Markup,
    pub body: Markup,
    pub scripts: &'a [Script],
}

impl ToolPage<'_> {
    pub fn html(&self) -> String {
        let body = html! {
            body.tool data-accent="teal" {
                header.bar {
                    div.inside {
                        a.wordmark href="/" {
                            img src="/assets/icon.svg" alt="" width="28" height="28";
                            "local-pool"
                        }
                        nav aria-label="Pages" {
                            @for (path, name) in TABS {
                                a href=(path.path()) aria-current=[(path == self.here).then_some("page")] { (name) }
                            }
                        }
                    }
                }
                main.inside {
                    h1 { (self.title) }
                    (self.lead)
                    (self.body)
                }
                footer.inside { p { "A Cognito for demos and tests, on this machine. Not for production." } }
            }
        };
        let title = html! { (self.title) " · local-pool" };
        Document { language_tag: "en", title, scripts: self.scripts, body }.html()
    }
}
