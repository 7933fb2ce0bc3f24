//! The stages of an organization, kept from one batch of posts to the next.

use earshot_model::Time;
use earshot_store::{Conn, events, setup_changes};

use crate::listening::{Changes, Listening};
use crate::stages::{Fingerprint, Stages};
use crate::{Error, Result};

/// For so long the stages are used before all of the set-up is looked at again. What the log tells
/// is taken up before that, with the next batch.
const KEPT: i64 = 2 * Time::SECOND;

pub(crate) struct Kept {
    print: Fingerprint,
    pub(crate) stages: Stages,
    pub(crate) listening: Listening,
    /// How far the log was read.
    seen: i64,
    looked_at: Option<Time>,
}

impl Kept {
    /// The stages as they are stored.
    pub(crate) async fn load(conn: &mut Conn, now: Time) -> Result<Self> {
        // What is written while this reads is met twice rather than never.
        let seen = events::head(conn).await?.seq;
        let listening = Listening::load(conn).await?;
        let made = Stages::load(conn, None, listening.set()).await?;
        let (print, stages) = made.ok_or(Error::Delivery("its organization has no stages"))?;
        Ok(Self { print, stages, listening, seen, looked_at: Some(now) })
    }

    /// Takes up what has changed.
    pub(crate) async fn refresh(&mut self, conn: &mut Conn, now: Time) -> Result<()> {
        let rows = setup_changes::since(conn, self.seen).await?;
        let due = self.looked_at.is_none_or(|before| now.since(before) >= KEPT);
        let changes = Changes::read(&rows);
        self.listening.follow(conn, &changes).await?;
        if due {
            self.listening.reconcile(conn).await?;
        }
        if due || changes.others {
            let matcher = self.listening.set();
            if let Some(made) =
                Stages::load(conn, Some((&self.print, &self.stages)), matcher).await?
            {
                (self.print, self.stages) = made;
            }
        }
        // Only now: what failed on the way is read again.
        self.seen = rows.last().map_or(self.seen, |last| last.seq);
        if due {
            self.looked_at = Some(now);
        }
        Ok(())
    }

    /// Has all of the set-up looked at with the next batch.
    pub(crate) const fn look_again(&mut self) {
        self.looked_at = None;
    }
}
