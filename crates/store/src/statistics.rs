//! What PostgreSQL knows of young tables.
//!
//! Every key begins with the organization, so without statistics all indexes of a table look alike,
//! and a plan may walk all rows of an organization to find one. PostgreSQL gathers statistics once a
//! minute; a table that fills in seconds (a first import, a first day, a restore) has them too late.

use earshot_model::OrgId;
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::cell::row;
use crate::conn::{Conn, Inner};
use crate::db::{Db, Engine, begin_as};
use crate::error::Result;
use crate::value::args;

row! {
    struct Grown {
        name: String,
    }
}

impl Db {
    /// Has PostgreSQL look at young tables that have doubled since it last did. Gives how many there
    /// were; SQLite needs none of this.
    ///
    /// # Errors
    /// As the database.
    pub async fn refresh_statistics(&self) -> Result<usize> {
        let Engine::Postgres { app, .. } = &self.engine else { return Ok(0) };
        // Only the owner may; small samples are enough to tell the indexes apart.
        // One that is being looked at already is no news.
        let owner = "SET LOCAL ROLE NONE; SET LOCAL default_statistics_target = 20;
            SET LOCAL client_min_messages = error";
        let tx = begin_as(app, owner).await?;
        let mut conn = Conn::new(Inner::Postgres(tx), OrgId(Default::default()));
        let grown: Vec<Grown> = conn
            .all(
                "SELECT quote_ident(relname) AS name
                 FROM pg_class
                 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                   AND relpages < 2000
                   AND pg_relation_size(oid) / current_setting('block_size')::BIGINT
                       > 2 * GREATEST(relpages, 2)
                 ORDER BY relname",
                args![],
            )
            .await?;
        if grown.is_empty() {
            return Ok(0);
        }
        let names: Vec<String> = grown.into_iter().map(|table| table.name).collect();
        let text = format!("ANALYZE (SKIP_LOCKED) {}", names.join(", "));
        conn.run(AssertSqlSafe(text).into_sql_str(), Vec::new()).await?;
        if let Inner::Postgres(tx) = conn.inner {
            tx.commit().await?;
        }
        Ok(names.len())
    }
}
