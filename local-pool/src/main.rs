//! The native shell of local-pool: arguments, sockets, the system's clock and randomness. All else is in the library.

#[cfg(not(target_arch = "wasm32"))]
mod shell;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    shell::run(std::env::args().skip(1))
}

#[cfg(target_arch = "wasm32")]
fn main() {}
