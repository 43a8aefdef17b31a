//! Entries that live for a while, bounded: beyond the bound the oldest goes, and what expired goes when others come.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use crate::clock::{Instant, Span};

pub struct OldestFirst<K, V> {
    most: usize,
    entries: HashMap<K, Entry<V>>,
    order: VecDeque<(K, u64)>,
    made: u64,
}

struct Entry<V> {
    /// Tells this entry from an earlier one of the same key.
    made: u64,
    expires: Instant,
    value: V,
}

impl<K: Clone + Eq + Hash, V> OldestFirst<K, V> {
    pub fn bounded(most: usize) -> Self {
        Self { most, entries: HashMap::new(), order: VecDeque::new(), made: 0 }
    }

    pub fn put(&mut self, key: K, value: V, lifetime: Span, now: Instant) {
        self.forget(now);
        self.made += 1;
        self.order.push_back((key.clone(), self.made));
        self.entries.insert(key, Entry { made: self.made, expires: now + lifetime, value });
    }

    pub fn get(&self, key: &K, now: Instant) -> Option<&V> {
        self.entries.get(key).filter(|entry| entry.expires > now).map(|entry| &entry.value)
    }

    pub fn get_mut(&mut self, key: &K, now: Instant) -> Option<&mut V> {
        self.entries.get_mut(key).filter(|entry| entry.expires > now).map(|entry| &mut entry.value)
    }

    pub fn take(&mut self, key: &K, now: Instant) -> Option<V> {
        self.entries.remove(key).filter(|entry| entry.expires > now).map(|entry| entry.value)
    }

    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.entries.keys()
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// What is at the front of the order and expired, was taken, or is one too many. Lifetimes are about equal.
    fn forget(&mut self, now: Instant) {
        // Replaced and taken entries leave their place in the order behind, so the order is bounded as well.
        while let Some((key, made)) = self.order.front() {
            let current = self.entries.get(key).filter(|entry| entry.made == *made);
            let keep = current.is_some_and(|entry| entry.expires > now)
                && self.entries.len() < self.most
                && self.order.len() < self.most.saturating_mul(4);
            if keep {
                break;
            }
            if current.is_some() {
                self.entries.remove(key);
            }
            self.order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_seconds(1_800_000_000);
    const MINUTE: Span = Span::minutes(1);

    #[test]
    fn the_oldest_goes_first_and_the_expired_before_it() {
        let mut entries = OldestFirst::bounded(3);
        for key in 0..5 {
            entries.put(key, key, MINUTE, START);
        }
        assert_eq!(entries.len(), 3);
        assert!(entries.get(&1, START).is_none() && entries.get(&2, START).is_some());
        assert!(entries.get(&4, START + MINUTE).is_none(), "expired");
        entries.put(9, 9, MINUTE, START + MINUTE);
        assert_eq!(entries.len(), 1, "what expired was dropped");
    }

    #[test]
    fn replacing_one_entry_forever_keeps_it_and_stays_bounded() {
        let mut entries = OldestFirst::bounded(8);
        entries.put("other", 0, MINUTE, START);
        for number in 0..1000 {
            entries.put("same", number, MINUTE, START);
        }
        assert_eq!(entries.get(&"same", START), Some(&999));
        assert!(entries.order.len() <= 33, "{}", entries.order.len());
        assert_eq!(entries.take(&"same", START), Some(999));
        assert_eq!(entries.take(&"same", START), None);
    }
}
