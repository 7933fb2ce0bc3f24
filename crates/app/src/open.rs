//! The database and the folder of files, as the configuration says.

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
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
    let file = config.data.join(FILE);
    Db::open_sqlite(&file).await.with_context(|| format!("cannot open {}", file.display()))
}

/// The most bytes of files of one organization.
const QUOTA: i64 = 20 * 1024 * 1024 * 1024;

/// The files beside the database.
pub(crate) fn blobs(config: &Config) -> BlobStore {
    BlobStore::new(config.data.join("blobs"), QUOTA)
}
