//! How often something happened under a name within the last hour: codes that were sent, codes that were wrong.
//! Names that nobody has are counted too, so that a limit does not tell who exists. A restart forgets all of it.

use std::collections::{HashMap, VecDeque};

use crate::clock::{Instant, Span};

const WINDOW: Span = Span::minutes(60);
/// A name with its times weighs under 300 bytes: at most 3 MB. The oldest goes first.
const MOST_NAMES: usize = 10_000;
/// More than any limit asks for.
const MOST_TIMES: usize = 32;

#[derive(Default)]
pub struct Tally {
    times: HashMap<String, VecDeque<Instant>>,
    oldest_first: VecDeque<String>,
}

impl Tally {
    pub fn within_the_hour(&self, name: &str, now: Instant) -> usize {
        let times = self.times.get(name).into_iter().flatten();
        times.filter(|at| now - **at < WINDOW).count()
    }

    pub fn count(&mut self, name: &str, now: Instant) {
        if let Some(times) = self.times.get_mut(name) {
            if times.len() >= MOST_TIMES {
                times.pop_front();
            }
            times.push_back(now);
            return;
        }
        self.forget_old(now);
        if self.times.len() >= MOST_NAMES
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.times.remove(&oldest);
        }
        self.times.insert(name.to_owned(), VecDeque::from([now]));
        self.oldest_first.push_back(name.to_owned());
    }

    pub fn forget(&mut self, name: &str) {
        // Its place among the oldest stays, as one of an empty name, until its turn comes.
        if let Some(times) = self.times.get_mut(name) {
            times.clear();
        }
    }

    fn forget_old(&mut self, now: Instant) {
        while let Some(oldest) = self.oldest_first.front() {
            let last = self.times.get(oldest).and_then(VecDeque::back);
            if last.is_some_and(|at| now - *at < WINDOW) {
                break;
            }
            self.times.remove(oldest);
            self.oldest_first.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_seconds(1_800_000_000);

    #[test]
    fn what_happened_counts_for_an_hour() {
        let mut tally = Tally::default();
        tally.count("a", START);
        tally.count("a", START + Span::minutes(30));
        assert_eq!(tally.within_the_hour("a", START + Span::minutes(59)), 2);
        assert_eq!(tally.within_the_hour("a", START + Span::minutes(60)), 1);
        assert_eq!(tally.within_the_hour("a", START + Span::minutes(90)), 0);
        assert_eq!(tally.within_the_hour("b", START), 0);
        tally.forget("a");
        assert_eq!(tally.within_the_hour("a", START), 0);
    }

    #[test]
    fn names_and_times_are_bounded() {
        let mut tally = Tally::default();
        for number in 0..MOST_NAMES + 10 {
            tally.count(&number.to_string(), START);
        }
        for _ in 0..100 {
            tally.count("20", START);
        }
        assert_eq!((tally.times.len(), tally.oldest_first.len()), (MOST_NAMES, MOST_NAMES));
        assert_eq!(tally.within_the_hour("20", START), MOST_TIMES);
        tally.count("later", START + Span::minutes(61));
        assert_eq!(tally.times.len(), 1, "what is old was dropped");
    }
}
