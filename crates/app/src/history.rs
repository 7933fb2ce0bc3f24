//! `earshot import`.

use std::fs::File;
use std::io::{BufReader, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use earshot_engage::staff::{NewOrganization, PasswordRule};
use earshot_listen::import::Summary;
use earshot_listen::import::threads::rebuild;
use earshot_listen::import::tsv::{Records, Tweet};
use earshot_model::OrgId;
use indicatif::{ProgressBar, ProgressStyle};

use crate::config::Config;
use crate::serve::Parts;
use crate::which;

/// `earshot import twcs FILE`. The last line on standard output is for machines.
pub(crate) async fn twcs(
    config: &Config,
    slug: Option<&str>,
    file: &Path,
) -> anyhow::Result<ExitCode> {
    let parts = Parts::new(config).await?;
    let org = organization(&parts, slug).await?;
    let (tweets, broken) = read(&parts, file)?;
    let history = rebuild(tweets);
    let bar = bar();
    let progress = |done: u64, all: u64| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let summary = parts.listen.import(org, history, &progress).await?;
    bar.finish_and_clear();
    let summary = Summary { read: summary.read + broken, broken, ..summary };
    println!("{summary}");
    Ok(ExitCode::SUCCESS)
}

/// Reads the whole file; tells each broken line on standard error.
fn read(parts: &Parts, file: &Path) -> anyhow::Result<(Vec<Tweet>, u64)> {
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let records = Records::new(BufReader::new(opened), parts.tools.now())
        .with_context(|| format!("cannot read {}", file.display()))?;
    let (mut tweets, mut broken) = (Vec::new(), 0);
    for record in records {
        match record? {
            Ok(tweet) => tweets.push(tweet),
            Err(line) => {
                broken += 1;
                eprintln!("{}: {line}", file.display());
            }
        }
    }
    Ok((tweets, broken))
}

/// The organization that history belongs to: the one that was named, the only one there is, or a new one
/// in a new database.
async fn organization(parts: &Parts, slug: Option<&str>) -> anyhow::Result<OrgId> {
    if slug.is_some() || !parts.db.organizations().await?.is_empty() {
        return which::organization(&parts.db, slug).await;
    }
    let password = hex_secret(parts);
    let new = NewOrganization {
        name: "Imported history".to_owned(),
        slug: "history".to_owned(),
        time_zone: "UTC".to_owned(),
        locale: "en".to_owned(),
        industry: None,
        admin_name: "Administrator".to_owned(),
        admin_email: "admin@history.example".to_owned(),
        admin_password: password.clone(),
    };
    let org = parts.engage.create_organization(new, PasswordRule::Strict).await?;
    eprintln!(
        "The database was empty: made the organization \"Imported history\". Log in as \
         admin@history.example with the password {password} (it is shown only now)."
    );
    Ok(org)
}

fn hex_secret(parts: &Parts) -> String {
    parts.tools.secret().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A bar on a terminal, nothing elsewhere.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} posts, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}
