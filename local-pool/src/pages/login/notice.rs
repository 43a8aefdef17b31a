//! Good news above a form: what the step before has done.

use crate::pages::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    CodeSent,
    AccountConfirmed,
    PasswordChanged,
}

impl Notice {
    pub(super) const fn text(self, words: &Words) -> &'static str {
        match self {
            Self::CodeSent => words.notice_code_sent,
            Self::AccountConfirmed => words.notice_confirmed,
            Self::PasswordChanged => words.notice_password_changed,
        }
    }
}
