//! What the demo must remember between two starts: the token of its connector.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use earshot_model::AccountId;
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// The account on the fake network and its token.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remembered {
    pub(super) account: AccountId,
    pub(super) token: String,
}

fn path(config: &Config) -> PathBuf {
    config.data.join("demo.json")
}

/// Reads it, if the demo ran here before.
pub(super) fn read(config: &Config) -> anyhow::Result<Option<Remembered>> {
    let path = path(config);
    match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .with_context(|| format!("cannot read {}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot open {}", path.display())),
    }
}

/// Writes it for the next start: beside its place, synced, then moved, so that a power cut leaves
/// either all or nothing. Only the owner may read it.
pub(super) fn write(config: &Config, remembered: &Remembered) -> anyhow::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;

    crate::open::make_private(&config.data)?;
    let path = path(config);
    let beside = path.with_extension("json.new");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)
        .with_context(|| format!("cannot write {}", beside.display()))?;
    file.write_all(&serde_json::to_vec(remembered)?)?;
    file.sync_all()?;
    std::fs::rename(&beside, &path)?;
    std::fs::File::open(&config.data)?.sync_all()?;
    Ok(())
}
