//! An account gets a new secret, and the old one stays good for a while.

use earshot_channels::signature::Secret;
use earshot_model::{AccountId, Actor, EventKind, NewEvent};
use earshot_store::accounts;
use serde_json::json;

use crate::outbound::Unseal as _;
use crate::{Engage, Error, Result};

impl Engage {
    /// Gives an account a new secret. The newest of its secrets until now stays good beside it, so
    /// that its program can change over; an older one ends. On behalf of the command line: no
    /// permission is asked.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Sealing`] without a key.
    pub async fn rotate_secret_as(&self, actor: Actor, account: AccountId) -> Result<Secret> {
        let fresh = Secret::from_bytes(self.tools.secret().to_vec())
            .map_err(|problem| Error::Sealing(problem.to_string()))?;
        let new = fresh.clone();
        self.keep_secrets(actor, account, move |known| {
            std::iter::once(new).chain(known.into_iter().take(1)).collect()
        })
        .await?;
        Ok(fresh)
    }

    /// Ends a rotation: only the newest secret of an account is good from now on. On behalf of the
    /// command line: no permission is asked.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the account does not exist or has no secret that opens.
    pub async fn end_rotation_as(&self, actor: Actor, account: AccountId) -> Result<()> {
        self.keep_secrets(actor, account, |known| known.into_iter().take(1).collect()).await
    }

    async fn keep_secrets(
        &self,
        actor: Actor,
        account: AccountId,
        choose: impl FnOnce(Vec<Secret>) -> Vec<Secret> + Send,
    ) -> Result<()> {
        let seal =
            self.seal.as_ref().ok_or_else(|| Error::Sealing("no key is set up".to_owned()))?;
        let org = self.db.org_of_account(account).await?;
        let sealed = accounts::keys(&mut self.db.read(org).await?, account).await?.sealed_secret;
        let known = sealed.map(|sealed| seal.open(org, account, &sealed)).unwrap_or_default();
        let chosen = choose(known);
        if chosen.is_empty() {
            return Err(Error::NotFound("secret"));
        }
        let sealed = seal.close(&self.tools, org, account, &chosen)?;
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    accounts::set_sealed_secret(tx, account, &sealed).await?;
                    let data = json!({ "what": "secret", "account": account });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await
    }
}
