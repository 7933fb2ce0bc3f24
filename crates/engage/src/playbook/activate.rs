//! A signed draft goes to work.

use earshot_model::{Actor, EventKind, NewEvent, Permission};
use earshot_store::playbooks::{self, PlaybookVersion, drafts, signatures};
use serde_json::json;

use super::Refusal;
use super::change::{check, held, tell};
use super::draft::sign_offs;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Lets the draft decide, once every department that must sign has signed this very text. Gives
    /// the number of the version. `seen` is the fingerprint of the text that was read. Asks
    /// `playbook.activate`.
    ///
    /// The version before stays as it was, with all decisions that name it.
    ///
    /// # Errors
    /// [`Error::Playbook`] when signatures are missing, the draft was changed since, there is none, or
    /// it cannot be used; [`Error::Forbidden`].
    pub async fn activate_draft(&self, who: &Staff, seen: &str) -> Result<i64> {
        who.must(Permission::PlaybookActivate)?;
        let found = drafts::find(&mut self.db.read(who.org).await?).await?;
        let read = found.ok_or(Refusal::NoDraft)?;
        // Checked before the transaction, and the transaction insists on this very text.
        let (document, _) = check(&read.text)?;
        let fingerprint = document.fingerprint();
        if fingerprint != seen {
            return Err(Refusal::DraftChanged.into());
        }
        let (now, by) = (self.tools.now(), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let draft = held(tx).await?;
                    if draft.revision != read.revision || draft.id != read.id {
                        return Err(Refusal::DraftChanged.into());
                    }
                    let signed = signatures::of(tx, draft.id).await?;
                    document.is_signed(&sign_offs(&signed)).map_err(Refusal::NotSigned)?;
                    let version = PlaybookVersion {
                        id: draft.id,
                        version: playbooks::next_version(tx).await?,
                        lines: draft.text,
                        active: true,
                        created_at: now,
                        agent_id: Some(by),
                    };
                    playbooks::activate(tx, &version).await?;
                    drafts::end(tx, draft.id).await?;
                    let number = version.version;
                    let event = NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by));
                    let what =
                        json!({ "what": "activated", "version": number, "text": fingerprint });
                    tell(tx, event, what);
                    Ok(number)
                })
            })
            .await
    }
}
