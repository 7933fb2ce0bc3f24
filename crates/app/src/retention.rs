//! `earshot retention`: how long each class of data is kept.

use std::process::ExitCode;
use std::sync::Arc;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::custody::{Class, MOST_COUNTED};
use earshot_model::{Actor, OrgId};
use earshot_store::{Db, retention};

use crate::args::Retention;
use crate::config::Config;
use crate::{instruments, open, which};

/// Lists the classes, or sets one.
pub(crate) async fn run(
    config: &Config,
    organization: Option<&str>,
    what: Retention,
) -> anyhow::Result<ExitCode> {
    let db = Arc::new(open::database(config).await?);
    let org = which::organization(&db, organization).await?;
    let engage = Engage::new(db.clone(), instruments::real(), Hub::default());
    match what {
        Retention::List => list(&engage, org).await,
        Retention::Set { class, days, yes } => set(&db, &engage, org, &class, days, yes).await,
    }
}

async fn list(engage: &Engage, org: OrgId) -> anyhow::Result<ExitCode> {
    for row in engage.retention_as(org).await?.classes {
        println!(
            "{:<12} days={:<6} default={:<6} due={}",
            row.class.word(),
            row.days,
            row.class.default_days(),
            counted(row.due)
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn set(
    db: &Db,
    engage: &Engage,
    org: OrgId,
    class: &str,
    days: i64,
    yes: bool,
) -> anyhow::Result<ExitCode> {
    let words = || Class::ALL.iter().map(|class| class.word()).collect::<Vec<_>>().join(", ");
    let class = Class::parse(class)
        .ok_or_else(|| anyhow::anyhow!("there is no class \"{class}\"; there is {}", words()))?;
    let mut conn = db.read(org).await?;
    let kept = retention::days(&mut conn).await?;
    let now = kept.iter().find(|(known, _)| *known == class).map_or(days, |(_, days)| *days);
    let going = retention::due(&mut conn, class, days, instruments::real().now()).await?;
    drop(conn);
    if days < now && going > 0 && !yes {
        eprintln!(
            "earshot: kept for {days} days in place of {now}, {} of {} go at the next run. \
             Say --yes if that is meant",
            counted(going),
            class.word()
        );
        return Ok(ExitCode::FAILURE);
    }
    engage.set_retention_as(org, Actor::System, class, days).await?;
    println!("{} days={days} was={now} due={}", class.word(), counted(going));
    Ok(ExitCode::SUCCESS)
}

fn counted(n: i64) -> String {
    if n >= MOST_COUNTED { format!("{MOST_COUNTED}+") } else { n.to_string() }
}
