//! Organizations, and what may be asked across them: ids and times of due work, nothing else.

use earshot_model::{AccountId, EventKind, OrgId, Organization, Time};

use crate::cell::{FromCells, from_cells, row};
use crate::conn::{Conn, Tx};
use crate::db::{Db, Engine};
use crate::error::{Error, Result};
use crate::events;
use crate::value::args;

from_cells!(Organization { id, slug, name, time_zone, locale, created_at });

row! {
    /// Where an organization's log ends.
    pub struct OrgHead {
        /// Which organization.
        pub org_id: OrgId,
        /// Its last number.
        pub seq: i64,
    }
}

row! {
    struct Named {
        id: OrgId,
        slug: String,
    }
}

row! {
    struct OrgOf {
        org_id: OrgId,
    }
}

/// Creates an organization. The transaction must have been opened for its new id.
///
/// # Errors
/// [`Error::Conflict`] when the slug is taken.
pub async fn insert(tx: &mut Tx, organization: &Organization) -> Result<()> {
    tx.exec(
        "INSERT INTO organizations (id, slug, name, time_zone, locale, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            organization.id,
            &organization.slug,
            &organization.name,
            &organization.time_zone,
            &organization.locale,
            organization.created_at,
        ],
    )
    .await?;
    tx.exec(
        "INSERT INTO org_heads (org_id, seq, hash, case_number) VALUES ($1, 0, $2, 0)",
        args![organization.id, [0_u8; 32]],
    )
    .await?;
    tx.emit(events::system(organization.created_at, EventKind::OrganizationCreated));
    Ok(())
}

/// The organization of this connection.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(conn: &mut Conn) -> Result<Organization> {
    let org = conn.org();
    conn.one(
        "organization",
        "SELECT id, slug, name, time_zone, locale, created_at FROM organizations WHERE id = $1",
        args![org],
    )
    .await
}

/// A setting's value, if it was ever set.
///
/// # Errors
/// As the database.
pub async fn setting(conn: &mut Conn, key: &'static str) -> Result<Option<String>> {
    let org = conn.org();
    conn.cell("SELECT value AS it FROM settings WHERE org_id = $1 AND key = $2", args![org, key])
        .await
}

/// Sets a setting.
///
/// # Errors
/// As the database.
pub async fn set_setting(tx: &mut Tx, key: &'static str, value: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO settings (org_id, key, value) VALUES ($1, $2, $3)
         ON CONFLICT (org_id, key) DO UPDATE SET value = excluded.value",
        args![org, key, value],
    )
    .await?;
    Ok(())
}

impl Db {
    /// All organizations: id and slug, by slug.
    ///
    /// # Errors
    /// As the database.
    pub async fn organizations(&self) -> Result<Vec<(OrgId, String)>> {
        let found: Vec<Named> =
            self.across("SELECT id, slug FROM organizations ORDER BY slug", Vec::new()).await?;
        Ok(found.into_iter().map(|row| (row.id, row.slug)).collect())
    }

    /// Rows of due work in all organizations, as the narrow role that sees only ids and times.
    pub(crate) async fn across<T: FromCells>(
        &self,
        sql: &'static str,
        args: Vec<crate::value::Value>,
    ) -> Result<Vec<T>> {
        let nobody = OrgId(Default::default());
        let mut conn = match &self.engine {
            Engine::Sqlite { read, .. } => {
                Conn::new(crate::conn::Inner::Reader(read.acquire().await?), nobody)
            }
            Engine::Postgres { app, .. } => {
                let tx = crate::db::begin_as(app, "SET LOCAL ROLE earshot_claim").await?;
                Conn::new(crate::conn::Inner::Postgres(tx), nobody)
            }
        };
        conn.all(sql, args).await
    }

    /// Where every organization's log ends: what other processes have written shows here.
    ///
    /// # Errors
    /// As the database.
    pub async fn heads(&self) -> Result<Vec<OrgHead>> {
        self.across("SELECT org_id, seq FROM org_heads", Vec::new()).await
    }

    /// The organization that an account belongs to.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such account.
    pub async fn org_of_account(&self, account: AccountId) -> Result<OrgId> {
        let found: Vec<OrgOf> =
            self.across("SELECT org_id FROM accounts WHERE id = $1", args![account]).await?;
        found.first().map(|row| row.org_id).ok_or(Error::NotFound("account"))
    }

    /// Organizations in which something waits in the inbox.
    ///
    /// # Errors
    /// As the database.
    pub async fn orgs_with_inbox(&self) -> Result<Vec<OrgId>> {
        let found: Vec<OrgOf> = self
            .across(
                // One look into the index for each organization, however much waits.
                "SELECT o.id AS org_id FROM organizations o
                 WHERE EXISTS (SELECT 1 FROM inbox i WHERE i.org_id = o.id AND i.state = 'waiting')",
                Vec::new(),
            )
            .await?;
        Ok(found.into_iter().map(|row| row.org_id).collect())
    }

    /// Organizations with messages on their way out that are due, or whose lease ran out.
    ///
    /// # Errors
    /// As the database.
    pub async fn orgs_with_outbox(&self, now: Time) -> Result<Vec<OrgId>> {
        let found: Vec<OrgOf> = self
            .across(
                "SELECT DISTINCT org_id FROM outbox
                 WHERE finished_at IS NULL AND due_at <= $1
                   AND (lease_until IS NULL OR lease_until <= $1)",
                args![now],
            )
            .await?;
        Ok(found.into_iter().map(|row| row.org_id).collect())
    }

    /// Organizations with jobs that are due.
    ///
    /// # Errors
    /// As the database.
    pub async fn orgs_with_jobs(&self, now: Time) -> Result<Vec<OrgId>> {
        let found: Vec<OrgOf> = self
            .across(
                "SELECT DISTINCT org_id FROM jobs
                 WHERE parked_at IS NULL AND run_at <= $1
                   AND (lease_until IS NULL OR lease_until <= $1)",
                args![now],
            )
            .await?;
        Ok(found.into_iter().map(|row| row.org_id).collect())
    }
}
