//! What is typed is kept on the server, so that it is there again in the next browser.

use earshot_model::{Audience, CaseId, OutboxId, Permission};
use earshot_store::notes::{self, Draft};
use earshot_store::{Tx, outbox};

use super::allow::seen;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest draft, in characters.
const LONGEST: usize = 20_000;

impl Engage {
    /// Keeps what this agent has typed in this case for this audience (`internal` for a note); an
    /// empty text removes it. Anybody who sees the case may type. It makes no event: nobody else
    /// sees drafts.
    ///
    /// `key` is the one under which these words would be sent. Where they were sent under it already,
    /// the draft came too late and is left out: a reply that went out does not come back as a draft.
    /// Gives whether it was kept.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `text`, [`Error::NotFound`].
    pub async fn keep_draft(
        &self,
        who: &Staff,
        case: CaseId,
        audience: Audience,
        text: &str,
        key: Option<uuid::Uuid>,
    ) -> Result<bool> {
        if text.chars().count() > LONGEST {
            let problem = format!("a draft holds at most {LONGEST} characters; shorten it");
            return Err(Error::invalid("text", problem));
        }
        let unless = key.map_or(Unless::Never, Unless::Sent);
        self.write_draft(who, case, audience, text, unless).await
    }

    /// Begins a draft with words that were suggested; what this agent has typed there already stays.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn suggest_draft(
        &self,
        who: &Staff,
        case: CaseId,
        audience: Audience,
        text: &str,
    ) -> Result<()> {
        self.write_draft(who, case, audience, text, Unless::Typed).await.map(drop)
    }

    async fn write_draft(
        &self,
        who: &Staff,
        case: CaseId,
        audience: Audience,
        text: &str,
        unless: Unless,
    ) -> Result<bool> {
        let draft = Draft { audience, text: text.to_owned(), updated_at: self.tools.now() };
        let (eyes, agent) = (who.eyes.clone(), who.id());
        who.must(Permission::CaseRead)?;
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = seen(tx, &eyes, case).await?;
                    let stays = match unless {
                        Unless::Never => false,
                        Unless::Sent(key) => was_sent(tx, key).await?,
                        Unless::Typed => notes::drafts(tx, case.id, agent)
                            .await?
                            .iter()
                            .any(|one| one.audience == audience && !one.text.is_empty()),
                    };
                    if !stays {
                        notes::keep_draft(tx, case.id, agent, &draft).await?;
                    }
                    Ok(!stays)
                })
            })
            .await
    }
}

/// When a draft is left as it is.
enum Unless {
    /// It is written in any case.
    Never,
    /// Its words were sent under this key already.
    Sent(uuid::Uuid),
    /// This agent has typed something there.
    Typed,
}

/// Whether an answer or a note was made under this key.
async fn was_sent(tx: &mut Tx, key: uuid::Uuid) -> Result<bool> {
    match outbox::find(tx, OutboxId(key)).await {
        Ok(_) => return Ok(true),
        Err(earshot_store::Error::NotFound(_)) => {}
        Err(other) => return Err(other.into()),
    }
    Ok(notes::exists(tx, key.into()).await?)
}
