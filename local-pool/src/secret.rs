//! A value that must not be printed: a password, a verifier, a key.
//! Debug shows `[redacted]`; the value is reached by `expose()` alone, so that every use can be searched for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Serialized as it is: the file of `--data` is the one thing that holds secrets, and says so.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed() {
        let secret = Secret::new("Correct-horse-7");
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "[redacted] Some(\n    [redacted],\n)");
        assert_eq!(*secret.expose(), "Correct-horse-7");
    }
}
