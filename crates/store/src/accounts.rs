//! The brand's own logins on channels.

use earshot_model::{Account, AccountId, Time};

use crate::cell::{from_cells, row};
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

from_cells!(Account { org_id, id, channel, handle, name, capabilities, created_at, disabled_at });

row! {
    /// What a connector proves itself with.
    pub struct Keys {
        /// SHA-256 of its bearer token.
        pub token_hash: [u8; 32],
        /// The sealed secret of its signatures, if it signs.
        pub sealed_secret: Option<Vec<u8>>,
        /// Where commands are posted, if it does not ask for them.
        pub webhook_url: Option<String>,
        /// When the account was switched off, if it was.
        pub disabled_at: Option<Time>,
    }
}

/// Stores an account.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, account: &Account, keys: &Keys) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts (
             org_id, id, channel, handle, name, capabilities, token_hash, sealed_secret, webhook_url,
             state, created_at, disabled_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11)",
        args![
            account.org_id,
            account.id,
            &account.channel,
            &account.handle,
            &account.name,
            &account.capabilities,
            keys.token_hash,
            keys.sealed_secret.clone(),
            keys.webhook_url.clone(),
            account.created_at,
            keys.disabled_at,
        ],
    )
    .await?;
    Ok(())
}

/// One account.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(conn: &mut Conn, id: AccountId) -> Result<Account> {
    let org = conn.org();
    conn.one(
        "account",
        "SELECT org_id, id, channel, handle, name, capabilities, created_at, disabled_at
         FROM accounts
         WHERE org_id = $1 AND id = $2",
        args![org, id],
    )
    .await
}

/// The account with this channel and handle, if there is one.
///
/// # Errors
/// As the database.
pub async fn by_handle(conn: &mut Conn, channel: &str, handle: &str) -> Result<Option<Account>> {
    let org = conn.org();
    conn.optional(
        "SELECT org_id, id, channel, handle, name, capabilities, created_at, disabled_at
         FROM accounts
         WHERE org_id = $1 AND channel = $2 AND handle = $3",
        args![org, channel, handle],
    )
    .await
}

/// All accounts, oldest first.
///
/// # Errors
/// As the database.
pub async fn all(conn: &mut Conn) -> Result<Vec<Account>> {
    let org = conn.org();
    conn.all(
        "SELECT org_id, id, channel, handle, name, capabilities, created_at, disabled_at
         FROM accounts
         WHERE org_id = $1
         ORDER BY created_at, id",
        args![org],
    )
    .await
}

/// What a connector of this account proves itself with.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn keys(conn: &mut Conn, id: AccountId) -> Result<Keys> {
    let org = conn.org();
    conn.one(
        "account",
        "SELECT token_hash, sealed_secret, webhook_url, disabled_at
         FROM accounts
         WHERE org_id = $1 AND id = $2",
        args![org, id],
    )
    .await
}

/// What the connector keeps with us, such as its cursor.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn state(conn: &mut Conn, id: AccountId) -> Result<String> {
    let org = conn.org();
    conn.cell("SELECT state AS it FROM accounts WHERE org_id = $1 AND id = $2", args![org, id])
        .await?
        .ok_or(Error::NotFound("account"))
}

/// Keeps what the connector gives us.
///
/// # Errors
/// As the database.
pub async fn set_state(tx: &mut Tx, id: AccountId, state: &str) -> Result<()> {
    let org = tx.org();
    tx.exec("UPDATE accounts SET state = $3 WHERE org_id = $1 AND id = $2", args![org, id, state])
        .await?;
    Ok(())
}

/// Says what the account can do, as its connector tells.
///
/// # Errors
/// As the database.
pub async fn set_capabilities(tx: &mut Tx, id: AccountId, capabilities: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE accounts SET capabilities = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, capabilities],
    )
    .await?;
    Ok(())
}

/// Replaces the sealed secret of an account.
///
/// # Errors
/// As the database.
pub async fn set_sealed_secret(tx: &mut Tx, id: AccountId, sealed: &[u8]) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE accounts SET sealed_secret = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, sealed],
    )
    .await?;
    Ok(())
}

/// Switches an account off, as of `since`, or on again.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn switch(tx: &mut Tx, id: AccountId, since: Option<Time>) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE accounts SET disabled_at = $3 WHERE org_id = $1 AND id = $2",
            args![org, id, since],
        )
        .await?;
    if changed == 0 { Err(Error::NotFound("account")) } else { Ok(()) }
}

/// Marks an account as one whose words stand here, in rooms.
///
/// # Errors
/// As the database.
pub async fn make_home(tx: &mut Tx, id: AccountId) -> Result<()> {
    let org = tx.org();
    tx.exec("UPDATE accounts SET home = TRUE WHERE org_id = $1 AND id = $2", args![org, id])
        .await?;
    Ok(())
}

row! {
    struct Home {
        home: bool,
    }
}

/// Whether what is said through an account stands here.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn is_home(conn: &mut Conn, id: AccountId) -> Result<bool> {
    let org = conn.org();
    let found: Home = conn
        .one("account", "SELECT home FROM accounts WHERE org_id = $1 AND id = $2", args![org, id])
        .await?;
    Ok(found.home)
}

/// The account on this channel whose words stand here, the oldest one.
///
/// # Errors
/// As the database.
pub async fn home_of(conn: &mut Conn, channel: &str) -> Result<Option<AccountId>> {
    let org = conn.org();
    conn.cell(
        "SELECT id AS it FROM accounts
         WHERE org_id = $1 AND channel = $2 AND home
         ORDER BY created_at, id
         LIMIT 1",
        args![org, channel],
    )
    .await
}
