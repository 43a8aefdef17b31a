//! Property tests of the sign-in machine: whatever the pool replies, in whatever order, every step ends in a request, a
//! question, tokens or an error, and some things never happen (`rules.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod replies;
mod rules;
mod starts;

use poolkey::protocol::http::Request;
use poolkey::protocol::operation::Operation;
use poolkey::protocol::session::UnixMillis;
use poolkey::protocol::sign_in::{Attempt, Next, Question, Surroundings, TotpSetUp};
use poolkey::protocol::srp::Ephemeral;
use poolkey::protocol::user_pool::associate_software_token::NewSoftwareToken;
use poolkey::protocol::user_pool::initiate_auth::InitiateAuth;
use poolkey::{PoolConfig, Result, Secret};
use proptest::prelude::*;
use replies::Scripted;
use rules::Watch;
use starts::{Begin, Reaction};
use std::cell::Cell;

fn config() -> PoolConfig {
    PoolConfig::new("eu-west-1_Ab3dEf9hK", "1h57kf5cpq17m0eml12EXAMPLE").unwrap()
}

/// Draws other randomness each time, unless there is none any more.
struct Around {
    drawn: Cell<u8>,
    most: u8,
}

impl Surroundings for Around {
    fn ephemeral(&self) -> Result<Ephemeral> {
        if self.drawn.get() >= self.most {
            return Err(poolkey::Error::no_randomness());
        }
        self.drawn.set(self.drawn.get() + 1);
        Ok(Ephemeral::new(Secret::new([self.drawn.get(); 32])))
    }

    fn now(&self) -> UnixMillis {
        UnixMillis(1_700_000_000_000)
    }
}

/// Where a sign-in stands.
enum State {
    Waiting(Box<Attempt>),
    Asked(Box<Question>),
}

/// One reply to a sign-in, and what the user does if it asks.
type Round = (Scripted, Reaction);

/// Plays a whole sign-in under the rules. Gives how many requests there were.
fn play(begin: &Begin, rounds: &[Round], randomness: u8) -> usize {
    let (config, around) = (config(), Around { drawn: Cell::new(0), most: randomness });
    let mut watch = Watch::new(begin);
    let Ok((attempt, first)) = begin.start().open(&config, &around) else { return 0 };
    watch.opened(&first);
    let mut state = State::Waiting(attempt);
    for (reply, reaction) in rounds {
        state = match state {
            State::Waiting(mut attempt) => {
                watch.replied(reply);
                let read = InitiateAuth::parse(&reply.response());
                match attempt.next(read, &config, &around) {
                    Ok(Next::Send(request)) => {
                        watch.sent(&request);
                        State::Waiting(attempt)
                    }
                    Ok(Next::Ask(question)) => {
                        watch.asked(&question);
                        State::Asked(question)
                    }
                    Ok(Next::Done(_)) => break,
                    // A client stops here. The machine keeps the rules even where one goes on.
                    Err(_) => {
                        watch.refused(&attempt);
                        State::Waiting(attempt)
                    }
                }
            }
            State::Asked(question) => {
                // What a wrong answer costs is nothing: the question stays, and the next one is of the same session.
                match react(&question, reaction, &config, &around) {
                    Some((mut attempt, request)) => {
                        watch.answered(&request, reaction);
                        watch.replied(reply);
                        match attempt.next(InitiateAuth::parse(&reply.response()), &config, &around) {
                            Ok(Next::Send(request)) => {
                                watch.sent(&request);
                                State::Waiting(attempt)
                            }
                            Ok(Next::Ask(question)) => {
                                watch.asked(&question);
                                State::Asked(question)
                            }
                            Ok(Next::Done(_)) => break,
                            Err(_) => {
                                watch.reopened(&question);
                                State::Asked(question)
                            }
                        }
                    }
                    None => State::Asked(question),
                }
            }
        };
    }
    watch.requests()
}

fn react(
    question: &Question,
    reaction: &Reaction,
    config: &PoolConfig,
    around: &Around,
) -> Option<(Box<Attempt>, Request)> {
    match reaction {
        Reaction::Answer(kind) => question.answer(kind.answer(), config, around).ok(),
        Reaction::SetUpTotp => {
            question.begin_totp().ok()?;
            let token = NewSoftwareToken { secret_code: "JBSWY3DP".into(), session: Some("of-the-app".into()) };
            let set_up = TotpSetUp::new(token).unwrap();
            let _ = question.verify_totp(&set_up, "123456".into(), None).request(config);
            Some(question.finish_totp(&rules::OF_THE_APP.into(), config))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_replied_the_rules_hold(
        begin in starts::any_start(),
        rounds in prop::collection::vec((replies::any_reply(), starts::any_reaction()), 0..9),
        randomness in prop_oneof![9 => Just(200u8), 1 => 0u8..3],
    ) {
        play(&begin, &rounds, randomness);
    }

    #[test]
    fn a_second_demand_for_a_proof_gets_none(
        begin in starts::proving_start(),
        demands in prop::collection::vec(replies::good_demand(), 2..5),
    ) {
        let (config, around) = (config(), Around { drawn: Cell::new(0), most: 200 });
        let (mut attempt, _) = begin.start().open(&config, &around).unwrap();
        for (at, demand) in demands.iter().enumerate() {
            let next = attempt.next(InitiateAuth::parse(&demand.response()), &config, &around);
            prop_assert_eq!(at == 0, matches!(next, Ok(Next::Send(_))));
        }
    }

    #[test]
    fn a_device_proves_itself_once_for_each_time_that_it_is_asked(asked in prop::collection::vec(any::<bool>(), 1..9)) {
        // True: DEVICE_SRP_AUTH, which draws; false: DEVICE_PASSWORD_VERIFIER, which spends.
        let (config, around) = (config(), Around { drawn: Cell::new(0), most: 200 });
        let (mut attempt, _) = starts::proving_start_on_device().start().open(&config, &around).unwrap();
        let mut waits = false;
        for draws in asked {
            let reply =
                if draws { replies::challenge("DEVICE_SRP_AUTH", Some("s")) } else { replies::demand(true, Some("s")) };
            let next = attempt.next(InitiateAuth::parse(&reply.response()), &config, &around);
            prop_assert_eq!(draws || waits, matches!(next, Ok(Next::Send(_))));
            waits = draws;
        }
    }

    #[test]
    fn a_bad_value_spends_the_ephemeral_too(begin in starts::proving_start(), bad in replies::bad_demand(), good in replies::good_demand()) {
        let (config, around) = (config(), Around { drawn: Cell::new(0), most: 200 });
        let (mut attempt, _) = begin.start().open(&config, &around).unwrap();
        prop_assert!(attempt.next(InitiateAuth::parse(&bad.response()), &config, &around).is_err());
        prop_assert!(attempt.next(InitiateAuth::parse(&good.response()), &config, &around).is_err());
    }
}

#[test]
fn the_scripts_reach_what_they_are_about() {
    // Five requests: the password's proof, a question, an answer, a device's two steps.
    let begin = starts::proving_start_on_device();
    let code = || Reaction::Answer(starts::Kind::Code);
    let rounds = [
        replies::demand(false, Some("s-1")),
        replies::challenge("SMS_MFA", Some("s-2")),
        replies::challenge("DEVICE_SRP_AUTH", Some("s-3")),
        replies::demand(true, Some("s-4")),
        replies::tokens(),
    ]
    .map(|reply| (reply, code()));
    assert_eq!(play(&begin, &rounds, 200), 5);
}
