//! `--data FILE`: a file that changes are appended to before the answers that tell of them leave. A killed process loses
//! nothing of what it answered, for what was written is the system's. It does not wait for the disk: that takes milliseconds
//! each time, and only a machine that loses power would show it. The file holds keys: nobody but its owner may read it.
//! What cannot be written is not answered: the batch stays pending, and is tried again before anything else.

mod lines;
mod missing;
mod opening;
mod rewriting;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use local_pool::Change;

pub use opening::Opened;

/// A file below this is not worth writing anew.
const WORTH_REWRITING: u64 = 16 * 1024 * 1024;
/// Written anew when it is so many times as long as it was after the last time.
const GROWTH: u64 = 4;

#[derive(Clone)]
pub struct Journal(Arc<Shared>);

struct Shared {
    path: PathBuf,
    state: Mutex<State>,
    /// Locked as long as it is open, so that no two servers write to one file.
    _lock: File,
}

struct State {
    file: File,
    /// Of what is whole in the file; there may be half of a line after it.
    length: u64,
    /// Lines that are not in the file yet.
    pending: Vec<u8>,
    failing: bool,
    rewrite_at: u64,
    rewriting: bool,
}

/// The file could not be written; stderr has said why.
#[derive(Debug)]
pub struct NotWritten;

impl Journal {
    /// Takes the changes and writes them down. When it returns, so are those that another request took before.
    pub fn record(&self, take: impl FnOnce() -> Vec<Change>) -> Result<(), NotWritten> {
        let mut state = self.state();
        let changes = take();
        if !changes.is_empty() {
            state.pending.extend(lines::line(&changes));
        }
        let outcome = state.write(&self.0.path);
        self.tell(&mut state, &outcome);
        if outcome.is_ok() && state.length > state.rewrite_at && !state.rewriting {
            state.rewriting = true;
            let journal = self.clone();
            std::thread::spawn(move || journal.rewrite());
        }
        outcome.map_err(|_| NotWritten)
    }

    /// Tries once more what could not be written. While that fails nothing else should change.
    pub fn settle(&self) -> Result<(), NotWritten> {
        self.record(Vec::new)
    }

    /// Writes the file anew without the rows that were replaced, while requests go on: first what was in it at the
    /// beginning, then, with everybody waiting, the little that came since.
    fn rewrite(&self) {
        let path = &self.0.path;
        let length = self.state().length;
        let anew = read_start(path, length).and_then(|bytes| match lines::replay(&bytes) {
            Ok(replayed) if replayed.good == bytes.len() => rewriting::begin(path, &replayed.rows),
            Ok(_) | Err(_) => Err(io::Error::other("it is damaged")),
        });
        let mut state = self.state();
        let mut finished = anew.and_then(|mut anew| {
            anew.append(path, length, state.length)?;
            anew.take_place(path)
        });
        if let Ok((file, length)) = &mut finished {
            std::mem::swap(&mut state.file, file);
            state.length = *length;
        }
        if let Err(error) = &finished {
            say(&format!("{} grows, and could not be written anew: {error}", path.display()));
        }
        // After a failure it is tried again when there is as much again.
        state.rewrite_at = rewrite_at(state.length);
        state.rewriting = false;
    }

    fn tell(&self, state: &mut State, outcome: &io::Result<()>) {
        let path = self.0.path.display();
        match outcome {
            Err(error) if !state.failing => say(&format!(
                "cannot write to {path}: {error}. Until that is mended, every request is answered with an error"
            )),
            Ok(()) if state.failing => say(&format!("{path} is written again")),
            _ => {}
        }
        state.failing = outcome.is_err();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn write(&mut self, path: &Path) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        if let Some(file) = missing::restored(&self.file, path, self.length)? {
            self.file = file;
            say(&format!(
                "{} was gone from its place, and was written there anew with all that was in it",
                path.display()
            ));
        }
        // What a failed write left there is written over: what is pending begins with the same bytes.
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(&self.pending)?;
        self.length += self.pending.len() as u64;
        self.pending = Vec::new();
        Ok(())
    }
}

fn read_start(path: &Path, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn rewrite_at(length: u64) -> u64 {
    length.saturating_mul(GROWTH).max(WORTH_REWRITING)
}

fn say(text: &str) {
    let _ = writeln!(io::stderr(), "local-pool: {text}");
}

#[cfg(test)]
mod tests;
