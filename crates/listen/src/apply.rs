//! What was judged becomes rows: in one transaction, with the inbox rows that it came from.

mod change;
mod desk;
mod place;
mod round;
mod write;

use std::collections::{HashMap, HashSet};

use earshot_model::{AccountId, Instruments, OrgId, Time};
use earshot_store::{Conn, Tx, inbox};

use crate::judge::{Judged, Mode, News};
use crate::{Result, Stages};

pub(crate) use desk::Desk;

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Posts that were new.
    pub new: u64,
    /// Posts that were there already, or were deleted before they came.
    pub known: u64,
    /// Posts whose words changed.
    pub edited: u64,
    /// Posts that went.
    pub deleted: u64,
    /// Cases that were opened.
    pub opened: u64,
}

impl Tally {
    pub(crate) const fn add(&mut self, other: Self) {
        self.new += other.new;
        self.known += other.known;
        self.edited += other.edited;
        self.deleted += other.deleted;
        self.opened += other.opened;
    }
}

/// What every step of one transaction needs.
pub(crate) struct Context {
    pub(crate) org: OrgId,
    pub(crate) stages: Stages,
    pub(crate) tools: Instruments,
    pub(crate) mode: Mode,
    pub(crate) now: Time,
    pub(crate) desk: Desk,
}

impl Context {
    pub(crate) async fn new(
        conn: &mut Conn,
        stages: Stages,
        tools: Instruments,
        mode: Mode,
    ) -> Result<Self> {
        let desk = Desk::load(conn).await?;
        Ok(Self { org: conn.org(), stages, now: tools.now(), tools, mode, desk })
    }
}

/// Applies a batch, and finishes the inbox rows that it came from. Rows that another worker has
/// taken in the meantime are left out.
pub(crate) async fn apply(tx: &mut Tx, context: &mut Context, batch: Vec<Judged>) -> Result<Tally> {
    let rows: Vec<Vec<u8>> = batch.iter().filter_map(|judged| judged.row.clone()).collect();
    let held: HashSet<Vec<u8>> = inbox::lock(tx, &rows).await?.into_iter().collect();
    let mine = batch
        .into_iter()
        .filter(|judged| judged.row.as_ref().is_none_or(|row| held.contains(row)))
        .collect();
    let mut tally = Tally::default();
    for round in rounds(mine) {
        tally.add(round::apply(tx, context, round).await?);
    }
    let held: Vec<Vec<u8>> = held.into_iter().collect();
    inbox::finish(tx, &held).await?;
    Ok(tally)
}

/// Parts a batch so that each round holds at most one post of a conversation, and at most one piece
/// of news of a post: then a round can be written at once, and the next one finds what it left.
fn rounds(batch: Vec<Judged>) -> Vec<Vec<Judged>> {
    let mut next: HashMap<(AccountId, String), usize> = HashMap::new();
    let mut rounds: Vec<Vec<Judged>> = Vec::new();
    for judged in batch {
        let account = judged.account.id;
        let keys = match &judged.news {
            News::Post(post) => vec![
                (account, format!("thread:{}", post.item.thread)),
                (account, format!("post:{}", post.item.id)),
            ],
            News::Delete { id, .. } => vec![(account, format!("post:{id}"))],
        };
        let number = keys.iter().filter_map(|key| next.get(key)).copied().max().unwrap_or(0);
        for key in keys {
            next.insert(key, number + 1);
        }
        match rounds.get_mut(number) {
            Some(round) => round.push(judged),
            None => rounds.push(vec![judged]),
        }
    }
    rounds
}
