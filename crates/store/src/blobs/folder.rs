//! A folder of files, named by their content. The seam for other places, such as S3: five calls.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use earshot_model::OrgId;
use sha2::{Digest as _, Sha256};

use super::Digest;
use crate::error::{Error, Result};
use crate::private_file;

/// Files under `ROOT/ORGANIZATION/AB/ABCD...`, where the name is the SHA-256 as hexadecimal text.
pub(crate) struct Folder {
    root: PathBuf,
}

/// Keeps the names of unfinished files apart within this process.
static UNFINISHED: AtomicU64 = AtomicU64::new(0);

pub(crate) fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

impl Folder {
    pub(crate) const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The path of a file beside the folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.root.with_file_name(name)
    }

    fn of(&self, org: OrgId) -> PathBuf {
        self.root.join(hex::encode(org.bytes()))
    }

    fn path(&self, org: OrgId, digest: Digest) -> PathBuf {
        let name = hex::encode(digest);
        let shelf: String = name.chars().take(2).collect();
        self.of(org).join(shelf).join(name)
    }

    /// Writes a file so that it is there whole, or not at all, after a power cut.
    pub(crate) async fn write(&self, org: OrgId, digest: Digest, bytes: Vec<u8>) -> Result<()> {
        let path = self.path(org, digest);
        blocking(move || {
            if stands(&path, digest, bytes.len())? {
                return Ok(());
            }
            let shelf = parent(&path)?;
            make_folder(shelf)?;
            let count = UNFINISHED.fetch_add(1, Ordering::Relaxed);
            let unfinished = path.with_extension(format!("{}-{count}.tmp", std::process::id()));
            let written = private_file::create_new(&unfinished)
                .and_then(|mut file| {
                    file.write_all(&bytes)?;
                    file.sync_all()
                })
                .and_then(|()| fs::rename(&unfinished, &path));
            if written.is_err() {
                let _half = fs::remove_file(&unfinished);
            }
            written?;
            File::open(shelf)?.sync_all()
        })
        .await
    }

    pub(crate) async fn read(&self, org: OrgId, wanted: Digest) -> Result<Vec<u8>> {
        let path = self.path(org, wanted);
        blocking(move || {
            let bytes = fs::read(&path)?;
            if digest(&bytes) != wanted {
                return Err(std::io::Error::new(
                    ErrorKind::InvalidData,
                    "the file's content is not what its name says; restore it from a backup",
                ));
            }
            Ok(bytes)
        })
        .await
    }

    /// Removes a file. Gives whether it was there.
    pub(crate) async fn remove(&self, org: OrgId, digest: Digest) -> Result<bool> {
        let path = self.path(org, digest);
        blocking(move || match fs::remove_file(&path) {
            Ok(()) => {
                File::open(parent(&path)?)?.sync_all()?;
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        })
        .await
    }

    /// The names of all whole files of an organization.
    pub(crate) async fn list(&self, org: OrgId) -> Result<Vec<Digest>> {
        let root = self.of(org);
        blocking(move || {
            let mut found = Vec::new();
            if !root.exists() {
                return Ok(found);
            }
            for shelf in fs::read_dir(&root)? {
                for file in fs::read_dir(shelf?.path())? {
                    let name = file?.file_name().to_string_lossy().into_owned();
                    let mut digest = [0; 32];
                    if hex::decode_to_slice(&name, &mut digest).is_ok() {
                        found.push(digest);
                    }
                }
            }
            found.sort_unstable();
            Ok(found)
        })
        .await
    }

    /// Removes unfinished files: what a crash in the middle of a write left behind. Nobody may be
    /// writing meanwhile.
    pub(crate) async fn remove_unfinished(&self, org: OrgId) -> Result<()> {
        let root = self.of(org);
        blocking(move || {
            if !root.exists() {
                return Ok(());
            }
            for shelf in fs::read_dir(&root)? {
                for file in fs::read_dir(shelf?.path())? {
                    let path = file?.path();
                    if path.extension().is_some_and(|end| end == "tmp") {
                        fs::remove_file(path)?;
                    }
                }
            }
            Ok(())
        })
        .await
    }
}

/// Whether a file of this content is there. One of the same length may be damaged, and is no more use
/// than none.
fn stands(path: &Path, wanted: Digest, length: usize) -> std::io::Result<bool> {
    match fs::metadata(path) {
        Ok(known) if usize::try_from(known.len()) == Ok(length) => {}
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    }
    // What the disk cannot read any more is written anew.
    Ok(fs::read(path).is_ok_and(|bytes| digest(&bytes) == wanted))
}

fn parent(path: &Path) -> std::io::Result<&Path> {
    path.parent().ok_or_else(|| std::io::Error::other("a file needs a folder"))
}

/// Makes a folder and those above it, each one durable in its parent.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
        match private_file::make_folder(folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => File::open(above)?.sync_all()?,
        }
        return Ok(());
    }
    private_file::make_folders(folder)
}

/// Runs file work away from the threads that serve.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(Error::File),
        Err(_) => Err(Error::Closed),
    }
}
