//! Where a pool's triggers go: its LambdaConfig, read. A value is an http(s) URL of one's own, or a function's ARN that
//! the configuration maps to such a URL, so that the set-up of a real pool runs here unchanged.
//! An ARN without a URL is no silent "no trigger": the call that needs it fails and names it.

use std::collections::BTreeMap;

use serde::Serialize;
use url::Url;

use super::Trigger;

/// The configuration's table of functions: ARN to URL.
pub type Addresses = BTreeMap<String, String>;

/// A pool's triggers, those that are set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hooks(BTreeMap<Trigger, Hook>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    pub target: Target,
    pub version: Version,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Url(String),
    /// An ARN that the configuration maps to nothing.
    Unmapped(String),
}

/// Which form of the event a function takes. All triggers have the first, pre token generation has three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    V1,
    V2,
    V3,
}

impl Hooks {
    /// `config` is a LambdaConfig, as JSON or as a pool's row has it. What is no trigger of a webhook (senders, keys) is
    /// left alone.
    pub fn read(config: &impl Serialize, addresses: &Addresses) -> Self {
        let config = serde_json::to_value(config).unwrap_or_default();
        let mut hooks = BTreeMap::new();
        for trigger in Trigger::ALL {
            if let Some(target) = config[trigger.name()].as_str() {
                hooks.insert(trigger, Hook::new(target, Version::V1, addresses));
            }
        }
        // The newer member, which carries a version, wins over the older one; Cognito wants them to be the same function.
        let newer = &config["PreTokenGenerationConfig"];
        if let Some(target) = newer["LambdaArn"].as_str() {
            let version = match newer["LambdaVersion"].as_str() {
                Some("V2_0") => Version::V2,
                Some("V3_0") => Version::V3,
                _ => Version::V1,
            };
            hooks.insert(Trigger::PreTokenGeneration, Hook::new(target, version, addresses));
        }
        Self(hooks)
    }

    pub fn of(&self, trigger: Trigger) -> Option<&Hook> {
        self.0.get(&trigger)
    }

    #[cfg(test)]
    pub fn has(&self, trigger: Trigger) -> bool {
        self.0.contains_key(&trigger)
    }
}

impl Hook {
    fn new(target: &str, version: Version, addresses: &Addresses) -> Self {
        let address = addresses.get(target).map_or(target, String::as_str);
        let target =
            if is_web(address) { Target::Url(address.to_owned()) } else { Target::Unmapped(address.to_owned()) };
        Self { target, version }
    }
}

impl Version {
    /// As events say it.
    pub(super) fn number(self) -> &'static str {
        match self {
            Self::V1 => "1",
            Self::V2 => "2",
            Self::V3 => "3",
        }
    }
}

/// Whether the pool can post to it. For whoever checks a configuration at start, too.
pub fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::LambdaConfig;
    use serde_json::json;

    const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:hello";

    #[test]
    fn a_url_is_taken_and_an_arn_is_looked_up() {
        let addresses = Addresses::from([(ARN.to_owned(), "http://localhost:9001/hello".to_owned())]);
        let config = json!({ "PreSignUp": "https://hooks.example/up", "CustomMessage": ARN, "KMSKeyID": ARN });
        let hooks = Hooks::read(&config, &addresses);
        let target = |trigger| hooks.of(trigger).map(|hook| hook.target.clone());
        assert_eq!(target(Trigger::PreSignUp), Some(Target::Url("https://hooks.example/up".into())));
        assert_eq!(target(Trigger::CustomMessage), Some(Target::Url("http://localhost:9001/hello".into())));
        assert!(!hooks.has(Trigger::PostConfirmation));
    }

    #[test]
    fn an_arn_without_an_address_and_an_address_of_another_kind_are_kept_as_unmapped() {
        for target in [ARN, "ftp://hooks.example/", "file:///etc/passwd", "http://", "", "javascript:alert(1)"] {
            let hooks = Hooks::read(&json!({ "PreSignUp": target }), &Addresses::new());
            let hook = hooks.of(Trigger::PreSignUp).unwrap();
            assert_eq!(hook.target, Target::Unmapped(target.into()));
        }
    }

    #[test]
    fn the_newer_member_of_pre_token_generation_wins_and_brings_its_version() {
        let read = |version: &str| {
            let newer = json!({ "LambdaArn": "http://b.example/", "LambdaVersion": version });
            let config = json!({ "PreTokenGeneration": "http://a.example/", "PreTokenGenerationConfig": newer });
            Hooks::read(&config, &Addresses::new()).of(Trigger::PreTokenGeneration).cloned().unwrap()
        };
        assert_eq!(read("V2_0"), Hook { target: Target::Url("http://b.example/".into()), version: Version::V2 });
        assert_eq!((read("V1_0").version, read("V3_0").version), (Version::V1, Version::V3));
        let older = Hooks::read(&json!({ "PreTokenGeneration": "http://a.example/" }), &Addresses::new());
        assert_eq!(older.of(Trigger::PreTokenGeneration).unwrap().version, Version::V1);
    }

    #[test]
    fn a_pools_row_is_read_as_its_json_is() {
        let config = json!({ "VerifyAuthChallengeResponse": "http://a.example/", "PreTokenGenerationConfig": {
            "LambdaArn": "http://b.example/", "LambdaVersion": "V3_0"
        } });
        let row: LambdaConfig = serde_json::from_value(config.clone()).unwrap();
        let hooks = Hooks::read(&row, &Addresses::new());
        assert!(hooks.has(Trigger::VerifyAuthChallengeResponse) && hooks.has(Trigger::PreTokenGeneration));
        assert_eq!(hooks, Hooks::read(&config, &Addresses::new()));
    }

    #[test]
    fn no_configuration_is_no_trigger() {
        for config in [json!(null), json!({}), json!([]), json!({ "PreSignUp": 7, "PreTokenGenerationConfig": "x" })] {
            assert_eq!(Hooks::read(&config, &Addresses::new()), Hooks::default());
        }
    }
}
