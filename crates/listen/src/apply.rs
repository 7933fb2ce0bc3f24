//! What was judged becomes rows: in one transaction, with the inbox rows that it came from.

mod adopt;
mod answers;
mod authors;
mod change;
mod desk;
mod hashtags;
mod order;
mod place;
mod round;
mod sample;
mod write;

use std::collections::{BTreeMap, HashSet};

use earshot_model::{Instruments, OrgId, Time};
use earshot_store::reviews::{self, CountKey, Counted};
use earshot_store::{Conn, Tx, inbox};

use crate::judge::{Judged, Mode};
use crate::{Result, Stages};

pub(crate) use authors::HEARD;
pub(crate) use desk::Desk;
pub(crate) use hashtags::is_about_us;

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
    /// Rows of the inbox that are done with.
    pub finished: u64,
}

impl Tally {
    pub(crate) const fn add(&mut self, other: Self) {
        self.new += other.new;
        self.known += other.known;
        self.edited += other.edited;
        self.deleted += other.deleted;
        self.opened += other.opened;
        self.finished += other.finished;
    }
}

/// What every step of one transaction needs.
pub(crate) struct Context {
    pub(crate) org: OrgId,
    pub(crate) stages: Stages,
    pub(crate) tools: Instruments,
    pub(crate) mode: Mode,
    pub(crate) now: Time,
    /// Missing when nothing in the batch may open a case.
    pub(crate) desk: Option<Desk>,
    /// What the filter did in this transaction, by kind of post.
    pub(crate) judged: BTreeMap<CountKey, Counted>,
}

impl Context {
    /// Reads the desk only when `batch` may open a case: most posts of the world do not.
    pub(crate) async fn new(
        conn: &mut Conn,
        stages: Stages,
        tools: Instruments,
        mode: Mode,
        batch: &[Judged],
    ) -> Result<Self> {
        let desk =
            if batch.iter().any(Judged::may_open) { Some(Desk::load(conn).await?) } else { None };
        let judged = BTreeMap::new();
        Ok(Self { org: conn.org(), stages, now: tools.now(), tools, mode, desk, judged })
    }
}

/// Applies a batch, and finishes the inbox rows that it came from. Rows that another worker has
/// finished in the meantime are left out.
///
/// One batch of an organization is applied at a time, also when several servers listen: a delete
/// that comes after its post must see it.
pub(crate) async fn apply(tx: &mut Tx, context: &mut Context, batch: Vec<Judged>) -> Result<Tally> {
    inbox::turn(tx).await?;
    let rows: Vec<Vec<u8>> = batch.iter().filter_map(|judged| judged.row.clone()).collect();
    let held: HashSet<Vec<u8>> = inbox::lock(tx, &rows).await?.into_iter().collect();
    let mine = batch
        .into_iter()
        .filter(|judged| judged.row.as_ref().is_none_or(|row| held.contains(row)))
        .collect();
    let mut tally = Tally::default();
    for round in order::rounds(mine) {
        tally.add(round::apply(tx, context, round).await?);
    }
    // Last, and in one order: others count the same kinds of posts.
    reviews::count(tx, std::mem::take(&mut context.judged)).await?;
    let held: Vec<Vec<u8>> = held.into_iter().collect();
    inbox::finish(tx, &held).await?;
    tally.finished = u64::try_from(held.len()).unwrap_or(u64::MAX);
    Ok(tally)
}
