//! The binary itself, as a process: what it prints, how it ends, what is on the wire, and what is left after a kill.

mod data;
mod https;
mod running;
mod scratch;
mod starting;
