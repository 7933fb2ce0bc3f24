//! How long each class of data is kept.

use std::sync::atomic::{AtomicI64, Ordering};

use earshot_model::{Actor, OrgId, Permission, Time};
use earshot_store::retention::{self, Class, MOST_DAYS};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// When this process removes old data next: said by the loop that does it, shown on a screen.
#[derive(Debug, Default)]
pub struct Housekeeping(AtomicI64);

/// How long one class is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassRow {
    /// Which.
    pub class: Class,
    /// How many days.
    pub days: i64,
    /// How many rows the next run removes, at most [`retention::MOST_COUNTED`].
    pub due: i64,
}

/// What the screen of retention shows.
#[derive(Debug, Clone)]
pub struct RetentionPage {
    /// Every class, in the order in which they are removed.
    pub classes: Vec<ClassRow>,
    /// When the next run begins; none where no loop has said so.
    pub next_run: Option<Time>,
}

impl Engage {
    /// The loop that removes old data says when it does so next.
    pub fn keeps_house_at(&self, at: Time) {
        self.housekeeping.0.store(at.micros(), Ordering::Relaxed);
    }

    /// How long everything is kept, and what goes at the next run. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn retention(&self, who: &Staff) -> Result<RetentionPage> {
        who.must(Permission::AdminWrite)?;
        self.retention_as(who.org).await
    }

    /// The same on behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// As the database.
    pub async fn retention_as(&self, org: OrgId) -> Result<RetentionPage> {
        let now = self.tools.now();
        let next = self.housekeeping.0.load(Ordering::Relaxed);
        let mut conn = self.db.read(org).await?;
        let mut classes = Vec::new();
        for (class, days) in retention::days(&mut conn).await? {
            let due = retention::due(&mut conn, class, days, now).await?;
            classes.push(ClassRow { class, days, due });
        }
        Ok(RetentionPage { classes, next_run: (next > 0).then_some(Time(next)) })
    }

    /// How many rows of a class a run would remove if it were kept for so many days. Asks
    /// `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `days`, [`Error::Forbidden`].
    pub async fn would_go(&self, who: &Staff, class: Class, days: i64) -> Result<i64> {
        who.must(Permission::AdminWrite)?;
        checked(days)?;
        let mut conn = self.db.read(who.org).await?;
        Ok(retention::due(&mut conn, class, days, self.tools.now()).await?)
    }

    /// Sets how many days a class is kept. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `days`, [`Error::Forbidden`].
    pub async fn set_retention(&self, who: &Staff, class: Class, days: i64) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        self.set_retention_as(who.org, Actor::Agent(who.id()), class, days).await
    }

    /// The same on behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `days`.
    pub async fn set_retention_as(
        &self,
        org: OrgId,
        actor: Actor,
        class: Class,
        days: i64,
    ) -> Result<()> {
        checked(days)?;
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { Ok(retention::set_days(tx, class, days, actor, now).await?) })
            })
            .await
    }
}

fn checked(days: i64) -> Result<()> {
    if (1..=MOST_DAYS).contains(&days) {
        return Ok(());
    }
    Err(Error::invalid("days", format!("choose between 1 and {MOST_DAYS} days")))
}
