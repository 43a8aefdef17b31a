//! Passkeys: registering, listing and deleting them, and WEB_AUTHN, with a software authenticator.

use serde_json::{Value, json};

use crate::authenticator::Authenticator;
use crate::pool::{Alone, PASSWORD, POOL_ID, Pool, Tokens, not_authorized, text};

const CONFIG: &str = r#"
[pool]
id = "eu-west-1_Wire0001"
first_factors = ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]
[pool.passkeys]
relying_party = "localhost"
[[clients]]
id = "web"
explicit_auth_flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
[[clients]]
id = "other"
explicit_auth_flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
[[users]]
username = "ada"
password = "Correct-horse-7"
attributes = { email = "ada@example.com", email_verified = "true", name = "Ada L." }
[[users]]
username = "grace"
password = "Correct-horse-7"
"#;

type Outcome = Result<Value, (String, String)>;
type Lie = fn(&mut Authenticator);

fn pool() -> Pool {
    Pool::with(CONFIG, Box::new(Alone))
}

/// The same pool with lines of its configuration replaced.
fn pool_with(changes: &[(&str, &str)]) -> Pool {
    let mut config = CONFIG.to_owned();
    for (from, to) in changes {
        assert!(config.contains(from), "{from}");
        config = config.replace(from, to);
    }
    Pool::with(&config, Box::new(Alone))
}

impl Pool {
    fn access(&self, client: &str, username: &str) -> String {
        let input = json!({
            "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client,
            "AuthParameters": { "USERNAME": username, "PASSWORD": PASSWORD },
        });
        Tokens::read(&self.call("InitiateAuth", &input).expect("a sign-in")).access
    }

    fn start(&self, access: &str) -> Value {
        let answer = self.call("StartWebAuthnRegistration", &json!({ "AccessToken": access })).expect("options");
        answer["CredentialCreationOptions"].clone()
    }

    fn finish(&self, access: &str, credential: &Value) -> Outcome {
        self.call("CompleteWebAuthnRegistration", &json!({ "AccessToken": access, "Credential": credential }))
    }

    fn register(&self, access: &str, seed: &str) -> Authenticator {
        let mut authenticator = Authenticator::new(seed);
        let credential = authenticator.create(&self.start(access));
        self.finish(access, &credential).expect("a passkey");
        authenticator
    }

    fn list(&self, access: &str, more: Value) -> Outcome {
        let mut input = json!({ "AccessToken": access });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("ListWebAuthnCredentials", &input)
    }

    fn delete(&self, access: &str, id: &str) -> Outcome {
        self.call("DeleteWebAuthnCredential", &json!({ "AccessToken": access, "CredentialId": id }))
    }

    fn begin(&self, username: &str) -> Value {
        let parameters = json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "WEB_AUTHN" });
        let input = json!({ "AuthFlow": "USER_AUTH", "ClientId": "web", "AuthParameters": parameters });
        self.call("InitiateAuth", &input).expect("a challenge")
    }

    fn prove(&self, client: &str, username: &str, session: &str, credential: &str) -> Outcome {
        self.call(
            "RespondToAuthChallenge",
            &json!({
                "ChallengeName": "WEB_AUTHN", "ClientId": client, "Session": session,
                "ChallengeResponses": { "USERNAME": username, "CREDENTIAL": credential },
            }),
        )
    }

    /// A whole sign-in.
    fn sign_in_with(&self, username: &str, authenticator: &mut Authenticator) -> Outcome {
        let challenge = self.begin(username);
        let credential = authenticator.get(&asked(&challenge), None);
        self.prove("web", username, &text(&challenge, "/Session"), &credential)
    }

    fn sub(&self, access: &str) -> String {
        text(&self.get_user(access).unwrap(), "/UserAttributes/0/Value")
    }
}

/// CREDENTIAL_REQUEST_OPTIONS.
fn asked(challenge: &Value) -> Value {
    assert_eq!(challenge["ChallengeName"], "WEB_AUTHN", "{challenge}");
    serde_json::from_str(&text(challenge, "/ChallengeParameters/CREDENTIAL_REQUEST_OPTIONS")).expect("JSON")
}

fn name_of(outcome: Outcome) -> String {
    outcome.expect_err("a refusal").0
}

#[test]
fn a_registered_passkey_signs_in_again_and_again() {
    let pool = pool();
    let access = pool.access("web", "ada");
    let options = pool.start(&access);
    assert_eq!((&options["rp"]["id"], &options["user"]["name"]), (&json!("localhost"), &json!("ada")));
    assert_eq!(options["user"]["displayName"], "Ada L.");
    assert_eq!(options["excludeCredentials"], json!([]));
    let mut authenticator = Authenticator::new("phone");
    pool.finish(&access, &authenticator.create(&options)).unwrap();
    assert_eq!(pool.start(&access)["excludeCredentials"][0]["id"], authenticator.id());

    let sub = pool.sub(&access);
    for user in [None, Some(sub.as_str())] {
        let challenge = pool.begin("ada");
        assert_eq!(challenge["AvailableChallenges"], json!(["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]));
        let options = asked(&challenge);
        assert_eq!((&options["rpId"], &options["userVerification"]), (&json!("localhost"), &json!("preferred")));
        assert_eq!(options["allowCredentials"][0]["id"], authenticator.id());
        assert_eq!(options["allowCredentials"][0]["transports"], json!(["internal"]));
        let credential = authenticator.get(&options, user);
        let answer = pool.prove("web", "ada", &text(&challenge, "/Session"), &credential).unwrap();
        assert!(pool.get_user(&Tokens::read(&answer).access).is_ok());
    }
}

#[test]
fn a_passkey_may_be_chosen_from_the_list() {
    let pool = pool();
    let mut authenticator = pool.register(&pool.access("web", "ada"), "phone");
    let input = json!({ "AuthFlow": "USER_AUTH", "ClientId": "web", "AuthParameters": { "USERNAME": "ada" } });
    let list = pool.call("InitiateAuth", &input).unwrap();
    let chosen = pool.call(
        "RespondToAuthChallenge",
        &json!({
            "ChallengeName": "SELECT_CHALLENGE", "ClientId": "web", "Session": list["Session"],
            "ChallengeResponses": { "USERNAME": "ada", "ANSWER": "WEB_AUTHN" },
        }),
    );
    let chosen = chosen.unwrap();
    let credential = authenticator.get(&asked(&chosen), None);
    assert!(pool.prove("web", "ada", &text(&chosen, "/Session"), &credential).is_ok());
}

#[test]
fn whoever_has_no_passkey_is_offered_none() {
    let pool = pool();
    let parameters = json!({ "USERNAME": "grace", "PREFERRED_CHALLENGE": "WEB_AUTHN" });
    let input = json!({ "AuthFlow": "USER_AUTH", "ClientId": "web", "AuthParameters": parameters });
    let answer = pool.call("InitiateAuth", &input).unwrap();
    assert_eq!(answer["ChallengeName"], "SELECT_CHALLENGE");
    assert_eq!(answer["AvailableChallenges"], json!(["PASSWORD_SRP", "PASSWORD"]));
}

#[test]
fn an_answer_is_good_once_for_its_client_and_user_within_three_minutes() {
    let pool = pool();
    let mut authenticator = pool.register(&pool.access("web", "ada"), "phone");
    let challenge = pool.begin("ada");
    let session = text(&challenge, "/Session");
    let credential = authenticator.get(&asked(&challenge), None);
    for (client, username) in [("other", "ada"), ("web", "grace")] {
        let refused = pool.prove(client, username, &session, &credential);
        assert_eq!(refused.err(), not_authorized("Invalid session for the user."), "{client} {username}");
    }
    assert!(pool.prove("web", "ada", &session, &credential).is_ok(), "others did not spend it");
    let again = pool.prove("web", "ada", &session, &credential);
    assert_eq!(again.err(), not_authorized("Invalid session for the user, session can only be used once."));
    let next = text(&pool.begin("ada"), "/Session");
    assert_eq!(name_of(pool.prove("web", "ada", &next, &credential)), "NotAuthorizedException", "another challenge");

    let late = pool.begin("ada");
    let credential = authenticator.get(&asked(&late), None);
    pool.wait(180);
    let refused = pool.prove("web", "ada", &text(&late, "/Session"), &credential);
    assert_eq!(refused.err(), not_authorized("Invalid session for the user, session is expired."));
}

#[test]
fn a_wrong_answer_spends_the_challenge_and_nonsense_does_not() {
    let pool = pool();
    let mut authenticator = pool.register(&pool.access("web", "ada"), "phone");
    let challenge = pool.begin("ada");
    let (session, options) = (text(&challenge, "/Session"), asked(&challenge));
    for nonsense in ["nonsense", "{}", "[]", "null"] {
        assert_eq!(name_of(pool.prove("web", "ada", &session, nonsense)), "InvalidParameterException");
    }
    let mut elsewhere = authenticator.clone();
    elsewhere.origin = "https://evil.example";
    let wrong = elsewhere.get(&options, None);
    assert_eq!(name_of(pool.prove("web", "ada", &session, &wrong)), "NotAuthorizedException");
    let right = authenticator.get(&options, None);
    let again = pool.prove("web", "ada", &session, &right);
    assert_eq!(again.err(), not_authorized("Invalid session for the user, session can only be used once."));
}

#[test]
fn a_passkey_of_another_user_or_of_nobody_does_not_sign_in() {
    let pool = pool();
    let mut adas = pool.register(&pool.access("web", "ada"), "adas");
    let mut graces = pool.register(&pool.access("web", "grace"), "graces");
    assert_eq!(name_of(pool.sign_in_with("ada", &mut graces)), "NotAuthorizedException");
    assert_eq!(name_of(pool.sign_in_with("ada", &mut Authenticator::new("strange"))), "NotAuthorizedException");
    // The right passkey that says it is somebody else's.
    let (challenge, sub) = (pool.begin("ada"), pool.sub(&pool.access("web", "grace")));
    let credential = adas.get(&asked(&challenge), Some(&sub));
    let refused = pool.prove("web", "ada", &text(&challenge, "/Session"), &credential);
    assert_eq!(name_of(refused), "NotAuthorizedException");
    assert!(pool.sign_in_with("ada", &mut adas).is_ok());
}

#[test]
fn a_counter_that_goes_back_is_refused() {
    let pool = pool();
    let mut authenticator = pool.register(&pool.access("web", "ada"), "phone");
    let mut copy = authenticator.clone();
    assert!(pool.sign_in_with("ada", &mut authenticator).is_ok());
    assert_eq!(name_of(pool.sign_in_with("ada", &mut copy)), "NotAuthorizedException");
    assert!(pool.sign_in_with("ada", &mut authenticator).is_ok());
}

#[test]
fn somebody_who_does_not_exist_is_asked_like_anybody_and_refused_in_the_same_words() {
    let pool = pool();
    pool.register(&pool.access("web", "ada"), "phone");
    let (first, second, real) = (pool.begin("nobody"), pool.begin("nobody"), pool.begin("ada"));
    let ids = |challenge: &Value| asked(challenge)["allowCredentials"].clone();
    assert_eq!(ids(&first), ids(&second), "a passkey that changes tells that there is no such user");
    assert_ne!(ids(&first), ids(&pool.begin("noone")));
    assert_eq!(ids(&first).as_array().unwrap().len(), 1);
    let mut stranger = Authenticator::new("strange");
    let answers = [("nobody", &first), ("ada", &real)].map(|(username, challenge)| {
        let credential = stranger.get(&asked(challenge), None);
        pool.prove("web", username, &text(challenge, "/Session"), &credential).expect_err("a refusal")
    });
    assert_eq!(answers[0], answers[1]);
    // With the id that was told and a signature of one's own.
    let answers = [("nobody", &second), ("ada", &pool.begin("ada"))].map(|(username, challenge)| {
        let options = asked(challenge);
        let mut credential: Value = serde_json::from_str(&stranger.get(&options, None)).unwrap();
        credential["id"] = options["allowCredentials"][0]["id"].clone();
        credential["rawId"] = credential["id"].clone();
        let session = text(challenge, "/Session");
        pool.prove("web", username, &session, &credential.to_string()).expect_err("a refusal")
    });
    assert!(answers.iter().all(|(name, _)| name == "NotAuthorizedException"));
}

#[test]
fn a_registration_is_good_once_for_five_minutes_and_the_newest_counts() {
    let pool = pool();
    let access = pool.access("web", "ada");
    let missing = "WebAuthnChallengeNotFoundException";
    let mut authenticator = Authenticator::new("phone");
    assert_eq!(name_of(pool.finish(&access, &authenticator.create(&json!({ "challenge": "AAAA" })))), missing);
    let (older, newer) = (pool.start(&access), pool.start(&access));
    assert_eq!(name_of(pool.finish(&access, &authenticator.create(&older))), missing);
    let given = authenticator.create(&newer);
    assert_eq!(name_of(pool.finish(&access, &given)), missing, "a wrong answer ended it");
    let given = authenticator.create(&pool.start(&access));
    assert!(pool.finish(&access, &given).is_ok());
    assert_eq!(name_of(pool.finish(&access, &given)), missing, "a right one too");
    let late = Authenticator::new("late").create(&pool.start(&access));
    pool.wait(300);
    assert_eq!(name_of(pool.finish(&access, &late)), missing);
}

#[test]
fn registrations_that_are_wrong_are_refused_each_by_its_name() {
    let pool = pool_with(&[(
        "relying_party = \"localhost\"",
        "relying_party = \"localhost\"\nuser_verification = \"required\"",
    )]);
    let access = pool.access("web", "ada");
    let cases: [(Lie, &str); 4] = [
        (|phone| phone.origin = "https://evil.example", "WebAuthnOriginNotAllowedException"),
        (|phone| phone.origin = "http://127.0.0.1:5173", "WebAuthnOriginNotAllowedException"),
        (|phone| phone.relying_party = "other.example", "WebAuthnRelyingPartyMismatchException"),
        (|phone| phone.verifies_user = false, "WebAuthnCredentialNotSupportedException"),
    ];
    for (lie, name) in cases {
        let mut authenticator = Authenticator::new("phone");
        lie(&mut authenticator);
        let given = authenticator.create(&pool.start(&access));
        assert_eq!(name_of(pool.finish(&access, &given)), name);
    }
    for nonsense in [json!({}), json!({ "id": 7 }), json!({ "response": { "clientDataJSON": "%%%" } })] {
        pool.start(&access);
        assert_eq!(name_of(pool.finish(&access, &nonsense)), "InvalidParameterException", "{nonsense}");
    }
    assert_eq!(pool.list(&access, json!({})).unwrap()["Credentials"], json!([]));
}

#[test]
fn a_registration_belongs_to_its_user_and_its_client() {
    let pool = pool();
    let (ada, adas_other, grace) =
        (pool.access("web", "ada"), pool.access("other", "ada"), pool.access("web", "grace"));
    let given = Authenticator::new("phone").create(&pool.start(&ada));
    assert_eq!(name_of(pool.finish(&grace, &given)), "WebAuthnChallengeNotFoundException");
    assert_eq!(name_of(pool.finish(&adas_other, &given)), "WebAuthnClientMismatchException");
    let given = Authenticator::new("phone").create(&pool.start(&ada));
    assert!(pool.finish(&ada, &given).is_ok());
    let same = Authenticator::new("phone").create(&pool.start(&grace));
    assert_eq!(name_of(pool.finish(&grace, &same)), "InvalidParameterException", "a passkey is one person's");
}

#[test]
fn passkeys_are_listed_in_pages_and_deleted_by_their_owner_alone() {
    let pool = pool();
    let (ada, grace) = (pool.access("web", "ada"), pool.access("web", "grace"));
    let mut registered = Vec::new();
    for seed in ["one", "two", "three"] {
        registered.push(pool.register(&ada, seed));
        pool.wait(1);
    }
    let all = pool.list(&ada, json!({})).unwrap();
    let ids = |answer: &Value| -> Vec<String> {
        answer["Credentials"].as_array().unwrap().iter().map(|one| text(one, "/CredentialId")).collect()
    };
    assert_eq!(ids(&all), registered.iter().map(Authenticator::id).collect::<Vec<_>>());
    assert_eq!(all["Credentials"][0]["RelyingPartyId"], "localhost");
    assert_eq!(all["Credentials"][0]["AuthenticatorAttachment"], "platform");
    let page = pool.list(&ada, json!({ "MaxResults": 2 })).unwrap();
    let rest = pool.list(&ada, json!({ "MaxResults": 2, "NextToken": page["NextToken"] })).unwrap();
    assert_eq!([ids(&page), ids(&rest)].concat(), ids(&all));
    assert!(rest.get("NextToken").is_none());
    let others = pool.list(&grace, json!({ "NextToken": page["NextToken"] }));
    assert_eq!(name_of(others), "InvalidParameterException");

    let first = registered[0].id();
    assert_eq!(name_of(pool.delete(&grace, &first)), "ResourceNotFoundException");
    let challenge = pool.begin("ada");
    pool.delete(&ada, &first).unwrap();
    assert_eq!(name_of(pool.delete(&ada, &first)), "ResourceNotFoundException");
    assert_eq!(ids(&pool.list(&ada, json!({})).unwrap()).len(), 2);
    let credential = registered[0].get(&asked(&challenge), None);
    let refused = pool.prove("web", "ada", &text(&challenge, "/Session"), &credential);
    assert_eq!(name_of(refused), "NotAuthorizedException", "deleted while it was asked for");
}

#[test]
fn a_user_has_at_most_twenty_passkeys() {
    let pool = pool();
    let access = pool.access("web", "ada");
    for number in 0..20 {
        pool.register(&access, &number.to_string());
    }
    let refused = pool.call("StartWebAuthnRegistration", &json!({ "AccessToken": access }));
    assert_eq!(name_of(refused), "LimitExceededException");
}

#[test]
fn a_pool_that_allows_no_passkeys_says_so() {
    let pool = pool_with(&[(", \"WEB_AUTHN\"", "")]);
    let access = pool.access("web", "ada");
    let refused = pool.call("StartWebAuthnRegistration", &json!({ "AccessToken": access }));
    assert_eq!(name_of(refused), "WebAuthnNotEnabledException");
    assert_eq!(name_of(pool.finish(&access, &json!({}))), "WebAuthnNotEnabledException");
    assert_eq!(pool.list(&access, json!({})).unwrap()["Credentials"], json!([]));
}

#[test]
fn without_a_relying_party_there_are_no_passkeys_and_a_domain_makes_localhost_one() {
    let pool = pool_with(&[("[pool.passkeys]\nrelying_party = \"localhost\"\n", "")]);
    let access = pool.access("web", "ada");
    let refused = pool.call("StartWebAuthnRegistration", &json!({ "AccessToken": access }));
    assert_eq!(name_of(refused), "WebAuthnConfigurationMissingException");
    pool.admin("CreateUserPoolDomain", &json!({ "UserPoolId": POOL_ID, "Domain": "wire" })).unwrap();
    assert_eq!(pool.start(&access)["rp"]["id"], "localhost");
    let certificate = "arn:aws:acm:us-east-1:123456789012:certificate/c";
    let custom = json!({ "CertificateArn": certificate });
    let domain = json!({ "UserPoolId": POOL_ID, "Domain": "login.example.org", "CustomDomainConfig": custom });
    pool.admin("CreateUserPoolDomain", &domain).unwrap();
    assert_eq!(pool.start(&access)["rp"]["id"], "login.example.org");
}

#[test]
fn a_passkey_is_both_factors_where_the_pool_and_the_user_say_so() {
    let optional = "[pool.mfa]\nmode = \"OPTIONAL\"\nfactors = [\"EMAIL_OTP\"]\n[pool.passkeys]";
    for (satisfies, offered) in [(false, false), (true, true)] {
        let relying_party = format!("relying_party = \"localhost\"\nsatisfies_mfa = {satisfies}");
        let changes = [("[pool.passkeys]", optional), ("relying_party = \"localhost\"", relying_party.as_str())];
        let pool = pool_with(&changes);
        let access = pool.access("web", "ada");
        let mut authenticator = pool.register(&access, "phone");
        let sets = |input: Value| {
            let mut input = input;
            input["AccessToken"] = access.as_str().into();
            pool.call("SetUserMFAPreference", &input)
        };
        sets(json!({ "EmailMfaSettings": { "Enabled": true } })).unwrap();
        let list = |pool: &Pool| pool.begin_any("ada")["AvailableChallenges"].to_string();
        assert!(!list(&pool).contains("WEB_AUTHN"), "the user did not turn it on");
        let turned_on = sets(json!({ "WebAuthnMfaSettings": { "Enabled": true } }));
        assert_eq!((turned_on.is_ok(), list(&pool).contains("WEB_AUTHN")), (offered, offered));
        if offered {
            let mut unverified = authenticator.clone();
            unverified.verifies_user = false;
            assert_eq!(name_of(pool.sign_in_with("ada", &mut unverified)), "NotAuthorizedException");
            authenticator.count += 1;
            assert!(pool.sign_in_with("ada", &mut authenticator).unwrap()["AuthenticationResult"].is_object());
            pool.delete(&access, &authenticator.id()).unwrap();
            assert_eq!(pool.get_user(&access).unwrap()["UserMFASettingList"], json!(["EMAIL_OTP"]));
        }
    }
}

impl Pool {
    fn begin_any(&self, username: &str) -> Value {
        let parameters = json!({ "USERNAME": username });
        let input = json!({ "AuthFlow": "USER_AUTH", "ClientId": "web", "AuthParameters": parameters });
        self.call("InitiateAuth", &input).expect("a challenge")
    }
}
