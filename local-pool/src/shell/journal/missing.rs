//! A data file that is not in its place any more while the server runs: deleted or moved away, or changed by another program.
//! What was in a missing one is still in the open file, and is put in its place again. It refuses to write over another's.

use std::fs::File;
use std::io;
use std::path::Path;

/// Gives the file to go on with where `file` was missing.
#[cfg(unix)]
pub fn restored(file: &File, path: &Path, length: u64) -> io::Result<Option<File>> {
    use std::fs;
    use std::os::unix::fs::{FileExt, MetadataExt};

    use super::rewriting::{Anew, create_beside};

    let open = file.metadata()?;
    if open.len() < length {
        return Err(io::Error::other("another program cut it short, and what is gone is only in memory"));
    }
    match fs::metadata(path) {
        Ok(there) if (there.dev(), there.ino()) == (open.dev(), open.ino()) => Ok(None),
        Ok(_) => Err(io::Error::other("another file has its name now; move that one away")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let Anew { file: anew, path: beside, .. } = create_beside(path)?;
            let mut buffer = vec![0; 64 * 1024];
            let mut at = 0;
            while at < length {
                let most = usize::try_from(length - at).unwrap_or(usize::MAX).min(buffer.len());
                file.read_exact_at(&mut buffer[..most], at)?;
                anew.write_all_at(&buffer[..most], at)?;
                at += most as u64;
            }
            let (anew, _) = Anew { file: anew, path: beside, length }.take_place(path)?;
            Ok(Some(anew))
        }
        Err(error) => Err(error),
    }
}

/// Elsewhere a file that is open keeps its name.
#[cfg(not(unix))]
pub fn restored(_: &File, _: &Path, _: u64) -> io::Result<Option<File>> {
    Ok(None)
}
