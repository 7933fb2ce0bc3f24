//! The database and the folder of files, as the configuration says.

use std::path::Path;

use anyhow::Context as _;
use earshot_store::Db;
use earshot_store::blobs::BlobStore;

use crate::config::Config;

/// The file of SQLite inside the data folder.
const FILE: &str = "earshot.db";

/// Opens the database, and makes what is missing.
pub(crate) async fn database(config: &Config) -> anyhow::Result<Db> {
    if let Some(url) = &config.database {
        return Db::open_postgres(url).await.context("cannot open the PostgreSQL database");
    }
    make_private(&config.data)
        .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
    let file = config.data.join(FILE);
    Db::open_sqlite(&file).await.with_context(|| format!("cannot open {}", file.display()))
}

/// Makes a folder that is missing, for this user alone.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// The most bytes of files of one organization.
const QUOTA: i64 = 20 * 1024 * 1024 * 1024;

/// The files beside the database.
pub(crate) fn blobs(config: &Config) -> BlobStore {
    BlobStore::new(config.data.join("blobs"), QUOTA)
}
