//! The control page: the clock that can be moved, faults to inject, and the way back to the start.
//! Each lever is a form, so that the page works without script; the same addresses take JSON from tests.

use maud::{Markup, html};

use super::ToolPath;
use super::frame::ToolPage;
use super::moment::{field_value, moment};
use crate::clock::{Instant, Span};
use crate::pages::field::{InputKind, PROBLEM_ID, TextField, hidden};
use crate::pages::{CsrfToken, form};

/// The names of the control page's fields.
pub mod field {
    /// Seconds to move the clock by, or `NOW` to set it right again.
    pub const ADVANCE: &str = "advance";
    pub const NOW: &str = "now";
    /// A date and time in UTC for the clock to show.
    pub const SET_TO: &str = "set_to";
    /// `true` for Cognito's own quotas, `false` for none.
    pub const DEFAULT: &str = "default";
    /// A `FaultKind`.
    pub const KIND: &str = "kind";
    /// An operation or a path that the fault is for.
    pub const ON: &str = "on";
    /// Milliseconds of latency, or seconds of skew.
    pub const AMOUNT: &str = "amount";
    pub const TIMES: &str = "times";
    /// How many requests pass before.
    pub const AFTER: &str = "after";
    /// `ALL`, to take the faults away.
    pub const REMOVE: &str = "remove";
    pub const ALL: &str = "all";
}

#[derive(Clone, Debug)]
pub struct Control {
    pub csrf: CsrfToken,
    pub now: Instant,
    /// How far the clock was moved.
    pub moved: Span,
    pub faults: Vec<Fault>,
    pub quotas: Vec<Quota>,
    /// What the last form did, or why it did not.
    pub done: Option<String>,
    pub problem: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: FaultKind,
    /// None for every request.
    pub on: Option<String>,
    /// None for those kinds that need none.
    pub amount: Option<i64>,
    /// How many requests still meet it; none for all.
    pub times: Option<u32>,
    /// How many fitting requests still pass before.
    pub after: u32,
}

#[derive(Clone, Debug)]
pub struct Quota {
    pub category: &'static str,
    /// None while there is no limit.
    pub per_second: Option<u32>,
}

/// Named as the JSON of the same address names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    Latency,
    Throttle,
    ServerError,
    Drop,
    Truncate,
    Malformed,
    ClockSkew,
}

impl FaultKind {
    pub const ALL: [Self; 7] = [
        Self::Latency,
        Self::Throttle,
        Self::ServerError,
        Self::Drop,
        Self::Truncate,
        Self::Malformed,
        Self::ClockSkew,
    ];

    pub const fn value(self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::Throttle => "throttle",
            Self::ServerError => "serverError",
            Self::Drop => "drop",
            Self::Truncate => "truncate",
            Self::Malformed => "malformed",
            Self::ClockSkew => "clockSkew",
        }
    }

    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.value() == value)
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Latency => "A late answer",
            Self::Throttle => "TooManyRequestsException",
            Self::ServerError => "InternalErrorException (500)",
            Self::Drop => "A dropped connection",
            Self::Truncate => "An answer that breaks off",
            Self::Malformed => "An answer that is no JSON",
            Self::ClockSkew => "A clock that is off",
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::Latency => " ms",
            Self::ClockSkew => " s",
            Self::Throttle | Self::ServerError | Self::Drop | Self::Truncate | Self::Malformed => "",
        }
    }
}

const STEPS: [(i64, &str); 6] = [
    (60, "1 minute"),
    (5 * 60, "5 minutes"),
    (3600, "1 hour"),
    (86_400, "1 day"),
    (30 * 86_400, "30 days"),
    (365 * 86_400, "1 year"),
];

impl Control {
    pub fn html(&self) -> String {
        let body = html! {
            @if let Some(problem) = &self.problem { div.alert id=(PROBLEM_ID) role="alert" { (problem) } }
            @if let Some(done) = &self.done { div.notice role="status" { (done) } }
            (self.clock())
            (self.fault_list())
            (self.quota_list())
            (self.reset())
        };
        let page = ToolPage {
            here: ToolPath::Control,
            title: "Control",
            lead: html! { p.lead { "Levers for tests: move time, break things, start over." } },
            body,
            scripts: &[],
        };
        page.html()
    }

    fn clock(&self) -> Markup {
        let moved = self.moved.whole_seconds();
        let seconds = TextField {
            id: "advance",
            name: field::ADVANCE,
            label: html! { "Seconds" },
            kind: InputKind::Number,
            autocomplete: "off",
            value: "",
            required: true,
            invalid: false,
            autofocus: false,
            hint: None,
        };
        let shown = field_value(self.now);
        let date = TextField {
            id: field::SET_TO,
            name: field::SET_TO,
            label: html! { "Date and time (UTC)" },
            kind: InputKind::DateTime,
            autocomplete: "off",
            value: &shown,
            required: true,
            invalid: false,
            autofocus: false,
            hint: None,
        };
        html! {
            section.panel aria-labelledby="clock" {
                h2 id="clock" { "Clock" }
                p.now { (moment(self.now)) " UTC" }
                p.hint {
                    @match moved {
                        0 => "It shows the real time.",
                        1.. => { "It is " (span_text(moved)) " ahead of the real time." },
                        _ => { "It is " (span_text(-moved)) " behind the real time." },
                    }
                }
                form method="post" action=(ToolPath::Clock.path()) {
                    (self.csrf_field())
                    p.group-label id="steps" { "Move it forward by" }
                    div.row role="group" aria-labelledby="steps" {
                        @for (step, name) in STEPS {
                            button type="submit" name=(field::ADVANCE) value=(step) { (name) }
                        }
                    }
                }
                form.row.end method="post" action=(ToolPath::Clock.path()) {
                    (self.csrf_field())
                    (seconds.markup())
                    button type="submit" { "Move" }
                }
                form.row.end method="post" action=(ToolPath::Clock.path()) {
                    (self.csrf_field())
                    (date.markup())
                    button type="submit" { "Set" }
                }
                @if moved != 0 {
                    form method="post" action=(ToolPath::Clock.path()) {
                        (self.csrf_field())
                        button.plain type="submit" name=(field::ADVANCE) value=(field::NOW) {
                            "Back to the real time"
                        }
                    }
                }
            }
        }
    }

    fn fault_list(&self) -> Markup {
        let text_field = |id, label, kind, hint| TextField {
            id,
            name: id,
            label: html! { (label) " " span.optional { "(optional)" } },
            kind,
            autocomplete: "off",
            value: "",
            required: false,
            invalid: false,
            autofocus: false,
            hint: Some(hint),
        };
        let on = text_field(field::ON, "Which requests", InputKind::Text, "InitiateAuth, or /oauth2/token; else all");
        let amount = text_field(field::AMOUNT, "How much", InputKind::Number, "Milliseconds late, or seconds off");
        let times = text_field(field::TIMES, "How often", InputKind::Number, "Else until it is removed");
        let after = text_field(field::AFTER, "After how many", InputKind::Number, "Requests that pass before");
        html! {
            section.panel aria-labelledby="faults" {
                h2 id="faults" { "Faults" }
                @if self.faults.is_empty() {
                    p.hint { "None: every request is answered as it should be." }
                } @else {
                    ul.faults { @for fault in &self.faults { (fault_entry(fault)) } }
                    form method="post" action=(ToolPath::Faults.path()) {
                        (self.csrf_field())
                        button.plain type="submit" name=(field::REMOVE) value=(field::ALL) { "Remove all" }
                    }
                }
                form method="post" action=(ToolPath::Faults.path()) {
                    (self.csrf_field())
                    div.field {
                        label for="kind" { "What goes wrong" }
                        select id="kind" name=(field::KIND) {
                            @for kind in FaultKind::ALL { option value=(kind.value()) { (kind.title()) } }
                        }
                    }
                    div.columns { (on.markup()) (amount.markup()) (times.markup()) (after.markup()) }
                    button type="submit" { "Add fault" }
                }
            }
        }
    }

    fn quota_list(&self) -> Markup {
        let rate = |quota: &Quota| {
            let value = quota.per_second.map(|rate| rate.to_string()).unwrap_or_default();
            let category = quota.category;
            TextField {
                id: category,
                name: category,
                label: html! { (category) },
                kind: InputKind::Number,
                autocomplete: "off",
                value: &value,
                required: false,
                invalid: false,
                autofocus: false,
                hint: None,
            }
            .markup()
        };
        html! {
            section.panel aria-labelledby="quotas" {
                h2 id="quotas" { "Quotas" }
                p.hint {
                    "Requests a second, by category; empty for no limit. Beyond it the answer is TooManyRequestsException."
                }
                form method="post" action=(ToolPath::Quotas.path()) {
                    (self.csrf_field())
                    div.columns { @for quota in &self.quotas { (rate(quota)) } }
                    div.row {
                        button type="submit" { "Set quotas" }
                        button.plain type="submit" name=(field::DEFAULT) value="true" { "As in a new AWS account" }
                        @if self.quotas.iter().any(|quota| quota.per_second.is_some()) {
                            button.plain type="submit" name=(field::DEFAULT) value="false" { "Lift all" }
                        }
                    }
                }
            }
        }
    }

    fn reset(&self) -> Markup {
        html! {
            section.panel aria-labelledby="reset" {
                h2 id="reset" { "Start over" }
                p.hint { "Users, sessions, tokens and messages go; pools and users of the configuration file come back." }
                form method="post" action=(ToolPath::Reset.path()) {
                    (self.csrf_field())
                    button.danger type="submit" { "Reset everything" }
                }
            }
        }
    }

    fn csrf_field(&self) -> Markup {
        hidden(form::CSRF, self.csrf.expose())
    }
}

fn fault_entry(fault: &Fault) -> Markup {
    html! {
        li {
            strong { (fault.kind.title()) }
            @if let Some(amount) = fault.amount { " " (amount) (fault.kind.unit()) }
            " · " (fault.on.as_deref().unwrap_or("every request"))
            @if let Some(times) = fault.times { " · " (times) " more" }
            @if fault.after > 0 { " · after " (fault.after) }
        }
    }
}

fn span_text(seconds: i64) -> String {
    let units = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (length, unit) in units {
        if rest >= length {
            parts.push(format!("{} {unit}", rest / length));
            rest %= length;
        }
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_units() {
        assert_eq!(span_text(1), "1 s");
        assert_eq!(span_text(90_061), "1 d 1 h 1 min 1 s");
        assert_eq!(span_text(3600), "1 h");
    }

    #[test]
    fn a_kind_of_fault_is_read_as_it_was_written() {
        for kind in FaultKind::ALL {
            assert_eq!(FaultKind::parse(kind.value()), Some(kind));
        }
        assert_eq!(FaultKind::parse("Latency"), None);
    }
}
