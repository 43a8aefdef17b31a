//! How a sign-in begins, and what a user does when asked.

use poolkey::protocol::device::Device;
use poolkey::protocol::sign_in::StepUp;
use poolkey::{Answer, Flow, Start};
use proptest::prelude::*;

/// In no other text of a script.
pub const PASSWORD: &str = "Pa55word of the sign-in";
pub const PLAIN: &str = "Pa55word that may be sent";
pub const DEVICE_SECRET: &str = "Pa55word of the device";
pub const DEVICE_KEY: &str = "device-key-1";

#[derive(Clone, Debug)]
pub struct Begin {
    pub way: Way,
    pub on_device: bool,
    pub step_up: bool,
}

#[derive(Clone, Debug)]
pub enum Way {
    Srp,
    PlainPassword,
    Choice { preferred: Option<&'static str>, password: bool },
    Custom { password: bool },
    Session,
}

impl Begin {
    pub fn start(&self) -> Start {
        let given = |password: bool| password.then(|| PASSWORD.into());
        let flow = match &self.way {
            Way::Srp => Flow::Srp(PASSWORD.into()),
            Way::PlainPassword => Flow::PlainPassword(PASSWORD.into()),
            Way::Choice { preferred, password } => {
                Flow::Choice { preferred: preferred.map(Into::into), password: given(*password) }
            }
            Way::Custom { password } => Flow::Custom(given(*password)),
            Way::Session => Flow::Session(super::rules::OF_CONFIRMATION.into()),
        };
        let device = self.on_device.then(|| Device {
            username: "ada".into(),
            key: DEVICE_KEY.into(),
            group_key: "-group".into(),
            password: DEVICE_SECRET.into(),
        });
        let step_up = self.step_up.then(|| StepUp { max_age_seconds: Some(60), ..StepUp::default() });
        Start { device, step_up, ..Start::new("ada", flow) }
    }

    /// Whether the way in was asked for by a name that says that the password itself is sent.
    pub fn sends_password(&self) -> bool {
        matches!(self.way, Way::PlainPassword | Way::Choice { preferred: Some("PASSWORD"), .. })
    }
}

pub fn any_start() -> impl Strategy<Value = Begin> {
    let names =
        vec![None, Some("PASSWORD_SRP"), Some("PASSWORD"), Some("EMAIL_OTP"), Some("WEB_AUTHN"), Some("BRAND_NEW")];
    let way = prop_oneof![
        2 => Just(Way::Srp),
        1 => Just(Way::PlainPassword),
        3 => (prop::sample::select(names), any::<bool>())
            .prop_map(|(preferred, password)| Way::Choice { preferred, password }),
        1 => any::<bool>().prop_map(|password| Way::Custom { password }),
        1 => Just(Way::Session),
    ];
    (way, any::<bool>(), any::<bool>()).prop_map(|(way, on_device, step_up)| Begin { way, on_device, step_up })
}

/// One that begins with SRP_A.
pub fn proving_start() -> impl Strategy<Value = Begin> {
    let ways = vec![
        Way::Srp,
        Way::Choice { preferred: None, password: true },
        Way::Choice { preferred: Some("PASSWORD_SRP"), password: true },
        Way::Custom { password: true },
    ];
    (prop::sample::select(ways), any::<bool>()).prop_map(|(way, on_device)| Begin { way, on_device, step_up: false })
}

pub fn proving_start_on_device() -> Begin {
    Begin { way: Way::Srp, on_device: true, step_up: false }
}

/// What a user does when asked.
#[derive(Clone, Debug)]
pub enum Reaction {
    Answer(Kind),
    SetUpTotp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Code,
    Choice,
    Password,
    PlainPassword,
    NewPassword,
    Passkey,
    Custom,
    Email,
    Raw,
}

impl Kind {
    pub fn answer(self) -> Answer {
        match self {
            Self::Code => Answer::Code("123456".into()),
            Self::Choice => Answer::Choice("EMAIL_OTP".into()),
            Self::Password => Answer::Password(PASSWORD.into()),
            Self::PlainPassword => Answer::PlainPassword(PLAIN.into()),
            Self::NewPassword => Answer::NewPassword { password: PLAIN.into(), attributes: Vec::new() },
            Self::Passkey => Answer::Passkey("{}".into()),
            Self::Custom => Answer::Custom("42".into()),
            Self::Email => Answer::Email("ada@example.com".into()),
            Self::Raw => Answer::Raw(vec![("X".into(), "y".into())]),
        }
    }
}

pub fn any_reaction() -> impl Strategy<Value = Reaction> {
    use Kind as K;
    let kinds = vec![
        K::Code,
        K::Choice,
        K::Password,
        K::Password,
        K::PlainPassword,
        K::NewPassword,
        K::Passkey,
        K::Custom,
        K::Email,
        K::Raw,
        K::Raw,
    ];
    prop_oneof![9 => prop::sample::select(kinds).prop_map(Reaction::Answer), 1 => Just(Reaction::SetUpTotp)]
}
