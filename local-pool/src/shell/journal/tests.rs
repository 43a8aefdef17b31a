//! Files on the disk: what is there after each way to stop, and what is refused.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use local_pool::Change;
use serde_json::json;

use super::{Journal, Opened, WORTH_REWRITING};

#[test]
fn what_was_recorded_is_there_after_a_restart_and_again_after_the_next() {
    let scratch = Scratch::new();
    let journal = scratch.open();
    journal.record(|| vec![row("a", "1"), row("b", "1")]).unwrap();
    journal.record(Vec::new).unwrap();
    journal.record(|| vec![row("a", "2"), Change { value: None, ..row("b", "") }, row("c", "3")]).unwrap();
    drop(journal);
    let expected = vec![row("a", "2"), row("c", "3")];
    for _ in 0..2 {
        let (opened, saved) = Opened::new(&scratch.name()).unwrap();
        assert_eq!((saved.as_slice(), opened.cut()), (expected.as_slice(), 0));
        opened.begin(&saved).unwrap();
    }
}

#[test]
fn a_torn_end_is_cut_off_and_what_is_written_next_is_read() {
    let scratch = Scratch::new();
    let journal = scratch.open();
    journal.record(|| vec![row("a", "1")]).unwrap();
    journal.record(|| vec![row("b", "2")]).unwrap();
    drop(journal);
    let whole = fs::read(scratch.name()).unwrap();
    fs::write(scratch.name(), &whole[..whole.len() - 3]).unwrap();
    let (opened, saved) = Opened::new(&scratch.name()).unwrap();
    assert_eq!(saved, [row("a", "1")]);
    assert!(opened.cut() > 0);
    let journal = opened.begin(&saved).unwrap();
    journal.record(|| vec![row("c", "3")]).unwrap();
    drop(journal);
    assert_eq!(Opened::new(&scratch.name()).unwrap().1, [row("a", "1"), row("c", "3")]);
}

#[test]
fn a_file_that_cannot_be_used_is_left_as_it_is() {
    let scratch = Scratch::new();
    let journal = scratch.open();
    journal.record(|| vec![row("a", "1")]).unwrap();
    journal.record(|| vec![row("b", "2")]).unwrap();
    drop(journal);
    let mut damaged = fs::read(scratch.name()).unwrap();
    damaged[40] ^= 1;
    let mut at_the_end = fs::read(scratch.name()).unwrap();
    let last = at_the_end.len() - 2;
    at_the_end[last] ^= 1;
    for (bytes, part) in [
        (damaged.as_slice(), "damaged in line 2, and"),
        (&at_the_end, "damaged in line 3, its last"),
        (b"#!/bin/sh\nrm -rf\n", "not a data file"),
        (b"local-pool data 9\n", "newer local-pool (form 9)"),
    ] {
        fs::write(scratch.name(), bytes).unwrap();
        let message = Opened::new(&scratch.name()).err().unwrap();
        assert!(message.contains(part) && message.contains(&scratch.name()), "{message}");
        assert_eq!(fs::read(scratch.name()).unwrap(), bytes);
    }
}

#[test]
fn an_empty_file_begins_anew_and_says_so() {
    let scratch = Scratch::new();
    assert_eq!(Opened::new(&scratch.name()).unwrap().0.remark(), None, "there is no file yet");
    fs::write(scratch.name(), "").unwrap();
    let (opened, saved) = Opened::new(&scratch.name()).unwrap();
    assert!(saved.is_empty());
    assert!(opened.remark().unwrap().contains("is there and empty"));
}

#[cfg(unix)]
#[test]
fn a_file_that_was_deleted_or_moved_away_is_in_its_place_again_with_all_that_was_in_it() {
    let scratch = Scratch::new();
    let journal = scratch.open();
    journal.record(|| vec![row("a", "1")]).unwrap();
    fs::remove_file(scratch.name()).unwrap();
    journal.record(|| vec![row("b", "2")]).unwrap();
    fs::rename(scratch.name(), scratch.0.join("elsewhere")).unwrap();
    journal.record(|| vec![row("c", "3")]).unwrap();
    journal.record(|| vec![row("d", "4")]).unwrap();
    drop(journal);
    let (opened, saved) = Opened::new(&scratch.name()).unwrap();
    assert_eq!(saved, [row("a", "1"), row("b", "2"), row("c", "3"), row("d", "4")]);
    assert_eq!(opened.remark(), None);
}

#[cfg(unix)]
#[test]
fn a_file_that_another_program_replaced_or_cut_short_is_not_written_to_until_that_is_mended() {
    let scratch = Scratch::new();
    let journal = scratch.open();
    journal.record(|| vec![row("a", "1")]).unwrap();
    let other = scratch.0.join("other");
    fs::write(&other, "precious").unwrap();
    fs::rename(&other, scratch.name()).unwrap();
    assert!(journal.record(|| vec![row("b", "2")]).is_err());
    assert_eq!(fs::read_to_string(scratch.name()).unwrap(), "precious");
    fs::remove_file(scratch.name()).unwrap();
    journal.settle().unwrap();
    fs::write(scratch.name(), "").unwrap();
    assert!(journal.record(|| vec![row("c", "3")]).is_err());
    assert_eq!(fs::read(scratch.name()).unwrap(), b"");
}

#[test]
fn folders_devices_and_places_that_are_not_there_are_refused_by_name() {
    let scratch = Scratch::new();
    let folder = scratch.0.to_str().unwrap().to_owned();
    for (name, part) in
        [(folder.as_str(), "is a folder"), ("/dev/null", "no ordinary file"), ("/nowhere/pool.data", "cannot write")]
    {
        let message = Opened::new(name).err().unwrap();
        assert!(message.contains(part) && message.contains(name), "{message}");
    }
}

#[test]
fn a_file_is_for_one_server_at_a_time() {
    let scratch = Scratch::new();
    let journal = scratch.open();
    let message = Opened::new(&scratch.name()).err().unwrap();
    assert!(message.contains("in use by another local-pool"), "{message}");
    drop(journal);
    assert!(Opened::new(&scratch.name()).is_ok());
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it_and_a_link_to_it_stays_one() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    scratch.open().record(|| vec![row("a", "1")]).unwrap();
    let link = scratch.0.join("link").to_str().unwrap().to_owned();
    std::os::unix::fs::symlink(scratch.name(), &link).unwrap();
    let (opened, saved) = Opened::new(&link).unwrap();
    opened.begin(&saved).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    for entry in fs::read_dir(&scratch.0).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn a_file_that_grows_is_written_anew_while_others_record_and_nothing_is_lost() {
    let scratch = Scratch::new();
    let journal = scratch.open();
    let long = "x".repeat(16 * 1024);
    let mut written = 0;
    // Twice what makes it worth while, in four threads: the file is written anew under their hands.
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (journal, long) = (&journal, &long);
            scope.spawn(move || {
                for turn in 0..WORTH_REWRITING / (32 * 1024) {
                    let changes = vec![row(&format!("{thread}"), &format!("{turn}{long}"))];
                    journal.record(|| changes).unwrap();
                    if turn % 64 == 0 {
                        journal.record(|| vec![row(&format!("{thread}/{turn}"), "kept")]).unwrap();
                    }
                }
            });
        }
    });
    // Until the thread that writes it anew is done.
    while journal.state().rewriting {
        std::thread::yield_now();
    }
    let length = fs::metadata(scratch.name()).unwrap().len();
    assert!(length < WORTH_REWRITING + 4 * 1024 * 1024, "{length}");
    assert_eq!(length, journal.state().length);
    drop(journal);
    let (opened, saved) = Opened::new(&scratch.name()).unwrap();
    assert_eq!(opened.cut(), 0);
    for thread in 0..4 {
        let last = format!("{}{long}", WORTH_REWRITING / (32 * 1024) - 1);
        assert!(saved.contains(&row(&thread.to_string(), &last)), "{thread}");
        for turn in (0..WORTH_REWRITING / (32 * 1024)).step_by(64) {
            assert!(saved.contains(&row(&format!("{thread}/{turn}"), "kept")), "{thread}/{turn}");
            written += 1;
        }
    }
    assert_eq!(saved.len(), written + 4);
}

#[test]
fn what_cannot_be_written_is_kept_and_written_when_it_can_be() {
    let scratch = Scratch::new();
    let journal = scratch.open();
    journal.record(|| vec![row("a", "1")]).unwrap();
    let readable = fs::File::open(scratch.name()).unwrap();
    let mut writable = std::mem::replace(&mut journal.state().file, readable);
    assert!(journal.record(|| vec![row("b", "2")]).is_err());
    assert!(journal.settle().is_err());
    assert!(journal.record(Vec::new).is_err(), "another's change is not in the file");
    // As a write leaves it that fails in the middle.
    let half = journal.state().pending[..20].to_vec();
    writable.write_all(&half).unwrap();
    journal.state().file = writable;
    journal.settle().unwrap();
    journal.record(|| vec![row("c", "3")]).unwrap();
    drop(journal);
    let (opened, saved) = Opened::new(&scratch.name()).unwrap();
    assert_eq!((saved, opened.cut()), (vec![row("a", "1"), row("b", "2"), row("c", "3")], 0));
}

#[test]
fn what_a_killed_rewriting_left_is_written_over() {
    let scratch = Scratch::new();
    scratch.open().record(|| vec![row("a", "1")]).unwrap();
    fs::write(format!("{}.tmp", scratch.name()), "half of a file").unwrap();
    let (opened, saved) = Opened::new(&scratch.name()).unwrap();
    assert_eq!(saved, [row("a", "1")]);
    opened.begin(&saved).unwrap();
    assert_eq!(Opened::new(&scratch.name()).unwrap().1, [row("a", "1")]);
}

fn row(key: &str, value: &str) -> Change {
    Change { table: "table".into(), key: key.into(), value: Some(json!({ "value": value })) }
}

struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("local-pool-journal-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn name(&self) -> String {
        self.0.join("pool.data").to_str().unwrap().to_owned()
    }

    fn open(&self) -> Journal {
        let (opened, saved) = Opened::new(&self.name()).unwrap();
        assert!(saved.is_empty());
        opened.begin(&saved).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
