//! What people were trained for, and until when it counts.

use earshot_model::{AgentId, Time, TrainingId};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// Something that people can be trained for.
    pub struct Training {
        /// Its id.
        pub id: TrainingId,
        /// The word by which queues ask for it.
        pub key: String,
        /// The name on screens.
        pub name: String,
    }
}

row! {
    /// Somebody was trained.
    pub struct Trained {
        /// Who.
        pub agent_id: AgentId,
        /// For what.
        pub training_id: TrainingId,
        /// The word by which queues ask for it.
        pub key: String,
        /// When it stops counting; nothing for never.
        pub until: Option<Time>,
        /// What shows it.
        pub proof: String,
    }
}

/// All trainings, by name.
///
/// # Errors
/// As the database.
pub async fn all(conn: &mut Conn) -> Result<Vec<Training>> {
    let org = conn.org();
    conn.all("SELECT id, key, name FROM trainings WHERE org_id = $1 ORDER BY name, id", args![org])
        .await
}

/// Who was trained for what, also where it does not count any more.
///
/// # Errors
/// As the database.
pub async fn held(conn: &mut Conn) -> Result<Vec<Trained>> {
    let org = conn.org();
    conn.all(
        "SELECT h.agent_id, h.training_id, t.key, h.until, h.proof
         FROM agent_trainings h
         JOIN trainings t ON t.org_id = h.org_id AND t.id = h.training_id
         WHERE h.org_id = $1
         ORDER BY t.name, h.agent_id",
        args![org],
    )
    .await
}

/// Stores a training.
///
/// # Errors
/// [`crate::Error::Conflict`] when the word is taken.
pub async fn insert(tx: &mut Tx, id: TrainingId, key: &str, name: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO trainings (org_id, id, key, name) VALUES ($1, $2, $3, $4)",
        args![org, id, key, name],
    )
    .await?;
    Ok(())
}

/// Writes down that somebody was trained; what was written of it before makes room.
///
/// # Errors
/// As the database.
pub async fn set(
    tx: &mut Tx,
    agent: AgentId,
    training: TrainingId,
    until: Option<Time>,
    proof: &str,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO agent_trainings (org_id, agent_id, training_id, until, proof)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org_id, agent_id, training_id)
         DO UPDATE SET until = excluded.until, proof = excluded.proof",
        args![org, agent, training, until, proof],
    )
    .await?;
    Ok(())
}

/// Takes a training from somebody. Gives whether they had it.
///
/// # Errors
/// As the database.
pub async fn drop(tx: &mut Tx, agent: AgentId, training: TrainingId) -> Result<bool> {
    let org = tx.org();
    let gone = tx
        .exec(
            "DELETE FROM agent_trainings
             WHERE org_id = $1 AND agent_id = $2 AND training_id = $3",
            args![org, agent, training],
        )
        .await?;
    Ok(gone > 0)
}
