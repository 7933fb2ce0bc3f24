//! Deliveries in the inbox that hold something of a person: those that wait, and those that were
//! put aside. Worked-on ones are empty, but their key may name a post.

use earshot_model::PersonId;

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

/// Deliveries read at a time.
const PAGE: i64 = 1_000;

row! {
    struct Delivery {
        id: Vec<u8>,
        event_key: String,
        payload: String,
    }
}

row! {
    struct Name {
        name: String,
    }
}

/// The ids of deliveries that name the person or one of their posts.
pub(super) async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Vec<u8>>> {
    let org = conn.org();
    let names: Vec<Name> = conn
        .all(
            "SELECT external_id AS name FROM identities WHERE org_id = $1 AND person_id = $2
             UNION SELECT handle AS name FROM identities WHERE org_id = $1 AND person_id = $2
             UNION SELECT external_id AS name FROM posts WHERE org_id = $1 AND person_id = $2",
            args![org, person],
        )
        .await?;
    // Inside JSON a name stands with its quotes and escapes: `"ana"` is not found in `"anabel"`.
    let quoted: Vec<String> = names
        .iter()
        .filter(|row| !row.name.is_empty())
        .filter_map(|row| serde_json::to_string(&row.name).ok())
        .collect();
    let mut found = Vec::new();
    let mut after = Vec::new();
    loop {
        let page: Vec<Delivery> = conn
            .all(
                "SELECT id, event_key, payload FROM inbox
                 WHERE org_id = $1 AND id > $2
                 ORDER BY id
                 LIMIT $3",
                args![org, after.clone(), PAGE],
            )
            .await?;
        let Some(last) = page.last() else { return Ok(found) };
        after.clone_from(&last.id);
        for delivery in page {
            let in_key = names.iter().any(|row| names_whole(&delivery.event_key, &row.name));
            if in_key || quoted.iter().any(|name| delivery.payload.contains(name)) {
                found.push(delivery.id);
            }
        }
    }
}

/// Whether a channel's key is this id, alone or between other words.
pub(super) fn names_whole(key: &str, name: &str) -> bool {
    !name.is_empty()
        && key.match_indices(name).any(|(at, _)| {
            let before = key.get(..at).and_then(|part| part.chars().next_back());
            let after = key.get(at + name.len()..).and_then(|part| part.chars().next());
            let parts = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            parts(before) && parts(after)
        })
}

/// Removes them.
pub(super) async fn remove(tx: &mut Tx, ids: Vec<Vec<u8>>) -> Result<u64> {
    let org = tx.org();
    let list = ids.into_iter().map(Value::from).collect();
    tx.exec_in("DELETE FROM inbox WHERE org_id = $1 AND id IN (?)", &args![org], list).await
}
