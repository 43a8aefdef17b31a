//! The layers of `src/`: arrows point downward only, and a browser type stays out of the pure ones.
//!
//! bindings -> browser -> client -> protocol -> { config, secret, error }. The host build already refuses browser
//! types (they are dependencies of wasm32 alone); this reads the `use`s.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, with those it must not know. The files at the bottom know one another only downward too.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("ascii.rs", &["secret", "error", "config", "protocol", "client", "browser", "bindings"]),
    ("secret.rs", &["error", "config", "protocol", "client", "browser", "bindings"]),
    ("error.rs", &["config", "protocol", "client", "browser", "bindings"]),
    ("config.rs", &["protocol", "client", "browser", "bindings"]),
    ("protocol", &["client", "browser", "bindings"]),
    ("client", &["browser", "bindings"]),
    ("browser", &["bindings"]),
];

/// Names that belong to a browser, to an operating system or to chance.
const FOREIGN: &[&str] =
    &["js_sys", "web_sys", "wasm_bindgen", "getrandom", "std::time", "SystemTime", "std::fs", "std::net", "std::env"];

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.into()];
    }
    fs::read_dir(path).unwrap().flat_map(|entry| files(&entry.unwrap().path())).collect()
}

/// The code of a file: no comments, and not its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// Whether the code names `crate::<layer>`, alone or in a group, or reaches it by `super`.
fn names(code: &str, layer: &str) -> bool {
    let flat: String = code.split_whitespace().collect();
    let starts = |text: &str| {
        text.strip_prefix(layer).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let direct = flat
        .match_indices("crate::")
        .chain(flat.match_indices("super::"))
        .any(|(at, found)| starts(&flat[at + found.len()..]));
    let grouped = flat.match_indices("crate::{").any(|(at, found)| {
        let group = flat[at + found.len()..].split(';').next().unwrap();
        group.split([',', '{']).any(starts)
    });
    direct || grouped
}

#[test]
fn no_layer_uses_one_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for (layer, above) in FORBIDDEN {
        for file in files(&src.join(layer)) {
            seen += 1;
            let code = code(&file);
            for upper in *above {
                assert!(!names(&code, upper), "{} uses `{upper}`, which is above it", file.display());
            }
        }
    }
    assert!(seen > 20, "the layers were not found");
}

#[test]
fn the_pure_layers_know_no_browser_no_clock_and_no_chance() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for layer in ["secret.rs", "error.rs", "config.rs", "protocol", "client"] {
        for file in files(&src.join(layer)) {
            for foreign in FOREIGN {
                assert!(!code(&file).contains(foreign), "{} uses `{foreign}`", file.display());
            }
        }
    }
}

#[test]
fn wasm_bindgen_attributes_stand_in_bindings_alone() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files(&src).into_iter().filter(|file| !file.starts_with(src.join("bindings"))) {
        let exports = code(&file).replace("#[wasm_bindgen(", "#[wasm_bindgen").matches("#[wasm_bindgen]\npub").count();
        assert_eq!(exports, 0, "{} exports to JavaScript outside bindings/", file.display());
    }
}

#[test]
fn the_test_itself_sees_an_upward_use() {
    for upward in [
        "use crate::client::auth::Auth;",
        "use crate::{error, client};",
        "use crate::{\n    client::{auth}, x};",
        "crate::client::x()",
        "use super::client;",
    ] {
        assert!(names(upward, "client"), "{upward}");
    }
    for fine in ["use crate::clients::x;", "use super::auth::client_id;", "let client = 1;"] {
        assert!(!names(fine, "client"), "{fine}");
    }
}
