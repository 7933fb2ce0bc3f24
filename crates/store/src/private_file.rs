//! Files and folders that nobody but the server's own user may read: they hold what customers wrote.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file to write over from the start; a new one belongs to this user alone.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    options().truncate(true).open(path)
}

/// Opens a new file, which belongs to this user alone; fails where one is.
pub(crate) fn create_new(path: &Path) -> io::Result<File> {
    options().create_new(true).open(path)
}

/// Makes a folder, for this user alone. Those above it have to be there.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    folders().create(path)
}

/// Makes a folder that is missing, and those above it, for this user alone.
pub(crate) fn make_folders(path: &Path) -> io::Result<()> {
    folders().recursive(true).create(path)
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

fn folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}
