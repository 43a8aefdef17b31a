//! Where a sign-in that was begun on the overview ends when no app is there to come back to: what managed login sent along.
//! It exchanges nothing, for it is no app, and shows only the beginning of what a program could use.

use maud::{Markup, html};

use super::ToolPath;
use super::frame::ToolPage;

/// Longer is no code and no sentence of ours.
const LONGEST: usize = 300;
const SHOWN: usize = 8;

#[derive(Clone, Debug)]
pub struct Callback {
    pub came: Came,
    pub state: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Came {
    Code(String),
    Error { error: String, description: Option<String> },
    Nothing,
}

impl Callback {
    pub fn html(&self) -> String {
        let (title, lead) = match self.came {
            Came::Code(_) => {
                ("Signed in", "Managed login sent the browser back here with a code, as it would to your app.")
            }
            Came::Error { .. } => {
                ("Not signed in", "Managed login sent the browser back here with an error, as it would to your app.")
            }
            Came::Nothing => {
                ("Nobody came from a sign-in", "Managed login sends the browser here with a code, or with an error.")
            }
        };
        let body = html! {
            section.panel aria-labelledby="came" {
                h2 id="came" { "What came along" }
                dl.came {
                    @match &self.came {
                        Came::Code(code) => (pair("code", &beginning(code))),
                        Came::Error { error, description } => {
                            (pair("error", short(error)))
                            @if let Some(description) = description { (pair("error_description", short(description))) }
                        }
                        Came::Nothing => (pair("code", "none")),
                    }
                    @if let Some(state) = &self.state { (pair("state", &beginning(state))) }
                }
            }
            section.panel aria-labelledby="next" {
                h2 id="next" { "What an app does next" }
                p {
                    "It compares " code { "state" } " with what it sent, and exchanges the code at " code { "/oauth2/token" }
                    " for tokens. This page is no app and exchanges nothing. To end up in your own, give its address as "
                    code { "redirect_uri" } " and register it for the client. "
                    a href=(ToolPath::Landing.path()) { "How to point a client here" }
                }
            }
        };
        let page = ToolPage { here: ToolPath::Callback, title, lead: html! { p.lead { (lead) } }, body, scripts: &[] };
        page.html()
    }
}

fn pair(name: &str, value: &str) -> Markup {
    html! { div { dt { code { (name) } } dd { (value) } } }
}

fn short(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

fn beginning(secret: &str) -> String {
    let length = secret.chars().count();
    let shown: String = secret.chars().take(SHOWN.min(length / 2)).collect();
    format!("{shown}… ({length} characters)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_a_program_could_use_only_the_beginning_is_shown() {
        assert_eq!(beginning("0123456789abcdef0123"), "01234567… (20 characters)");
        assert_eq!(beginning("abc"), "a… (3 characters)");
        assert_eq!(beginning(""), "… (0 characters)");
        let html = Callback { came: Came::Code("0123456789abcdef".into()), state: Some("ünïcödé".into()) }.html();
        assert!(!html.contains("89abcdef") && !html.contains("cödé") && html.contains("ünï…"));
    }
}
