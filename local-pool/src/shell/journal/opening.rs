//! From the name of a file to what was saved in it, and then to a journal. Between the two stands the core: only when it
//! could read every row is the file written anew, so that a file that cannot be used is left as it was.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use local_pool::Change;

use super::lines::{self, Unusable};
use super::rewriting::{self, private, with_suffix};
use super::{Journal, Shared, State, rewrite_at};

/// A file that is ours, locked and read.
pub struct Opened {
    path: PathBuf,
    lock: File,
    /// As it was given, for sentences.
    name: String,
    cut: usize,
    was_empty: bool,
}

impl Opened {
    /// Gives what was saved too. The error is a sentence for the person who named the file.
    pub fn new(name: &str) -> Result<(Self, Vec<Change>), String> {
        // A link stays a link: the file that it leads to is written anew.
        let path = fs::canonicalize(name).unwrap_or_else(|_| PathBuf::from(name));
        let path = if path.is_relative() { Path::new(".").join(path) } else { path };
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => {
                return Err(format!("{name} is a folder: --data needs the name of a file, which may be a new one"));
            }
            Ok(found) if !found.is_file() => return Err(format!("{name} is no ordinary file, which --data needs")),
            _ => {}
        }
        let lock = locked(name, &path)?;
        let found = read(name, &path)?;
        let was_empty = found.as_ref().is_some_and(Vec::is_empty);
        let bytes = found.unwrap_or_default();
        let replayed = lines::replay(&bytes).map_err(|unusable| refusal(name, &unusable))?;
        let opened = Self { path, lock, name: name.to_owned(), cut: bytes.len() - replayed.good, was_empty };
        Ok((opened, replayed.rows))
    }

    /// What the person should know of the file before it is written anew.
    pub fn remark(&self) -> Option<String> {
        let Self { name, cut, was_empty, .. } = self;
        if *was_empty {
            return Some(format!("{name} is there and empty: it begins anew"));
        }
        (*cut > 0).then(|| {
            format!(
                "{name} breaks off in the middle of a line, as a process leaves it that is killed while it writes: dropped \
                 the last {cut} bytes. If something else cut the file, more than that is missing"
            )
        })
    }

    /// How many bytes at the end were of a line that breaks off.
    #[cfg(test)]
    pub fn cut(&self) -> usize {
        self.cut
    }

    /// Writes the file anew with these rows, and goes on from there.
    pub fn begin(self, rows: &[Change]) -> Result<Journal, String> {
        let written = rewriting::begin(&self.path, rows).and_then(|anew| anew.take_place(&self.path));
        let (file, length) = written.map_err(|error| cannot_write(&self.name, &error))?;
        let state = State {
            file,
            length,
            pending: Vec::new(),
            failing: false,
            rewrite_at: rewrite_at(length),
            rewriting: false,
        };
        Ok(Journal(Arc::new(Shared { path: self.path, state: Mutex::new(state), _lock: self.lock })))
    }
}

/// The lock is a file beside, because the data file is another after it was written anew.
fn locked(name: &str, path: &Path) -> Result<File, String> {
    let beside = with_suffix(path, ".lock");
    let lock = private(OpenOptions::new().write(true).create(true).truncate(false)).open(beside);
    let lock = lock.map_err(|error| cannot_write(name, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(format!(
            "{name} is in use by another local-pool: end that one, or keep this one's data in another file"
        )),
        Err(TryLockError::Error(error)) => Err(format!("cannot lock {name}: {error}")),
    }
}

/// None where there is no such file yet.
fn read(name: &str, path: &Path) -> Result<Option<Vec<u8>>, String> {
    let mut bytes = Vec::new();
    // Opened for writing too: a file that may not be written should be said before anything is answered.
    match OpenOptions::new().read(true).write(true).open(path) {
        Ok(mut file) => {
            file.read_to_end(&mut bytes).map_err(|error| format!("cannot read {name}: {error}"))?;
            Ok(Some(bytes))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot_write(name, &error)),
    }
}

fn cannot_write(name: &str, error: &io::Error) -> String {
    format!("cannot write {name}, where the data is to be kept: {error}")
}

fn refusal(name: &str, unusable: &Unusable) -> String {
    match unusable {
        Unusable::NotOurs => format!("{name} is not a data file of local-pool; it was left as it is"),
        Unusable::Newer(version) => {
            format!("{name} was written by a newer local-pool (form {version}); it was left as it is")
        }
        Unusable::DamagedLine { line, last } => format!(
            "{name} is damaged in line {line}{}, and what that line changed cannot be read any more. It was left as it is: \
             put back a copy that you have, or keep one and delete that line if you can do without what it changed",
            if *last { ", its last" } else { "" }
        ),
        Unusable::StrangeLine(line) => {
            format!(
                "{name} says something in line {line} that this local-pool does not understand; it was left as it is"
            )
        }
    }
}
