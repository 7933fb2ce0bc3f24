//! The server's database, and the ticket with which a measurement reaches the server.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use earshot_model::{AccountId, OrgId};
use earshot_store::Db;
use serde::{Deserialize, Serialize};

use crate::args::Place;

/// The file of SQLite inside the data folder, as the server names it.
const FILE: &str = "earshot.db";

/// What a measurement needs to know of a prepared organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ticket {
    /// The organization.
    pub(crate) org: OrgId,
    /// The account that posts come through.
    pub(crate) account: AccountId,
    /// The token of its connector.
    pub(crate) token: String,
    /// The address of an administrator.
    pub(crate) email: String,
    /// The administrator's password.
    pub(crate) password: String,
}

impl Place {
    /// Opens the server's database beside the server.
    pub(crate) async fn open(&self) -> anyhow::Result<Db> {
        if let Some(url) = &self.database {
            return Db::open_postgres_with(url, 4).await.context("cannot open PostgreSQL");
        }
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("cannot make {}", self.data.display()))?;
        let file = self.data.join(FILE);
        Db::open_sqlite(&file).await.with_context(|| format!("cannot open {}", file.display()))
    }

    fn ticket_file(&self) -> PathBuf {
        self.ticket.clone().unwrap_or_else(|| self.data.join("ticket.json"))
    }

    /// Reads what `prepare` wrote.
    pub(crate) fn ticket(&self) -> anyhow::Result<Ticket> {
        let file = self.ticket_file();
        let text = std::fs::read(&file).with_context(|| {
            format!("cannot read {}: run `earshot-load prepare` first", file.display())
        })?;
        serde_json::from_slice(&text).with_context(|| format!("{} is no ticket", file.display()))
    }

    /// Writes it.
    pub(crate) fn write_ticket(&self, ticket: &Ticket) -> anyhow::Result<()> {
        let file = self.ticket_file();
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(&file, serde_json::to_vec_pretty(ticket)?)
            .with_context(|| format!("cannot write {}", file.display()))
    }
}
