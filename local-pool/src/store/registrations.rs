//! Passkeys that are about to be registered: what StartWebAuthnRegistration gave out and CompleteWebAuthnRegistration takes,
//! once, within minutes. One for each user: whoever starts anew gives up what was started before.
//! A restart forgets them.

use std::collections::{BTreeMap, HashMap};

use crate::clock::{Instant, Span};
use crate::webauthn::Ceremony;

/// The browser gives up after one minute; a person looks for the security key meanwhile.
const LIFETIME: Span = Span::minutes(5);
/// A registration weighs under 500 bytes: at most 5 MB. The oldest goes first.
const MOST: usize = 10_000;

pub struct Registration {
    pub ceremony: Ceremony,
    /// The app client that started it.
    pub client_id: String,
}

#[derive(Default)]
pub struct Registrations {
    /// By the user's `sub`, which no two users of any pools share.
    by_sub: HashMap<String, (u64, Instant, Registration)>,
    by_age: BTreeMap<u64, String>,
    made: u64,
}

impl Registrations {
    pub fn put(&mut self, sub: &str, registration: Registration, now: Instant) {
        self.remove(sub);
        self.forget_old(now);
        self.by_sub.insert(sub.to_owned(), (self.made, now + LIFETIME, registration));
        self.by_age.insert(self.made, sub.to_owned());
        self.made += 1;
    }

    /// Takes it out, whatever comes of it.
    pub fn take(&mut self, sub: &str, now: Instant) -> Option<Registration> {
        let (expires, registration) = self.remove(sub)?;
        (now < expires).then_some(registration)
    }

    fn remove(&mut self, sub: &str) -> Option<(Instant, Registration)> {
        let (made, expires, registration) = self.by_sub.remove(sub)?;
        self.by_age.remove(&made);
        Some((expires, registration))
    }

    /// Drops what is over, and the oldest where there is no place for one more.
    fn forget_old(&mut self, now: Instant) {
        while let Some((_, sub)) = self.by_age.first_key_value() {
            let waits = self.by_sub.get(sub).is_some_and(|(_, expires, _)| now < *expires);
            if waits && self.by_age.len() < MOST {
                break;
            }
            if let Some((_, sub)) = self.by_age.pop_first() {
                self.by_sub.remove(&sub);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Counter;
    use crate::webauthn::{RelyingPartyId, UserVerification};

    const START: Instant = Instant::from_seconds(1_800_000_000);

    fn registration(client_id: &str) -> Registration {
        let relying_party = RelyingPartyId::try_from("localhost".to_owned()).unwrap();
        let ceremony = Ceremony::new(&Counter::default(), relying_party, UserVerification::Preferred);
        Registration { ceremony, client_id: client_id.to_owned() }
    }

    #[test]
    fn a_registration_is_taken_once_within_five_minutes_and_the_newest_counts() {
        let mut registrations = Registrations::default();
        registrations.put("ada", registration("first"), START);
        registrations.put("ada", registration("second"), START);
        let taken = registrations.take("ada", START + Span::seconds(299)).unwrap();
        assert_eq!(taken.client_id, "second");
        assert!(registrations.take("ada", START).is_none());
        registrations.put("ada", registration("third"), START);
        assert!(registrations.take("ada", START + LIFETIME).is_none());
    }

    #[test]
    fn the_number_of_registrations_is_bounded() {
        let mut registrations = Registrations::default();
        for number in 0..=MOST {
            registrations.put(&number.to_string(), registration("web"), START);
        }
        assert_eq!((registrations.by_sub.len(), registrations.by_age.len()), (MOST, MOST));
        assert!(registrations.take("0", START).is_none(), "the oldest went first");
        // One user who starts again and again takes nobody's place.
        for _ in 0..5 {
            registrations.put("2", registration("web"), START);
        }
        assert_eq!((registrations.by_sub.len(), registrations.by_age.len()), (MOST, MOST));
        assert!(registrations.take("1", START).is_some());
        registrations.put("late", registration("web"), START + LIFETIME);
        assert_eq!((registrations.by_sub.len(), registrations.by_age.len()), (1, 1));
    }
}
