//! A department signs the draft, or takes its signature back.

use earshot_model::{Actor, EventKind, NewEvent, Permission};
use earshot_playbook::Document;
use earshot_store::playbooks::signatures::{self, Signature};
use earshot_store::setup;
use serde_json::json;

use super::Refusal;
use super::change::{held, tell};
use super::draft::may_sign;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Signs the draft for a department. `seen` is the fingerprint of the text that was read: another
    /// one is not signed. Asks `playbook.sign` for the department.
    ///
    /// # Errors
    /// [`Error::Playbook`] when there is no draft or it was changed since, [`Error::NotFound`] for a
    /// department that need not sign, [`Error::Forbidden`].
    pub async fn sign_draft(&self, who: &Staff, department: &str, seen: &str) -> Result<()> {
        self.set_signature(who, department, Some(seen.to_owned())).await
    }

    /// Takes a department's signature back. Asks `playbook.sign` for the department.
    ///
    /// # Errors
    /// As [`Engage::sign_draft`].
    pub async fn withdraw_signature(&self, who: &Staff, department: &str) -> Result<()> {
        self.set_signature(who, department, None).await
    }

    async fn set_signature(
        &self,
        who: &Staff,
        department: &str,
        seen: Option<String>,
    ) -> Result<()> {
        let mut conn = self.db.read(who.org).await?;
        let departments = setup::departments(&mut conn).await?;
        drop(conn);
        let known = departments.iter().find(|known| known.key == department);
        if !may_sign(&who.eyes, known) {
            return Err(Error::Forbidden(Permission::PlaybookSign));
        }
        let (now, by, key) = (self.tools.now(), who.id(), department.to_owned());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let draft = held(tx).await?;
                    let document = Document::read(&draft.text).map_err(Refusal::Faulty)?;
                    if !document.sign_offs.contains(&key) {
                        return Err(Error::NotFound("department that signs"));
                    }
                    let fingerprint = document.fingerprint();
                    let what = if let Some(seen) = seen {
                        if seen != fingerprint {
                            return Err(Refusal::DraftChanged.into());
                        }
                        let department = key.clone();
                        let row =
                            Signature { department, fingerprint, agent_id: by, signed_at: now };
                        signatures::sign(tx, draft.id, &row).await?;
                        json!({ "what": "signed", "department": key, "text": row.fingerprint })
                    } else {
                        signatures::withdraw(tx, draft.id, &key).await?;
                        json!({ "what": "signature_withdrawn", "department": key })
                    };
                    let event = NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by));
                    tell(tx, event, what);
                    Ok(())
                })
            })
            .await
    }
}
