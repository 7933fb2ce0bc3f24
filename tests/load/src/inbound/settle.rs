//! In the end everything was read: every page, and every post of a live case once more.

use std::time::Duration;

use anyhow::Context as _;
use earshot_model::Time;
use earshot_store::{Db, sources};

use super::House;
use crate::instruments;

/// How often is looked whether everything was read.
const LOOK: Duration = Duration::from_millis(100);

/// Everything that is read is due now: as when an administrator checks each account. What a dead server
/// had claimed stays claimed for its minute.
pub(super) async fn hurry(house: &House) -> anyhow::Result<()> {
    let accounts: Vec<_> = house.stages.iter().map(|stage| stage.network.account).collect();
    let now = instruments::real()?.now();
    let db: &Db = &house.db;
    db.write::<_, earshot_store::Error, _>(house.ticket.org, move |tx| {
        Box::pin(async move {
            for account in accounts {
                sources::hurry(tx, account, now).await?;
            }
            Ok(())
        })
    })
    .await
    .context("the sources cannot be hurried")
}

/// Waits until every source was read to its end twice from now on: a look at live cases that is under way
/// has passed some posts already.
pub(super) async fn read_all(house: &House) -> anyhow::Result<()> {
    for _ in 0..2 {
        hurry(house).await?;
        let since = instruments::real()?.now();
        while !caught_up(house, since).await? {
            tokio::time::sleep(LOOK).await;
        }
    }
    Ok(())
}

async fn caught_up(house: &House, since: Time) -> anyhow::Result<bool> {
    let mut conn = house.db.read(house.ticket.org).await?;
    for stage in &house.stages {
        let all = sources::of_account(&mut conn, stage.network.account).await?;
        if all.iter().any(|source| source.caught_up_at.is_none_or(|at| at <= since)) {
            return Ok(false);
        }
    }
    Ok(true)
}
