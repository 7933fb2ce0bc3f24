//! Waiting cases go to people: who is here, what waits and what was promised to whom is read from rows
//! each time, so that a restart, another machine or a jump of the clock changes nothing.

mod floor;
mod give;
mod orphans;
mod take;

use earshot_model::{OrgId, Presence};
use earshot_route::board::Shares;
use earshot_store::waiting::HandOut;
use earshot_store::{roster, waiting};

use crate::{Listen, Result};
use floor::Floor;
pub(crate) use floor::rules;

/// How many cases of one kind are looked at in one turn.
const HEADS: i64 = 64;
/// How many cases one turn gives at most.
const AT_ONCE: usize = 200;
/// How many turns are taken one after another. What waits longer has the next sweep.
const TURNS: usize = 16;

/// How a turn went.
enum Turn {
    /// So many were given, and nothing is left that somebody could have.
    Done(usize),
    /// So many were given, and there may be more.
    More(usize),
    /// Somebody else gave work out at the same moment: it has to be read anew.
    Lost,
}

impl Listen {
    /// Gives what waits to whoever is best, as the rules of the queues say. Gives how many cases got
    /// an owner.
    ///
    /// # Errors
    /// As the store; what waits still waits.
    pub async fn hand_out(&self, org: OrgId) -> Result<usize> {
        let mut given = 0;
        for _ in 0..TURNS {
            match self.take_turn(org).await? {
                Turn::Done(more) => return Ok(given + more),
                Turn::More(more) => given += more,
                Turn::Lost => {}
            }
        }
        Ok(given)
    }

    async fn take_turn(&self, org: OrgId) -> Result<Turn> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let hands = roster::hands(&mut conn).await?;
        // The usual state of a busy desk: everyone has their hands full, and one question was enough.
        if !hands.iter().any(|hand| hand.presence == Presence::Online && hand.load < hand.capacity)
        {
            return Ok(Turn::Done(0));
        }
        let kinds = waiting::kinds(&mut conn).await?;
        if kinds.is_empty() {
            return Ok(Turn::Done(0));
        }
        let before = waiting::hand_out(&mut conn).await?;
        let before = before.unwrap_or(HandOut { turn: 0, shares: String::new() });
        let mut floor = Floor::load(&mut conn, hands, now).await?;
        let mut more = false;
        for kind in &kinds {
            if floor.may_go(kind, now) {
                let heads = waiting::heads(&mut conn, kind, HEADS).await?;
                more |= i64::try_from(heads.len()).is_ok_and(|found| found >= HEADS);
                heads.iter().for_each(|head| floor.line_up(kind, head));
            }
        }
        drop(conn);
        // What cannot be read is a mark of another version: everybody begins at the same line then.
        let shares: Shares = serde_json::from_str(&before.shares).unwrap_or_default();
        floor.board.restore_shares(&shares);
        let turn = floor.board.turn(now, AT_ONCE);
        if turn.given.is_empty() {
            return Ok(Turn::Done(0));
        }
        more |= turn.given.len() >= AT_ONCE;
        let given = self.give(org, &floor, turn.given, before.turn, now).await?;
        Ok(match given {
            None => Turn::Lost,
            Some(given) if more => Turn::More(given),
            Some(given) => Turn::Done(given),
        })
    }
}
