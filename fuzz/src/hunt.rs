//! The hunt: runs the corpus, then mutations of it until the time is over; keeps what reaches new code; stops at the
//! first text on which a target panics.

use crate::coverage::Seen;
use crate::mutate::{Dice, mutate};
use crate::targets::Target;
use std::fmt;
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

/// What to begin with, and how long.
pub struct Plan {
    /// The corpus.
    pub texts: Vec<String>,
    /// For the mutations; the corpus itself is always run to its end.
    pub time: Duration,
    /// The same seed makes the same mutations.
    pub seed: u64,
}

/// What came of it.
pub struct Found {
    /// How many texts were run.
    pub runs: u64,
    /// The texts that reached something new, in the order they came.
    pub texts: Vec<String>,
    /// The text that a target panicked on.
    pub breaks: Option<String>,
    edges: (usize, usize),
    time: Duration,
}

/// Runs a target.
#[must_use]
pub fn hunt(target: &Target, plan: Plan) -> Found {
    let (began, mut seen, mut dice) = (Instant::now(), Seen::default(), Dice::new(plan.seed));
    let mut found = Found { runs: 0, texts: Vec::new(), breaks: None, edges: (0, 0), time: Duration::ZERO };
    let mut waiting = plan.texts.clone();
    waiting.reverse();
    while found.breaks.is_none() {
        let text = match waiting.pop() {
            Some(text) => text,
            None if began.elapsed() >= plan.time => break,
            None => {
                let from = if found.texts.is_empty() { &plan.texts } else { &found.texts };
                let mut pick = || from.get(dice.under(from.len())).map_or("", |text| text);
                let (text, other) = (pick(), pick());
                mutate(text, other, target.words, &mut dice)
            }
        };
        Seen::clear();
        let outcome = catch_unwind(|| (target.run)(&text));
        found.runs += 1;
        match outcome {
            Err(_) => found.breaks = Some(text),
            Ok(()) if seen.add() => found.texts.push(text),
            Ok(()) => {}
        }
    }
    Found { edges: seen.edges(), time: began.elapsed(), ..found }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (reached, all) = self.edges;
        write!(f, "{} runs in {} s, {} texts", self.runs, self.time.as_secs(), self.texts.len())?;
        if all > 0 { write!(f, ", {reached} of {all} edges") } else { write!(f, ", coverage was not counted") }
    }
}

#[cfg(test)]
mod tests {
    use super::{Plan, hunt};
    use crate::{corpus, targets};
    use std::time::Duration;

    #[test]
    fn every_target_stands_its_corpus_and_a_second_of_mutations() {
        for target in &targets::TARGETS {
            let texts = corpus::read(target.name);
            let found = hunt(target, Plan { texts, time: Duration::from_secs(1), seed: 7 });
            assert_eq!(found.breaks, None, "{}", target.name);
            assert!(found.runs > 50, "{}: {found}", target.name);
        }
    }

    #[test]
    fn a_text_that_breaks_a_target_is_told() {
        let picky = targets::Target { name: "picky", words: &["no"], run: |text| assert!(!text.contains("no")) };
        let plan = Plan { texts: vec!["yes".into()], time: Duration::from_secs(20), seed: 7 };
        std::panic::set_hook(Box::new(|_| {}));
        let found = hunt(&picky, plan);
        drop(std::panic::take_hook());
        assert!(found.breaks.unwrap().contains("no"));
    }
}
