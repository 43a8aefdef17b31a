//! The page at `/`: what this is, which pools and clients it has, and how to point a client at it.

use maud::{Markup, html};
use url::Url;

use super::ToolPath;
use super::frame::ToolPage;
use super::snippets;
use crate::pages::document::{Script, initial};
use crate::pages::login::Accent;

#[derive(Clone, Debug)]
pub struct Landing {
    /// Where this server is reached: `http://127.0.0.1:4600`.
    pub address: Url,
    pub pools: Vec<PoolSummary>,
}

#[derive(Clone, Debug)]
pub struct PoolSummary {
    pub id: String,
    pub name: String,
    pub users: usize,
    pub clients: Vec<ClientSummary>,
}

#[derive(Clone, Debug)]
pub struct ClientSummary {
    pub id: String,
    pub name: String,
    /// Whether it has a client secret, which is not shown.
    pub confidential: bool,
    /// ExplicitAuthFlows and AllowedOAuthFlows.
    pub flows: Vec<String>,
    pub redirect_uris: Vec<String>,
    /// A sign-in with this client in managed login.
    pub sign_in: Option<Url>,
}

impl Landing {
    pub fn html(&self) -> String {
        let body = html! {
            div.tiles {
                (tile(ToolPath::Outbox, "Outbox", "Codes and messages that were sent"))
                (tile(ToolPath::Log, "Requests", "What clients asked, and the answers"))
                (tile(ToolPath::Control, "Control", "Move the clock, inject faults, reset"))
            }
            section aria-labelledby="pools" {
                h2 id="pools" { "User pools" }
                @if self.pools.is_empty() {
                    div.empty {
                        p { strong { "No pool yet." } }
                        p { "Make one with the AWS CLI, or start with a configuration file." }
                        (snippets::block(&snippets::create_pool(&self.address)))
                    }
                }
                @for pool in &self.pools { (pool_panel(pool)) }
            }
            (self.how_to())
        };
        let page = ToolPage {
            here: ToolPath::Landing,
            title: "A Cognito on your machine",
            lead: html! {
                p.lead { "It answers at " code { (address_text(&self.address)) } " as Cognito would, and sends nothing anywhere." }
            },
            body,
            scripts: &[Script::Copy],
        };
        page.html()
    }

    fn how_to(&self) -> Markup {
        let example = self.pools.iter().find_map(|pool| Some((pool, pool.clients.first()?)));
        html! {
            @if let Some((pool, client)) = example {
                section aria-labelledby="clients" {
                    h2 id="clients" { "Point a client at it" }
                    div.panel.snippets {
                        @for (index, snippet) in snippets::all(&self.address, pool, client).iter().enumerate() {
                            details open[index == 0] {
                                summary { (snippet.client) }
                                (snippets::block(&snippet.code))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// As people write it, without the slash that a URL ends with.
pub(super) fn address_text(address: &Url) -> &str {
    address.as_str().trim_end_matches('/')
}

fn tile(path: ToolPath, title: &str, text: &str) -> Markup {
    html! {
        a.tile href=(path.path()) { strong { (title) } span { (text) } }
    }
}

fn pool_panel(pool: &PoolSummary) -> Markup {
    html! {
        article.panel.pool data-accent=(Accent::of_pool(&pool.id).name()) {
            header {
                span.monogram aria-hidden="true" { (initial(&pool.name)) }
                div {
                    h3 { (pool.name) }
                    p.id { code { (pool.id) } }
                }
                span.tag { (pool.users) @if pool.users == 1 { " user" } @else { " users" } }
            }
            @if pool.clients.is_empty() { p.hint { "It has no app client yet." } }
            ul.clients { @for client in &pool.clients { (client_entry(client)) } }
        }
    }
}

fn client_entry(client: &ClientSummary) -> Markup {
    // An address is a link only where a browser opens it as a page.
    let sign_in = client.sign_in.as_ref().filter(|url| matches!(url.scheme(), "http" | "https"));
    html! {
        li {
            div.client {
                strong { (client.name) }
                p.id { code { (client.id) } button.small type="button" hidden data-copy=(client.id) { "Copy" } }
                @if !client.flows.is_empty() || client.confidential {
                    p.tags {
                        @if client.confidential { span.tag { "with a secret" } }
                        @for flow in &client.flows { span.tag { (flow) } }
                    }
                }
                @for uri in &client.redirect_uris { p.uri { "returns to " code { (uri) } } }
            }
            @if let Some(url) = sign_in { a.button href=(url) { "Sign in" } }
        }
    }
}
