//! `earshot reindex`: makes the search index by the tokenizer of this version.

use std::sync::Arc;
use std::time::{Duration, Instant};

use earshot_listen::{Listen, Reindexed};

use crate::config::Config;
use crate::{instruments, open, which};

/// How often it says how far it has come.
const TOLD: Duration = Duration::from_secs(2);

/// Indexes the posts of one organization, or of all of them, that an older version has indexed.
pub(crate) async fn run(config: &Config, organization: Option<&str>) -> anyhow::Result<()> {
    let db = Arc::new(open::database(config).await?);
    let organizations = match organization {
        Some(slug) => vec![(which::organization(&db, Some(slug)).await?, slug.to_owned())],
        None => db.organizations().await?,
    };
    let listen = Listen::new(db, instruments::real());
    for (org, slug) in organizations {
        let mut last = Instant::now();
        let done = listen
            .reindex(org, |now: Reindexed| {
                if last.elapsed() >= TOLD {
                    last = Instant::now();
                    eprintln!("{slug}: {} of {} posts", now.done, now.all);
                }
            })
            .await?;
        println!("{slug} reindexed={} version={}", done.done, earshot_text::VERSION);
    }
    Ok(())
}
