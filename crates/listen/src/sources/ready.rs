//! An account before it is read: is it on, and does its login hold?

use std::sync::Arc;

use earshot_channels::{Access, Channel, Fault};
use earshot_model::{Actor, EventKind, NewEvent, OrgId};
use earshot_store::sources::Source;
use earshot_store::{accounts, channel_logins};
use serde_json::json;

use super::Reading;
use crate::{Listen, Result};

/// An account that can be read.
pub(super) struct Ready {
    pub(super) channel: Arc<dyn Channel>,
    pub(super) access: Access,
}

impl Ready {
    /// Whether a source is all that is said on a network.
    pub(super) fn is_whole(&self, source: &Source) -> bool {
        self.channel.about().source(&source.kind).is_some_and(|kind| kind.whole)
    }
}

impl Listen {
    /// The account of a source. Nothing where it rests: it was switched off, or lost its login.
    pub(super) async fn ready(
        &self,
        reading: &Reading,
        org: OrgId,
        source: &Source,
    ) -> Result<Option<Result<Ready, Fault>>> {
        let mut conn = self.db.read(org).await?;
        let account = accounts::find(&mut conn, source.account_id).await?;
        let login = channel_logins::find(&mut conn, source.account_id).await?;
        drop(conn);
        let Some(login) = login.filter(|login| login.lost_at.is_none()) else { return Ok(None) };
        if account.disabled_at.is_some() {
            return Ok(None);
        }
        let Some(channel) = reading.channels.find(&account.channel).cloned() else {
            let why = format!("this server does not speak {}", account.channel);
            return Ok(Some(Err(Fault::Invalid(why))));
        };
        let access = reading.channels.access(&account, &login.settings, &login.sealed);
        Ok(Some(access.map(|access| Ready { channel, access })))
    }

    /// The channel refuses the login: nothing is asked any more until somebody renews it.
    pub(super) async fn lose_login(&self, org: OrgId, source: &Source, why: &str) -> Result<()> {
        let (account, why, now) = (source.account_id, why.to_owned(), self.tools.now());
        self.db
            .write(org, move |tx| {
                Box::pin(async move {
                    if channel_logins::lose(tx, account, &why, now).await? {
                        tracing::warn!(%account, why, "an account lost its login");
                        let data = json!({ "what": "login-lost", "account": account });
                        let actor = Actor::Account(account);
                        tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    }
                    Ok::<_, crate::Error>(())
                })
            })
            .await
    }
}
