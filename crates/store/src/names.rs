//! The beginnings by which people are found: see the table `person_names`.

use earshot_model::{Identity, IdentityId, OrgId, PersonId};
use earshot_text::fold;

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

/// The most bytes of a beginning: nobody types more of a name.
const LONGEST: usize = 48;
/// The most words of a name by which it is found.
const MOST_WORDS: usize = 5;

/// Writes down by what these identities are found. The brand's own are not found.
pub(crate) async fn insert(tx: &mut Tx, identities: &[Identity]) -> Result<()> {
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(identities.len() * 3);
    for identity in identities.iter().filter(|identity| !identity.ours) {
        for key in keys(&identity.handle, &identity.display_name) {
            rows.push(args![identity.org_id, key, identity.person_id]);
        }
    }
    tx.insert_all(
        "INSERT INTO person_names (org_id, key, person_id)",
        rows,
        "ON CONFLICT DO NOTHING",
    )
    .await?;
    Ok(())
}

/// The schema whose migration fills the table: an older one may have left it empty.
pub(crate) const SINCE: i64 = 6;

/// Identities looked at together.
const PAGE: i64 = 500;

row! {
    struct Named {
        org_id: OrgId,
        id: IdentityId,
        person_id: PersonId,
        handle: String,
        display_name: String,
    }
}

/// Writes down by what everybody is found, on a connection that sees all organizations.
pub(crate) async fn fill(conn: &mut Conn) -> Result<()> {
    let (mut org, mut after) = (Vec::new(), Vec::new());
    loop {
        let page: Vec<Named> = conn
            .all(
                "SELECT org_id, id, person_id, handle, display_name
                 FROM identities
                 WHERE (org_id, id) > ($1, $2) AND NOT ours
                 ORDER BY org_id, id
                 LIMIT $3",
                args![org, after, PAGE],
            )
            .await?;
        let Some(last) = page.last() else { return Ok(()) };
        (org, after) = (last.org_id.bytes().to_vec(), last.id.bytes().to_vec());
        for named in page {
            for key in keys(&named.handle, &named.display_name) {
                conn.execute(
                    "INSERT INTO person_names (org_id, key, person_id) VALUES ($1, $2, $3)
                     ON CONFLICT DO NOTHING",
                    args![named.org_id, key, named.person_id],
                )
                .await?;
            }
        }
    }
}

/// Forgets by what a person was found.
pub(crate) async fn remove(tx: &mut Tx, person: PersonId) -> Result<()> {
    let org = tx.org();
    tx.exec("DELETE FROM person_names WHERE org_id = $1 AND person_id = $2", args![org, person])
        .await?;
    Ok(())
}

/// What somebody with this handle is found by, whatever the case.
pub(crate) fn of_handle(handle: &str) -> Vec<u8> {
    short(&fold(handle.trim_start_matches('@')))
}

/// The folded handle, and the folded name from each of its words on; each once.
fn keys(handle: &str, name: &str) -> Vec<Vec<u8>> {
    let name = fold(name);
    let words: Vec<&str> = name.split_whitespace().take(MOST_WORDS).collect();
    let mut found: Vec<Vec<u8>> = vec![of_handle(handle)];
    found.extend((0..words.len()).map(|at| short(&words.get(at..).unwrap_or_default().join(" "))));
    found.sort_unstable();
    found.dedup();
    found.retain(|key| !key.is_empty());
    found
}

fn short(text: &str) -> Vec<u8> {
    text.bytes().take(LONGEST).collect()
}

/// The range of keys that begin so: from the first, up to but without the second. Nothing when
/// nothing is asked.
pub(crate) fn range(start: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let words: Vec<String> =
        fold(start.trim().trim_start_matches('@')).split_whitespace().map(str::to_owned).collect();
    let from = short(&words.join(" "));
    let mut to = from.clone();
    // No byte of UTF-8 is 0xFF, so the last one can always grow.
    *to.last_mut()? += 1;
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::{keys, range};

    fn found(start: &str, handle: &str, name: &str) -> bool {
        let (from, to) = range(start).unwrap();
        keys(handle, name).iter().any(|key| *key >= from && *key < to)
    }

    #[test]
    fn people_are_found_by_handle_and_by_each_word_of_the_name() {
        for start in ["mir", "Mirela", "@MIRELA_k", "konst", "mirela konst", "Konstantinopoulou-F"]
        {
            assert!(found(start, "mirela_kf", "Mirela Konstantinopoulou-Ferreira"), "{start}");
        }
        for start in ["ela", "ferreira", "mirelb"] {
            assert!(!found(start, "mirela_kf", "Mirela Konstantinopoulou-Ferreira"), "{start}");
        }
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert!(found("BJORN", "x", "Bjørn Østergård") || found("bjørn", "x", "Bjørn Østergård"));
        assert!(found("äpfel", "x", "Äpfel"));
        assert!(found("jose", "x", "José Mª Etxeberria"));
        assert!(found("ليلى", "x", "ليلى حدّاد"));
    }

    #[test]
    fn nothing_asked_is_no_range() {
        assert_eq!(range("  @ "), None);
    }
}
