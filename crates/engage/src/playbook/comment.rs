//! Remarks on the draft.

use earshot_model::{Actor, CommentId, EventKind, NewEvent, Permission};
use earshot_store::playbooks::comments::{self, Comment};
use serde_json::json;

use super::change::{held, tell};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest remark, in characters.
const LONGEST: usize = 2_000;

impl Engage {
    /// Says something about the draft, or about one of its lines. Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `text`, [`Error::Playbook`] when there is no draft, [`Error::Forbidden`].
    pub async fn comment_draft(
        &self,
        who: &Staff,
        line: Option<i64>,
        text: &str,
    ) -> Result<CommentId> {
        who.must(Permission::PlaybookWrite)?;
        let text = text.trim().to_owned();
        if text.is_empty() || text.chars().count() > LONGEST {
            return Err(Error::invalid("text", format!("write 1 to {LONGEST} characters")));
        }
        let (now, by) = (self.tools.now(), who.id());
        let id: CommentId = self.tools.id();
        let comment = Comment { id, line, text, agent_id: by, created_at: now, settled_at: None };
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let draft = held(tx).await?;
                    comments::insert(tx, draft.id, &comment).await?;
                    let event = NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by));
                    tell(tx, event, json!({ "what": "commented", "comment": id, "line": line }));
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Settles a remark. Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such open remark, [`Error::Forbidden`].
    pub async fn settle_comment(&self, who: &Staff, id: CommentId) -> Result<()> {
        who.must(Permission::PlaybookWrite)?;
        let (now, by) = (self.tools.now(), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let draft = held(tx).await?;
                    comments::settle(tx, draft.id, id, now).await?;
                    let event = NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by));
                    tell(tx, event, json!({ "what": "comment_settled", "comment": id }));
                    Ok(())
                })
            })
            .await
    }
}
