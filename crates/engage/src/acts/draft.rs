//! What is typed is kept on the server, so that it is there again in the next browser.

use earshot_model::{Audience, CaseId, Permission};
use earshot_store::notes::{self, Draft};

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
    /// # Errors
    /// [`Error::Invalid`] on `text`, [`Error::NotFound`].
    pub async fn keep_draft(
        &self,
        who: &Staff,
        case: CaseId,
        audience: Audience,
        text: &str,
    ) -> Result<()> {
        if text.chars().count() > LONGEST {
            let problem = format!("a draft holds at most {LONGEST} characters; shorten it");
            return Err(Error::invalid("text", problem));
        }
        let draft = Draft { audience, text: text.to_owned(), updated_at: self.tools.now() };
        let (eyes, agent) = (who.eyes.clone(), who.id());
        who.must(Permission::CaseRead)?;
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = seen(tx, &eyes, case).await?;
                    Ok(notes::keep_draft(tx, case.id, agent, &draft).await?)
                })
            })
            .await
    }
}
