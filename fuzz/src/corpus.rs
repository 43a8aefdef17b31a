//! The corpus: one file for each target, one text a line, as a JSON string, so that a diff shows what came.

use std::path::PathBuf;

fn path(target: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "corpus", &format!("{target}.jsonl")].iter().collect()
}

/// All texts of a target.
///
/// # Panics
/// Where the file is missing or is no corpus.
#[must_use]
pub fn read(target: &str) -> Vec<String> {
    let path = path(target);
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    lines.lines().map(|line| serde_json::from_str(line).expect("each line is a JSON string")).collect()
}

/// Writes them anew.
///
/// # Panics
/// Where the file cannot be written.
pub fn write(target: &str, texts: &[String]) {
    let lines: String = texts.iter().map(|text| format!("{}\n", serde_json::Value::from(&**text))).collect();
    std::fs::write(path(target), lines).expect("the corpus can be written");
}
