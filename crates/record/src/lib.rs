#![doc = include_str!("../README.md")]

pub mod certificate;
pub mod crisis;
mod days;
mod error;
mod judged;
pub mod listening;
mod names;
pub mod report;
pub mod search;
mod verify;

use std::collections::HashMap;
use std::sync::Arc;

use earshot_model::{Instruments, ListenerId, OrgId, Time, Visibility};
use earshot_store::Db;

pub use certificate::{Certificate, Stratum};
pub use days::Range;
pub use error::{Error, Result};
pub use listening::{Insights, Rehearsal};
pub use report::{Asked, Report};
pub use search::{Hit, Results};

/// A case and its row in lists, as search shows the one whose number was typed.
pub use earshot_store::case_lists::CaseRow;
/// A post with its author and its case, and a person, as search shows them.
pub use earshot_store::lookups::{FoundPerson, SeenPost};

/// A query that a listener had.
pub use earshot_store::listening::Version;

/// What is wrong with a query, and what is odd about one.
pub use earshot_matcher::{QueryError, Warning};

/// A query, ready to be asked of posts.
pub use earshot_matcher::Query;

/// What an editor shows of a query: its colours, how it is read, what is wrong with it.
pub mod language {
    pub use earshot_matcher::{
        Class, Cost, Explanation, Line, LineKind, MAX_TERMS, NameBook, NamedKind, NoSample,
        Painted, QueryError, Repair, Warning, paint,
    };
}

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

    /// What each of these listeners found in this range, by day, as far as `eyes` may see it. Those that
    /// never found anything are missing.
    ///
    /// # Errors
    /// As [`Record::report`].
    pub async fn finds(
        &self,
        org: OrgId,
        eyes: &Visibility,
        range: Range,
        listeners: &[ListenerId],
    ) -> Result<HashMap<ListenerId, listening::Listened>> {
        listening::finds(&mut self.db.read(org).await?, eyes, range, listeners).await
    }

    /// The newest posts that a listener found and `eyes` may see.
    ///
    /// # Errors
    /// As the store.
    pub async fn lately(
        &self,
        org: OrgId,
        eyes: &Visibility,
        listener: ListenerId,
        query: &str,
        limit: usize,
    ) -> Result<Vec<Hit>> {
        let mut conn = self.db.read(org).await?;
        listening::lately(&mut conn, eyes, listener, query, limit).await
    }

    /// The queries that a listener had, newest first.
    ///
    /// # Errors
    /// As the store.
    pub async fn versions(&self, org: OrgId, listener: ListenerId) -> Result<Vec<Version>> {
        listening::versions(&mut self.db.read(org).await?, listener).await
    }

    /// A dry run of `query`, read from `text`, over the posts of this range that `eyes` may see. `own` is the listener
    /// that has the query, if there is one.
    ///
    /// # Errors
    /// As [`Record::report`].
    pub async fn rehearse(
        &self,
        org: OrgId,
        eyes: &Visibility,
        text: &str,
        query: &Query,
        own: Option<ListenerId>,
        range: Range,
    ) -> Result<Rehearsal> {
        listening::rehearse(&self.db, org, eyes, (text, query), own, range).await
    }

    /// What a plan for a crisis would have done to the posts of this range that `eyes` may see.
    ///
    /// # Errors
    /// As [`Record::report`].
    pub async fn rehearse_crisis(
        &self,
        org: OrgId,
        eyes: &Visibility,
        plan: &crisis::Tried,
        range: Range,
    ) -> Result<crisis::Rehearsed> {
        crisis::rehearse(&self.db, org, eyes, plan, range).await
    }

    /// The newest hours, until now.
    #[must_use]
    pub fn last_hours(&self, hours: u32) -> Range {
        let now = self.tools.now();
        Range { from: now.plus(-i64::from(hours) * Time::HOUR), to: now.plus(1) }
    }

    /// What all listeners together found in this range.
    ///
    /// # Errors
    /// As [`Record::report`].
    pub async fn insights(&self, org: OrgId, eyes: &Visibility, range: Range) -> Result<Insights> {
        let mut conn = self.db.read(org).await?;
        listening::insights(&mut conn, eyes, range).await
    }

    /// Hashtags that were noticed as used against the brand, with posts that `eyes` may see.
    ///
    /// # Errors
    /// As the store.
    pub async fn hashtag_alarms(
        &self,
        org: OrgId,
        eyes: &Visibility,
    ) -> Result<Vec<listening::Alarm>> {
        listening::alarms(&mut self.db.read(org).await?, eyes, self.tools.now()).await
    }

    /// What the filter may claim of this range.
    ///
    /// # Errors
    /// As the store.
    pub async fn certificate(&self, org: OrgId, range: Range) -> Result<Certificate> {
        certificate::certificate(&mut self.db.read(org).await?, range).await
    }

    /// Searches posts, people and case numbers: at most `limit` of each. `before` is where an earlier
    /// search stopped ([`Results::further`]).
    ///
    /// # Errors
    /// [`Error::Query`] with the place and the reason, or as the store.
    pub async fn search(
        &self,
        org: OrgId,
        eyes: &Visibility,
        text: &str,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Results> {
        let mut conn = self.db.read(org).await?;
        search::search(&mut conn, eyes, text, before, limit).await
    }
}
