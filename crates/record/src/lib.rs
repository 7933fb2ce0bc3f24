#![doc = include_str!("../README.md")]

mod days;
mod error;
mod history;
pub mod report;
pub mod search;
pub mod timeline;

use std::sync::Arc;

use earshot_model::{CaseId, Instruments, OrgId, PersonId, Visibility};
use earshot_store::Db;

pub use days::Range;
pub use error::{Error, Result};
pub use history::{History, history};
pub use report::{Asked, Report};
pub use search::Results;
pub use timeline::Timeline;

/// A case and its row in lists, as search shows the one whose number was typed.
pub use earshot_store::case_lists::CaseRow;
/// A post with its author and its case, and a person, as search and history show them.
pub use earshot_store::lookups::{FoundPerson, SeenPost};

/// What is wrong with a query, and what is odd about one.
pub use earshot_matcher::{QueryError, Warning};

/// The handle of everything that is asked about the past. Cheap to clone.
#[derive(Clone)]
pub struct Record {
    db: Arc<Db>,
    tools: Instruments,
}

impl Record {
    /// A handle on this database, with this clock.
    #[must_use]
    pub const fn new(db: Arc<Db>, tools: Instruments) -> Self {
        Self { db, tools }
    }

    /// The last `days` days in the organization's time zone, today included and whole.
    ///
    /// # Errors
    /// [`Error::TimeZone`], or as the store.
    pub async fn last_days(&self, org: OrgId, days: u16) -> Result<Range> {
        let mut conn = self.db.read(org).await?;
        let zone = days::zone_of(&mut conn).await?;
        days::last(&zone, self.tools.now(), days)
    }

    /// The report of a range of time.
    ///
    /// # Errors
    /// [`Error::Backwards`], [`Error::TooManyDays`], [`Error::TimeZone`], or as the store.
    pub async fn report(&self, org: OrgId, eyes: &Visibility, asked: Asked) -> Result<Report> {
        let mut conn = self.db.read(org).await?;
        report::report(&mut conn, eyes, asked, self.tools.now()).await
    }

    /// The timeline of a case.
    ///
    /// # Errors
    /// "There is no such case" as well for one that `eyes` may not see; or as the store.
    pub async fn timeline(&self, org: OrgId, eyes: &Visibility, case: CaseId) -> Result<Timeline> {
        let mut conn = self.db.read(org).await?;
        timeline::timeline(&mut conn, eyes, case).await
    }

    /// A customer's history over all channels: at most `limit` cases and `limit` posts.
    ///
    /// # Errors
    /// "There is no such person" as well for one of whom `eyes` may see nothing; or as the store.
    pub async fn history(
        &self,
        org: OrgId,
        eyes: &Visibility,
        person: PersonId,
        limit: u16,
    ) -> Result<History> {
        let mut conn = self.db.read(org).await?;
        history(&mut conn, eyes, person, limit).await
    }

    /// Searches posts, people and case numbers: at most `limit` of each.
    ///
    /// # Errors
    /// [`Error::Query`] with the place and the reason, or as the store.
    pub async fn search(
        &self,
        org: OrgId,
        eyes: &Visibility,
        text: &str,
        limit: u16,
    ) -> Result<Results> {
        let mut conn = self.db.read(org).await?;
        search::search(&mut conn, eyes, text, limit).await
    }
}
