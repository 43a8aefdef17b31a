//! The form of a data file: a line that says what it is, then a line for each batch of changes that belong together:
//! the CRC-32 of the rest in hexadecimal, a space, and a JSON array of `[table, key, row]`, or `[table, key]` if it is gone.
//! A write that was cut off leaves a line without its end, the last, and that is dropped. A line that has its end and is
//! bad was whole once, wherever it stands: a file with one is refused, for nobody knows what it said.

use std::collections::HashMap;

use local_pool::Change;
use serde::Serialize;
use serde_json::Value;

const NAME: &str = "local-pool data ";
const VERSION: u32 = 1;

pub fn header() -> String {
    format!("{NAME}{VERSION}\n")
}

/// One batch, with its line break.
pub fn line(changes: &[Change]) -> Vec<u8> {
    let rows: Vec<Row<'_>> = changes.iter().map(Row::from).collect();
    // Rows are JSON values already: there is nothing in them that cannot be written.
    let json = serde_json::to_vec(&rows).unwrap_or_default();
    let mut line = format!("{:08x} ", crc32fast::hash(&json)).into_bytes();
    line.extend_from_slice(&json);
    line.push(b'\n');
    line
}

#[derive(Serialize)]
#[serde(untagged)]
enum Row<'a> {
    Kept(&'a str, &'a str, &'a Value),
    Gone(&'a str, &'a str),
}

impl<'a> From<&'a Change> for Row<'a> {
    fn from(change: &'a Change) -> Self {
        match &change.value {
            Some(value) => Self::Kept(&change.table, &change.key, value),
            None => Self::Gone(&change.table, &change.key),
        }
    }
}

/// What a file says.
#[derive(Debug, PartialEq)]
pub struct Replayed {
    /// The rows that are there at the end, in the order in which they last changed.
    pub rows: Vec<Change>,
    /// How much of the file is good.
    pub good: usize,
}

/// Why a file cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub enum Unusable {
    NotOurs,
    Newer(String),
    /// Counted from 1, as editors do.
    DamagedLine {
        line: usize,
        last: bool,
    },
    /// A line that was written on purpose and that this version does not understand.
    StrangeLine(usize),
}

pub fn replay(bytes: &[u8]) -> Result<Replayed, Unusable> {
    let header = header();
    let Some(batches) = bytes.strip_prefix(header.as_bytes()) else {
        return match header.as_bytes().starts_with(bytes) {
            // Cut off in its first line: nothing was in it yet.
            true => Ok(Replayed { rows: Vec::new(), good: 0 }),
            false => Err(foreign(bytes)),
        };
    };
    let mut rows = Rows::default();
    let mut good = header.len();
    for (index, line) in batches.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let number = index + 2;
        // A line without its end is the last, and was never whole: the next would be written onto it.
        let Some(whole) = line.strip_suffix(b"\n") else { break };
        let json =
            json_of(whole).ok_or(Unusable::DamagedLine { line: number, last: good + line.len() == bytes.len() })?;
        rows.apply(json).ok_or(Unusable::StrangeLine(number))?;
        good += line.len();
    }
    Ok(Replayed { rows: rows.in_order(), good })
}

fn foreign(bytes: &[u8]) -> Unusable {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let version = std::str::from_utf8(first).ok().and_then(|first| first.strip_prefix(NAME));
    match version {
        Some(version) if version.parse::<u32>().is_ok_and(|version| version > VERSION) => {
            Unusable::Newer(version.to_owned())
        }
        _ => Unusable::NotOurs,
    }
}

/// The JSON of a line, without its end, if it is as it was written.
fn json_of(line: &[u8]) -> Option<&[u8]> {
    let (sum, json) = line.split_at_checked(9)?;
    let sum = sum.strip_suffix(b" ").filter(|sum| sum.iter().all(u8::is_ascii_hexdigit))?;
    let sum = u32::from_str_radix(std::str::from_utf8(sum).ok()?, 16).ok()?;
    (crc32fast::hash(json) == sum).then_some(json)
}

/// By table and key, each with when it last changed.
#[derive(Default)]
struct Rows {
    rows: HashMap<(String, String), (usize, Value)>,
    changes: usize,
}

impl Rows {
    fn apply(&mut self, json: &[u8]) -> Option<()> {
        for row in serde_json::from_slice::<Vec<Vec<Value>>>(json).ok()? {
            self.changes += 1;
            let mut row = row.into_iter();
            match (row.next(), row.next(), row.next(), row.next()) {
                (Some(Value::String(table)), Some(Value::String(key)), Some(value), None) => {
                    self.rows.insert((table, key), (self.changes, value));
                }
                (Some(Value::String(table)), Some(Value::String(key)), None, None) => {
                    self.rows.remove(&(table, key));
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn in_order(self) -> Vec<Change> {
        let mut rows: Vec<_> = self.rows.into_iter().collect();
        rows.sort_unstable_by_key(|(_, (when, _))| *when);
        let change = |((table, key), (_, value))| Change { table, key, value: Some(value) };
        rows.into_iter().map(change).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kept(table: &str, key: &str, value: Value) -> Change {
        Change { table: table.into(), key: key.into(), value: Some(value) }
    }

    fn gone(table: &str, key: &str) -> Change {
        Change { table: table.into(), key: key.into(), value: None }
    }

    fn file(batches: &[Vec<Change>]) -> Vec<u8> {
        let mut file = header().into_bytes();
        batches.iter().for_each(|batch| file.extend(line(batch)));
        file
    }

    fn batches() -> Vec<Vec<Change>> {
        vec![
            vec![kept("users", "p/ada", json!({ "sub": "1" })), kept("pools", "p", json!({ "name": "a\nb\u{2028}ü" }))],
            vec![kept("users", "p/bob", json!(null))],
            vec![],
            vec![gone("users", "p/ada"), kept("pools", "p", json!([1, 2.5, "\u{0}"]))],
            vec![kept("users", "p/ada", json!({ "sub": "2" }))],
        ]
    }

    #[test]
    fn what_was_written_is_read_and_the_last_change_counts() {
        let file = file(&batches());
        let Replayed { rows, good } = replay(&file).unwrap();
        assert_eq!(good, file.len());
        let expected = [
            kept("users", "p/bob", json!(null)),
            kept("pools", "p", json!([1, 2.5, "\u{0}"])),
            kept("users", "p/ada", json!({ "sub": "2" })),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_file_cut_at_any_byte_gives_the_batches_that_are_whole_and_no_others() {
        let batches = batches();
        let whole = file(&batches);
        let prefixes: Vec<Vec<u8>> = (0..=batches.len()).map(|count| file(&batches[..count])).collect();
        for length in 0..=whole.len() {
            let cut = replay(&whole[..length]).unwrap_or_else(|error| panic!("at {length}: {error:?}"));
            let prefix = prefixes.iter().rev().find(|prefix| prefix.len() <= length);
            let (good, rows) = prefix.map_or((0, Vec::new()), |prefix| (prefix.len(), replay(prefix).unwrap().rows));
            assert_eq!(cut, Replayed { rows, good }, "at {length}");
        }
    }

    #[test]
    fn a_bit_that_flipped_refuses_the_file_wherever_it_is_but_in_the_end_of_the_last_line() {
        let batches = batches();
        let whole = file(&batches);
        let before = file(&batches[..batches.len() - 1]);
        for position in header().len()..whole.len() {
            for bit in [0x01, 0x10, 0x80] {
                let mut damaged = whole.clone();
                damaged[position] ^= bit;
                let outcome = replay(&damaged);
                if position + 1 == whole.len() {
                    // Nothing tells that from a line that was never finished.
                    assert_eq!(outcome, replay(&before));
                    continue;
                }
                // A digit of the sum in the other case is the same digit.
                let same = outcome == replay(&whole) && damaged[position].is_ascii_hexdigit();
                let expected = position + 1 >= before.len();
                let refused = matches!(outcome, Err(Unusable::DamagedLine { last, .. }) if last == expected);
                assert!(refused || same, "bit {bit} of {position}: {outcome:?}");
            }
        }
    }

    #[test]
    fn damage_is_not_forgiven_for_what_breaks_off_after_it() {
        let mut file = file(&batches());
        file[header().len() + 12] ^= 1;
        file.pop();
        assert_eq!(replay(&file), Err(Unusable::DamagedLine { line: 2, last: false }));
    }

    #[test]
    fn the_damaged_line_is_named_as_an_editor_counts() {
        let mut file = file(&batches());
        let second = header().len() + line(&batches()[0]).len();
        file[second + 12] ^= 1;
        assert_eq!(replay(&file), Err(Unusable::DamagedLine { line: 3, last: false }));
    }

    #[test]
    fn another_programs_file_is_not_taken_and_a_newer_one_is_named() {
        for other in
            ["#!/bin/sh\n", "{}", "\n", "local-pool data\n", "local-pool data 1x\n", "local-pool data 0\n", "PK\u{3}"]
        {
            assert_eq!(replay(other.as_bytes()), Err(Unusable::NotOurs), "{other:?}");
        }
        assert_eq!(replay(&[0xff; 100]), Err(Unusable::NotOurs));
        assert_eq!(replay(b"local-pool data 2\n"), Err(Unusable::Newer("2".into())));
        assert_eq!(replay(b"local-pool data 12\nwhatever"), Err(Unusable::Newer("12".into())));
    }

    #[test]
    fn a_line_that_is_whole_and_says_something_else_is_refused() {
        for json in ["{}", "[1]", "[[1,2,3]]", r#"[["users"]]"#, r#"[["users","a",1,2]]"#, "nonsense"] {
            let mut file = header().into_bytes();
            file.extend(format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes())).into_bytes());
            assert_eq!(replay(&file), Err(Unusable::StrangeLine(2)), "{json}");
        }
    }
}
