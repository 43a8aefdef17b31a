//! Asks one webhook: posts the event, takes the answer, or says why there is none. It has five seconds, as on AWS.
//! A status of 2xx is an answer. `{"errorMessage": "..", "errorType": ".."}` with any other status, or with the header
//! `x-amz-function-error`, is what Lambda sends for a function that threw. Anything else is a function that cannot be had.

use serde_json::Value;

use super::TriggerError;
use super::event::Event;
use super::hooks::{Hook, Target};
use crate::clock::Span;
use crate::outbound::{Outbound, OutboundError, OutboundRequest, OutboundResponse};

const PATIENCE: Span = Span::seconds(5);

/// Cognito asks again when the time is over, and gives up after the third time. Nothing but a time-out is retried: a
/// webhook that is not there will not come, and one that threw has spoken.
const ATTEMPTS: usize = 3;

/// The whole event that the webhook answered with, an object.
pub async fn invoke(outbound: &dyn Outbound, hook: &Hook, event: &Event) -> Result<Value, TriggerError> {
    let trigger = event.trigger();
    let url = match &hook.target {
        Target::Url(url) => url,
        Target::Unmapped(arn) => {
            let why = format!("there is no address for {arn} in the configuration");
            return Err(TriggerError::no_answer(trigger, &why));
        }
    };
    for _ in 0..ATTEMPTS {
        match outbound.send(post(url, event)).await {
            Ok(response) => return read(event, &response),
            Err(OutboundError::TimedOut) => {}
            Err(OutboundError::Unreachable(why)) => return Err(TriggerError::no_answer(trigger, &why)),
            Err(OutboundError::TooLarge) => return Err(TriggerError::no_json(trigger, "the answer is too long")),
        }
    }
    Err(TriggerError::timed_out(trigger))
}

fn post(url: &str, event: &Event) -> OutboundRequest {
    OutboundRequest {
        method: "POST",
        url: url.to_owned(),
        headers: vec![("content-type", "application/json".to_owned())],
        body: event.body().to_string().into_bytes(),
        timeout: PATIENCE,
    }
}

fn read(event: &Event, response: &OutboundResponse) -> Result<Value, TriggerError> {
    let trigger = event.trigger();
    let threw = response.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("x-amz-function-error"));
    let body: Option<Value> = serde_json::from_slice(&response.body).ok();
    if threw || !(200..300).contains(&response.status) {
        return Err(match body.as_ref().and_then(thrown) {
            Some(words) => TriggerError::said_no(trigger, words),
            None => {
                TriggerError::no_answer(trigger, &format!("HTTP status {} without an errorMessage", response.status))
            }
        });
    }
    match body {
        Some(answer) if answer.is_object() => Ok(answer),
        Some(_) => Err(TriggerError::no_json(trigger, "the answer is no JSON object; answer with the whole event")),
        None => Err(TriggerError::no_json(trigger, "the answer is no JSON; answer with the whole event")),
    }
}

/// What the function threw. A thrown value without words leaves its type.
fn thrown(body: &Value) -> Option<&str> {
    let words = body["errorMessage"].as_str()?;
    match body["errorType"].as_str() {
        Some(kind) if words.is_empty() => Some(kind),
        _ => Some(words),
    }
}

#[cfg(test)]
mod tests {
    use super::super::define_auth_challenge::DefineAuthChallenge;
    use super::super::pre_sign_up::{Consent, PreSignUp, Source};
    use super::super::scripted::{ORIGIN, Reply, Script, ada, hooks, ready, reply};
    use super::super::{Kind, Triggers};
    use super::*;
    use crate::user_pool::ServiceError;
    use serde_json::json;

    const GOOD: &str = r#"{ "response": { "autoConfirmUser": true } }"#;

    fn sign_up_at(target: &str, script: &Script) -> Result<Option<Consent>, TriggerError> {
        let hooks = hooks(json!({ "PreSignUp": target }));
        let attributes = ada();
        let question =
            PreSignUp { source: Source::SignUp, attributes: &attributes, validation_data: None, client_metadata: None };
        ready(Triggers { outbound: script, hooks: &hooks }.ask(&ORIGIN, &question))
    }

    /// How it ended, and how often the webhook was asked.
    fn sign_up(replies: Vec<Reply>) -> (Result<Consent, (Kind, String)>, usize) {
        let script = Script::new(replies);
        let outcome = sign_up_at("http://localhost:9001/hook?key=1", &script);
        let outcome = outcome.map(Option::unwrap).map_err(|error| (error.kind(), error.message().to_owned()));
        (outcome, script.sent().len())
    }

    fn refusal(reply: Reply) -> (Kind, String) {
        let (outcome, asked) = sign_up(vec![reply]);
        assert_eq!(asked, 1);
        outcome.unwrap_err()
    }

    #[test]
    fn the_event_is_posted_as_json_and_may_take_five_seconds() {
        let script = Script::new([reply(200, GOOD)]);
        assert!(sign_up_at("http://localhost:9001/hook?key=1", &script).unwrap().unwrap().auto_confirm_user);
        let sent = &script.sent()[0];
        assert_eq!((sent.method, sent.url.as_str()), ("POST", "http://localhost:9001/hook?key=1"));
        assert_eq!(sent.headers, [("content-type", "application/json".to_owned())]);
        assert_eq!(sent.timeout, Span::seconds(5));
        let event: Value = serde_json::from_slice(&sent.body).unwrap();
        assert_eq!(event["triggerSource"], "PreSignUp_SignUp");
    }

    #[test]
    fn a_time_out_is_tried_three_times_in_all() {
        let late = || Err(OutboundError::TimedOut);
        let (outcome, asked) = sign_up(vec![late(), late(), reply(200, GOOD)]);
        assert!(outcome.is_ok() && asked == 3);
        let (outcome, asked) = sign_up(vec![late(), late(), late()]);
        let message = "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.";
        assert_eq!((outcome, asked), (Err((Kind::UnexpectedLambda, message.into())), 3));
    }

    #[test]
    fn a_webhook_that_is_not_there_is_not_tried_again() {
        let (kind, message) = refusal(Err(OutboundError::Unreachable("connection refused".into())));
        assert_eq!(kind, Kind::UnexpectedLambda);
        assert_eq!(message, "PreSignUp invocation failed due to error connection refused.");
    }

    #[test]
    fn what_the_function_threw_is_passed_on() {
        let no = r#"{ "errorMessage": "No", "errorType": "Error", "trace": [] }"#;
        let said = (Kind::UserLambdaValidation, "PreSignUp failed with error No.".to_owned());
        for status in [400, 403, 500, 503] {
            assert_eq!(refusal(reply(status, no)), said);
        }
        let mut with_header = reply(200, no).unwrap();
        with_header.headers.push(("x-amz-function-error".into(), "Unhandled".into()));
        assert_eq!(refusal(Ok(with_header)), said);
        let wordless = r#"{ "errorMessage": "", "errorType": "Refused" }"#;
        assert_eq!(refusal(reply(500, wordless)).1, "PreSignUp failed with error Refused.");
    }

    #[test]
    fn a_status_without_the_functions_words_is_a_function_that_failed() {
        for body in ["", "<h1>Bad gateway</h1>", "{}", r#"{ "errorMessage": 1 }"#, GOOD] {
            let (kind, message) = refusal(reply(502, body));
            assert_eq!(kind, Kind::UnexpectedLambda, "{body}");
            assert!(message.contains("HTTP status 502"), "{message}");
        }
        assert_eq!(refusal(reply(302, GOOD)).0, Kind::UnexpectedLambda);
    }

    #[test]
    fn no_json_and_no_object_are_an_invalid_response() {
        let invalid = (Kind::InvalidLambdaResponse, "Invalid lambda function output : Invalid JSON".to_owned());
        for body in ["", "null", "[]", "\"x\"", "{", "\u{feff}{}"] {
            assert_eq!(refusal(reply(200, body)), invalid, "{body}");
        }
        assert_eq!(refusal(reply(200, [0xff])), invalid);
        assert_eq!(refusal(Err(OutboundError::TooLarge)), invalid);
    }

    #[test]
    fn an_object_that_is_no_event_is_unrecognizable() {
        let odd = (Kind::InvalidLambdaResponse, "Unrecognizable lambda output".to_owned());
        for body in ["{}", r#"{ "errorMessage": "No" }"#, r#"{ "response": null }"#, r#"{ "autoConfirmUser": true }"#] {
            assert_eq!(refusal(reply(200, body)), odd, "{body}");
        }
    }

    #[test]
    fn an_arn_without_an_address_fails_the_call_and_nothing_is_sent() {
        let script = Script::new([]);
        let error = sign_up_at("arn:aws:lambda:us-east-1:123456789012:function:up", &script).unwrap_err();
        assert_eq!(error.exception(), "UnexpectedLambdaException");
        assert!(error.message().contains("function:up"), "{error}");
    }

    #[test]
    fn a_pool_without_the_trigger_asks_nobody_and_a_flow_of_triggers_ends_there() {
        let (script, hooks, attributes) = (Script::new([]), hooks(json!({})), ada());
        let triggers = Triggers { outbound: &script, hooks: &hooks };
        let question =
            DefineAuthChallenge { attributes: &attributes, session: &[], client_metadata: None, user_not_found: None };
        assert_eq!(ready(triggers.ask(&ORIGIN, &question)), Ok(None));
        let error = ready(triggers.must_ask(&ORIGIN, &question)).unwrap_err();
        assert_eq!(error.exception(), "InvalidParameterException");
        assert_eq!(error.message(), "Custom auth lambda trigger is not configured for the user pool.");
    }

    #[test]
    fn an_operation_passes_the_error_on_with_a_question_mark() {
        let script = Script::new([reply(500, r#"{ "errorMessage": "No" }"#)]);
        let error = ServiceError::from(sign_up_at("http://localhost:9001/", &script).unwrap_err());
        assert_eq!((error.name(), error.status()), ("UserLambdaValidationException", 400));
        assert_eq!(error.message(), "PreSignUp failed with error No.");
    }

    #[test]
    fn asking_can_be_awaited_on_any_thread() {
        fn assert_send<T: Send>(_: T) {}
        let (script, hooks, attributes) = (Script::new([]), hooks(json!({})), ada());
        let triggers = Triggers { outbound: &script, hooks: &hooks };
        let question =
            DefineAuthChallenge { attributes: &attributes, session: &[], client_metadata: None, user_not_found: None };
        assert_send(triggers.ask(&ORIGIN, &question));
    }
}
