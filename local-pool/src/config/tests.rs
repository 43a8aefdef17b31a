//! What a file may say, and in which words a bad one is refused.

use super::*;
use crate::random::Counter;
use crate::store::{FirstFactor, MfaConfiguration, MfaFactor, PreventUserExistence, UserStatus};

const POOL: &str = "[pool]\nid = \"us-east-1_Local0001\"\n";
const CLIENT: &str = "[[clients]]\nid = \"web\"\n";
const USER: &str = "[[users]]\nusername = \"a\"\npassword = \"Correct-horse-7\"\n";

const EVERYTHING: &str = r#"
[pool]
id = "eu-west-1_Full0001"
name = "Everything"
alias_attributes = ["email", "phone_number", "preferred_username"]
case_sensitive = false
auto_verified_attributes = ["email"]
verify_before_update = ["email"]
self_sign_up = false
account_recovery = ["verified_phone_number", "verified_email"]
first_factors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]
issuer = "updated"
deletion_protection = true
domain = "everything"
tags = { team = "door" }

[pool.password_policy]
minimum_length = 10
symbols = false
history = 3
temporary_days = 1

[pool.mfa]
mode = "OPTIONAL"
factors = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]

[pool.passkeys]
relying_party = "localhost"
user_verification = "required"
satisfies_mfa = true

[pool.devices]
challenge_new = true
remember_on_prompt = true

[pool.sessions]
tracking = true
most_per_user = 5

[pool.triggers]
pre_sign_up = "http://127.0.0.1:3000/pre-sign-up"
pre_token_generation = "http://127.0.0.1:3000/tokens"
pre_token_generation_version = "V2_0"

[pool.messages]
verification_email = "It is {####}."
invitation_sms = "Hello {username}, {####}"
mfa_sms = "{####}"

[[pool.attributes]]
name = "email"
required = true

[[pool.attributes]]
name = "custom:level"
type = "Number"
min = 1
max = 9

[[pool.attributes]]
name = "note"
developer_only = true

[[clients]]
id = "web"
name = "Web"
explicit_auth_flows = ["ALLOW_USER_AUTH"]
read_attributes = ["email", "custom:level"]
write_attributes = ["email"]
oauth_flows = ["code"]
scopes = ["openid", "email", "photos/read"]
callback_urls = ["https://app.example/done", "http://localhost:3000/", "myapp://done"]
logout_urls = ["https://app.example/"]
identity_providers = ["COGNITO", "Other"]
default_redirect_uri = "https://app.example/done"
refresh_token_minutes = 60
auth_session_minutes = 5
token_revocation = false

[[clients]]
id = "machine"
secret = "0123456789abcdefghijklmnop"
oauth_flows = ["client_credentials"]
scopes = ["photos/read"]

[[resource_servers]]
identifier = "photos"
scopes = { read = "See photos" }

[[identity_providers]]
name = "Other"
type = "OIDC"
identifiers = ["other.example"]
attributes = { email = "email" }

[identity_providers.details]
client_id = "me"
client_secret = "hunter2"
oidc_issuer = "https://other.example"
authorize_scopes = "openid email"
attributes_request_method = "GET"

[[groups]]
name = "readers"
description = "They read."
role = "arn:aws:iam::000000000000:role/readers"
precedence = 3

[[users]]
username = "Ada"
password = "Correct-horse7"
groups = ["readers", "unstated"]
attributes = { email = "ada@example.com", email_verified = "true", phone_number = "+12065550100", "custom:level" = "3", "dev:custom:note" = "n" }
mfa = ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]
preferred_mfa = "EMAIL_OTP"
totp_secret = "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPQ"

[[users]]
username = "new"
temporary_password = "Correct-horse8"

[[users]]
username = "without"
"#;

fn error(text: &str) -> String {
    Config::parse(text).expect_err(text).to_string()
}

#[test]
fn the_demo_is_a_good_configuration() {
    let demo = Config::parse(DEMO).unwrap();
    assert_eq!(demo.users[0].username, "ada");
}

#[test]
fn the_examples_of_the_documents_are_good_configurations() {
    let configuration = include_str!("../../../docs/local-pool-configuration.md");
    let triggers = include_str!("../../../docs/local-pool-triggers.md");
    let examples = |text: &'static str| {
        text.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect::<Vec<_>>()
    };
    let read: Vec<Config> =
        [configuration, triggers].into_iter().flat_map(examples).map(|text| Config::parse(text).unwrap()).collect();
    assert!(read.len() >= 6);
    assert_eq!((read[1].clients.len(), read[1].users.len()), (3, 2), "the one with everything");
}

#[test]
fn defaults_are_cognitos() {
    let config = Config::parse(&format!("{POOL}{CLIENT}")).unwrap();
    let client = &config.clients[0];
    assert!(!client.refresh_token_rotation);
    assert_eq!(
        (client.access_token_minutes, client.client("x_y", Instant::from_seconds(0)).refresh_token()),
        (60, crate::clock::Span::days(30))
    );
    assert_eq!(client.prevent_user_existence_errors, PreventUserExistence::Enabled);
    assert!(!client.flows().contains("ALLOW_USER_PASSWORD_AUTH"));
}

#[test]
fn everything_that_a_file_states_is_in_the_store() {
    let mut store = Store::default();
    let now = Instant::from_seconds(1_800_000_000);
    Config::parse(EVERYTHING).unwrap().fill(&mut store, now, &Counter::default());
    let pool = store.pool("eu-west-1_Full0001").unwrap();
    let settings = &pool.settings;
    assert_eq!(pool.name, "Everything");
    assert_eq!(settings.alias_attributes, ["email", "phone_number", "preferred_username"]);
    assert!(!settings.username_configuration.case_sensitive);
    assert!(settings.admin_create_user_config.allow_admin_create_user_only);
    assert_eq!(settings.policies.password_policy.password_history_size, Some(3));
    assert!(!settings.policies.password_policy.require_symbols);
    assert_eq!(settings.policies.sign_in_policy.allowed_first_auth_factors.last(), Some(&FirstFactor::WebAuthn));
    let recovery = settings.account_recovery_setting.as_ref().unwrap();
    assert_eq!(
        (recovery.recovery_mechanisms[0].priority, &*recovery.recovery_mechanisms[1].name),
        (1, "verified_email")
    );
    assert_eq!(pool.issuer(), "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Full0001");
    assert_eq!(pool.mfa.mfa_configuration, MfaConfiguration::Optional);
    assert!(pool.mfa.allows_sms() && pool.mfa.allows_email() && pool.mfa.allows_software_token());
    let passkeys = pool.mfa.web_authn_configuration.as_ref().unwrap();
    assert_eq!(passkeys.factor_configuration.as_deref(), Some("MULTI_FACTOR_WITH_USER_VERIFICATION"));
    assert!(settings.device_configuration.unwrap().device_only_remembered_on_user_prompt);
    assert_eq!(settings.lambda_config.pre_token_generation_config.as_ref().unwrap().lambda_version, "V2_0");
    assert_eq!(settings.other["VerificationMessageTemplate"]["EmailMessage"], "It is {####}.");
    let schema = |name: &str| pool.schema.iter().find(|known| known.name == name).unwrap();
    assert!(schema("email").required && schema("dev:custom:note").developer_only_attribute);
    assert_eq!(schema("custom:level").number_attribute_constraints.as_ref().unwrap()["MaxValue"], "9");

    let web = store.client("web").unwrap();
    assert_eq!((&*web.name, web.refresh_token(), web.can_revoke()), ("Web", crate::clock::Span::minutes(60), false));
    assert!(web.settings.allowed_oauth_flows_user_pool_client && !web.is_confidential());
    assert!(store.client("machine").unwrap().is_confidential());
    assert_eq!(store.domains.get("everything").unwrap().pool_id, pool.id);
    let server = store.resource_servers.get(&key(&pool.id, "photos")).unwrap();
    assert_eq!(server.full_scopes().collect::<Vec<_>>(), ["photos/read"]);
    let provider = store.provider(&pool.id, "other.example").unwrap();
    assert_eq!((provider.detail("client_id"), &*provider.attribute_mapping["username"]), (Some("me"), "sub"));
    let group = |name: &str| store.groups.get(&key(&pool.id, name)).unwrap().precedence;
    assert_eq!((group("readers"), group("unstated")), (Some(3), None));

    let ada = store.users.find(&pool, "ADA@example.com").unwrap();
    assert_eq!((&*ada.username, ada.status), ("ada", UserStatus::Confirmed));
    assert_eq!(ada.mfa.preferred, Some(MfaFactor::EmailOtp));
    assert_eq!(ada.mfa.enabled.len(), 3);
    assert!(ada.software_token.as_ref().is_some_and(|token| token.verified));
    let new = store.users.get(&pool.id, "new").unwrap();
    assert_eq!(new.status, UserStatus::ForceChangePassword);
    assert_eq!(new.temporary_password_expires, Some(now + crate::clock::Span::days(1)));
    let without = store.users.get(&pool.id, "without").unwrap();
    assert!(without.password.is_none() && without.status == UserStatus::Confirmed);
}

#[test]
fn a_user_named_by_an_address_has_it_as_an_attribute() {
    let text =
        format!("{POOL}username_attributes = [\"email\"]\n{CLIENT}{}", USER.replace("\"a\"", "\"a@example.com\""));
    let mut store = Store::default();
    Config::parse(&text).unwrap().fill(&mut store, Instant::from_seconds(0), &Counter::default());
    let pool = store.pool("us-east-1_Local0001").unwrap();
    let user = store.users.find(&pool, "a@example.com").unwrap();
    assert_eq!((user.username.len(), user.attribute("email")), (36, Some("a@example.com")));
    assert_eq!(user.username, user.sub);
}

#[test]
fn a_bad_file_is_told_by_line_and_reason() {
    let pool = |more: &str| format!("{POOL}{more}\n{CLIENT}");
    let client = |more: &str| format!("{POOL}{CLIENT}{more}\n");
    let user = |more: &str| format!("{POOL}{CLIENT}[[users]]\nusername = \"a\"\n{more}\n");
    for (text, part) in [
        (String::new(), "missing field `pool`"),
        ("[pool\n".into(), "line 1:"),
        (format!("{POOL}color = 1\n"), "line 3: unknown field `color`"),
        ("[pool]\nid = \"us-east-1\"\n".into(), "is not a pool id"),
        (POOL.into(), "no client"),
        (pool("name = \"\""), "pool.name"),
        (pool("username_attributes = [\"email\"]\nalias_attributes = [\"email\"]"), "exclude each other"),
        (pool("alias_attributes = [\"name\"]"), "line 3: unknown value `name`"),
        (pool("first_factors = [\"EMAIL_OTP\"]"), "\"PASSWORD\" among them"),
        (pool("account_recovery = [\"admin_only\", \"verified_email\"]"), "pool.account_recovery"),
        (pool("issuer = \"mine\""), "line 3: unknown value"),
        (pool("[pool.password_policy]\nminimum_length = 5"), "minimum_length is 5, but must be 6 to 99"),
        (pool("[pool.password_policy]\nhistory = 25"), "must be 0 to 24"),
        (pool("[pool.mfa]\nmode = \"ON\""), "needs factors"),
        (pool("[pool.mfa]\nmode = \"MAYBE\""), "line 4: unknown value `MAYBE`"),
        (pool("[pool.passkeys]\nrelying_party = \"https://x\""), "must be a host name"),
        (pool("[pool.sessions]\nmost_per_user = 0"), "must be 1 to 100"),
        (pool("[pool.triggers]\npre_sign_up = \"arn:aws:lambda\""), "pool.triggers.pre_sign_up must be a web address"),
        (pool("[pool.triggers]\npre_token_generation_version = \"V2_0\""), "needs pre_token_generation"),
        (pool("[pool.messages]\nverification_email = \"no code\""), "lacks {####}"),
        (pool("[[pool.attributes]]\nname = \"sub\""), "leave it out"),
        (pool("[[pool.attributes]]\nname = \"custom:a\"\nrequired = true"), "cannot be required"),
        (pool("[[pool.attributes]]\nname = \"custom:a\"\nmin = 2\nmax = 1"), "max is less than min"),
        (pool("[[pool.attributes]]\nname = \"a\"\n[[pool.attributes]]\nname = \"custom:a\""), "is there twice"),
        (pool("[[pool.attributes]]\nname = \"custom:a_name_that_is_too_long\""), "1 to 20 characters"),
        (client(CLIENT), "client \"web\" is there twice"),
        (client("access_token_minutes = 4"), "client \"web\": access_token_minutes is 4, but must be 5 to 1440"),
        (client("refresh_token_days = 0"), "must be 1 to 3650"),
        (client("refresh_token_days = 1\nrefresh_token_minutes = 60"), "exclude each other"),
        (client("refresh_token_minutes = 60\naccess_token_minutes = 61"), "access_token_minutes is 61, but a refresh"),
        (client("refresh_token_minutes = 60\nid_token_minutes = 1440"), "id_token_minutes is 1440, but a refresh"),
        (client("access_token_minutes = \"x\""), "line 5: expected a whole number"),
        ("pool = 1\n".into(), "line 1: expected a table"),
        (pool("verify_before_update = [\"email\"]"), "must be in auto_verified_attributes"),
        (
            pool("auto_verified_attributes = [\"email\"]\nverify_before_update = [\"email\", \"phone_number\"]"),
            "must be in auto_verified_attributes",
        ),
        (client("retry_grace_seconds = 5"), "needs refresh_token_rotation"),
        (client("refresh_token_rotation = true\nretry_grace_seconds = 61"), "must be 0 to 60"),
        (client("explicit_auth_flows = [\"ALLOW_ALL\"]"), "\"ALLOW_ALL\" is no flow"),
        (
            client("refresh_token_rotation = true\nexplicit_auth_flows = [\"ALLOW_REFRESH_TOKEN_AUTH\"]"),
            "refresh_token_rotation goes without ALLOW_REFRESH_TOKEN_AUTH",
        ),
        (client("[functions]\nhello = \"http://127.0.0.1:1/\""), "\"hello\" must be an ARN"),
        (client("[functions]\n\"arn:aws:lambda:x:1:function:hello\" = \"there\""), "\"there\" must be a web address"),
        (client("auth_session_minutes = 16"), "must be 3 to 15"),
        (client("secret = \"short\""), "secret must be 24 to 64"),
        (client("read_attributes = [\"custom:nope\"]"), "the pool has no attribute \"custom:nope\""),
        (client("callback_urls = [\"http://app.example/\"]"), "must be https"),
        (client("callback_urls = [\"javascript:alert(1)\"]"), "must be https"),
        (client("callback_urls = [\"https://app.example/#a\"]"), "without a fragment"),
        (client("logout_urls = [\"/relative\"]"), "in logout_urls"),
        (client("default_redirect_uri = \"https://app.example/\""), "must be one of callback_urls"),
        (client("oauth_flows = [\"code\"]"), "oauth_flows need callback_urls"),
        (client("oauth_flows = [\"client_credentials\"]"), "needs a secret"),
        (client("scopes = [\"all\"]"), "\"all\" is no scope"),
        (pool("domain = \"Mine\""), "pool.domain"),
        (client("scopes = [\"photos/read\"]"), "no resource server has the scope \"photos/read\""),
        (client("identity_providers = [\"Other\"]"), "there is no identity provider \"Other\""),
        (client("[[resource_servers]]\nidentifier = \"a b\"\nscopes = {}"), "resource server \"a b\""),
        (client("[[resource_servers]]\nidentifier = \"a\"\nscopes = { \"b/c\" = \"\" }"), "cannot be a scope's name"),
        (client("[[identity_providers]]\nname = \"a\"\ntype = \"PIGEON\""), "unknown value `PIGEON`"),
        (client("[[identity_providers]]\nname = \"a\"\ntype = \"Google\""), "must be named \"Google\""),
        (client("[[identity_providers]]\nname = \"a\"\ntype = \"OIDC\""), "client_id is missing"),
        (client("[[groups]]\nname = \"a b\""), "group \"a b\" must have a name"),
        (client("[[groups]]\nname = \"a\"\nrole = \"admin\""), "role must be an ARN"),
        (client("[[groups]]\nname = \"a\"\nprecedence = -1"), "precedence must be 0 or more"),
        (client("[[groups]]\nname = \"a\"\n[[groups]]\nname = \"a\""), "group \"a\" is there twice"),
        (user("username = \"b\""), "line 7: duplicate key"),
        (user("").replace("\"a\"", "\"\""), "1 to 128 characters"),
        (user("").replace("\"a\"", "\"a b\""), "none of them a space"),
        (user("").replace("\"a\"", "\"a\\u0001\""), "none of them a space or a control character"),
        (user("").replace("\"a\"", "\"a\u{a0}b\""), "none of them a space"),
        (user("password = \"\""), "1 to 256 characters"),
        (user("password = \"Short-7\""), "user \"a\": Password did not conform with policy: Password not long enough"),
        (user("password = \"Correct-horse-7\"\ntemporary_password = \"Correct-horse-7\""), "exclude each other"),
        (user("attributes = { sub = \"1\" }"), "set by the pool"),
        (user("attributes = { email_verified = \"yes\" }"), "must be \"true\" or \"false\""),
        (user("attributes = { color = \"red\" }"), "color: Attribute does not exist in the schema."),
        (user("attributes = { email = \"red\" }"), "Invalid email address format."),
        (user("mfa = [\"SMS_MFA\"]"), "SMS_MFA is not among pool.mfa.factors"),
        (user("totp_secret = \"hunter2\""), "totp_secret: a TOTP secret is 52 letters"),
        (user("mfa = [\"TELEPATHY\"]"), "line 7: unknown value `TELEPATHY`"),
        (format!("{POOL}{CLIENT}{USER}{USER}"), "user \"a\" is there twice"),
        (
            format!("{POOL}case_sensitive = false\n{CLIENT}{USER}{}", USER.replace("\"a\"", "\"A\"")),
            "user \"A\": User already exists",
        ),
    ] {
        let message = error(&text);
        assert!(message.contains(part), "{message:?} lacks {part:?}");
    }
}

#[test]
fn neither_an_error_nor_debug_shows_a_password() {
    let number = format!("{POOL}{CLIENT}[[users]]\nusername = \"a\"\npassword = 31337\n");
    assert_eq!(error(&number), "line 7: expected a string");
    let unclosed = format!("{POOL}{CLIENT}[[users]]\nusername = \"a\"\npassword = \"Hunter2-hunter2\n");
    assert!(!error(&unclosed).contains("unter2"));
    let weak = format!("{POOL}{CLIENT}[[users]]\nusername = \"a\"\npassword = \"hunter2hunter2\"\n");
    assert!(!error(&weak).contains("hunter2"));
    let secret = format!("{POOL}{CLIENT}secret = \"hunter2\"\n");
    assert!(!error(&secret).contains("hunter2"));
    assert!(!format!("{:?}", Config::parse(EVERYTHING).unwrap()).contains("hunter2"));
    assert!(!error(&format!("{POOL}{CLIENT}{USER}totp_secret = \"hunter2\"")).contains("hunter2"));
    let good = format!("{POOL}{CLIENT}{}", USER.replace("Correct-horse-7", "Hunter2-hunter2"));
    assert!(!format!("{:?}", Config::parse(&good).unwrap()).contains("unter2"));
}
