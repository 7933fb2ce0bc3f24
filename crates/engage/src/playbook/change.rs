//! A change of the draft: read, changed and checked outside of any transaction, then stored if nobody
//! was faster. Only a text that can go to work is stored.

use earshot_model::{Actor, EventKind, NewEvent, Permission};
use earshot_playbook::{Document, Playbook, Problem};
use earshot_store::Tx;
use earshot_store::playbooks::drafts::{self, Draft};
use serde_json::Value;

use super::Refusal;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// How often a change is tried when others write at the same moment.
const TRIES: u32 = 8;

impl Engage {
    /// Changes the draft. `change` may be asked again on a newer text. `what` tells the log.
    pub(super) async fn change_draft(
        &self,
        who: &Staff,
        what: Value,
        change: impl Fn(&mut Document) -> Result<(), Refusal> + Send + Sync,
    ) -> Result<()> {
        who.must(Permission::PlaybookWrite)?;
        for _ in 1..TRIES {
            match self.try_change(who, &what, &change).await {
                Err(Error::Store(earshot_store::Error::Busy)) => {}
                other => return other,
            }
        }
        self.try_change(who, &what, &change).await
    }

    async fn try_change(
        &self,
        who: &Staff,
        what: &Value,
        change: &(impl Fn(&mut Document) -> Result<(), Refusal> + Send + Sync),
    ) -> Result<()> {
        let found = drafts::find(&mut self.db.read(who.org).await?).await?;
        let draft = found.ok_or(Refusal::NoDraft)?;
        let mut document = Document::read(&draft.text).map_err(Refusal::Faulty)?;
        change(&mut document)?;
        let text = document.to_string();
        check(&text)?;
        if text == draft.text {
            return Ok(());
        }
        let (by, now, what) = (who.id(), self.tools.now(), what.clone());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    drafts::save(tx, &draft, &text, by, now).await?;
                    tell(
                        tx,
                        NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by)),
                        what,
                    );
                    Ok(())
                })
            })
            .await
    }
}

/// The draft, held for this transaction.
pub(super) async fn held(tx: &mut Tx) -> Result<Draft> {
    match drafts::hold(tx).await {
        Err(earshot_store::Error::NotFound(_)) => Err(Refusal::NoDraft.into()),
        other => Ok(other?),
    }
}

/// Writes into the log what happened to the playbook.
pub(super) fn tell(tx: &mut Tx, event: NewEvent, what: Value) {
    tx.emit(event.data(what));
}

/// Whether a text can go to work.
pub(super) fn check(text: &str) -> Result<(Document, Playbook), Refusal> {
    Playbook::read(0, text).map_err(|problems: Vec<Problem>| Refusal::Faulty(problems))
}
