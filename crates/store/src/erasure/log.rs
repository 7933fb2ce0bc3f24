//! The list of erasures outside of the database, so that a restored older backup can be made to
//! forget again: one line each, `ORGANIZATION PERSON MICROSECONDS`.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use earshot_model::{OrgId, PersonId, Time};

use crate::blobs::BlobStore;
use crate::error::{Error, Result};
use crate::private_file;

/// One erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasure {
    /// In which organization.
    pub org: OrgId,
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Time,
}

impl BlobStore {
    /// The file that lists the erasures: `erasures.log` beside the folder of files.
    #[must_use]
    pub fn erasures(&self) -> PathBuf {
        self.folder.beside("erasures.log")
    }
}

/// Appends a line for each, and waits until they are durable.
pub(super) async fn append(blobs: &BlobStore, erasures: Vec<Erasure>) -> Result<()> {
    if erasures.is_empty() {
        return Ok(());
    }
    let path = blobs.erasures();
    let done = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            private_file::make_folders(folder)?;
        }
        let is_new = !path.exists();
        let mut file = private_file::append(&path)?;
        // One write for all of it, so that two processes do not mix their lines.
        let lines: String = erasures
            .iter()
            .map(|Erasure { org, person, at }| format!("{org} {person} {}\n", at.micros()))
            .collect();
        file.write_all(lines.as_bytes())?;
        file.sync_all()?;
        match path.parent().filter(|_| is_new) {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    });
    done.await.map_err(|_| Error::Closed)?.map_err(Error::File)
}

/// Reads the list. A missing file is an empty list; a last line that a crash cut short is left out.
///
/// # Errors
/// [`Error::File`] when it cannot be read, [`Error::Backup`] when a line in it is not an erasure.
pub fn read(path: &Path) -> Result<Vec<Erasure>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(path)?;
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let lines = whole.lines().enumerate();
    lines
        .map(|(at, line)| {
            parse(line).ok_or_else(|| {
                let at = at + 1;
                Error::Backup(format!("line {at} of the list of erasures cannot be read"))
            })
        })
        .collect()
}

fn parse(line: &str) -> Option<Erasure> {
    let mut words = line.split(' ');
    let erasure = Erasure {
        org: words.next()?.parse().ok()?,
        person: words.next()?.parse().ok()?,
        at: Time(words.next()?.parse().ok()?),
    };
    words.next().is_none().then_some(erasure)
}
