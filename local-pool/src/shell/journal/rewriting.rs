//! A data file written anew: beside the old one, all of it to the disk, and then in its place. Killed at any moment, one of
//! the two is there whole. A file half written by a process that was killed is written over by the next.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use local_pool::Change;

use super::lines;

/// Rows on a line.
const BATCH: usize = 256;

pub struct Anew {
    pub(super) file: File,
    pub(super) path: PathBuf,
    pub(super) length: u64,
}

/// Begins the new file for `path` with these rows.
pub fn begin(path: &Path, rows: &[Change]) -> io::Result<Anew> {
    let mut anew = create_beside(path)?;
    let mut writer = BufWriter::new(&mut anew.file);
    let mut length = 0;
    let mut write = |bytes: &[u8]| {
        length += bytes.len() as u64;
        writer.write_all(bytes)
    };
    write(lines::header().as_bytes())?;
    rows.chunks(BATCH).try_for_each(|rows| write(&lines::line(rows)))?;
    writer.flush()?;
    drop(writer);
    anew.length = length;
    // Most of the waiting for the disk is done here, where nobody else waits.
    anew.file.sync_data()?;
    Ok(anew)
}

pub(super) fn create_beside(path: &Path) -> io::Result<Anew> {
    let beside = with_suffix(path, ".tmp");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let file = private(OpenOptions::new().read(true).write(true).create_new(true)).open(&beside)?;
    Ok(Anew { file, path: beside, length: 0 })
}

impl Anew {
    /// Copies what the old file has from one length to another.
    pub fn append(&mut self, old: &Path, from: u64, to: u64) -> io::Result<()> {
        let mut old = File::open(old)?;
        old.seek(SeekFrom::Start(from))?;
        self.length += io::copy(&mut old.take(to - from), &mut self.file)?;
        Ok(())
    }

    /// Puts it in the place of the old file; gives the file and its length.
    pub fn take_place(self, old: &Path) -> io::Result<(File, u64)> {
        self.file.sync_data()?;
        fs::rename(&self.path, old)?;
        // That it has the name is on the disk when its folder is. It has it already: a failure here changes nothing.
        #[cfg(unix)]
        if let Some(folder) = old.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok((self.file, self.length))
    }
}

/// Made for its owner alone, where the system has such a thing.
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
