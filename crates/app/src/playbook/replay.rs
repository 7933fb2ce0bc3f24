//! `earshot playbook replay FILE`.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use earshot_listen::past;
use earshot_model::{OrgId, Time};
use earshot_playbook::{Playbook, Replay, default_playbook, stored_text};
use earshot_store::{Db, organizations, playbooks};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::args::Replay as Asked;
use crate::config::Config;
use crate::{open, which};

/// How many days are replayed when nobody says.
const DAYS: i64 = 7;

/// Sends stored posts through the playbook at work and the one in the file, and prints what would
/// change. The report stands on standard output, the time it took on standard error, so that the
/// same replay prints the same bytes.
pub(super) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<ExitCode> {
    let Some((_, new)) = super::read(&asked.file)? else { return Ok(ExitCode::FAILURE) };
    let db = open::database(config).await?;
    let org = which::organization(&db, asked.organization.as_deref()).await?;
    let old = match &asked.against {
        Some(file) => match super::read(file)? {
            Some((_, playbook)) => playbook,
            None => return Ok(ExitCode::FAILURE),
        },
        None => at_work(&db, org).await?,
    };
    let Some((from, to)) = span(&db, org, asked).await? else {
        println!("There are no stored posts of customers to replay.");
        return Ok(ExitCode::SUCCESS);
    };
    let started = Instant::now();
    let mut replay = Replay::new(&old, &new);
    let seen = past::stored_posts(&db, org, from, to, |post| replay.push(&post)).await?;
    println!("{}", replay.report());
    if seen.unreadable > 0 {
        println!("{} posts were left out: their verdicts cannot be read any more", seen.unreadable);
    }
    eprintln!("{} posts in {:.1} s", seen.posts, started.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

/// The playbook that decides now.
async fn at_work(db: &Db, org: OrgId) -> anyhow::Result<Playbook> {
    let active = playbooks::active(&mut db.read(org).await?).await?;
    if let Some(active) = active {
        let text = stored_text(&active.lines);
        if let Ok((_, playbook)) = Playbook::read(active.version, text) {
            return Ok(playbook);
        }
    }
    // As the inbound loop does, when the stored one cannot be read.
    let document = default_playbook().ok().context("the default playbook cannot be read")?;
    Playbook::compile(0, &document).ok().context("the default playbook cannot be used")
}

/// From when to when; nothing when there are no posts.
async fn span(db: &Db, org: OrgId, asked: &Asked) -> anyhow::Result<Option<(Time, Time)>> {
    if let (Some(from), Some(to)) = (asked.from, asked.to) {
        anyhow::ensure!(from <= to, "--from {from} is after --to {to}");
        let organization = organizations::find(&mut db.read(org).await?).await?;
        let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
        let end = to.tomorrow().context("--to is too late")?;
        return Ok(Some((midnight(from, &zone)?, midnight(end, &zone)?)));
    }
    let days = asked.days.map_or(DAYS, i64::from);
    let newest = past::newest(db, org).await?;
    Ok(newest.map(|newest| (newest.plus(1 - days * Time::DAY), newest.plus(1))))
}

fn midnight(day: Date, zone: &TimeZone) -> anyhow::Result<Time> {
    let there = day.to_zoned(zone.clone()).with_context(|| format!("{day} is no day"))?;
    Ok(there.timestamp().into())
}
