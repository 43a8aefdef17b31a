//! Small line drawings beside the choices, as inline SVG: colors come from the stylesheet, and a screen reader skips them.

use maud::{Markup, html};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    Password,
    Passkey,
    Email,
    Phone,
    Shield,
    Code,
}

impl Icon {
    pub fn markup(self) -> Markup {
        html! {
            svg.icon viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.7"
                stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" {
                path d=(self.path()) {}
            }
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Password => {
                "M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1Zm2 0V8a4 4 0 0 1 8 0v3m-4 4v2"
            }
            Self::Passkey => {
                "M10 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 9c0-3.5 3-6 7-6 1.2 0 2.2.2 3.2.6M18 16a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm0 0v5l1.5-1.2M18 18.5l1.5 1"
            }
            Self::Email => {
                "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Zm-.5 1 8.5 6.5L20.5 7"
            }
            Self::Phone => "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm3 15h2",
            Self::Shield => "M12 3 5 6v5c0 4.5 3 8 7 10 4-2 7-5.5 7-10V6l-7-3Zm-3 9 2 2 4-4",
            Self::Code => "M4 8h16v8H4zM8 12h.01M12 12h.01M16 12h.01",
        }
    }
}

/// One of several ways, as a button that sends the form.
pub(super) struct Choice<'a> {
    pub icon: Icon,
    pub field: &'static str,
    pub value: &'a str,
    pub title: &'a str,
    pub hint: &'a str,
}

impl Choice<'_> {
    pub fn markup(&self) -> Markup {
        html! {
            button.choice type="submit" name=(self.field) value=(self.value) {
                (self.icon.markup())
                span.choice-text {
                    span.choice-title { (self.title) }
                    span.choice-hint { (self.hint) }
                }
            }
        }
    }
}
