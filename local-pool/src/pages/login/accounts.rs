//! prompt=select_account, or several people signed in to one browser: continue as one of them, or as somebody else.

use maud::html;

use super::Frame;
use super::frame::{Card, lead};
use crate::pages::document::initial;
use crate::pages::words::filled;
use crate::pages::{Route, form};

#[derive(Clone, Debug)]
pub struct ChooseAccount {
    pub accounts: Vec<Account>,
}

/// Somebody that this browser knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What the form sends back.
    pub id: String,
    /// As the person knows themselves: a full name, else the username.
    pub name: String,
    /// An address or the username.
    pub detail: String,
}

impl ChooseAccount {
    pub fn html(&self, frame: &Frame) -> String {
        let words = frame.words();
        let form = html! {
            div.choices {
                @for account in &self.accounts {
                    button.choice type="submit" name=(form::ACCOUNT) value=(account.id) {
                        span.avatar aria-hidden="true" { (initial(&account.name)) }
                        span.choice-text {
                            span.choice-title { (filled(words.continue_as, &account.name)) }
                            span.choice-hint { (account.detail) }
                        }
                    }
                }
                button.choice type="submit" name=(form::ACCOUNT) value="" {
                    span.avatar.other aria-hidden="true" { "+" }
                    span.choice-text { span.choice-title { (words.another_account) } }
                }
            }
        };
        frame.card(&Card {
            title: words.accounts_title,
            lead: lead(&filled(words.to_continue_to, &frame.brand.app)),
            problem: None,
            notice: None,
            body: frame.form(Route::LoginAccount, &form),
            scripts: &[],
        })
    }
}
