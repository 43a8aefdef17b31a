//! Pre token generation: before tokens are signed. It may change their claims. AWS, "Pre token generation Lambda trigger".
//! Version 1 changes the ID token and the groups of both; 2 both tokens and the scopes; 3 also where a machine gets a token.

use serde_json::{Map, Value, json};

use super::answer::wrong;
use super::event::{object, with};
use super::overrides::{ClaimChanges, Groups, Overrides, ScopeChanges};
use super::{Answer, Attributes, Metadata, Question, Shape, Trigger, Unreadable, Version};

pub struct PreTokenGeneration<'a> {
    pub source: Source,
    pub attributes: &'a Attributes,
    pub groups: &'a Groups,
    /// Those that the access token will have.
    pub scopes: &'a [String],
    pub client_metadata: Option<&'a Metadata>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A sign-in on the pool's own pages.
    HostedAuth,
    Authentication,
    /// A temporary password was replaced.
    NewPasswordChallenge,
    AuthenticateDevice,
    RefreshTokens,
    /// A machine's token. `userName` is `ClientCredentials`, there are no attributes; version 3 alone is asked.
    ClientCredentials,
}

impl Question for PreTokenGeneration<'_> {
    type Answer = Overrides;
    const TRIGGER: Trigger = Trigger::PreTokenGeneration;

    fn concerns(&self, version: Version) -> bool {
        self.source != Source::ClientCredentials || version == Version::V3
    }

    fn shape(&self, version: Version) -> Shape {
        let request = json!({ "userAttributes": self.attributes, "groupConfiguration": self.groups });
        let scopes = (version > Version::V1).then(|| json!(self.scopes));
        let request = with(request, "scopes", scopes);
        Shape {
            source: match self.source {
                Source::HostedAuth => "TokenGeneration_HostedAuth",
                Source::Authentication => "TokenGeneration_Authentication",
                Source::NewPasswordChallenge => "TokenGeneration_NewPasswordChallenge",
                Source::AuthenticateDevice => "TokenGeneration_AuthenticateDevice",
                Source::RefreshTokens => "TokenGeneration_RefreshTokens",
                Source::ClientCredentials => "TokenGeneration_ClientCredentials",
            },
            request: with(request, "clientMetadata", self.client_metadata.map(object)),
            response: json!({ details(version): null }),
        }
    }

    fn read(&self, response: &Answer<'_>, version: Version) -> Result<Overrides, Unreadable> {
        let Some(changes) = response.object(details(version))? else {
            return Ok(Overrides::default());
        };
        let changes = Answer::within(changes);
        let groups = read_groups(&changes)?;
        if version == Version::V1 {
            return Ok(Overrides { id: strings(&changes)?, groups, ..Overrides::default() });
        }
        let part = |name| changes.object(name).map(|part| part.map(Answer::within));
        let mut overrides = Overrides { groups, ..Overrides::default() };
        if let Some(id) = part("idTokenGeneration")? {
            overrides.id = values(&id)?;
        }
        if let Some(access) = part("accessTokenGeneration")? {
            overrides.access = values(&access)?;
            overrides.scopes =
                ScopeChanges { add: access.list("scopesToAdd")?, suppress: access.list("scopesToSuppress")? };
        }
        Ok(overrides)
    }
}

fn details(version: Version) -> &'static str {
    match version {
        Version::V1 => "claimsOverrideDetails",
        Version::V2 | Version::V3 => "claimsAndScopeOverrideDetails",
    }
}

/// Version 1 knows claims that are strings.
fn strings(part: &Answer<'_>) -> Result<ClaimChanges, Unreadable> {
    let set = part.texts("claimsToAddOrOverride")?.unwrap_or_default();
    let set = set.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    Ok(ClaimChanges { set, suppress: part.list("claimsToSuppress")? })
}

fn values(part: &Answer<'_>) -> Result<ClaimChanges, Unreadable> {
    let set: Map<String, Value> = part.object("claimsToAddOrOverride")?.cloned().unwrap_or_default();
    let set = set.into_iter().filter(|(_, value)| !value.is_null()).collect();
    Ok(ClaimChanges { set, suppress: part.list("claimsToSuppress")? })
}

/// Absent leaves the groups as they are; null and an empty object take them all away, as the guide says.
fn read_groups(changes: &Answer<'_>) -> Result<Option<Groups>, Unreadable> {
    const NAME: &str = "groupOverrideDetails";
    if !changes.has(NAME) {
        return Ok(None);
    }
    let Some(groups) = changes.object(NAME)? else {
        return Ok(Some(Groups::default()));
    };
    let groups = Answer::within(groups);
    let within = |_| wrong(NAME, "a group configuration");
    Ok(Some(Groups {
        groups: groups.list("groupsToOverride").map_err(within)?,
        roles: groups.list("iamRolesToOverride").map_err(within)?,
        preferred_role: groups.text("preferredRole").map_err(within)?.map(str::to_owned),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ORIGIN, Script, ada, exchange, hooks, ready};
    use super::super::{TriggerError, Triggers};
    use super::*;

    const URL: &str = "http://localhost:9001/";

    fn config(version: &str) -> Value {
        json!({ "PreTokenGenerationConfig": { "LambdaArn": URL, "LambdaVersion": version } })
    }

    fn generate(version: &str, response: Value) -> (Value, Result<Overrides, TriggerError>) {
        let (attributes, scopes) = (ada(), ["openid".to_owned()]);
        let groups = Groups { groups: vec!["staff".into()], roles: vec![], preferred_role: None };
        let question = PreTokenGeneration {
            source: Source::RefreshTokens,
            attributes: &attributes,
            groups: &groups,
            scopes: &scopes,
            client_metadata: None,
        };
        exchange(config(version), &question, response)
    }

    #[test]
    fn the_event_of_version_1_knows_no_scopes() {
        let (event, answer) = generate("V1_0", json!({}));
        assert_eq!(
            (&event["version"], &event["triggerSource"]),
            (&json!("1"), &json!("TokenGeneration_RefreshTokens"))
        );
        let groups = json!({ "groupsToOverride": ["staff"], "iamRolesToOverride": [], "preferredRole": null });
        let request = json!({ "userAttributes": { "email": "ada@example.com" }, "groupConfiguration": groups });
        assert_eq!(event["request"], request);
        assert_eq!(event["response"], json!({ "claimsOverrideDetails": null }));
        assert_eq!(answer, Ok(Overrides::default()));
    }

    #[test]
    fn the_events_of_versions_2_and_3_have_scopes_and_differ_in_the_number() {
        for (version, number) in [("V2_0", "2"), ("V3_0", "3")] {
            let (event, _) = generate(version, json!({}));
            assert_eq!((&event["version"], &event["request"]["scopes"]), (&json!(number), &json!(["openid"])));
            assert_eq!(event["response"], json!({ "claimsAndScopeOverrideDetails": null }));
        }
    }

    #[test]
    fn every_version_is_answered_in_its_own_member() {
        let one = json!({ "claimsOverrideDetails": { "claimsToSuppress": ["email"] } });
        let two =
            json!({ "claimsAndScopeOverrideDetails": { "idTokenGeneration": { "claimsToSuppress": ["email"] } } });
        let suppressed = |version, response: &Value| generate(version, response.clone()).1.unwrap().id.suppress;
        assert_eq!((suppressed("V1_0", &one), suppressed("V1_0", &two)), (vec!["email".to_owned()], vec![]));
        assert_eq!((suppressed("V2_0", &two), suppressed("V2_0", &one)), (vec!["email".to_owned()], vec![]));
        assert_eq!((suppressed("V3_0", &two), suppressed("V3_0", &one)), (vec!["email".to_owned()], vec![]));
    }

    #[test]
    fn claims_are_strings_in_version_1_and_anything_after_it() {
        let claims = json!({ "claimsToAddOrOverride": { "a": "x", "b": 1, "c": null } });
        let one = generate("V1_0", json!({ "claimsOverrideDetails": claims })).1.unwrap();
        assert_eq!(json!(one.id.set), json!({ "a": "x", "b": "1" }));
        let claims = json!({ "claimsToAddOrOverride": { "a": ["x", 1], "b": 1, "c": null, "d": { "e": true } } });
        assert!(generate("V1_0", json!({ "claimsOverrideDetails": claims })).1.is_err());
        let response = json!({ "claimsAndScopeOverrideDetails": {
            "idTokenGeneration": claims,
            "accessTokenGeneration": { "scopesToAdd": ["a/b"], "scopesToSuppress": ["openid"] },
        } });
        let two = generate("V2_0", response).1.unwrap();
        assert_eq!(json!(two.id.set), json!({ "a": ["x", 1], "b": 1, "d": { "e": true } }));
        assert_eq!((two.scopes.add, two.scopes.suppress), (vec!["a/b".to_owned()], vec!["openid".to_owned()]));
    }

    #[test]
    fn groups_stay_if_unmentioned_and_go_if_null_or_empty() {
        let groups = |details: Value| generate("V1_0", json!({ "claimsOverrideDetails": details })).1.unwrap().groups;
        assert_eq!(groups(json!({})), None);
        assert_eq!(groups(json!({ "groupOverrideDetails": null })), Some(Groups::default()));
        assert_eq!(groups(json!({ "groupOverrideDetails": {} })), Some(Groups::default()));
        let details = json!({ "groupsToOverride": ["a"], "iamRolesToOverride": ["r"], "preferredRole": "p" });
        let all = Groups { groups: vec!["a".into()], roles: vec!["r".into()], preferred_role: Some("p".into()) };
        assert_eq!(groups(json!({ "groupOverrideDetails": details })), Some(all));
    }

    #[test]
    fn changes_of_the_wrong_kind_are_errors() {
        for details in [
            json!("x"),
            json!({ "groupOverrideDetails": ["a"] }),
            json!({ "groupOverrideDetails": { "groupsToOverride": "a" } }),
            json!({ "idTokenGeneration": { "claimsToSuppress": "email" } }),
            json!({ "idTokenGeneration": [] }),
            json!({ "accessTokenGeneration": { "scopesToAdd": [1] } }),
            json!({ "accessTokenGeneration": { "claimsToAddOrOverride": [] } }),
        ] {
            let response = json!({ "claimsAndScopeOverrideDetails": details });
            let error = generate("V2_0", response).1.unwrap_err();
            assert_eq!(error.message(), "Unrecognizable lambda output", "{details}");
        }
    }

    #[test]
    fn only_version_3_hears_of_machines() {
        let machine = PreTokenGeneration {
            source: Source::ClientCredentials,
            attributes: &Attributes::new(),
            groups: &Groups::default(),
            scopes: &[],
            client_metadata: None,
        };
        for version in ["V1_0", "V2_0"] {
            let (script, hooks) = (Script::new([]), hooks(config(version)));
            let triggers = Triggers { outbound: &script, hooks: &hooks };
            assert_eq!(ready(triggers.ask(&ORIGIN, &machine)), Ok(None));
        }
        let (event, _) = exchange(config("V3_0"), &machine, json!({}));
        assert_eq!(event["triggerSource"], "TokenGeneration_ClientCredentials");
    }
}
