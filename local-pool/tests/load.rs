//! A thousand sign-ins and as many failures, from two threads at once: all answered rightly, and nothing piles up.
//! What is kept for each sign-in on purpose is bounded, and counted in by the limit.

#[allow(dead_code, reason = "shared with the wire tests, which use the rest")]
#[path = "wire/pool.rs"]
mod pool;
#[allow(dead_code, reason = "shared with the wire tests, which use the rest")]
#[path = "wire/srp_client.rs"]
mod srp_client;

use std::thread;

use pool::{PASSWORD, Pool, START};
use srp_client::SrpClient;

const SIGN_INS: usize = 1000;
/// Kept on purpose per sign-in: a grant and the marks of two spent challenges. Together under 4 KB.
const KEPT_PER_SIGN_IN: usize = 4 * 1024;
/// What the allocator may hold back for itself.
const SLACK: usize = 4 * 1024 * 1024;

#[test]
fn a_thousand_sign_ins_leave_little_behind() {
    let pool = Pool::new();
    sign_in_times(&pool, 20);
    let before = resident_bytes();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| sign_in_times(&pool, SIGN_INS / 2));
        }
    });
    let grown = resident_bytes().saturating_sub(before);
    assert!(grown < SIGN_INS * KEPT_PER_SIGN_IN + SLACK, "grew by {grown} bytes");
}

fn sign_in_times(pool: &Pool, times: usize) {
    let srp = SrpClient::new("ada", PASSWORD);
    for _ in 0..times {
        let failed = pool.challenge("web", &srp);
        let challenge = pool.challenge("web", &srp);
        let responses = srp.responses(&challenge, START);
        let mut wrong = responses.clone();
        wrong["PASSWORD_CLAIM_SECRET_BLOCK"] = failed.secret_block.into();
        wrong["PASSWORD_CLAIM_SIGNATURE"] = "AAAA".into();
        assert!(pool.respond("web", None, &wrong).is_err());
        assert!(pool.respond("web", Some(&challenge.session), &responses).is_ok());
    }
}

/// Linux tells the pages that a process holds; elsewhere the sign-ins alone are the test.
fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}
