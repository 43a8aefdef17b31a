//! Sign-ins at managed login that a browser remembers (SSO): whose, when, how, and which browser by the hash of its cookie.
//! One row for each person in each browser. How long one is good is each client's to say; here it ends at the latest.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::managed_login::Hashed;
use super::table::{Index, Table, key};
use crate::clock::Instant;
use crate::random::{self, Random};

/// A row weighs under 1 KB: at most 10 MB. The oldest goes first.
const MOST: usize = 10_000;
/// People whom one browser remembers.
const MOST_IN_BROWSER: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoSession {
    /// `sso` and 25 lower-case letters and digits, as the list of sessions names it.
    pub id: String,
    pub pool_id: String,
    pub username: String,
    pub sub: String,
    /// The client that the person signed in to.
    pub client_id: String,
    pub browser: Hashed,
    pub auth_time: Instant,
    pub last_active: Instant,
    pub expires: Instant,
    /// How the person proved who they are.
    pub factors: Vec<String>,
    /// The other identity provider that they came from.
    pub provider: Option<String>,
    /// As the browser calls itself.
    pub user_agent: String,
}

pub struct SsoSessions {
    /// By pool and id.
    pub(super) rows: Table<SsoSession, Browsers>,
}

/// The keys of what each browser remembers.
#[derive(Default)]
pub(super) struct Browsers(HashMap<Hashed, Vec<String>>);

impl Index<SsoSession> for Browsers {
    fn list(&mut self, key: &str, session: &SsoSession) {
        self.0.entry(session.browser.clone()).or_default().push(key.to_owned());
    }

    fn unlist(&mut self, key: &str, session: &SsoSession) {
        if let Some(keys) = self.0.get_mut(&session.browser) {
            keys.retain(|known| known != key);
            if keys.is_empty() {
                self.0.remove(&session.browser);
            }
        }
    }
}

impl Default for SsoSessions {
    fn default() -> Self {
        Self { rows: Table::new("sso") }
    }
}

impl SsoSessions {
    pub fn new_id(random: &dyn Random) -> String {
        const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let letters = random::bytes::<25>(random).map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        format!("sso{}", String::from_iter(letters))
    }

    pub fn put(&mut self, session: SsoSession, now: Instant) {
        self.make_room(now);
        let theirs = self.of_browser(&session.pool_id, &session.browser, now);
        // A person is there once; beyond the bound the one who signed in first goes.
        let mut gone: Vec<&SsoSession> = theirs.iter().filter(|known| known.sub == session.sub).collect();
        let others = theirs.iter().filter(|known| known.sub != session.sub);
        gone.extend(others.skip(MOST_IN_BROWSER - 1));
        for known in gone {
            self.remove(&known.pool_id, &known.id);
        }
        self.rows.put(key(&session.pool_id, &session.id), session);
    }

    pub fn get(&self, pool_id: &str, id: &str) -> Option<&SsoSession> {
        self.rows.get(&key(pool_id, id)).map(|session| &**session)
    }

    /// The people whom a browser remembers at a pool, the one who signed in last first.
    pub fn of_browser(&self, pool_id: &str, browser: &Hashed, now: Instant) -> Vec<SsoSession> {
        let keys = self.rows.index().0.get(browser).into_iter().flatten();
        let rows = keys.filter_map(|at| self.rows.get(at));
        let good = rows.filter(|session| session.pool_id == pool_id && session.expires > now);
        let mut sessions: Vec<SsoSession> = good.map(|session| (**session).clone()).collect();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.auth_time));
        sessions
    }

    pub fn of_user(&self, pool_id: &str, username: &str, now: Instant) -> Vec<SsoSession> {
        let theirs = self.rows.of_pool(pool_id).filter(|session| session.username == username && session.expires > now);
        theirs.map(|session| (**session).clone()).collect()
    }

    pub fn touch(&mut self, pool_id: &str, id: &str, now: Instant) {
        self.rows.update(&key(pool_id, id), |session| session.last_active = now);
    }

    /// All that a browser remembers at a pool gets a new cookie.
    pub fn move_browser(&mut self, pool_id: &str, from: &Hashed, to: &Hashed, now: Instant) {
        for session in self.of_browser(pool_id, from, now) {
            self.rows.update(&key(pool_id, &session.id), |session| session.browser = to.clone());
        }
    }

    pub fn remove(&mut self, pool_id: &str, id: &str) {
        self.rows.remove(&key(pool_id, id));
    }

    pub fn remove_of_user(&mut self, pool_id: &str, username: &str) {
        self.remove_where(pool_id, |session| session.username == username);
    }

    pub fn remove_pool(&mut self, pool_id: &str) {
        self.remove_where(pool_id, |_| true);
    }

    fn remove_where(&mut self, pool_id: &str, which: impl Fn(&SsoSession) -> bool) {
        let rows = self.rows.of_pool(pool_id).filter(|session| which(session));
        let ids: Vec<String> = rows.map(|session| session.id.clone()).collect();
        for id in ids {
            self.remove(pool_id, &id);
        }
    }

    /// Called where one comes: what expired goes when there is no room, and if that is not enough, the oldest.
    fn make_room(&mut self, now: Instant) {
        if self.rows.len() < MOST {
            return;
        }
        let mut rows: Vec<(Instant, Instant, String, String)> =
            self.rows.iter().map(|(_, it)| (it.expires, it.auth_time, it.pool_id.clone(), it.id.clone())).collect();
        rows.sort_by_key(|(expires, auth_time, ..)| (*expires > now, *auth_time));
        // A tenth at once, so that not each sign-in looks through all.
        let expired = rows.iter().take_while(|(expires, ..)| *expires <= now).count();
        for (_, _, pool_id, id) in rows.into_iter().take(expired.max(MOST / 10)) {
            self.remove(&pool_id, &id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Span;
    use crate::random::Counter;

    const START: Instant = Instant::from_seconds(1_800_000_000);

    fn session(id: &str, sub: &str, browser: &str, auth_time: Instant) -> SsoSession {
        SsoSession {
            id: id.into(),
            pool_id: "x_y".into(),
            username: sub.into(),
            sub: sub.into(),
            client_id: "web".into(),
            browser: Hashed::of(browser),
            auth_time,
            last_active: auth_time,
            expires: auth_time + Span::minutes(60),
            factors: Vec::new(),
            provider: None,
            user_agent: String::new(),
        }
    }

    fn names(sessions: &SsoSessions, browser: &str) -> Vec<String> {
        sessions.of_browser("x_y", &Hashed::of(browser), START).into_iter().map(|session| session.sub).collect()
    }

    #[test]
    fn a_browser_remembers_each_person_once_and_five_at_most() {
        let mut sessions = SsoSessions::default();
        for (number, sub) in ["a", "b", "c", "d", "e", "f", "f"].into_iter().enumerate() {
            let at = START + Span::seconds(number as i64);
            sessions.put(session(&format!("sso{number}"), sub, "mine", at), START);
        }
        sessions.put(session("other", "z", "yours", START), START);
        assert_eq!(names(&sessions, "mine"), ["f", "e", "d", "c", "b"]);
        sessions.move_browser("x_y", &Hashed::of("mine"), &Hashed::of("new"), START);
        assert_eq!((names(&sessions, "mine").len(), names(&sessions, "new").len()), (0, 5));
        sessions.remove_of_user("x_y", "d");
        assert_eq!(names(&sessions, "new"), ["f", "e", "c", "b"]);
        assert_eq!(sessions.rows.index().0.len(), 2);
    }

    #[test]
    fn the_number_of_remembered_sign_ins_is_bounded() {
        let mut sessions = SsoSessions::default();
        for number in 0..MOST + 10 {
            let at = START + Span::seconds(number as i64);
            sessions.put(session(&number.to_string(), &number.to_string(), &number.to_string(), at), START);
        }
        assert!(sessions.rows.len() <= MOST && sessions.rows.index().0.len() <= MOST);
        assert!(sessions.get("x_y", "0").is_none() && sessions.get("x_y", &(MOST + 9).to_string()).is_some());
    }

    #[test]
    fn an_id_has_the_form_that_the_api_lists() {
        let id = SsoSessions::new_id(&Counter::default());
        assert!(id.len() == 28 && id.starts_with("sso"), "{id}");
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    }
}
