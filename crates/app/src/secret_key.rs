//! The key that seals the secrets of accounts: a file beside the database, never in it.
//!
//! Each line holds 32 bytes in base64. The first line seals; all of them open, so that a new key can
//! be put on top of an old one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use earshot_engage::seal::{Key, KeyRing, Seal};
use earshot_model::Instruments;

use crate::config::Config;
use crate::open::make_private;

/// Its name in the data folder.
const FILE: &str = "secret.key";

/// What seals the secrets of accounts, as the configuration says. The file is made when the first
/// secret is sealed.
pub(crate) fn seal(config: &Config, tools: &Instruments) -> Seal {
    let path = config.secret_key_file.clone().unwrap_or_else(|| config.data.join(FILE));
    Seal::new(Arc::new(KeyFile { path, tools: tools.clone(), known: OnceLock::new() }))
}

struct KeyFile {
    path: PathBuf,
    tools: Instruments,
    /// What was read, once there was something: a server may run before the first secret is made.
    known: OnceLock<Vec<Key>>,
}

impl KeyRing for KeyFile {
    fn keys(&self) -> io::Result<Vec<Key>> {
        if let Some(known) = self.known.get() {
            return Ok(known.clone());
        }
        match read(&self.path) {
            Ok(keys) => Ok(self.known.get_or_init(|| keys).clone()),
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(problem) => Err(told(&self.path, &problem)),
        }
    }

    fn make(&self) -> io::Result<Vec<Key>> {
        let keys = self.keys()?;
        if !keys.is_empty() {
            return Ok(keys);
        }
        make(&self.path, &self.tools).map_err(|problem| told(&self.path, &problem))?;
        self.keys()
    }
}

fn read(path: &Path) -> io::Result<Vec<Key>> {
    let text = fs::read_to_string(path)?;
    if fs::metadata(path)?.permissions().mode() & 0o007 != 0 {
        tracing::warn!(file = %path.display(), "everybody on this machine may read the secret key");
    }
    let keys: Vec<Key> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let bytes = STANDARD.decode(line).ok().and_then(|bytes| bytes.try_into().ok());
            bytes.map(Key::new).ok_or_else(|| odd("a line is not 32 bytes in base64"))
        })
        .collect::<io::Result<_>>()?;
    if keys.is_empty() { Err(odd("it is empty")) } else { Ok(keys) }
}

/// Writes a new key. Of two processes that make one at once, the first one's stays.
fn make(path: &Path, tools: &Instruments) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    make_private(folder)?;
    let mark = u128::from_be_bytes(tools.salt());
    let beside = path.with_extension(format!("key.{mark:032x}"));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    writeln!(file, "{}", STANDARD.encode(tools.secret()))?;
    file.sync_all()?;
    // A link and not a rename: it never takes the place of a key that another process made.
    let placed = fs::hard_link(&beside, path);
    fs::remove_file(&beside)?;
    match placed {
        Err(problem) if problem.kind() != io::ErrorKind::AlreadyExists => return Err(problem),
        Err(_) | Ok(()) => {}
    }
    File::open(folder)?.sync_all()
}

fn odd(problem: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem)
}

fn told(path: &Path, problem: &io::Error) -> io::Error {
    io::Error::new(problem.kind(), format!("{}: {problem}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::OnceLock;

    use earshot_engage::seal::KeyRing as _;

    use super::KeyFile;
    use crate::instruments;

    fn ring(folder: &tempfile::TempDir) -> KeyFile {
        let path = folder.path().join("inner/secret.key");
        KeyFile { path, tools: instruments::real(), known: OnceLock::new() }
    }

    #[test]
    fn the_key_is_made_at_first_need_for_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        assert!(ring(&folder).keys().unwrap().is_empty());
        assert!(!ring(&folder).path.exists(), "reading makes nothing");
        let first = ring(&folder);
        assert_eq!(first.make().unwrap().len(), 1);
        let written = std::fs::read_to_string(&first.path).unwrap();
        assert_eq!(written.len(), 45);
        assert_eq!(std::fs::metadata(&first.path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(ring(&folder).make().unwrap().len(), 1);
        assert_eq!(std::fs::read_to_string(&first.path).unwrap(), written, "made once");
        let folder = first.path.parent().unwrap();
        assert_eq!(std::fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        let left = std::fs::read_dir(first.path.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "nothing is left beside it");
    }

    #[test]
    fn many_at_once_make_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let made = |_: u8| {
            super::make(&path, &instruments::real()).unwrap();
            std::fs::read_to_string(&path).unwrap()
        };
        let all: Vec<String> = std::thread::scope(|scope| {
            let running: Vec<_> = (0..8).map(|n| scope.spawn(move || made(n))).collect();
            running.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(all.iter().all(|text| text == &all[0] && text.len() == 45));
    }

    #[test]
    fn a_broken_file_is_refused_and_never_replaced() {
        for broken in ["", "\n", "short", "AAAA\n", "# a note\n"] {
            let folder = tempfile::tempdir().unwrap();
            let ring = ring(&folder);
            std::fs::create_dir_all(ring.path.parent().unwrap()).unwrap();
            std::fs::write(&ring.path, broken).unwrap();
            let refused = ring.make().expect_err(broken).to_string();
            assert!(refused.contains("secret.key"), "{refused}");
            assert_eq!(std::fs::read_to_string(&ring.path).unwrap(), broken);
        }
    }
}
