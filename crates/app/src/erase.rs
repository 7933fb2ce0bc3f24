//! `earshot erase`: a customer asks to be forgotten.

use earshot_model::{Actor, PersonId};
use earshot_store::erasure::erase_person;
use earshot_store::{Conn, persons};

use crate::config::Config;
use crate::{instruments, open, which};

/// Erases one person, named by id or by a handle that only one person has.
pub(crate) async fn erase(
    config: &Config,
    organization: Option<&str>,
    handle: Option<&str>,
    person: Option<PersonId>,
) -> anyhow::Result<()> {
    let db = open::database(config).await?;
    let org = which::organization(&db, organization).await?;
    let person = customer(&mut db.read(org).await?, handle, person).await?;
    let now = instruments::real().now();
    let erased = erase_person(&db, &open::blobs(config), org, person, Actor::System, now).await?;
    println!(
        "erased: posts={} cases={} files={} deliveries={}",
        erased.posts, erased.cases, erased.files, erased.deliveries
    );
    if !erased.log_emptied {
        println!(
            "A reader held back the write-ahead log; the server's next hourly run empties it."
        );
    }
    db.close().await;
    Ok(())
}

/// The customer whom a command names by id, or by a handle that only one person has.
pub(crate) async fn customer(
    conn: &mut Conn,
    handle: Option<&str>,
    person: Option<PersonId>,
) -> anyhow::Result<PersonId> {
    match (person, handle) {
        (Some(person), _) => Ok(person),
        (None, Some(handle)) => only(conn, handle).await,
        (None, None) => anyhow::bail!("name the customer with --handle or --person"),
    }
}

/// The one person with this handle.
async fn only(conn: &mut Conn, handle: &str) -> anyhow::Result<PersonId> {
    let found = persons::identities_by_handle(conn, handle).await?;
    let mut people: Vec<PersonId> = found.iter().map(|identity| identity.person_id).collect();
    people.sort_unstable();
    people.dedup();
    match people.as_slice() {
        [person] => Ok(*person),
        [] => anyhow::bail!("nobody has the handle {handle} here"),
        _ => {
            let lines: Vec<String> = found
                .iter()
                .map(|i| {
                    format!("  --person {}  ({} on {})", i.person_id, i.display_name, i.channel)
                })
                .collect();
            anyhow::bail!(
                "several people have the handle {handle}; name one of them:\n{}",
                lines.join("\n")
            )
        }
    }
}
