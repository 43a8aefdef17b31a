//! From the command line to a pool that listens. Prints one line that scripts wait for, then what this is.
//! It refuses to start, with a sentence, rather than to run with something else than what was asked for.

mod arguments;
mod serve;
mod system;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use local_pool::{Config, LocalPool, Surroundings, config};

use arguments::{Arguments, Wish};

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
    let config = read_config(arguments).map_err(by_person)?;
    let listener = serve::listen(&arguments.host, arguments.port).map_err(by_person)?;
    let address = listener.local_addr().map_err(|error| by_itself(error.to_string()))?;
    let base_url = format!("http://{address}");
    let surroundings = Surroundings {
        clock: Box::new(system::SystemClock),
        random: Box::new(system::SystemRandom),
        outbound: Box::new(system::NoOutbound),
        base_url: base_url.clone(),
        records: false,
    };
    let pool = LocalPool::new(&config, surroundings, Vec::new()).map_err(|error| by_itself(format!("{error:?}")))?;
    pool.make_keys().map_err(|error| by_itself(error.to_string()))?;
    let announce = || {
        say(&format!("local-pool listening on {base_url}\n"));
        say(
            "A pretend Amazon Cognito for demos and tests. Not for production: state is in memory, keys are new at each start.\n",
        );
        say(&summary(&config, arguments.config.is_none()));
        if !address.ip().is_loopback() {
            say("Warning: other machines can reach this address, and sign in.\n");
        }
    };
    serve::serve(listener, Arc::new(pool), arguments.log, announce).map_err(by_itself)
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
        (true, [ada, ..]) => format!("demo user {:?}, password {:?}", ada.username, ada.password.0.expose()),
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
