//! Somebody says of a post that was drawn by lot whether it mattered.

use earshot_model::{EventKind, NewEvent, PostId, Verdict};
use earshot_store::reviews::{self, Open};
use earshot_store::verdicts::{self, Correction};
use earshot_store::{Tx, lessons, posts};
use serde_json::json;

use super::allow::Acting;
use super::correct::{ask, teach};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewed {
    /// The filter had set aside a post that mattered: somebody has to answer it.
    pub missed: bool,
}

impl Engage {
    /// Says whether a drawn post mattered. The first answer stands; the filter learns from it. Asks
    /// `case.read` and `verdict.correct` in the whole organization.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a post that was not drawn or was answered, [`Error::Forbidden`].
    pub async fn review(&self, who: &Staff, post: PostId, mattered: bool) -> Result<Reviewed> {
        ask(who, None)?;
        let (acting, staff) = (self.acting(who), who.clone());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move { review(tx, &acting, &staff, post, mattered).await })
            })
            .await
    }

    /// Takes an answer of one's own back; the post waits again. What was learned from it is
    /// unlearned.
    ///
    /// # Errors
    /// [`Error::NotFound`] when this agent did not answer it, [`Error::Forbidden`].
    pub async fn review_again(&self, who: &Staff, post: PostId) -> Result<()> {
        ask(who, None)?;
        let (acting, staff) = (self.acting(who), who.clone());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if !reviews::reopen(tx, post, staff.id()).await? {
                        return Err(Error::NotFound("answer"));
                    }
                    let taught = lessons::of_posts(tx, vec![post]).await?;
                    for lesson in taught.iter().filter(|one| one.source == lessons::REVIEW) {
                        lessons::withdraw(tx, lesson.number, staff.id(), acting.at()).await?;
                    }
                    tx.emit(
                        NewEvent::new(acting.at(), EventKind::PostReviewed, acting.moment.actor)
                            .post(post)
                            .data(json!({ "answer": "open" })),
                    );
                    Ok(())
                })
            })
            .await
    }
}

async fn review(
    tx: &mut Tx,
    acting: &Acting,
    who: &Staff,
    id: PostId,
    mattered: bool,
) -> Result<Reviewed> {
    let drawn = reviews::find(tx, id).await?;
    if !reviews::answer(tx, id, mattered, who.id(), acting.at()).await? {
        return Err(Error::NotFound("question"));
    }
    let post = posts::find(tx, id).await?;
    let judged = verdicts::of_posts(tx, vec![id]).await?.into_iter().next();
    let verdict = judged.map(|judged| judged.verdict()).transpose()?.flatten();
    if let Some(verdict) = verdict.filter(|_| !post.text.is_empty()) {
        let (field, said, value) = lesson(&drawn, &verdict, mattered);
        let row = Correction {
            post_id: id,
            field: field.to_owned(),
            said: said.to_string(),
            value: value.to_string(),
            agent_id: who.id(),
            corrected_at: acting.at(),
        };
        teach(tx, &post, &verdict, &row, lessons::REVIEW).await?;
    }
    let mut event = NewEvent::new(acting.at(), EventKind::PostReviewed, acting.moment.actor)
        .post(id)
        .person(post.person_id)
        .data(json!({ "hidden": drawn.hidden, "answer": if mattered { "yes" } else { "no" } }));
    event.case_id = post.case_id;
    tx.emit(event);
    Ok(Reviewed { missed: drawn.hidden && mattered && post.case_id.is_none() })
}

/// The field that the answer is about, what the funnel said of it, and what is true. A post that was
/// set aside as spam and mattered is no spam; one that mattered to nobody is not about us.
fn lesson(drawn: &Open, verdict: &Verdict, mattered: bool) -> (&'static str, bool, bool) {
    if drawn.hidden && verdict.spam.value {
        ("spam", true, !mattered)
    } else {
        ("relevant", verdict.relevant.value, mattered)
    }
}
