//! A case sleeps, and wakes.

use earshot_model::{Case, CaseId, Permission, Time};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest sleep: 90 days. What rests longer is resolved.
const LONGEST: i64 = 90 * Time::DAY;

/// How long a case sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// So many hours from now.
    Hours(i64),
    /// Up to this time.
    At(Time),
}

impl Engage {
    /// Puts a live case to sleep. Asks `case.assign`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `until`, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn snooze(&self, who: &Staff, case: CaseId, until: Until) -> Result<Case> {
        let acting = self.acting(who);
        let until = match until {
            Until::Hours(hours) => acting.at().plus(hours.saturating_mul(Time::HOUR)),
            Until::At(at) => at,
        };
        let length = until.since(acting.at());
        if length <= 0 || length > LONGEST {
            return Err(Error::invalid("until", "choose a time within the next 90 days"));
        }
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseAssign).await?;
                    if !case.status.is_live() {
                        let problem = "the case is over already; reopen it first";
                        return Err(Error::invalid("until", problem));
                    }
                    Ok(earshot_cases::snooze(tx, &acting.moment, &case, until).await?)
                })
            })
            .await
    }

    /// Wakes a case. Asks `case.assign`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn wake(&self, who: &Staff, case: CaseId) -> Result<Case> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseAssign).await?;
                    Ok(earshot_cases::wake(tx, &acting.moment, &case).await?)
                })
            })
            .await
    }
}
