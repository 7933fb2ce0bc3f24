//! `earshot backup`, `restore` and `verify`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use earshot_store::backup::{self, Stale};
use earshot_store::erasure;

use crate::config::Config;
use crate::{instruments, open};

/// Writes everything into one file, from one snapshot.
pub(crate) async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    let db = open::database(config).await?;
    let now = instruments::real().now();
    let dumped = backup::dump(&db, &open::blobs(config), file, now).await?;
    println!(
        "{}: {} rows, {} files, {} bytes",
        file.display(),
        dumped.rows,
        dumped.files,
        dumped.bytes
    );
    for digest in &dumped.missing {
        let name: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        eprintln!("the file {name} is named in the database but is not on the disk");
    }
    db.close().await;
    Ok(())
}

/// Fills an empty database, and forgets again who was erased since the backup was made.
pub(crate) async fn restore(config: &Config, file: &Path) -> anyhow::Result<()> {
    let db = open::or_make(config).await?;
    let blobs = open::blobs(config);
    let erased =
        erasure::read_log(&blobs.erasures()).context("cannot read the list of erasures")?;
    let tokens = |text: &str| earshot_text::search_tokens(text).collect();
    let now = instruments::real().now();
    let restored = backup::restore(&db, &blobs, file, &tokens, &erased, now).await?;
    println!("{} rows, {} files, as of {}", restored.rows, restored.files, restored.made_at);
    let erasures = &restored.erasures;
    println!(
        "erasures: listed={} again={} learnt={}",
        erasures.listed, erasures.again, erasures.learnt
    );
    if erasures.listed == 0 {
        let list = blobs.erasures();
        eprintln!(
            "There was no list of erasures at {}. If persons were erased after this backup was made, \
             put the list of a server that knows of them there before you start the server.",
            list.display()
        );
    }
    tell(&restored.stale);
    for held in &erasures.held {
        eprintln!("person {} is under legal hold in the backup and was not erased", held.person);
    }
    db.close().await;
    Ok(())
}

/// What the restore did about what went on since the backup was made.
fn tell(stale: &Stale) {
    println!(
        "answers on their way: looked_up={} for_people={}; logins ended: {}; in force as they were: \
         agents={} tokens={} accounts={}",
        stale.looked_up, stale.asked, stale.logins, stale.agents, stale.tokens, stale.accounts
    );
    if stale.looked_up + stale.asked > 0 {
        eprintln!(
            "{} answers were on their way when the backup was made and may have gone since. None is \
             sent by itself: the channel is asked about {} of them, and people are asked in the cases \
             about the others and about those that the channel does not find.",
            stale.looked_up + stale.asked,
            stale.looked_up
        );
    }
    eprintln!(
        "Everybody logs in again. What was changed since the backup is undone: passwords, agents who \
         were switched off, tokens that were revoked or made anew. Look them over before you open the \
         server to others."
    );
}

/// Checks the event log, the texts, the keys and the files.
pub(crate) async fn verify(config: &Config) -> anyhow::Result<ExitCode> {
    let db = open::database(config).await?;
    let report = backup::verify(&db, &open::blobs(config)).await?;
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    println!(
        "organizations={} events={} texts={} files={} problems={}",
        report.organizations,
        report.events,
        report.texts,
        report.files,
        report.problems.len()
    );
    db.close().await;
    Ok(if report.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
