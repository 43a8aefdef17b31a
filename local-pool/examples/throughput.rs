//! How many SRP sign-ins a second the core answers: `cargo run --release -p local-pool --example throughput`.
//! Only the pool's own work is counted, on every core at once; the arithmetic of the clients is done apart.

#[allow(dead_code, reason = "shared with the wire tests, which use the rest")]
#[path = "../tests/wire/pool.rs"]
mod pool;
#[allow(dead_code, reason = "shared with the wire tests, which use the rest")]
#[path = "../tests/wire/srp_client.rs"]
mod srp_client;

use std::thread;
use std::time::{Duration, Instant};

use pool::{PASSWORD, Pool, START};
use srp_client::SrpClient;

const PER_THREAD: u32 = 500;

fn main() {
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let began = Instant::now();
    let pool = Pool::new();
    println!("start, with two RSA keys: {} ms", began.elapsed().as_millis());
    let spent: Vec<Duration> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(|| sign_in_times(&pool, PER_THREAD))).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let each = spent.iter().sum::<Duration>() / PER_THREAD / u32::try_from(threads).unwrap_or(1);
    let per_second = threads as f64 / each.as_secs_f64();
    println!(
        "{threads} threads: {:.2} ms for a sign-in, {per_second:.0} sign-ins a second",
        each.as_secs_f64() * 1000.0
    );
}

/// The time that the pool took for them.
fn sign_in_times(pool: &Pool, times: u32) -> Duration {
    let srp = SrpClient::new("ada", PASSWORD);
    let mut spent = Duration::ZERO;
    for _ in 0..times {
        let began = Instant::now();
        let challenge = pool.challenge("web", &srp);
        spent += began.elapsed();
        let responses = srp.responses(&challenge, START);
        let began = Instant::now();
        let answer = pool.respond("web", Some(&challenge.session), &responses);
        spent += began.elapsed();
        answer.expect("the sign-in");
    }
    spent
}
