//! A correction is taken back: what it taught is unlearned.

use earshot_model::{EventKind, NewEvent, Post};
use earshot_store::lessons::{self, Lesson};
use earshot_store::verdicts::{self, Correction};
use earshot_store::{Tx, cases, posts};
use serde_json::json;

use super::allow::Acting;
use super::correct::ask;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Takes a correction back. The field stands again as before it, and the funnel judges as if it
    /// had never been said. Asks the same as the correction.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for one that was taken back already, [`Error::Forbidden`].
    pub async fn withdraw_correction(&self, who: &Staff, number: i64) -> Result<()> {
        let (acting, staff) = (self.acting(who), who.clone());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move { withdraw(tx, &acting, &staff, number).await })
            })
            .await
    }
}

async fn withdraw(tx: &mut Tx, acting: &Acting, who: &Staff, number: i64) -> Result<()> {
    let lesson = lessons::find(tx, number).await?;
    // The post may have gone since; who may see everything may still take the lesson back.
    let post = match posts::find(tx, lesson.post_id).await {
        Ok(post) => Some(post),
        Err(earshot_store::Error::NotFound(_)) => None,
        Err(other) => return Err(other.into()),
    };
    let case = match post.as_ref().and_then(|post| post.case_id) {
        Some(case) => Some(cases::find(tx, case).await?),
        None => None,
    };
    ask(who, case.as_ref())?;
    if !lessons::withdraw(tx, number, who.id(), acting.at()).await? {
        return Err(Error::NotFound("correction"));
    }
    if let Some(post) = &post {
        stand_as_before(tx, post, &lesson).await?;
    }
    let data = json!({ "number": number, "field": lesson.field, "value": lesson.value });
    let kind = EventKind::CorrectionWithdrawn;
    let mut event = NewEvent::new(acting.at(), kind, acting.moment.actor)
        .post(lesson.post_id)
        .person(lesson.person_id)
        .data(data);
    event.case_id = case.map(|case| case.id);
    tx.emit(event);
    Ok(())
}

/// The field has the value of the newest correction that is left, or what the funnel said.
async fn stand_as_before(tx: &mut Tx, post: &Post, lesson: &Lesson) -> Result<()> {
    let left = lessons::of_posts(tx, vec![post.id]).await?;
    match left.into_iter().rev().find(|one| one.field == lesson.field) {
        Some(earlier) => {
            let row = Correction {
                post_id: post.id,
                field: earlier.field,
                said: earlier.said,
                value: earlier.value,
                agent_id: earlier.agent_id,
                corrected_at: earlier.taught_at,
            };
            verdicts::correct(tx, &row).await?;
        }
        None => verdicts::restore(tx, post.id, &lesson.field).await?,
    }
    Ok(())
}
