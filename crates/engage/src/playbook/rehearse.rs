//! A replay of stored posts through the draft is asked for; it is worked off beside the server.

use earshot_model::{Actor, EventKind, NewEvent, Permission, PostId, ReplayId, Time};
use earshot_playbook::Document;
use earshot_store::lookups::{self, SeenPost};
use earshot_store::past_posts;
use earshot_store::playbooks::replays::{self, Replay};
use earshot_store::playbooks::{self, drafts};
use serde_json::json;

use super::Refusal;
use super::change::tell;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The most days that a replay goes back.
const MOST_DAYS: i64 = 366;

impl Engage {
    /// Those of these posts that somebody may see. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn posts_behind(&self, who: &Staff, posts: &[PostId]) -> Result<Vec<SeenPost>> {
        who.must(Permission::PlaybookRead)?;
        let mut conn = self.db.read(who.org).await?;
        Ok(lookups::seen(&mut conn, &who.eyes, posts).await?)
    }

    /// Asks for a replay of the last `days` days that have posts, 1 to 366, against the version at
    /// work. One that waits or runs for the same text stays the only one. Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `days`, [`Error::Playbook`] when there is no draft, [`Error::NotFound`]
    /// when there are no posts, [`Error::Forbidden`].
    pub async fn ask_replay(&self, who: &Staff, days: i64) -> Result<ReplayId> {
        who.must(Permission::PlaybookWrite)?;
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Error::invalid("days", format!("choose 1 to {MOST_DAYS} days")));
        }
        let mut conn = self.db.read(who.org).await?;
        let draft = drafts::find(&mut conn).await?.ok_or(Refusal::NoDraft)?;
        let newest = past_posts::newest(&mut conn).await?.ok_or(Error::NotFound("stored post"))?;
        let active = playbooks::active_version(&mut conn).await?.unwrap_or(0);
        let before = replays::newest(&mut conn, draft.id).await?;
        drop(conn);
        let fingerprint = Document::read(&draft.text).map_err(Refusal::Faulty)?.fingerprint();
        let to_at = newest.plus(1);
        let from_at = to_at.plus(-days.saturating_mul(Time::DAY));
        let runs = |old: &Replay| {
            old.finished_at.is_none()
                && old.fingerprint == fingerprint
                && old.to_at.since(old.from_at) == to_at.since(from_at)
        };
        if let Some(old) = before.filter(runs) {
            return Ok(old.id);
        }
        let (now, by) = (self.tools.now(), who.id());
        let replay = Replay {
            id: self.tools.id(),
            playbook_id: draft.id,
            fingerprint,
            text: draft.text,
            against: active,
            from_at,
            to_at,
            agent_id: by,
            done: 0,
            expected: 0,
            report: None,
            problem: None,
            created_at: now,
            finished_at: None,
        };
        let id = replay.id;
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    replays::insert(tx, &replay).await?;
                    let event = NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by));
                    tell(tx, event, json!({ "what": "replay", "replay": id, "days": days }));
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }
}
