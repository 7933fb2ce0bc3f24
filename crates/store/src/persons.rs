//! The customer record: persons, their identities, and what the organization knows of them.

use std::collections::HashSet;

use earshot_model::{Identity, IdentityId, Person, PersonId, Tier, Time};

use crate::cell::{from_cells, row};
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::names;
use crate::value::{Value, args};

from_cells!(Person {
    org_id,
    id,
    display_name,
    tier,
    languages,
    place,
    time_zone,
    created_at,
    erased_at,
});
from_cells!(Identity {
    org_id,
    id,
    person_id,
    channel,
    external_id,
    handle,
    display_name,
    followers,
    ours,
    evidence,
    created_at,
});

/// Reads whole identities, one list of columns for every statement that does.
macro_rules! identities {
    ($which:literal) => {
        concat!(
            "SELECT org_id, id, person_id, channel, external_id, handle, display_name, followers, ours,
                    evidence, created_at
             FROM identities ",
            $which
        )
    };
}

row! {
    /// Something that the organization's own record holds of a person.
    pub struct Fact {
        /// What it is: `email`, `phone`, `order`, `account`, `address`, `name`.
        pub kind: String,
        /// The value; never to be said in public.
        pub value: String,
        /// Where it comes from.
        pub source: String,
    }
}

row! {
    /// What the funnel asks of the record about an author.
    pub struct Standing {
        /// Who.
        pub person_id: PersonId,
        /// Their rating.
        pub tier: Tier,
        /// How many of their posts since the asked time were negative.
        pub negatives: i64,
        /// How many of their cases are not resolved.
        pub live_cases: i64,
        /// How many cases were opened for them since the asked time.
        pub recent_cases: i64,
    }
}

/// Stores persons.
///
/// # Errors
/// As the database.
pub async fn insert_all(tx: &mut Tx, persons: &[Person]) -> Result<()> {
    let rows = persons
        .iter()
        .map(|p| {
            args![
                p.org_id,
                p.id,
                &p.display_name,
                p.tier,
                &p.languages,
                p.place.clone(),
                p.time_zone.clone(),
                p.created_at,
                p.erased_at,
            ]
        })
        .collect();
    tx.insert_all(
        "INSERT INTO persons (
             org_id, id, display_name, tier, languages, place, time_zone, created_at, erased_at
         )",
        rows,
        "",
    )
    .await?;
    Ok(())
}

/// Stores identities whose (channel, external id) is new; the others are left as they are.
///
/// # Errors
/// As the database.
pub async fn insert_identities(tx: &mut Tx, identities: &[Identity]) -> Result<()> {
    let rows = identities
        .iter()
        .map(|i| {
            args![
                i.org_id,
                i.id,
                i.person_id,
                &i.channel,
                &i.external_id,
                &i.handle,
                &i.display_name,
                i.followers,
                i.ours,
                &i.evidence,
                i.created_at,
            ]
        })
        .collect();
    tx.insert_all(
        "INSERT INTO identities (
             org_id, id, person_id, channel, external_id, handle, display_name, followers, ours,
             evidence, created_at
         )",
        rows,
        "",
    )
    .await?;
    names::insert(tx, identities).await
}

/// The identities of these authors on one channel, as far as they are known.
///
/// # Errors
/// As the database.
pub async fn identities_by_external(
    conn: &mut Conn,
    channel: &str,
    external_ids: Vec<String>,
) -> Result<Vec<Identity>> {
    let org = conn.org();
    conn.all_in(
        identities!("WHERE org_id = $1 AND channel = $2 AND external_id IN (?)"),
        &args![org, channel],
        external_ids.into_iter().map(Value::from).collect(),
    )
    .await
}

/// How an identity is known that somebody said to be the brand.
pub const SAID_OURS: &str = "said-ours";
/// How an identity is known that somebody said not to be the brand: it never becomes it by itself.
pub const NOT_OURS: &str = "not-ours";

row! {
    struct Wrote {
        id: IdentityId,
    }
}

/// Those of these identities that wrote to the brand.
///
/// # Errors
/// As the database.
pub async fn customers(
    conn: &mut Conn,
    identities: Vec<IdentityId>,
) -> Result<HashSet<IdentityId>> {
    let org = conn.org();
    let found: Vec<Wrote> = conn
        .all_in(
            "SELECT i.id FROM identities i
             WHERE i.org_id = $1 AND i.id IN (?) AND EXISTS (
                 SELECT 1 FROM posts p
                 WHERE p.org_id = i.org_id AND p.identity_id = i.id AND p.direction = 'inbound')",
            &args![org],
            identities.into_iter().map(Value::from).collect(),
        )
        .await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// Says for good whether an identity is the brand.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn claim(tx: &mut Tx, id: IdentityId, ours: bool) -> Result<()> {
    let mut known = identity(tx, id).await?;
    known.ours = ours;
    let evidence = if ours { SAID_OURS } else { NOT_OURS };
    tx.exec(
        "UPDATE identities SET ours = $3, evidence = $4 WHERE org_id = $1 AND id = $2",
        args![known.org_id, id, ours, evidence],
    )
    .await?;
    names::insert(tx, std::slice::from_ref(&known)).await
}

/// Writes down a new handle, name or number of followers, and whether it is the brand's own.
///
/// # Errors
/// As the database.
pub async fn update_identity(tx: &mut Tx, identity: &Identity) -> Result<()> {
    tx.exec(
        "UPDATE identities SET handle = $3, display_name = $4, followers = $5, ours = $6
         WHERE org_id = $1 AND id = $2",
        args![
            identity.org_id,
            identity.id,
            &identity.handle,
            &identity.display_name,
            identity.followers,
            identity.ours,
        ],
    )
    .await?;
    names::insert(tx, std::slice::from_ref(identity)).await
}

/// One person.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn find(conn: &mut Conn, id: PersonId) -> Result<Person> {
    let org = conn.org();
    conn.one(
        "person",
        "SELECT
             org_id,
             id,
             display_name,
             tier,
             languages,
             place,
             time_zone,
             created_at,
             erased_at
         FROM persons
         WHERE org_id = $1 AND id = $2",
        args![org, id],
    )
    .await
}

/// One identity.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn identity(conn: &mut Conn, id: IdentityId) -> Result<Identity> {
    let org = conn.org();
    conn.one("identity", identities!("WHERE org_id = $1 AND id = $2"), args![org, id]).await
}

/// The identities with this handle (with `@` or without, whatever the case), on all channels.
///
/// # Errors
/// As the database.
pub async fn identities_by_handle(conn: &mut Conn, handle: &str) -> Result<Vec<Identity>> {
    let org = conn.org();
    conn.all(
        identities!(
            "WHERE org_id = $1 AND LOWER(handle) IN (LOWER($2), LOWER('@' || $2))
         ORDER BY channel, id"
        ),
        args![org, handle.trim_start_matches('@')],
    )
    .await
}

/// Who has this handle on a channel, or one that is much like it, and is not the brand, oldest first.
/// Asked of an index, while posts come in.
///
/// # Errors
/// As the database.
pub async fn much_like(conn: &mut Conn, channel: &str, handle: &str) -> Result<Vec<Identity>> {
    let org = conn.org();
    conn.all(
        "SELECT i.org_id, i.id, i.person_id, i.channel, i.external_id, i.handle, i.display_name,
                i.followers, i.ours, i.evidence, i.created_at
         FROM person_names n
         JOIN identities i ON i.org_id = n.org_id AND i.person_id = n.person_id
         WHERE n.org_id = $1 AND n.key = $2 AND i.channel = $3 AND NOT i.ours
         ORDER BY i.id",
        args![org, names::of_handle(handle), channel],
    )
    .await
}

/// All identities of a person, oldest first.
///
/// # Errors
/// As the database.
pub async fn identities(conn: &mut Conn, person: PersonId) -> Result<Vec<Identity>> {
    let org = conn.org();
    conn.all(
        identities!(
            "WHERE org_id = $1 AND person_id = $2
         ORDER BY created_at, id"
        ),
        args![org, person],
    )
    .await
}

/// What the record holds of a person.
///
/// # Errors
/// As the database.
pub async fn facts(conn: &mut Conn, person: PersonId) -> Result<Vec<Fact>> {
    let org = conn.org();
    conn.all(
        "SELECT kind, value, source FROM person_facts
         WHERE org_id = $1 AND person_id = $2
         ORDER BY kind, value",
        args![org, person],
    )
    .await
}

/// Writes something into the record.
///
/// # Errors
/// As the database.
pub async fn insert_fact(tx: &mut Tx, person: PersonId, fact: &Fact, at: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO person_facts (org_id, person_id, kind, value, source, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        args![org, person, &fact.kind, &fact.value, &fact.source, at],
    )
    .await?;
    Ok(())
}

/// Strikes something out of the record.
///
/// # Errors
/// As the database.
pub async fn delete_fact(tx: &mut Tx, person: PersonId, fact: &Fact) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "DELETE FROM person_facts
         WHERE org_id = $1 AND person_id = $2 AND kind = $3 AND value = $4",
        args![org, person, &fact.kind, &fact.value],
    )
    .await?;
    Ok(())
}

/// What the record says of these authors, for the funnel. `since` bounds the negative posts, of which
/// only those among the latest 50 posts are counted: somebody who writes all day must not cost more.
///
/// # Errors
/// As the database.
pub async fn standings(
    conn: &mut Conn,
    persons: &[PersonId],
    since: Time,
) -> Result<Vec<Standing>> {
    let org = conn.org();
    conn.all_in(
        "SELECT
             p.id AS person_id,
             p.tier,
             (SELECT COUNT(*)
              FROM (SELECT t.org_id, t.id FROM posts t
                    WHERE t.org_id = p.org_id AND t.person_id = p.id AND t.posted_at > $2
                    ORDER BY t.posted_at DESC
                    LIMIT 50) latest
              JOIN verdicts v ON v.org_id = latest.org_id AND v.post_id = latest.id
              WHERE v.sentiment = 'negative') AS negatives,
             (SELECT COUNT(*) FROM cases c
              WHERE c.org_id = p.org_id AND c.person_id = p.id
                AND c.status IN ('new', 'open', 'waiting', 'on_hold')) AS live_cases,
             (SELECT COUNT(*) FROM cases c
              WHERE c.org_id = p.org_id AND c.person_id = p.id AND c.opened_at > $2) AS recent_cases
         FROM persons p
         WHERE p.org_id = $1 AND p.id IN (?)",
        &args![org, since],
        persons.iter().map(|id| Value::from(*id)).collect(),
    )
    .await
}

/// Identities by id, in no particular order.
///
/// # Errors
/// As the database.
pub async fn identities_by_id(conn: &mut Conn, ids: Vec<IdentityId>) -> Result<Vec<Identity>> {
    let org = conn.org();
    conn.all_in(
        identities!("WHERE org_id = $1 AND id IN (?)"),
        &args![org],
        ids.into_iter().map(Value::from).collect(),
    )
    .await
}

/// The brand's own identities on a channel, oldest first.
///
/// # Errors
/// As the database.
pub async fn own_identities(conn: &mut Conn, channel: &str) -> Result<Vec<Identity>> {
    let org = conn.org();
    conn.all(
        identities!(
            "WHERE org_id = $1 AND channel = $2 AND ours
             ORDER BY created_at, id"
        ),
        args![org, channel],
    )
    .await
}

row! {
    /// What we call a person.
    pub struct Named {
        /// Who.
        pub id: PersonId,
        /// The name; empty once erased.
        pub display_name: String,
    }
}

/// What we call these people, in no particular order.
///
/// # Errors
/// As the database.
pub async fn names(conn: &mut Conn, persons: Vec<PersonId>) -> Result<Vec<Named>> {
    let org = conn.org();
    conn.all_in(
        "SELECT id, display_name FROM persons WHERE org_id = $1 AND id IN (?)",
        &args![org],
        persons.into_iter().map(Value::from).collect(),
    )
    .await
}
