//! The one place that knows how JSON is read and written (RFC 8259), the same code on every target.

mod decimal;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use read::{MAX_DEPTH, Value, read};
pub use write::ObjectWriter;
