//! `cargo xtask fuzz TARGET --seconds N` builds this with counters of coverage and runs it; plain `cargo run` works too,
//! but then nothing leads the mutations. `--keep` adds to the corpus what reached new code.

use poolkey_fuzz::{corpus, hunt, targets};
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let after =
        |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1)?.parse().ok());
    let seconds = after("--seconds").unwrap_or(10);
    let keep = arguments.iter().any(|argument| argument == "--keep");
    let Some(target) = arguments.first().and_then(|name| targets::named(name)) else {
        let names: Vec<_> = targets::TARGETS.iter().map(|target| target.name).collect();
        eprintln!("cargo xtask fuzz TARGET [--seconds N] [--seed N] [--keep]\nTARGET: {}", names.join(", "));
        return ExitCode::FAILURE;
    };
    let plan = hunt::Plan {
        texts: corpus::read(target.name),
        time: Duration::from_secs(seconds),
        seed: after("--seed").unwrap_or_else(|| u64::from(std::process::id())),
    };
    let found = hunt::hunt(target, plan);
    println!("{}: {found}", target.name);
    if let Some(text) = &found.breaks {
        println!("it breaks on {text:?}; add that text to the corpus with what mends it");
        return ExitCode::FAILURE;
    }
    if keep {
        corpus::write(target.name, &found.texts);
    }
    ExitCode::SUCCESS
}
