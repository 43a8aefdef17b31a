//! Fuzzing of the SDK's parsers on stable Rust, without a C++ compiler: mutations and the corpus in `hunt.rs`, what is
//! checked in `targets/`. Coverage is counted by LLVM's inline 8-bit counters (`coverage.rs`), where the build has them.

pub mod corpus;
mod coverage;
pub mod hunt;
mod mutate;
pub mod targets;
