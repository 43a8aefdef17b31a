//! How many connections are open at a time, and which of them goes when one more comes: the one that has waited longest
//! for the head of a request, be it idle between two or in the middle of one. One with an answer under way is left alone.
//! It refuses to end one that has waited only a moment: its request may be on the way, and a burst of clients is no attack.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

pub struct Places {
    count: usize,
    /// How long a connection may wait in peace.
    moment: Duration,
    taken: Mutex<Taken>,
    /// Told when a place is free, or its connection begins to wait.
    changed: Notify,
}

#[derive(Default)]
struct Taken {
    last: u64,
    by: HashMap<u64, Holder>,
}

struct Holder {
    /// Since when nothing is under way.
    waiting: Option<Instant>,
    answers: usize,
    /// Set while the other side does not take what is written to it.
    stuck: Arc<AtomicBool>,
    leave: Arc<Notify>,
    told: bool,
}

impl Places {
    pub fn new(count: usize, moment: Duration) -> Arc<Self> {
        Arc::new(Self { count, moment, taken: Mutex::default(), changed: Notify::new() })
    }

    /// Waits for a place, and asks another to leave where that helps.
    pub async fn take(self: &Arc<Self>) -> Place {
        loop {
            let changed = self.changed.notified();
            if let Some(place) = self.free() {
                return place;
            }
            let again = self.ask_to_leave();
            let _ = timeout(again, changed).await;
        }
    }

    /// Waits until nobody is there.
    pub async fn empty(&self) {
        loop {
            let changed = self.changed.notified();
            if self.taken().by.is_empty() {
                return;
            }
            changed.await;
        }
    }

    fn free(self: &Arc<Self>) -> Option<Place> {
        let mut taken = self.taken();
        if taken.by.len() >= self.count {
            return None;
        }
        taken.last += 1;
        let number = taken.last;
        let (leave, stuck) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
        let waiting = Some(Instant::now());
        taken
            .by
            .insert(number, Holder { waiting, answers: 0, stuck: stuck.clone(), leave: leave.clone(), told: false });
        Some(Place { places: self.clone(), number, stuck, leave })
    }

    /// Gives when to look again if nothing changes until then.
    fn ask_to_leave(&self) -> Duration {
        let mut taken = self.taken();
        if taken.by.values().any(|holder| holder.told && holder.answers == 0) {
            // One is on its way out.
            return self.moment;
        }
        let waiting = taken.by.values_mut().filter(|holder| !holder.told && !holder.stuck.load(Ordering::Relaxed));
        let Some((since, longest)) =
            waiting.filter_map(|holder| Some((holder.waiting?, holder))).min_by_key(|(since, _)| *since)
        else {
            return self.moment;
        };
        let rest = self.moment.saturating_sub(since.elapsed());
        if rest.is_zero() {
            longest.told = true;
            longest.leave.notify_one();
            return self.moment;
        }
        rest
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection's; free again when it is dropped.
pub struct Place {
    places: Arc<Places>,
    number: u64,
    stuck: Arc<AtomicBool>,
    leave: Arc<Notify>,
}

impl Place {
    /// Done when another needs this place more.
    pub async fn asked_to_leave(&self) {
        self.leave.notified().await;
    }

    pub fn is_busy(&self) -> bool {
        self.places.taken().by.get(&self.number).is_some_and(|holder| holder.answers > 0)
    }

    /// For what writes to the connection.
    pub fn stuck(&self) -> Arc<AtomicBool> {
        self.stuck.clone()
    }

    /// From when a request is read until its answer is written.
    pub fn begin(&self) -> Busy {
        if let Some(holder) = self.places.taken().by.get_mut(&self.number) {
            holder.answers += 1;
            holder.waiting = None;
        }
        Busy { places: self.places.clone(), number: self.number }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().by.remove(&self.number);
        self.places.changed.notify_waiters();
    }
}

pub struct Busy {
    places: Arc<Places>,
    number: u64,
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(holder) = self.places.taken().by.get_mut(&self.number) {
            holder.answers = holder.answers.saturating_sub(1);
            holder.waiting = (holder.answers == 0).then(Instant::now);
        }
        self.places.changed.notify_waiters();
    }
}
