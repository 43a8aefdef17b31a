//! The pages of managed login, and of the pretend provider.

use local_pool::Secret;
use local_pool::pages::form::{Factor, SignInMethod};
use local_pool::pages::login::*;
use local_pool::pages::{Person, PretendProvider, PretendProviderProblem};

use super::{Page, Voice};

pub fn all(voice: &Voice) -> Vec<Page> {
    let mut pages = sign_in_pages(voice);
    pages.extend(password_pages(voice));
    pages.extend(second_step_pages(voice));
    pages.extend(other_pages(voice));
    pages
}

const RULES: PasswordRules =
    PasswordRules { minimum_length: 8, lowercase: true, uppercase: true, number: true, symbol: true, history: 3 };

fn sign_in_pages(voice: &Voice) -> Vec<Page> {
    let frame = voice.frame();
    let provider = |name: &str, label: &str| Provider { name: voice.say(name), label: voice.say(label) };
    let full = SignIn {
        name_kind: NameKind::Email,
        username: String::new(),
        password: PasswordPlace::SamePage,
        sign_up: true,
        forgotten_password: true,
        passkey: true,
        one_time_code: true,
        providers: vec![provider("Google", "Google"), provider("Pretend", "Pretend Google")],
        problem: None,
        notice: None,
    };
    let plain = SignIn {
        name_kind: NameKind::Any,
        username: voice.say("ada"),
        passkey: false,
        one_time_code: false,
        providers: Vec::new(),
        notice: Some(Notice::PasswordChanged),
        ..full.clone()
    };
    let two_steps = SignIn {
        name_kind: NameKind::UsernameOrEmail,
        password: PasswordPlace::NextStep,
        passkey: true,
        providers: Vec::new(),
        problem: Some(Problem::ProviderFailed(voice.say("Google"))),
        ..full.clone()
    };
    let wrong =
        SignIn { username: voice.say("ada@example.com"), problem: Some(Problem::WrongCredentials), ..plain.clone() };
    let add_passkey = |options, problem| AddPasskey { username: voice.say("ada@example.com"), options, problem };
    let told = SignIn { problem: Some(Problem::Told(voice.say("Closed on Sundays."))), ..plain.clone() };
    vec![
        ("sign-in", full.html(&frame)),
        ("sign-in-plain", plain.html(&voice.branded("Northwind Bank", Accent::Teal))),
        ("sign-in-two-steps", two_steps.html(&voice.branded("Field Notes", Accent::Rose))),
        ("sign-in-wrong", wrong.html(&frame)),
        ("sign-in-told", told.html(&frame)),
        (
            "password",
            EnterPassword {
                username: voice.say("ada@example.com"),
                forgotten_password: true,
                other_methods: true,
                problem: None,
            }
            .html(&frame),
        ),
        (
            "password-wrong",
            EnterPassword {
                username: voice.say("ada"),
                forgotten_password: false,
                other_methods: false,
                problem: Some(Problem::PasswordMissing),
            }
            .html(&frame),
        ),
        (
            "choose-method",
            ChooseMethod {
                username: voice.say("ada@example.com"),
                methods: SignInMethod::ALL.to_vec(),
                problem: Some(Problem::MethodUnavailable),
            }
            .html(&voice.branded("Orchard", Accent::Violet)),
        ),
        (
            "passkey",
            SignInWithPasskey {
                username: voice.say("ada@example.com"),
                options: voice.options(),
                other_methods: true,
                problem: None,
            }
            .html(&frame),
        ),
        (
            "passkey-failed",
            SignInWithPasskey {
                username: voice.say("ada"),
                options: voice.options(),
                other_methods: false,
                problem: Some(Problem::PasskeyFailed),
            }
            .html(&frame),
        ),
        ("passkey-add", add_passkey(Some(voice.options()), None).html(&frame)),
        ("passkey-add-failed", add_passkey(Some(voice.options()), Some(Problem::PasskeyNotSaved)).html(&frame)),
        ("passkey-add-full", add_passkey(None, Some(Problem::TooManyPasskeys)).html(&frame)),
        (
            "accounts",
            ChooseAccount {
                accounts: vec![
                    Account {
                        id: voice.say("1"),
                        name: voice.say("Ada Lovelace"),
                        detail: voice.say("ada@example.com"),
                    },
                    Account {
                        id: voice.say("2"),
                        name: voice.say("Grace Hopper"),
                        detail: voice.say("grace.hopper.with.a.very.long.address@navy.example.com"),
                    },
                ],
            }
            .html(&frame),
        ),
    ]
}

fn password_pages(voice: &Voice) -> Vec<Page> {
    let frame = voice.frame();
    let sign_up = SignUp {
        name_kind: NameKind::Email,
        username: String::new(),
        attributes: vec![
            voice.attribute("given_name", "", true),
            voice.attribute("family_name", "", true),
            voice.attribute("phone_number", "", true),
            voice.attribute("birthdate", "", false),
            voice.attribute("custom:tier", "", false),
        ],
        password: Some(RULES),
        problem: None,
    };
    let weak = SignUp {
        username: voice.say("ada@example.com"),
        attributes: vec![voice.attribute("name", "Ada", true), voice.attribute("website", "https://ada.example", true)],
        problem: Some(Problem::WeakPassword),
        ..sign_up.clone()
    };
    let invalid = SignUp {
        password: None,
        attributes: vec![voice.attribute("phone_number", "0555", true)],
        problem: Some(Problem::AttributeInvalid(voice.say("phone_number"))),
        ..weak.clone()
    };
    let confirm = ConfirmSignUp {
        username: voice.say("ada@example.com"),
        destination: voice.say("a***@e***"),
        problem: None,
        notice: Some(Notice::CodeSent),
    };
    let wrong_code = ConfirmSignUp {
        problem: Some(Problem::WrongCode),
        notice: None,
        destination: String::new(),
        ..confirm.clone()
    };
    let forgotten =
        ForgottenPassword { name_kind: NameKind::Phone, username: voice.say("+15550100199"), problem: None };
    let nobody = ForgottenPassword {
        name_kind: NameKind::EmailOrPhone,
        username: String::new(),
        problem: Some(Problem::NameMissing),
    };
    let reset = ResetPassword {
        username: voice.say("ada@example.com"),
        destination: voice.say("+*******0199"),
        rules: RULES,
        problem: None,
        notice: None,
    };
    let expired = ResetPassword { problem: Some(Problem::ExpiredCode), ..reset.clone() };
    let own = NewPasswordRequired {
        username: voice.say("ada"),
        rules: RULES,
        attributes: vec![voice.attribute("name", "", true)],
        problem: None,
    };
    let missing = NewPasswordRequired { problem: Some(Problem::AttributeMissing(voice.say("name"))), ..own.clone() };
    vec![
        ("sign-up", sign_up.html(&frame)),
        ("sign-up-weak", weak.html(&frame)),
        ("sign-up-invalid", invalid.html(&frame)),
        ("confirm", confirm.html(&frame)),
        ("confirm-wrong", wrong_code.html(&frame)),
        ("forgotten-password", forgotten.html(&voice.branded("Harbor", Accent::Amber))),
        ("forgotten-password-nobody", nobody.html(&frame)),
        ("reset-password", reset.html(&frame)),
        ("reset-password-expired", expired.html(&frame)),
        ("new-password", own.html(&voice.branded("Atlas", Accent::Slate))),
        ("new-password-missing", missing.html(&frame)),
    ]
}

fn second_step_pages(voice: &Voice) -> Vec<Page> {
    let frame = voice.frame();
    let code = |purpose, problem| EnterCode { purpose, other_ways: true, problem, notice: None };
    let set_up = |problem| SetUpAuthenticatorApp {
        username: voice.say("ada@example.com"),
        key: Secret::new(voice.say("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW")),
        problem,
    };
    vec![
        ("code-app", code(CodePurpose::AppFactor, None).html(&frame)),
        ("code-sms", code(CodePurpose::SentFactor(voice.say("+*******0199")), None).html(&frame)),
        ("code-wrong", code(CodePurpose::SignIn(voice.say("a***@e***")), Some(Problem::WrongCode)).html(&frame)),
        (
            "choose-factor",
            ChooseFactor { purpose: FactorPurpose::Answer, factors: Factor::ALL.to_vec(), problem: None }.html(&frame),
        ),
        ("email-address", AddEmailAddress { email: String::new(), other_ways: true, problem: None }.html(&frame)),
        (
            "email-address-wrong",
            AddEmailAddress {
                email: voice.say("ada@"),
                other_ways: false,
                problem: Some(Problem::AttributeInvalid(voice.say("email"))),
            }
            .html(&frame),
        ),
        (
            "choose-factor-no-phone",
            ChooseFactor {
                purpose: FactorPurpose::SetUp(MissingPhone::Yes),
                factors: Vec::new(),
                problem: Some(Problem::Told(voice.say("Not today."))),
            }
            .html(&frame),
        ),
        (
            "choose-factor-set-up",
            ChooseFactor {
                purpose: FactorPurpose::SetUp(MissingPhone::Yes),
                factors: vec![Factor::AuthenticatorApp, Factor::Email],
                problem: Some(Problem::SessionExpired),
            }
            .html(&frame),
        ),
        ("authenticator-app", set_up(None).html(&frame)),
        ("authenticator-app-wrong", set_up(Some(Problem::WrongCode)).html(&frame)),
    ]
}

fn other_pages(voice: &Voice) -> Vec<Page> {
    let frame = voice.frame();
    let error = ErrorPage {
        code: voice.say("redirect_mismatch"),
        reason: voice.say("The redirect_uri is not registered with this app client. It is compared letter by letter."),
        facts: vec![
            Fact { label: voice.say("Sent"), values: vec![voice.say("http://localhost:3000/callback/")] },
            Fact {
                label: voice.say("Registered"),
                values: vec![voice.say("http://localhost:3000/callback"), voice.say("myapp://callback")],
            },
        ],
    };
    let unknown = ErrorPage {
        code: voice.say("invalid_request"),
        reason: voice.say("No app client has this client_id."),
        facts: vec![Fact { label: voice.say("Clients"), values: Vec::new() }],
    };
    let person = |id: &str, name: &str, email: &str| Person {
        id: voice.say(id),
        name: voice.say(name),
        email: voice.say(email),
    };
    let provider = PretendProvider {
        name: voice.say("Pretend Google"),
        for_pool: voice.say("Acme Shop"),
        path: "/_local/provider",
        query: voice.query(),
        csrf: voice.csrf(),
        people: vec![
            person("ada", "Ada Lovelace", "ada@example.com"),
            person("alan", "Alan Turing", "alan@example.com"),
            person("grace", "Grace Hopper", "grace@example.com"),
        ],
        email: String::new(),
        problem: None,
    };
    let mistyped = PretendProvider {
        email: voice.say("ada"),
        problem: Some(PretendProviderProblem::NotAnAddress),
        ..provider.clone()
    };
    vec![
        ("error", error.html(&frame)),
        ("error-unknown-client", unknown.html(&frame)),
        ("pretend-provider", provider.html()),
        ("pretend-provider-mistyped", mistyped.html()),
    ]
}
