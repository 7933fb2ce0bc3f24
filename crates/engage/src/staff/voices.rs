//! Who is taken for the brand itself on its channels, and how a person says who is, and who is not.

use earshot_model::{Actor, EventKind, Identity, IdentityId, NewEvent, OrgId};
use earshot_store::{accounts, persons};
use serde_json::json;

use crate::{Engage, Error, Result};

impl Engage {
    /// The identities that are taken for the brand, and those that have the handle of one of its
    /// accounts and are not. On behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// As the database.
    pub async fn voices_as(&self, org: OrgId) -> Result<Vec<Identity>> {
        let mut conn = self.db.read(org).await?;
        let mut voices: Vec<Identity> = Vec::new();
        for account in accounts::all(&mut conn).await? {
            let named = persons::identities_by_handle(&mut conn, &account.handle).await?;
            voices.extend(named.into_iter().filter(|voice| voice.channel == account.channel));
            voices.extend(persons::own_identities(&mut conn, &account.channel).await?);
        }
        voices.sort_by(|a, b| (&a.channel, a.id).cmp(&(&b.channel, b.id)));
        voices.dedup_by_key(|voice| voice.id);
        Ok(voices)
    }

    /// Says whether an identity is the brand, for good: it counts for what is delivered from now on.
    /// What was stored before stays as it is. On behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn claim_voice_as(
        &self,
        org: OrgId,
        actor: Actor,
        id: IdentityId,
        ours: bool,
    ) -> Result<()> {
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    persons::claim(tx, id, ours).await?;
                    let event = NewEvent::new(now, EventKind::SetupChanged, actor);
                    tx.emit(event.data(json!({ "identity": id, "ours": ours })));
                    Ok(())
                })
            })
            .await
    }
}
