//! Signing in with a passkey.

use super::*;

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
    // Not all who do not exist look like people with a passkey.
    let names = (0..64).map(|number| format!("nobody{number}"));
    let names: Vec<String> = names.filter(|name| pool.begin(name)["ChallengeName"] == "WEB_AUTHN").collect();
    assert!((4..60).contains(&names.len()), "{names:?}");
    let (nobody, noone) = (names[0].as_str(), names[1].as_str());
    let (first, second, real) = (pool.begin(nobody), pool.begin(nobody), pool.begin("ada"));
    let ids = |challenge: &Value| asked(challenge)["allowCredentials"].clone();
    assert_eq!(ids(&first), ids(&second), "a passkey that changes tells that there is no such user");
    assert_ne!(ids(&first), ids(&pool.begin(noone)));
    assert_eq!(ids(&first).as_array().unwrap().len(), 1);
    let mut stranger = Authenticator::new("strange");
    let answers = [(nobody, &first), ("ada", &real)].map(|(username, challenge)| {
        let credential = stranger.get(&asked(challenge), None);
        pool.prove("web", username, &text(challenge, "/Session"), &credential).expect_err("a refusal")
    });
    assert_eq!(answers[0], answers[1]);
    // With the id that was told and a signature of one's own.
    let answers = [(nobody, &second), ("ada", &pool.begin("ada"))].map(|(username, challenge)| {
        let options = asked(challenge);
        let mut credential: Value = serde_json::from_str(&stranger.get(&options, None)).unwrap();
        credential["id"] = options["allowCredentials"][0]["id"].clone();
        credential["rawId"] = credential["id"].clone();
        let session = text(challenge, "/Session");
        pool.prove("web", username, &session, &credential.to_string()).expect_err("a refusal")
    });
    assert!(answers.iter().all(|(name, _)| name == "NotAuthorizedException"));
}
