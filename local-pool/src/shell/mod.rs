//! From the command line to a pool that listens. Prints one line that scripts wait for, then what this is.
//! It refuses to start, with a sentence, rather than to run with something else than what was asked for.

mod answering;
mod arguments;
mod connection;
mod exchange;
mod journal;
mod places;
mod sending;
mod serve;
mod stall;
mod system;
mod tls;

use std::io::Write;
use std::net::{IpAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use local_pool::{Config, LocalPool, Surroundings, Unreadable, config};

use tokio_rustls::TlsAcceptor;

use answering::SavedPool;
use arguments::{Arguments, Https, Wish};
use journal::{Journal, Opened};
use sending::Sender;
use serve::{Doors, Runtimes};

/// Exit codes: 1 for what went wrong by itself, 2 for what the person who started it can change.
const TO_BE_CHANGED: u8 = 2;

pub fn run(arguments: impl Iterator<Item = String>) -> ExitCode {
    let outcome = match Wish::parse(arguments) {
        Ok(Wish::Help) => {
            say(arguments::HELP);
            Ok(())
        }
        Ok(Wish::Version) => {
            say(concat!("local-pool ", env!("CARGO_PKG_VERSION"), "\n"));
            Ok(())
        }
        Ok(Wish::Serve(arguments)) => serve_pool(&arguments),
        Err(message) => Err(Failure { message, code: TO_BE_CHANGED }),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { message, code }) => {
            let _ = writeln!(std::io::stderr(), "local-pool: {message}");
            ExitCode::from(code)
        }
    }
}

struct Failure {
    message: String,
    code: u8,
}

fn serve_pool(arguments: &Arguments) -> Result<(), Failure> {
    let by_person = |message: String| Failure { message, code: TO_BE_CHANGED };
    let by_itself = |message: String| Failure { message, code: 1 };
    let mut config = read_config(arguments).map_err(by_person)?;
    let http = serve::listen(&arguments.host, arguments.port, "--port").map_err(by_person)?;
    let address = http.local_addr().map_err(|error| by_itself(error.to_string()))?;
    let https = arguments.https.as_ref().map(|https| secured(https, &arguments.host)).transpose().map_err(by_person)?;
    let runtimes = Runtimes::new().map_err(|error| by_itself(error.to_string()))?;
    let (opened, saved) = match arguments.data.as_deref().map(Opened::new).transpose().map_err(by_person)? {
        Some((opened, saved)) => (Some(opened), saved),
        None => (None, Vec::new()),
    };
    let sender = Sender::new(runtimes.core().clone(), arguments.trust.as_deref()).map_err(by_person)?;
    let base_url = format!("http://{address}");
    if arguments.config.is_none() {
        let secure = https.as_ref().and_then(|(listener, _)| listener.local_addr().ok());
        come_back_here(&mut config, address.port(), secure.map(|address| address.port()));
    }
    let surroundings = Surroundings {
        clock: Box::new(system::SystemClock),
        random: Box::new(system::SystemRandom),
        outbound: Box::new(sender),
        base_url: base_url.clone(),
        records: opened.is_some(),
    };
    let pool = LocalPool::new(config.clone(), surroundings, saved).map_err(|Unreadable { table, key }| {
        by_person(format!("the data has a row that this local-pool cannot read: {key:?} of {table}"))
    })?;
    pool.make_keys().map_err(|error| by_itself(error.to_string()))?;
    let journal = opened.map(|opened| begin(opened, &pool)).transpose().map_err(by_person)?;
    let secure_url = https.as_ref().map(|(listener, _)| https_url(listener, &arguments.host));
    let announce = || {
        say(&format!("local-pool listening on {base_url}\n"));
        if let Some(url) = secure_url {
            say(&format!("local-pool listening on {url}\n"));
        }
        say("A pretend Amazon Cognito for demos and tests. Not for production: ");
        match &arguments.data {
            Some(file) => say(&format!("the pool, its keys too, is in {file}.\n")),
            None => say("state is in memory, keys are new at each start.\n"),
        }
        say(&summary(&config, arguments.config.is_none()));
        if !address.ip().is_loopback() {
            say("Warning: other machines can reach this address, and sign in.\n");
        }
    };
    let served = runtimes.serve(Doors { http, https }, Arc::new(SavedPool { pool, journal }), arguments.log, announce);
    served.map_err(|error| by_itself(error.to_string()))
}

/// Nothing may listen where the demo pool's apps would: then the pool's own page ends the sign-in.
fn come_back_here(config: &mut Config, port: u16, secure: Option<u16>) {
    let http = [format!("http://localhost:{port}"), format!("http://127.0.0.1:{port}")];
    let https = secure.map(|port| [format!("https://localhost:{port}"), format!("https://127.0.0.1:{port}")]);
    let origins = http.into_iter().chain(https.into_iter().flatten());
    let own: Vec<String> = origins.map(|origin| format!("{origin}/_local/callback")).collect();
    config.clients.iter_mut().for_each(|client| client.callback_urls.extend(own.iter().cloned()));
}

/// What the core begins with is in the file before the first request is answered.
fn begin(opened: Opened, pool: &LocalPool) -> Result<Journal, String> {
    if let Some(remark) = opened.remark() {
        let _ = writeln!(std::io::stderr(), "local-pool: {remark}");
    }
    // All rows are the later of the two: what they are made of need not be written once more.
    pool.take_changes();
    opened.begin(&pool.all_rows())
}

fn secured(https: &Https, host: &str) -> Result<(TcpListener, TlsAcceptor), String> {
    let listener = serve::listen(host, https.port, "--https-port")?;
    Ok((listener, tls::acceptor(&https.certificate, host)?))
}

/// With the name that was given, where there is one: certificates are for names rather than for addresses.
fn https_url(listener: &TcpListener, host: &str) -> String {
    match listener.local_addr() {
        Ok(address) if host.parse::<IpAddr>().is_ok() => format!("https://{address}"),
        Ok(address) => format!("https://{host}:{}", address.port()),
        Err(_) => format!("https://{host}"),
    }
}

fn read_config(arguments: &Arguments) -> Result<Config, String> {
    let Some(path) = &arguments.config else {
        return Config::parse(config::DEMO).map_err(|error| error.to_string());
    };
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    Config::parse(&text).map_err(|error| format!("{path}: {error}"))
}

fn summary(config: &Config, demo: bool) -> String {
    let clients: Vec<&str> = config.clients.iter().map(|client| client.id.as_str()).collect();
    let users = match (demo, config.users.as_slice()) {
        // The demo's password is public: it stands in the README.
        (true, [ada, ..]) => {
            let password = ada.password.as_ref().map_or("", |password| password.0.expose());
            format!("demo user {:?}, password {password:?}", ada.username)
        }
        (_, users) => format!("users: {}", users.len()),
    };
    format!("pool {}, client {}, {users}\n", config.pool.id, clients.join(", "))
}

/// Writes to stdout. Whoever started this may have closed it, which is no reason to stop.
fn say(text: &str) {
    let mut stdout = std::io::stdout();
    let _ = stdout.write_all(text.as_bytes());
    let _ = stdout.flush();
}
