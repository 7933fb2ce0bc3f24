//! How the server itself logs on for an account: where, with which sealed secrets, and what the
//! channel said at the last probe.

use earshot_model::{AccountId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// The login of one account.
    pub struct ChannelLogin {
        /// Which account.
        pub account_id: AccountId,
        /// Settings that are no secrets, as JSON.
        pub settings: String,
        /// The secrets, sealed.
        pub sealed: Vec<u8>,
        /// What the channel said at the last probe, as JSON.
        pub standing: String,
        /// When it was probed last.
        pub probed_at: Time,
        /// Why the account does not work, while it does not.
        pub problem: Option<String>,
        /// Since when the channel refuses the login.
        pub lost_at: Option<Time>,
    }
}

/// Stores the login of a new account.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, login: &ChannelLogin) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO channel_logins (
             org_id, account_id, settings, sealed, standing, probed_at, problem, lost_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            org,
            login.account_id,
            &login.settings,
            login.sealed.clone(),
            &login.standing,
            login.probed_at,
            login.problem.clone(),
            login.lost_at,
        ],
    )
    .await?;
    Ok(())
}

/// The login of an account; none when a program of its own serves it.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn, account: AccountId) -> Result<Option<ChannelLogin>> {
    let org = conn.org();
    conn.optional(
        "SELECT account_id, settings, sealed, standing, probed_at, problem, lost_at
         FROM channel_logins
         WHERE org_id = $1 AND account_id = $2",
        args![org, account],
    )
    .await
}

/// All logins.
///
/// # Errors
/// As the database.
pub async fn all(conn: &mut Conn) -> Result<Vec<ChannelLogin>> {
    let org = conn.org();
    conn.all(
        "SELECT account_id, settings, sealed, standing, probed_at, problem, lost_at
         FROM channel_logins
         WHERE org_id = $1",
        args![org],
    )
    .await
}

/// Replaces everything of a login: it was set up anew, sealed anew, or probed.
///
/// # Errors
/// As the database.
pub async fn save(tx: &mut Tx, login: &ChannelLogin) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE channel_logins
         SET settings = $3, sealed = $4, standing = $5, probed_at = $6, problem = $7, lost_at = $8
         WHERE org_id = $1 AND account_id = $2",
        args![
            org,
            login.account_id,
            &login.settings,
            login.sealed.clone(),
            &login.standing,
            login.probed_at,
            login.problem.clone(),
            login.lost_at,
        ],
    )
    .await?;
    Ok(())
}

/// Says that the channel refuses the login. Gives whether that is news.
///
/// # Errors
/// As the database.
pub async fn lose(tx: &mut Tx, account: AccountId, problem: &str, now: Time) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE channel_logins SET problem = $3, lost_at = $4
             WHERE org_id = $1 AND account_id = $2 AND lost_at IS NULL",
            args![org, account, problem, now],
        )
        .await?;
    Ok(changed > 0)
}
