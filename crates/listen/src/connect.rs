//! What a connector says of itself, and what it keeps here.

use earshot_channels::http::Descriptor;
use earshot_model::{Actor, EventKind, NewEvent};
use earshot_store::accounts;
use serde_json::json;

use crate::{Connector, Listen, Result};

impl Listen {
    /// Takes in what the account can do. The same again changes nothing.
    ///
    /// # Errors
    /// As the store.
    pub async fn describe(&self, from: Connector, descriptor: &Descriptor) -> Result<()> {
        let can = serde_json::to_string(&descriptor.capabilities)
            .map_err(|problem| earshot_store::Error::File(std::io::Error::other(problem)))?;
        let now = self.tools.now();
        self.db
            .write(from.org, move |tx| {
                Box::pin(async move {
                    if accounts::find(tx, from.account).await?.capabilities == can {
                        return Ok(());
                    }
                    accounts::set_capabilities(tx, from.account, &can).await?;
                    tx.emit(
                        NewEvent::new(now, EventKind::SetupChanged, Actor::Account(from.account))
                            .data(json!({ "what": "capabilities", "account": from.account })),
                    );
                    Ok(())
                })
            })
            .await
    }

    /// What the connector keeps here; empty before it kept anything.
    ///
    /// # Errors
    /// As the store.
    pub async fn kept(&self, from: Connector) -> Result<String> {
        Ok(accounts::state(&mut self.db.read(from.org).await?, from.account).await?)
    }

    /// Keeps a text for the connector, such as its cursor.
    ///
    /// # Errors
    /// As the store.
    pub async fn keep_state(&self, from: Connector, state: String) -> Result<()> {
        self.db
            .write(from.org, move |tx| {
                Box::pin(async move { Ok(accounts::set_state(tx, from.account, &state).await?) })
            })
            .await
    }
}
