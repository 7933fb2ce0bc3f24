//! What an organization sets of its filter.

use earshot_model::{AgentId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// The settings as they stand.
    pub struct FilterSettings {
        /// JSON of the funnel's configuration.
        pub config: String,
        /// Who set them.
        pub agent_id: AgentId,
        /// When.
        pub changed_at: Time,
    }
}

/// What was set; none while nobody set anything.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn) -> Result<Option<FilterSettings>> {
    let org = conn.org();
    conn.optional(
        "SELECT config, agent_id, changed_at FROM filter_settings WHERE org_id = $1",
        args![org],
    )
    .await
}

/// Sets them.
///
/// # Errors
/// As the database.
pub async fn set(tx: &mut Tx, settings: &FilterSettings) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO filter_settings (org_id, config, agent_id, changed_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id) DO UPDATE SET
             config = excluded.config,
             agent_id = excluded.agent_id,
             changed_at = excluded.changed_at",
        args![org, &settings.config, settings.agent_id, settings.changed_at],
    )
    .await?;
    Ok(())
}
