//! Writes every page of managed login and of the tool, with sample data, into a folder: to look at them, and to take pictures.
//! `cargo run -p local-pool --example pages -- FOLDER`. Serve the folder as a root, for the pages name `/assets/pages.css`.

mod samples;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use local_pool::pages::{Language, asset};

const ASSETS: [&str; 6] = [
    "/assets/pages.css",
    "/assets/copy.js",
    "/assets/live.js",
    "/assets/passkey.js",
    "/assets/password.js",
    "/assets/icon.svg",
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("say which folder to write to")?);
    fs::create_dir_all(folder.join("assets"))?;
    for path in ASSETS {
        let asset = asset(path).ok_or("an asset is missing")?;
        fs::write(folder.join(path.trim_start_matches('/')), asset.body)?;
    }
    let mut index = String::from("<!DOCTYPE html><html lang=\"en\"><title>Pages</title><ul>");
    for language in Language::ALL {
        for (name, html) in samples::every_page(&samples::Voice { say: str::to_owned, language }) {
            let file = format!("{name}.{}.html", language.tag());
            fs::write(folder.join(&file), html)?;
            index.push_str(&format!("<li><a href=\"{file}\">{file}</a>"));
        }
    }
    fs::write(folder.join("index.html"), index)?;
    Ok(())
}
