//! A customer is told a time, and the brand keeps it or takes it back.

use earshot_cases::{promise_made, promise_over};
use earshot_model::{Audience, CaseId, EventKind, Permission, PromiseId, Time};
use earshot_store::promises::{self, Promise};
use serde_json::json;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest promise, in characters.
const LONGEST: usize = 300;
/// The farthest time that is believed: two years from now.
const FARTHEST: i64 = 730 * Time::DAY;

/// A promise as somebody typed it.
#[derive(Debug, Clone)]
pub struct NewPromise {
    /// In which case.
    pub case: CaseId,
    /// What was promised, such as "Call you back".
    pub text: String,
    /// Who was told.
    pub audience: Audience,
    /// By when.
    pub due_at: Time,
}

impl Engage {
    /// Writes down what a customer was promised. Asks `case.note`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `text`, `due` or `audience`, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn promise(&self, who: &Staff, new: NewPromise) -> Result<PromiseId> {
        let text = new.text.trim().to_owned();
        if text.is_empty() || text.chars().count() > LONGEST {
            return Err(Error::invalid("text", format!("say in 1 to {LONGEST} characters what")));
        }
        if !matches!(new.audience, Audience::Public | Audience::Private) {
            return Err(Error::invalid("audience", "choose public or private"));
        }
        let now = self.tools.now();
        if new.due_at <= now || new.due_at.since(now) > FARTHEST {
            return Err(Error::invalid("due", "choose a time in the next two years"));
        }
        let (acting, agent, id) = (self.acting(who), who.id(), self.tools.id::<PromiseId>());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, new.case, Permission::CaseNote).await?;
                    let row = Promise {
                        id,
                        case_id: case.id,
                        agent_id: agent,
                        text,
                        audience: new.audience,
                        due_at: new.due_at,
                        created_at: acting.at(),
                        kept_at: None,
                        withdrawn_at: None,
                    };
                    promises::insert(tx, &row).await?;
                    promise_made(tx, &acting.moment, &case, id, row.due_at).await?;
                    let data =
                        json!({ "promise": id, "due": row.due_at, "audience": row.audience });
                    tx.emit(acting.moment.event(EventKind::PromiseMade, &case).data(data));
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Marks a promise as kept, or takes it back. Asks `case.note`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the case has no such open promise, [`Error::Forbidden`].
    pub async fn settle_promise(
        &self,
        who: &Staff,
        case: CaseId,
        id: PromiseId,
        kept: bool,
    ) -> Result<()> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseNote).await?;
                    promises::settle(tx, case.id, id, kept, acting.at()).await?;
                    promise_over(tx, &acting.moment, &case, id, kept).await?;
                    let data = json!({ "promise": id, "kept": kept });
                    tx.emit(acting.moment.event(EventKind::PromiseSettled, &case).data(data));
                    Ok(())
                })
            })
            .await
    }
}
