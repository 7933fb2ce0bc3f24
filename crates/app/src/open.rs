//! The database and the folder of files, as the configuration says.

use std::path::Path;

use anyhow::Context as _;
use earshot_store::Db;
use earshot_store::blobs::BlobStore;

use crate::config::Config;

/// The file of SQLite inside the data folder.
const FILE: &str = "earshot.db";

/// Opens the database that is there. A command that made one would work on nothing and say that all
/// is well.
pub(crate) async fn database(config: &Config) -> anyhow::Result<Db> {
    match &config.database {
        Some(url) if !Db::is_at(url).await.context(NO_POSTGRES)? => anyhow::bail!(
            "the PostgreSQL database is not one of Earshot. Name the one that the server works on with \
             --database, and its folder with --data (now {})",
            config.data.display()
        ),
        Some(_) => {}
        None => {
            let file = config.data.join(FILE);
            let known = Db::is_in_file(&file).await;
            if !known.with_context(|| format!("cannot open {}", file.display()))? {
                anyhow::bail!(
                    "there is no database of Earshot in {}: name the data folder with --data, or the \
                     PostgreSQL database with --database",
                    config.data.display()
                );
            }
        }
    }
    let db = open(config).await?;
    if db.organizations().await?.is_empty() {
        anyhow::bail!(
            "there is no organization yet in the database of {}: name another data folder with --data, or \
             run `earshot serve` and open the address that it prints",
            config.data.display()
        );
    }
    Ok(db)
}

/// Opens the database, and makes what is missing: for the commands that begin on an empty one.
pub(crate) async fn or_make(config: &Config) -> anyhow::Result<Db> {
    make_private(&config.data)
        .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
    open(config).await
}

/// What is said before the words of PostgreSQL.
const NO_POSTGRES: &str = "cannot open the PostgreSQL database";

async fn open(config: &Config) -> anyhow::Result<Db> {
    if let Some(url) = &config.database {
        return Db::open_postgres(url).await.context(NO_POSTGRES);
    }
    let file = config.data.join(FILE);
    Db::open_sqlite(&file).await.with_context(|| format!("cannot open {}", file.display()))
}

/// Makes a folder that is missing, and those above it, for this user alone.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
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
