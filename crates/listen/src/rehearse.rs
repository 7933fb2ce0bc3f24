//! A draft of the playbook before it decides: what one line of it would catch, and what all of it would
//! change about posts that are stored.

mod report;
mod run;

use std::collections::BTreeSet;

use earshot_model::{OrgId, PostId};
use earshot_playbook::{Playbook, lines_behind};

use crate::{Listen, Result, past};

pub use report::{Change, Counts, Rehearsal};

/// So many of the newest posts show what a line would catch.
pub const LOOKED_AT: usize = 200;

/// What a line has to do with one post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Catch {
    /// The post.
    pub post: PostId,
    /// Whether the line at work with that number has a say in it.
    pub before: bool,
    /// Whether the line of the draft has.
    pub now: bool,
}

impl Listen {
    /// What the line with this number has to do with each of the newest [`LOOKED_AT`] posts, oldest
    /// first: by the playbook at work, where it has the number `was`, and by `draft`.
    ///
    /// # Errors
    /// As the store.
    pub async fn catches(
        &self,
        org: OrgId,
        draft: &Playbook,
        line: i64,
        was: Option<i64>,
    ) -> Result<Vec<Catch>> {
        let at_work = self.stages(org).await?.playbook;
        let mut found = Vec::new();
        for past in past::latest(&self.db, org, LOOKED_AT).await? {
            let Ok(post) = past.key.parse() else { continue };
            let (old, new) = (at_work.decide(&past.facts), draft.decide(&past.facts));
            let said = |number: Option<i64>, lines: &BTreeSet<i64>| {
                number.is_some_and(|number| lines.contains(&number))
            };
            found.push(Catch {
                post,
                before: said(was, &lines_behind(&old).collect()),
                now: said(Some(line), &lines_behind(&new).collect()),
            });
        }
        Ok(found)
    }
}
