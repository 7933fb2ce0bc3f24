//! The secrets of accounts go over to a new key.

use earshot_channels::Vault as _;
use earshot_model::{Actor, EventKind, NewEvent, OrgId};
use earshot_store::channel_logins::{self, ChannelLogin};
use earshot_store::{Conn, accounts};
use serde_json::json;

use crate::outbound::Unseal as _;
use crate::seal::Seal;
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
        let logins = self.logins_anew(seal, &mut conn, &mut done).await?;
        drop(conn);
        if anew.is_empty() && logins.is_empty() {
            return Ok(done);
        }
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    for (account, sealed) in &anew {
                        accounts::set_sealed_secret(tx, *account, sealed).await?;
                    }
                    for login in &logins {
                        channel_logins::save(tx, login).await?;
                    }
                    let count = anew.len().saturating_add(logins.len());
                    let data = json!({ "what": "secrets", "accounts": count });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await?;
        Ok(done)
    }
    /// The logins that go over to the newest key, sealed with it.
    async fn logins_anew(
        &self,
        seal: &Seal,
        conn: &mut Conn,
        done: &mut Resealed,
    ) -> Result<Vec<ChannelLogin>> {
        let (org, mut anew) = (conn.org(), Vec::new());
        for login in channel_logins::all(conn).await? {
            if seal.is_newest_login(org, login.account_id, &login.sealed) {
                done.newest += 1;
                continue;
            }
            let Some(secrets) = seal.open_login(org, login.account_id, &login.sealed) else {
                done.closed += 1;
                continue;
            };
            done.moved += 1;
            let sealed = seal.close_login(&self.tools, org, login.account_id, &secrets)?;
            anew.push(ChannelLogin { sealed, ..login });
        }
        Ok(anew)
    }
}
