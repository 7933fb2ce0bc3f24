//! Checks a database against itself: chains, digests, keys, pages, files.

use earshot_model::{OrgId, OutboxId};

use super::told;
use crate::blobs::{BlobStore, Digest};
use crate::cell::row;
use crate::conn::Conn;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::events::{self, digest};
use crate::value::args;
use crate::whole::{self, Purpose};

/// Rows looked at together.
pub(super) const PAGE: i64 = 2_000;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Organizations looked at.
    pub organizations: u64,
    /// Events whose hash was computed again.
    pub events: i64,
    /// Texts of posts, notes and answers compared with a digest in the log, and of answers with the one
    /// that the guard made.
    pub texts: u64,
    /// Files compared with their names.
    pub files: u64,
    /// What does not fit, in words. Empty when all is well.
    pub problems: Vec<String>,
}

impl Report {
    /// Whether nothing was found.
    #[must_use]
    pub const fn is_well(&self) -> bool {
        self.problems.is_empty()
    }
}

row! {
    struct Org {
        id: OrgId,
    }
}

row! {
    struct Message {
        id: OutboxId,
        text: String,
        salt: Vec<u8>,
        text_digest: Vec<u8>,
    }
}

row! {
    struct Stored {
        digest: Digest,
    }
}

row! {
    struct Said {
        it: String,
    }
}

row! {
    struct Broken {
        child: String,
        parent: String,
    }
}

/// Checks everything, from one snapshot, while everybody goes on working.
///
/// # Errors
/// As the database, when it cannot be read at all. What does not fit is in the report.
pub async fn verify(db: &Db, blobs: &BlobStore) -> Result<Report> {
    let mut report = Report::default();
    let mut conn = whole::open(db, Purpose::Read).await?;
    if !conn.is_postgres() {
        pages_and_keys(&mut conn, &mut report).await?;
    }
    let orgs: Vec<Org> = conn.all("SELECT id FROM organizations ORDER BY id", args![]).await?;
    for org in orgs {
        conn = whole::within(conn, org.id);
        report.organizations += 1;
        match events::verify(&mut conn).await {
            Ok(checked) => report.events += checked,
            Err(broken @ Error::BrokenChain { .. }) => report.problems.push(broken.to_string()),
            Err(Error::NotFound(_)) => {
                report.problems.push(format!("organization {} has no log", org.id));
            }
            Err(other) => return Err(other),
        }
        told::compare(&mut conn, &mut report).await?;
        messages(&mut conn, &mut report).await?;
        files(&mut conn, blobs, &mut report).await?;
    }
    whole::end(conn).await?;
    Ok(report)
}

/// SQLite's own checks. PostgreSQL enforces foreign keys for every role, so there is nothing to ask.
async fn pages_and_keys(conn: &mut Conn, report: &mut Report) -> Result<()> {
    let said: Vec<Said> =
        conn.all("SELECT integrity_check AS it FROM pragma_integrity_check", args![]).await?;
    for line in said.into_iter().filter(|line| line.it != "ok") {
        report.problems.push(format!("SQLite's integrity check says: {}", line.it));
    }
    let broken: Vec<Broken> = conn
        .all("SELECT DISTINCT \"table\" AS child, parent FROM pragma_foreign_key_check", args![])
        .await?;
    for Broken { child, parent } in broken {
        report.problems.push(format!("a row of {child} points at a row of {parent} that is gone"));
    }
    Ok(())
}

/// Compares the words of messages with the digest that the guard gave them, which has no salt.
/// Messages without salt were emptied on purpose.
async fn messages(conn: &mut Conn, report: &mut Report) -> Result<()> {
    let org = conn.org();
    let mut after = Vec::new();
    loop {
        let page: Vec<Message> = conn
            .all(
                "SELECT id, text, salt, text_digest FROM outbox
                 WHERE org_id = $1 AND id > $2
                 ORDER BY id
                 LIMIT $3",
                args![org, after, PAGE],
            )
            .await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id.bytes().to_vec();
        for message in page.iter().filter(|message| !message.salt.is_empty()) {
            report.texts += 1;
            if digest(&[], &message.text).as_slice() != message.text_digest {
                let id = message.id;
                report.problems.push(format!("the text of message {id} is not its digest's"));
            }
        }
    }
}

async fn files(conn: &mut Conn, blobs: &BlobStore, report: &mut Report) -> Result<()> {
    let org = conn.org();
    let stored: Vec<Stored> =
        conn.all("SELECT digest FROM blobs WHERE org_id = $1 ORDER BY digest", args![org]).await?;
    for Stored { digest } in stored {
        report.files += 1;
        if let Err(problem) = blobs.get(org, digest).await {
            report.problems.push(format!("file {}: {problem}", hex::encode(digest)));
        }
    }
    Ok(())
}
