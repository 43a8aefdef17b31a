//! Shows on the compiled wasm, not on its source, that the arithmetic of a sign-in treats all secrets alike. Two looks,
//! each of which must give one and the same value for all of them (RFC 5054 names a, x and S as secret):
//!
//! - **Fuel** ([`probe`]): how many instructions ran. One value means that no loop and no branch took longer for one
//!   secret than for another. It says nothing of where memory was read.
//! - **Trace** ([`trace`]): a fingerprint of every decision, every address and every operand of a division, in their
//!   order. One value means that none of them depends on the secret. It takes longer, so it looks at fewer secrets.
//!
//! Neither sees below wasm: what an engine's compiler makes of it, how long a processor takes for a multiplication, which
//! caches it shares with whom, or what the JavaScript around it does. And it is no proof over all secrets: it looks at many.

pub mod probe;
pub mod secrets;
pub mod trace;
