//! Words beside the log, compared with the digests that the log has of them: posts, notes, answers.

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::PostId;
use uuid::Uuid;

use super::verify::{PAGE, Report};
use crate::blobs::Digest;
use crate::cell::row;
use crate::conn::Conn;
use crate::error::Result;
use crate::events::digest;
use crate::value::{Value, args};

/// What words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Post,
    Note,
    Message,
}

impl What {
    const ALL: [Self; 3] = [Self::Post, Self::Note, Self::Message];

    const fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Note => "note",
            Self::Message => "message",
        }
    }

    const fn statement(self) -> &'static str {
        match self {
            Self::Post => "SELECT id, text, salt FROM posts WHERE org_id = $1 AND id IN (?)",
            Self::Note => "SELECT id, text, salt FROM notes WHERE org_id = $1 AND id IN (?)",
            Self::Message => "SELECT id, text, salt FROM outbox WHERE org_id = $1 AND id IN (?)",
        }
    }
}

row! {
    struct Told {
        seq: i64,
        kind: String,
        post_id: Option<PostId>,
        data: String,
        digest: Digest,
    }
}

impl Told {
    /// Of whose words the digest is.
    fn of(&self) -> Option<(What, Uuid)> {
        match self.kind.as_str() {
            "case.noted" => Some((What::Note, self.id("note")?)),
            "reply.held" => Some((What::Message, self.id("outbox")?)),
            "reply.sent" => Some((What::Post, self.id("post")?)),
            _ => Some((What::Post, self.post_id?.0)),
        }
    }

    fn id(&self, key: &str) -> Option<Uuid> {
        let data = serde_json::from_str::<serde_json::Value>(&self.data).ok()?;
        data.get(key)?.as_str()?.parse().ok()
    }
}

row! {
    struct Words {
        id: PostId,
        text: String,
        salt: Vec<u8>,
    }
}

/// Compares all words with the digest that the log has of their last change. Words without salt were
/// emptied on purpose.
pub(super) async fn compare(conn: &mut Conn, report: &mut Report) -> Result<()> {
    let org = conn.org();
    // What was edited fits only its last digest: it counts as wrong until that one comes.
    let mut wrong: BTreeSet<(What, Uuid)> = BTreeSet::new();
    let mut after = 0;
    loop {
        let told: Vec<Told> = conn
            .all(
                "SELECT seq, kind, post_id, data, digest FROM events
                 WHERE org_id = $1 AND seq > $2 AND digest IS NOT NULL
                   AND kind IN ('post.received', 'post.edited', 'reply.sent', 'reply.held',
                                'case.noted')
                 ORDER BY seq
                 LIMIT $3",
                args![org, after, PAGE],
            )
            .await?;
        let Some(last) = told.last() else { break };
        after = last.seq;
        let found = words(conn, &told).await?;
        for row in told {
            let Some(of) = row.of() else { continue };
            let Some(words) = found.get(&of) else { continue };
            report.texts += 1;
            if digest(&words.salt, &words.text) == row.digest {
                wrong.remove(&of);
            } else {
                wrong.insert(of);
            }
        }
    }
    let problem = |(what, id): (What, Uuid)| {
        format!("the text of {} {id} is not what the log says", what.name())
    };
    report.problems.extend(wrong.into_iter().map(problem));
    Ok(())
}

/// The words that these events speak of, where they are there.
async fn words(conn: &mut Conn, told: &[Told]) -> Result<BTreeMap<(What, Uuid), Words>> {
    let org = conn.org();
    let wanted: BTreeSet<(What, Uuid)> = told.iter().filter_map(Told::of).collect();
    let mut found = BTreeMap::new();
    for what in What::ALL {
        let ids = wanted.iter().filter(|(kind, _)| *kind == what);
        let list: Vec<Value> = ids.map(|(_, id)| Value::from(PostId(*id))).collect();
        let rows: Vec<Words> = conn.all_in(what.statement(), &args![org], list).await?;
        let there = rows.into_iter().filter(|row| !row.salt.is_empty());
        found.extend(there.map(|row| ((what, row.id.0), row)));
    }
    Ok(found)
}
