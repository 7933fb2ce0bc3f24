//! Customers who ask for help, and the cases that come of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use earshot_model::{CaseId, Instruments, OutboxId};
use earshot_store::{Db, cases, posts};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::network::Network;
use crate::args::Outbound;
use crate::place::Ticket;

/// How often is looked whether all cases are there.
const LOOK: Duration = Duration::from_millis(100);
/// How long that may take: a stream that opens late is read after 20 seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// Parts of an answer's own words: numbers in them would be a matter for the guard.
const WORDS: [&str; 16] = [
    "amber", "birch", "coral", "delta", "ember", "fjord", "grove", "heath", "iris", "jade", "kelp",
    "linden", "maple", "north", "olive", "pearl",
];

/// Somebody who asked, and the answer that they get.
#[derive(Debug, Clone)]
pub(super) struct Customer {
    /// On which network, by its number.
    pub(super) network: usize,
    /// The network's id of what they said.
    pub(super) post: String,
    pub(super) case: CaseId,
    /// What an agent saw of the case.
    pub(super) version: i64,
    /// The mark of the answer.
    pub(super) key: OutboxId,
    /// Its words.
    pub(super) text: String,
}

/// Lets everybody ask, and waits for their cases.
pub(super) async fn come(
    db: &Arc<Db>,
    ticket: &Ticket,
    networks: &[Network],
    asked: &Outbound,
    tools: &Instruments,
) -> anyhow::Result<Vec<Customer>> {
    let mut rng = StdRng::seed_from_u64(asked.seed);
    // A network that was never read has no beginning: what was said before would be history.
    wait_for_first_look(db, ticket, networks).await?;
    let mut said = Vec::new();
    for (number, (place, network)) in
        networks.iter().enumerate().cycle().take(asked.replies).enumerate()
    {
        said.push((place, network.ask(&mut rng, &format!("c{number}"))));
    }
    let cases = wait_for_cases(db, ticket, networks, &said).await?;
    let mut conn = db.read(ticket.org).await?;
    let rows = cases::find_all(&mut conn, cases.values().copied().collect()).await?;
    let versions: HashMap<CaseId, i64> =
        rows.into_iter().map(|case| (case.id, case.version)).collect();
    let customers = said.into_iter().enumerate().filter_map(|(number, (network, post))| {
        let case = *cases.get(&(network, post.clone()))?;
        let (version, key) = (*versions.get(&case)?, tools.id());
        Some(Customer { network, post, case, version, key, text: text(number) })
    });
    Ok(customers.collect())
}

/// Words that no other answer has.
fn text(number: usize) -> String {
    let word = |place: usize| {
        let place = number.checked_shr(u32::try_from(place * 4).unwrap_or(0)).unwrap_or(0) % 16;
        WORDS.get(place).copied().unwrap_or_default()
    };
    format!("We are sorry, and look after it: {} {} {} {}.", word(3), word(2), word(1), word(0))
}

async fn wait_for_first_look(db: &Db, ticket: &Ticket, networks: &[Network]) -> anyhow::Result<()> {
    let start = tokio::time::Instant::now();
    while start.elapsed() < PATIENCE {
        let mut conn = db.read(ticket.org).await?;
        let mut ready = true;
        for network in networks {
            let sources = earshot_store::sources::of_account(&mut conn, network.account()).await?;
            ready &= sources
                .iter()
                .filter(|source| source.kind == "mentions")
                .all(|source| source.caught_up_at.is_some());
        }
        if ready {
            return Ok(());
        }
        drop(conn);
        tokio::time::sleep(LOOK).await;
    }
    bail!("the networks were not read within {} s", PATIENCE.as_secs())
}

/// The case of everything that was said, by network and post.
async fn wait_for_cases(
    db: &Db,
    ticket: &Ticket,
    networks: &[Network],
    said: &[(usize, String)],
) -> anyhow::Result<HashMap<(usize, String), CaseId>> {
    let start = tokio::time::Instant::now();
    loop {
        let mut found = HashMap::new();
        let mut conn = db.read(ticket.org).await?;
        for (place, network) in networks.iter().enumerate() {
            let here = said.iter().filter(|(network, _)| *network == place);
            let ids = here.map(|(_, post)| post.clone()).collect();
            for post in posts::known(&mut conn, network.account(), ids).await? {
                if let Some(case) = post.case_id {
                    found.insert((place, post.external_id), case);
                }
            }
        }
        drop(conn);
        if found.len() == said.len() {
            return Ok(found);
        }
        if start.elapsed() > PATIENCE {
            bail!("{} of {} people who asked have a case", found.len(), said.len());
        }
        tokio::time::sleep(LOOK).await;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::text;

    #[test]
    fn no_two_answers_say_the_same() {
        let all: HashSet<String> = (0..5_000).map(text).collect();
        assert_eq!(all.len(), 5_000);
    }
}
