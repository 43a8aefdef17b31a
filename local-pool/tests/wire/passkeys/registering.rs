//! Registering, listing and deleting passkeys, and what the pool says about them.

use super::*;

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
