//! A connector that signs its requests in place of sending its token.

use earshot_channels::signature::{Headers, plausible, verify};
use earshot_model::{Account, AccountId, Time};
use earshot_store::accounts;

use crate::outbound::Unseal as _;
use crate::{Engage, Result};

impl Engage {
    /// Whether a signed request may come from this account at all: it is there, has a secret, was not
    /// switched off, and the headers are whole and of now. Asked before the body is read, which is long
    /// and may be anybody's.
    ///
    /// # Errors
    /// As the database.
    pub async fn may_sign(&self, id: AccountId, headers: Headers<'_>, now: Time) -> Result<bool> {
        if self.seal.is_none() || plausible(headers, now).is_err() {
            return Ok(false);
        }
        let org = match self.db.org_of_account(id).await {
            Ok(org) => org,
            Err(earshot_store::Error::NotFound(_)) => return Ok(false),
            Err(other) => return Err(other.into()),
        };
        let keys = accounts::keys(&mut self.db.read(org).await?, id).await?;
        Ok(keys.sealed_secret.is_some() && keys.disabled_at.is_none())
    }

    /// The account that a signed request speaks for; nothing when the signature is missing, stale,
    /// not of this account's secret, or was used before, and when the account has no secret or was
    /// switched off. `body` is what came over the wire, byte for byte.
    ///
    /// A signature counts once for each process: a sender that tries again signs again, with a new
    /// time. Where several servers stand behind one address, somebody who has listened in can send a
    /// request once more to another of them within five minutes; events and results are the same then.
    ///
    /// # Errors
    /// As the database.
    pub async fn signed_connector(
        &self,
        id: AccountId,
        headers: Headers<'_>,
        body: &[u8],
        now: Time,
    ) -> Result<Option<Account>> {
        let Some(seal) = &self.seal else { return Ok(None) };
        let org = match self.db.org_of_account(id).await {
            Ok(org) => org,
            Err(earshot_store::Error::NotFound(_)) => return Ok(None),
            Err(other) => return Err(other.into()),
        };
        let mut conn = self.db.read(org).await?;
        let keys = accounts::keys(&mut conn, id).await?;
        let (Some(sealed), None) = (keys.sealed_secret, keys.disabled_at) else { return Ok(None) };
        let secrets = seal.open(org, id, &sealed);
        let Ok(signed) = verify(&secrets, headers, body, now) else { return Ok(None) };
        // It fits, so the time can be read.
        let sent = headers.timestamp.and_then(|sent| sent.trim().parse::<i64>().ok());
        let Some(sent) = sent.map(|seconds| Time(seconds.saturating_mul(Time::SECOND))) else {
            return Ok(None);
        };
        if !self.replays.is_first(id, signed, sent, body, now) {
            return Ok(None);
        }
        Ok(Some(accounts::find(&mut conn, id).await?))
    }
}
