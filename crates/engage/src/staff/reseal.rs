//! The secrets of accounts go over to a new key.

use earshot_model::{Actor, EventKind, NewEvent, OrgId};
use earshot_store::accounts;
use serde_json::json;

use crate::outbound::Unseal as _;
use crate::{Engage, Error, Result};

/// How the secrets of an organization are sealed, after they were sealed anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealed {
    /// How many went over to the newest key.
    pub moved: usize,
    /// How many were sealed with it already.
    pub newest: usize,
    /// How many no key opens. They stay as they are.
    pub closed: usize,
}

impl Engage {
    /// Seals every secret with the newest key, so that the older ones can be thrown away. On behalf
    /// of the command line: no permission is asked.
    ///
    /// # Errors
    /// [`Error::Sealing`] without a key.
    pub async fn reseal_as(&self, org: OrgId, actor: Actor) -> Result<Resealed> {
        let seal =
            self.seal.as_ref().ok_or_else(|| Error::Sealing("no key is set up".to_owned()))?;
        let mut conn = self.db.read(org).await?;
        let (mut done, mut anew) = (Resealed::default(), Vec::new());
        for account in accounts::all(&mut conn).await? {
            let Some(sealed) = accounts::keys(&mut conn, account.id).await?.sealed_secret else {
                continue;
            };
            if seal.is_newest(org, account.id, &sealed) {
                done.newest += 1;
                continue;
            }
            let secrets = seal.open(org, account.id, &sealed);
            if secrets.is_empty() {
                done.closed += 1;
                continue;
            }
            done.moved += 1;
            anew.push((account.id, seal.close(&self.tools, org, account.id, &secrets)?));
        }
        drop(conn);
        if anew.is_empty() {
            return Ok(done);
        }
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    for (account, sealed) in &anew {
                        accounts::set_sealed_secret(tx, *account, sealed).await?;
                    }
                    let data = json!({ "what": "secrets", "accounts": anew.len() });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await?;
        Ok(done)
    }
}
