//! `earshot hold`: what a customer wrote stays until the hold is lifted.

use std::sync::Arc;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_model::{AgentId, OrgId};
use earshot_store::{Db, agents};

use crate::args::Hold;
use crate::config::Config;
use crate::erase::customer;
use crate::{instruments, open, which};

/// Lists, sets or lifts holds, or prints what they keep.
pub(crate) async fn run(
    config: &Config,
    organization: Option<&str>,
    what: Hold,
) -> anyhow::Result<()> {
    let db = Arc::new(open::database(config).await?);
    let org = which::organization(&db, organization).await?;
    let engage = Engage::new(db.clone(), instruments::real(), Hub::default());
    match what {
        Hold::List => list(&engage, org).await?,
        Hold::Set { handle, person, reason, agent } => {
            let by = agent_of(&db, org, &agent).await?;
            let person = customer(&mut db.read(org).await?, handle.as_deref(), person).await?;
            let id = engage.hold_as(org, by, person, &reason).await?;
            println!("hold {id}");
        }
        Hold::Words { handle, person } => {
            let person = customer(&mut db.read(org).await?, handle.as_deref(), person).await?;
            for kept in engage.kept_words_as(org, person).await? {
                println!(
                    "{}  {}  revision {:?}  gone {}  {:?}",
                    kept.post_id, kept.posted_at, kept.revision, kept.kept_at, kept.text
                );
            }
        }
        Hold::Lift { hold, agent } => {
            let by = agent_of(&db, org, &agent).await?;
            engage.lift_hold_as(org, by, hold).await?;
            println!("lifted {hold}");
        }
    }
    Ok(())
}

async fn list(engage: &Engage, org: OrgId) -> anyhow::Result<()> {
    for hold in engage.holds_as(org).await? {
        let id = uuid::Uuid::from_slice(&hold.id)?;
        let state = match hold.lifted_at {
            Some(at) => format!("lifted {at}"),
            None => "in force".to_owned(),
        };
        println!(
            "{id}  {state}  since {}  {} ({})  by {}: {}",
            hold.created_at, hold.person_name, hold.person_id, hold.agent_name, hold.reason
        );
    }
    Ok(())
}

/// The agent with this address: the log says in whose name a hold was set.
async fn agent_of(db: &Db, org: OrgId, address: &str) -> anyhow::Result<AgentId> {
    let address = address.trim().to_lowercase();
    let known = agents::credentials(&mut db.read(org).await?, &address).await?;
    known.map(|known| known.id).ok_or_else(|| {
        anyhow::anyhow!("nobody with the address {address} works here: name an agent with --as")
    })
}
