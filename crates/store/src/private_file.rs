//! Files that nobody but the server's own user may read: they hold what customers wrote.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file to write over from the start; a new one belongs to this user alone.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    options().truncate(true).open(path)
}

/// Makes a file that is missing, for this user alone. One that is there stays as it is, with the
/// permissions that somebody gave it.
pub(crate) fn ensure(path: &Path) -> io::Result<()> {
    options().truncate(false).open(path).map(drop)
}

/// Opens a file to append to; a new one belongs to this user alone.
pub(crate) fn append(path: &Path) -> io::Result<File> {
    options().append(true).open(path)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
