//! Triggers where operations ask them: what they are told, what their answers do, and what their failures do.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use local_pool::outbound::{Outbound, OutboundError, OutboundRequest, OutboundResponse, Sending};
use serde_json::{Value, json};

use crate::pool::{CONFIG, PASSWORD, POOL_ID, Pool, Tokens, text};
use crate::srp_client::{Challenge, SrpClient};

type Reply = Result<Value, String>;
type Function = dyn Fn(&str, Value) -> Reply + Send + Sync;

/// A server of webhooks: each trigger is a path. An error is what a function throws.
#[derive(Clone)]
pub struct Webhooks {
    events: Arc<Mutex<Vec<(String, Value)>>>,
    reply: Arc<Function>,
}

impl Webhooks {
    pub fn new(reply: impl Fn(&str, Value) -> Reply + Send + Sync + 'static) -> Self {
        Self { events: Arc::default(), reply: Arc::new(reply) }
    }

    /// What a trigger was told, the oldest first.
    pub fn told(&self, trigger: &str) -> Vec<Value> {
        let events = self.events.lock().unwrap();
        events.iter().filter(|(name, _)| name == trigger).map(|(_, event)| event.clone()).collect()
    }
}

impl Outbound for Webhooks {
    fn send(&self, request: OutboundRequest) -> Sending<'_> {
        let trigger = request.url.rsplit('/').next().unwrap_or_default().to_owned();
        let event: Value = serde_json::from_slice(&request.body).expect("an event");
        self.events.lock().unwrap().push((trigger.clone(), event.clone()));
        let (status, body) = match (self.reply)(&trigger, event) {
            Ok(answer) => (200, answer),
            Err(thrown) if thrown == "gone" => {
                return Box::pin(async { Err(OutboundError::Unreachable("nobody is there".into())) });
            }
            Err(thrown) => (500, json!({ "errorMessage": thrown, "errorType": "Error" })),
        };
        Box::pin(
            async move { Ok(OutboundResponse { status, headers: Vec::new(), body: body.to_string().into_bytes() }) },
        )
    }
}

/// A pool whose triggers are these.
pub fn pool_with(triggers: &[&str], webhooks: &Webhooks) -> Pool {
    let lines: Vec<String> = triggers.iter().map(|name| format!("{name} = \"http://hooks.test/{name}\"")).collect();
    let config = format!(
        "[pool]\nid = \"{POOL_ID}\"\nauto_verified_attributes = [\"email\"]\n[pool.triggers]\n{}\n[[clients]]\nid = \"web\"\nexplicit_auth_flows = [\"ALLOW_USER_SRP_AUTH\", \
         \"ALLOW_USER_PASSWORD_AUTH\", \"ALLOW_CUSTOM_AUTH\", \"ALLOW_REFRESH_TOKEN_AUTH\"]\n[[users]]\nusername = \"ada\"\n\
         password = \"{PASSWORD}\"\ngroups = [\"admins\"]\nattributes = {{ email = \"ada@example.com\" }}\n",
        lines.join("\n")
    );
    Pool::with(&config, Box::new(webhooks.clone()))
}

fn begin(pool: &Pool, flow: &str, parameters: Value) -> Result<Value, (String, String)> {
    let metadata = json!({ "from": "test" });
    let input =
        json!({ "AuthFlow": flow, "ClientId": "web", "AuthParameters": parameters, "ClientMetadata": metadata });
    pool.call("InitiateAuth", &input)
}

fn with_password(pool: &Pool) -> Result<Value, (String, String)> {
    begin(pool, "USER_PASSWORD_AUTH", json!({ "USERNAME": "ada", "PASSWORD": PASSWORD }))
}

fn answer(pool: &Pool, session: &str, username: &str, given: &str) -> Result<Value, (String, String)> {
    let responses = json!({ "USERNAME": username, "ANSWER": given });
    let input = json!({ "ChallengeName": "CUSTOM_CHALLENGE", "ClientId": "web", "Session": session, "ChallengeResponses": responses });
    pool.call("RespondToAuthChallenge", &input)
}

/// Asks a riddle at most three times, after the password where the sign-in began with it.
fn riddle() -> Webhooks {
    Webhooks::new(|trigger, mut event| {
        let rounds = event["request"]["session"].as_array().cloned().unwrap_or_default();
        let response = match trigger {
            "define_auth_challenge" => match rounds.last() {
                Some(last) if last["challengeName"] == "SRP_A" => json!({ "challengeName": "PASSWORD_VERIFIER" }),
                Some(last) if last["challengeName"] == "CUSTOM_CHALLENGE" && last["challengeResult"] == true => {
                    json!({ "issueTokens": true })
                }
                _ if rounds.len() >= 3 => json!({ "failAuthentication": true }),
                _ => json!({ "challengeName": "CUSTOM_CHALLENGE" }),
            },
            "create_auth_challenge" => json!({
                "publicChallengeParameters": { "riddle": "6 x 7" },
                "privateChallengeParameters": { "answer": "42" },
                "challengeMetadata": "RIDDLE",
            }),
            _ => {
                let right =
                    event["request"]["challengeAnswer"] == event["request"]["privateChallengeParameters"]["answer"];
                json!({ "answerCorrect": right })
            }
        };
        event["response"] = response;
        Ok(event)
    })
}

const CUSTOM: [&str; 3] = ["define_auth_challenge", "create_auth_challenge", "verify_auth_challenge"];

#[test]
fn a_custom_challenge_is_asked_until_it_is_answered() {
    let webhooks = riddle();
    let pool = pool_with(&CUSTOM, &webhooks);
    let asked = begin(&pool, "CUSTOM_AUTH", json!({ "USERNAME": "ada" })).unwrap();
    assert_eq!(asked["ChallengeName"], "CUSTOM_CHALLENGE");
    assert_eq!(asked["ChallengeParameters"], json!({ "USERNAME": "ada", "riddle": "6 x 7" }));
    let first = text(&asked, "/Session");
    let again = answer(&pool, &first, "ada", "41").unwrap();
    assert_eq!(again["ChallengeName"], "CUSTOM_CHALLENGE");
    assert!(answer(&pool, &first, "ada", "42").is_err(), "a session is good once");
    let done = answer(&pool, &text(&again, "/Session"), "ada", "42").unwrap();
    assert!(pool.get_user(&Tokens::read(&done).access).is_ok());
    let last = &webhooks.told("define_auth_challenge")[2]["request"];
    let wrong = json!({ "challengeName": "CUSTOM_CHALLENGE", "challengeResult": false, "challengeMetadata": "RIDDLE" });
    assert_eq!((&last["session"][0], last["session"][1]["challengeResult"].clone()), (&wrong, json!(true)));
    assert_eq!(last["userAttributes"]["email"], "ada@example.com");
}

#[test]
fn a_custom_challenge_that_fails_three_times_is_a_wrong_password() {
    let pool = pool_with(&CUSTOM, &riddle());
    let mut session = text(&begin(&pool, "CUSTOM_AUTH", json!({ "USERNAME": "ada" })).unwrap(), "/Session");
    for _ in 0..2 {
        session = text(&answer(&pool, &session, "ada", "41").unwrap(), "/Session");
    }
    let refused = answer(&pool, &session, "ada", "41").expect_err("the third");
    assert_eq!(refused, ("NotAuthorizedException".into(), "Incorrect username or password.".into()));
}

#[test]
fn nobody_signs_in_under_a_name_that_nobody_has_whatever_the_triggers_say() {
    let webhooks = riddle();
    let pool = pool_with(&CUSTOM, &webhooks);
    let asked = begin(&pool, "CUSTOM_AUTH", json!({ "USERNAME": "nobody" })).unwrap();
    assert_eq!(webhooks.told("define_auth_challenge")[0]["request"]["userNotFound"], true);
    let refused = answer(&pool, &text(&asked, "/Session"), "nobody", "42").expect_err("nobody");
    assert_eq!(refused.0, "NotAuthorizedException");
}

#[test]
fn a_custom_sign_in_can_begin_with_the_password() {
    let webhooks = riddle();
    let pool = pool_with(&CUSTOM, &webhooks);
    let srp = SrpClient::new("ada", PASSWORD);
    let start = json!({ "USERNAME": "ada", "CHALLENGE_NAME": "SRP_A", "SRP_A": srp.a_hex() });
    let challenge = Challenge::read(&begin(&pool, "CUSTOM_AUTH", start.clone()).unwrap());
    let responses = srp.responses(&challenge, pool.seconds());
    let asked = pool.respond("web", Some(&challenge.session), &responses).unwrap();
    assert_eq!(asked["ChallengeName"], "CUSTOM_CHALLENGE", "the password alone gives no tokens");
    let history = &webhooks.told("define_auth_challenge")[1]["request"]["session"];
    assert_eq!([&history[0]["challengeName"], &history[1]["challengeName"]], ["SRP_A", "PASSWORD_VERIFIER"]);
    assert!(answer(&pool, &text(&asked, "/Session"), "ada", "42").is_ok());

    let wrong = SrpClient::new("ada", "not the password");
    let start = json!({ "USERNAME": "ada", "CHALLENGE_NAME": "SRP_A", "SRP_A": wrong.a_hex() });
    let challenge = Challenge::read(&begin(&pool, "CUSTOM_AUTH", start).unwrap());
    let responses = wrong.responses(&challenge, pool.seconds());
    assert_eq!(
        pool.respond("web", Some(&challenge.session), &responses).expect_err("wrong").0,
        "NotAuthorizedException"
    );
}

#[test]
fn without_its_triggers_there_is_no_custom_sign_in() {
    let pool = pool_with(&[], &riddle());
    let refused = begin(&pool, "CUSTOM_AUTH", json!({ "USERNAME": "ada" })).expect_err("no triggers");
    assert_eq!(refused.0, "InvalidParameterException");
}

#[test]
fn pre_authentication_keeps_people_out_and_post_authentication_is_told_of_who_came_in() {
    let webhooks = Webhooks::new(|trigger, event| match (trigger, event["userName"] == "ada") {
        ("pre_authentication", true) if event["request"]["validationData"]["from"] == "test" => Ok(event),
        ("pre_authentication", _) => Err("not today".into()),
        _ => Ok(event),
    });
    let pool = pool_with(&["pre_authentication", "post_authentication"], &webhooks);
    assert!(with_password(&pool).is_ok());
    assert_eq!(webhooks.told("post_authentication")[0]["request"]["clientMetadata"], json!({ "from": "test" }));
    let refused =
        begin(&pool, "USER_PASSWORD_AUTH", json!({ "USERNAME": "grace", "PASSWORD": "x" })).expect_err("kept out");
    assert_eq!(
        refused,
        ("UserLambdaValidationException".into(), "PreAuthentication failed with error not today.".into())
    );
    let wrong = begin(&pool, "USER_PASSWORD_AUTH", json!({ "USERNAME": "ada", "PASSWORD": "wrong" }));
    assert_eq!(wrong.expect_err("wrong").0, "NotAuthorizedException");
    assert_eq!(webhooks.told("post_authentication").len(), 1, "who failed did not come in");
}

#[test]
fn a_trigger_that_is_gone_or_answers_nonsense_fails_the_sign_in() {
    let gone = pool_with(&["post_authentication"], &Webhooks::new(|_, _| Err("gone".into())));
    assert_eq!(with_password(&gone).expect_err("gone").0, "UnexpectedLambdaException");
    let nonsense = pool_with(&["pre_token_generation"], &Webhooks::new(|_, _| Ok(json!([1, 2, 3]))));
    assert_eq!(with_password(&nonsense).expect_err("nonsense").0, "InvalidLambdaResponseException");
}

#[test]
fn pre_token_generation_changes_claims_at_sign_in_and_at_refresh() {
    let webhooks = Webhooks::new(|_, mut event| {
        event["response"] = json!({ "claimsOverrideDetails": {
            "claimsToAddOrOverride": { "source": event["triggerSource"], "sub": "forged" },
            "claimsToSuppress": ["email"],
            "groupOverrideDetails": { "groupsToOverride": ["guests"] },
        } });
        Ok(event)
    });
    let pool = pool_with(&["pre_token_generation"], &webhooks);
    let tokens = Tokens::read(&with_password(&pool).unwrap());
    let id = claims(&tokens.id);
    assert_eq!(id["source"], "TokenGeneration_Authentication");
    assert_eq!((&id["email"], &id["cognito:groups"]), (&Value::Null, &json!(["guests"])));
    assert_ne!(id["sub"], "forged");
    assert_eq!(claims(&tokens.access)["cognito:groups"], json!(["guests"]));
    let refreshed = pool.refresh("web", tokens.refresh()).unwrap();
    assert_eq!(claims(&Tokens::read(&refreshed).id)["source"], "TokenGeneration_RefreshTokens");
    assert_eq!(
        webhooks.told("pre_token_generation")[0]["request"]["groupConfiguration"]["groupsToOverride"],
        json!(["admins"])
    );
}

pub fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let payload = token.split('.').nth(1).expect("a payload");
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

fn sign_up(pool: &Pool, name: &str) -> Result<Value, (String, String)> {
    let input = json!({
        "ClientId": "web", "Username": name, "Password": "Correct-horse-8",
        "UserAttributes": [{ "Name": "email", "Value": format!("{name}@example.com") }],
        "ValidationData": [{ "Name": "invitation", "Value": "yes" }], "ClientMetadata": { "from": "test" },
    });
    pool.call("SignUp", &input)
}

#[test]
fn pre_sign_up_refuses_confirms_and_verifies() {
    let webhooks = Webhooks::new(|trigger, mut event| {
        if trigger == "pre_sign_up" {
            if event["userName"] == "mallory" {
                return Err("no".into());
            }
            let trusted = event["request"]["validationData"]["invitation"] == "yes";
            event["response"] = json!({ "autoConfirmUser": trusted, "autoVerifyEmail": trusted });
        }
        Ok(event)
    });
    let pool = pool_with(&["pre_sign_up", "post_confirmation"], &webhooks);
    let refused = sign_up(&pool, "mallory").expect_err("refused");
    assert_eq!(refused, ("UserLambdaValidationException".into(), "PreSignUp failed with error no.".into()));
    let made = sign_up(&pool, "grace").unwrap();
    assert_eq!((&made["UserConfirmed"], &made["CodeDeliveryDetails"]), (&json!(true), &Value::Null));
    let told = &webhooks.told("post_confirmation")[0];
    assert_eq!(told["triggerSource"], "PostConfirmation_ConfirmSignUp");
    assert_eq!(told["request"]["userAttributes"]["email_verified"], "true");
    let signed_in = begin(&pool, "USER_PASSWORD_AUTH", json!({ "USERNAME": "grace", "PASSWORD": "Correct-horse-8" }));
    assert!(signed_in.is_ok());
    let refused = begin(&pool, "USER_PASSWORD_AUTH", json!({ "USERNAME": "mallory", "PASSWORD": "Correct-horse-8" }));
    assert_eq!(refused.expect_err("was not made").0, "NotAuthorizedException");
}

#[test]
fn custom_message_puts_its_own_words_around_the_code_and_never_sees_it() {
    let webhooks = Webhooks::new(|_, mut event| {
        event["response"] = match event["userName"] == "grace" {
            true => json!({ "emailSubject": "Hello", "emailMessage": "Your code: {####}" }),
            false => json!({ "emailMessage": "no place for a code" }),
        };
        Ok(event)
    });
    let pool = pool_with(&["custom_message"], &webhooks);
    sign_up(&pool, "grace").unwrap();
    let outbox: Value = serde_json::from_slice(&pool.get("/_local/outbox").body).unwrap();
    let message = &outbox["messages"][0];
    let code = message["code"].as_str().unwrap();
    assert_eq!((&message["subject"], &message["body"]), (&json!("Hello"), &json!(format!("Your code: {code}"))));
    assert!(!webhooks.told("custom_message")[0].to_string().contains(code));
    assert_eq!(sign_up(&pool, "bob").expect_err("no code in it").0, "InvalidParameterException");
}

#[test]
fn somebody_whom_the_webhook_knows_moves_in_at_the_first_sign_in() {
    let webhooks = Webhooks::new(|_, mut event| {
        if event["userName"] != "old" || event["request"]["password"] != "Old-secret-1" {
            return Err("not here".into());
        }
        event["response"] = json!({
            "userAttributes": { "email": "old@example.com", "email_verified": "true" },
            "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS",
        });
        Ok(event)
    });
    let pool = pool_with(&["user_migration"], &webhooks);
    let sign_in = |name: &str, password: &str| {
        begin(&pool, "USER_PASSWORD_AUTH", json!({ "USERNAME": name, "PASSWORD": password }))
    };
    assert_eq!(sign_in("old", "wrong").expect_err("wrong").0, "NotAuthorizedException");
    assert_eq!(sign_in("nobody", "Old-secret-1").expect_err("nobody").0, "NotAuthorizedException");
    let tokens = Tokens::read(&sign_in("old", "Old-secret-1").unwrap());
    assert!(pool.get_user(&tokens.access).unwrap().to_string().contains("old@example.com"));
    assert!(sign_in("old", "Old-secret-1").is_ok());
    assert!(pool.sign_in("web", "old", "Old-secret-1").is_ok(), "by SRP as well, now that the pool knows them");
    assert_eq!(webhooks.told("user_migration").len(), 3, "whom the pool knows is asked of nobody");
}

#[test]
fn a_refresh_that_a_trigger_refuses_does_not_spend_the_token() {
    let refuse = Arc::new(AtomicBool::new(false));
    let now = refuse.clone();
    let webhooks = Webhooks::new(move |_, event| match now.load(Ordering::SeqCst) {
        true => Err("not now".into()),
        false => Ok(event),
    });
    let config = format!(
        "[pool]\nid = \"{POOL_ID}\"\n[pool.triggers]\npre_token_generation = \"http://hooks.test/t\"\n[[clients]]\nid = \"web\"\n\
         explicit_auth_flows = [\"ALLOW_USER_PASSWORD_AUTH\"]\nrefresh_token_rotation = true\n[[users]]\n\
         username = \"ada\"\npassword = \"{PASSWORD}\"\n"
    );
    let pool = Pool::with(&config, Box::new(webhooks));
    let first = text(&with_password(&pool).unwrap(), "/AuthenticationResult/RefreshToken");
    let refresh =
        |token: &str| pool.call("GetTokensFromRefreshToken", &json!({ "ClientId": "web", "RefreshToken": token }));
    refuse.store(true, Ordering::SeqCst);
    assert_eq!(refresh(&first).expect_err("refused").0, "UserLambdaValidationException");
    refuse.store(false, Ordering::SeqCst);
    let second = text(&refresh(&first).expect("it was not spent"), "/AuthenticationResult/RefreshToken");
    assert_eq!(refresh(&first).expect_err("spent").0, "RefreshTokenReuseException");
    assert!(refresh(&second).is_ok());
}

#[test]
fn a_function_that_the_configuration_knows_is_asked_where_it_is() {
    const ARN: &str = "arn:aws:lambda:eu-west-1:000000000000:function:greet";
    let webhooks = Webhooks::new(|_, event| Ok(event));
    let config = format!("{CONFIG}\n[functions]\n\"{ARN}\" = \"http://hooks.test/greet\"\n");
    let pool = Pool::with(&config, Box::new(webhooks.clone()));
    let with = |arn: &str| {
        let settings = json!({ "UserPoolId": POOL_ID, "LambdaConfig": { "PreAuthentication": arn } });
        pool.admin("UpdateUserPool", &settings).expect("a trigger");
        with_password(&pool)
    };
    assert!(with(ARN).is_ok());
    assert_eq!(webhooks.told("greet").len(), 1);
    let refused = with("arn:aws:lambda:eu-west-1:000000000000:function:other").expect_err("nowhere");
    assert_eq!(refused.0, "UnexpectedLambdaException");
}
