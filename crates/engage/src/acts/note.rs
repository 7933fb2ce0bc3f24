//! A remark that no customer sees.

use earshot_model::{Audience, CaseId, EventKind, NoteId, Permission};
use earshot_store::events;
use earshot_store::mentions;
use earshot_store::notes::{self, Note};
use serde_json::json;

use super::mention::called;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest note, in characters.
const LONGEST: usize = 20_000;

impl Engage {
    /// Writes a note into a case; the draft of it is gone then. `@Ana` in it calls that colleague. Asks
    /// `case.note`. The same `key` again is the same note.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `text`, also for a colleague who may not see the case; [`Error::Taken`] for a key of another case's note,
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn note(
        &self,
        who: &Staff,
        case: CaseId,
        text: &str,
        key: Option<NoteId>,
    ) -> Result<NoteId> {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(Error::invalid("text", "the note is empty; write something"));
        }
        if text.chars().count() > LONGEST {
            let problem = format!("a note holds at most {LONGEST} characters; shorten it");
            return Err(Error::invalid("text", problem));
        }
        let (acting, agent, salt) = (self.acting(who), who.id(), self.tools.salt());
        let id = key.unwrap_or_else(|| self.tools.id::<NoteId>());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseNote).await?;
                    let at = acting.at();
                    if notes::of_case(tx, case.id).await?.iter().any(|known| known.id == id) {
                        return Ok(());
                    }
                    // The words are not lost: whoever sent them is told that they were not kept.
                    if notes::exists(tx, id).await? {
                        return Err(Error::Taken { field: "key" });
                    }
                    let called = called(tx, &text, agent, &case).await?;
                    let digest = events::digest(&salt, &text);
                    let note = Note { id, case_id: case.id, agent_id: agent, text, created_at: at };
                    notes::insert(tx, &note, salt).await?;
                    mentions::insert(tx, (id, case.id), &called, agent, at).await?;
                    notes::discard_draft(tx, case.id, agent, Audience::Internal).await?;
                    tx.emit(
                        acting
                            .moment
                            .event(EventKind::CaseNoted, &case)
                            .data(json!({ "note": id, "called": called }))
                            .digest(digest),
                    );
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }
}
