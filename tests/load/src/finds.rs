//! How many matches of listeners are stored, and by how many listeners.

use std::collections::{BTreeSet, HashSet};

use earshot_model::{AgentId, Grant, Permission, Time, Visibility};
use earshot_store::reports::Day;
use earshot_store::{listeners, listening};

use crate::args::Finds;

/// `earshot-load finds`.
pub(crate) async fn run(asked: &Finds) -> anyhow::Result<()> {
    let ticket = asked.place.ticket()?;
    let db = asked.place.open().await?;
    let mut conn = db.read(ticket.org).await?;
    let all: Vec<_> = listeners::all(&mut conn).await?.into_iter().map(|row| row.id).collect();
    let ever = Day { from: Time(0), to: Time(i64::MAX) };
    let whole = Grant::Organization(Permission::CaseRead);
    let nobody = AgentId(uuid::Uuid::nil());
    let eyes = Visibility { agent_id: nobody, grants: BTreeSet::from([whole]) };
    let found = listening::by_day(&mut conn, &eyes, &[ever], &all).await?;
    let matches: i64 = found.iter().map(|day| day.posts).sum();
    let which: HashSet<_> = found.iter().map(|day| day.listener_id).collect();
    println!(
        "{} listeners, of which {} found something: {matches} matches",
        all.len(),
        which.len()
    );
    drop(conn);
    db.close().await;
    Ok(())
}
