//! A plan is written, changed and taken away.

use earshot_guard::{Outcome, OwnRecord};
use earshot_matcher::Query;
use earshot_model::{
    Audience, CrisisId, EventKind, LONGEST_TAG, NewEvent, Permission, Time, tag as normal,
};
use earshot_store::crises::{self, Crisis};
use earshot_store::{Error as StoreError, Tx, setup};
use serde_json::{Value, json};

use crate::acts::Acting;
use crate::acts::names::book;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest name, in characters.
const NAME: usize = 60;
/// The longest notice to everybody, in characters.
const NOTICE: usize = 280;
/// The longest holding text, in characters.
const HOLDING: usize = 2_000;
/// The most plans.
const MOST: usize = 50;
/// Who agrees where no department is named: whoever leads where the case is.
pub(super) const SUPERVISOR: &str = "supervisor";

/// A plan as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedPlan {
    /// What it is called.
    pub name: String,
    /// Which posts are about it, in the listening language.
    pub words: String,
    /// The tag of their cases.
    pub tag: String,
    /// Key of the queue for them; empty for where the playbook sends them.
    pub queue: String,
    /// Whether the fastest clock holds for them.
    pub urgent: bool,
    /// Whose word public answers need: key of a department, `supervisor`, or empty for nobody's.
    pub word_from: String,
    /// What everybody is told.
    pub notice: String,
    /// What may be said in public without anybody's word.
    pub holding: String,
    /// The version that they saw; 0 for a new one.
    pub version: i64,
}

impl TypedPlan {
    /// A stored plan as a form shows it.
    #[must_use]
    pub fn of(plan: &Crisis) -> Self {
        Self {
            name: plan.name.clone(),
            words: plan.words.clone(),
            tag: plan.tag.clone(),
            queue: plan.queue.clone(),
            urgent: plan.urgent,
            word_from: plan.word_from.clone(),
            notice: plan.notice.clone(),
            holding: plan.holding.clone(),
            version: plan.version,
        }
    }
}

impl Engage {
    /// Saves a plan, a new one where there is no `id`. One that is at work changes at once what it does. Gives
    /// its id. Asks `crisis.switch`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on the field that is wrong, also when somebody else saved it since;
    /// [`Error::Query`] with the place in the words, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn save_crisis(
        &self,
        who: &Staff,
        id: Option<CrisisId>,
        typed: TypedPlan,
    ) -> Result<CrisisId> {
        who.must(Permission::CrisisSwitch)?;
        let (engage, acting) = (self.clone(), self.acting(who));
        let fresh: CrisisId = self.tools.id();
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let before = match id {
                        Some(id) => Some(crises::find(tx, id).await?),
                        None if crises::all(tx).await?.len() >= MOST => {
                            let full = format!("there are {MOST} plans: take one away first");
                            return Err(Error::invalid("name", full));
                        }
                        None => None,
                    };
                    let at = (id.unwrap_or(fresh), acting.at());
                    let plan = checked(&engage, tx, &typed, at).await?;
                    match crises::save(tx, &plan).await {
                        Err(StoreError::Conflict(_)) => {
                            let since = "somebody else saved this plan; look at it again first";
                            return Err(Error::invalid("version", since));
                        }
                        other => other?,
                    }
                    let parts = parts(before.as_ref(), &plan);
                    tell(tx, &acting, &plan, json!({ "what": "saved", "parts": parts }));
                    Ok(plan.id)
                })
            })
            .await
    }

    /// Takes a plan away. Asks `crisis.switch`.
    ///
    /// # Errors
    /// [`Error::Invalid`] while it is at work, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn remove_crisis(&self, who: &Staff, id: CrisisId) -> Result<()> {
        who.must(Permission::CrisisSwitch)?;
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let plan = crises::find(tx, id).await?;
                    if !crises::remove(tx, id).await? {
                        return Err(Error::invalid("plan", "it is at work: end the crisis first"));
                    }
                    tell(tx, &acting, &plan, json!({ "what": "removed" }));
                    Ok(())
                })
            })
            .await
    }
}

/// Writes into the log what happened to a plan. Its name goes with it: staff wrote it, and the plan may be
/// gone when somebody reads it.
pub(super) fn tell(tx: &mut Tx, acting: &Acting, plan: &Crisis, mut data: Value) {
    if let Some(data) = data.as_object_mut() {
        data.insert("plan".to_owned(), json!(plan.id));
        data.insert("name".to_owned(), json!(plan.name));
    }
    let event = NewEvent::new(acting.at(), EventKind::CrisisChanged, acting.moment.actor);
    tx.emit(event.data(data));
}

/// The parts in which two versions of a plan differ; all for a new one.
fn parts(before: Option<&Crisis>, now: &Crisis) -> Vec<&'static str> {
    let same = |is_same: fn(&Crisis, &Crisis) -> bool| before.is_some_and(|b| is_same(b, now));
    let all: [(&str, bool); 8] = [
        ("name", same(|a, b| a.name == b.name)),
        ("words", same(|a, b| a.words == b.words)),
        ("tag", same(|a, b| a.tag == b.tag)),
        ("queue", same(|a, b| a.queue == b.queue)),
        ("urgent", same(|a, b| a.urgent == b.urgent)),
        ("word", same(|a, b| a.word_from == b.word_from)),
        ("notice", same(|a, b| a.notice == b.notice)),
        ("holding", same(|a, b| a.holding == b.holding)),
    ];
    all.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect()
}

fn within(field: &'static str, text: &str, least: usize, most: usize) -> Result<String> {
    let text = text.trim();
    if (least..=most).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    Err(Error::invalid(field, format!("{least} to {most} characters belong here")))
}

/// The plan that was typed, if it can be put to work as it is.
async fn checked(
    engage: &Engage,
    tx: &mut Tx,
    typed: &TypedPlan,
    (id, changed_at): (CrisisId, Time),
) -> Result<Crisis> {
    let name = within("name", &typed.name, 1, NAME)?;
    let notice = within("notice", &typed.notice, 0, NOTICE)?;
    let holding = within("holding", &typed.holding, 0, HOLDING)?;
    let tag = normal(&typed.tag).ok_or_else(|| {
        Error::invalid("tag", format!("type 1 to {LONGEST_TAG} letters, digits and spaces"))
    })?;
    let words = typed.words.trim().to_owned();
    Query::parse_with(&words, &book(tx, &words).await?, None).map_err(Error::Query)?;
    let known = setup::queues(tx).await?.iter().any(|queue| queue.key == typed.queue);
    if !typed.queue.is_empty() && !known {
        return Err(Error::invalid("queue", "this queue is gone: choose another"));
    }
    let from = typed.word_from.as_str();
    let known = setup::departments(tx).await?.iter().any(|one| one.key == from);
    if !from.is_empty() && from != SUPERVISOR && !known {
        return Err(Error::invalid("word_from", "this department is gone: choose another"));
    }
    may_be_said(engage, tx, &holding).await?;
    Ok(Crisis {
        id,
        name,
        words,
        tag,
        queue: typed.queue.clone(),
        urgent: typed.urgent,
        word_from: from.to_owned(),
        notice,
        holding,
        version: typed.version,
        changed_at,
        started_at: None,
    })
}

/// What is agreed on now must not be stopped by the guard in the bad week.
async fn may_be_said(engage: &Engage, tx: &mut Tx, holding: &str) -> Result<()> {
    let gate = engage.gates.of(tx).await?;
    match gate.check(holding, Audience::Public, &OwnRecord::default(), &[]) {
        Outcome::Blocked(_) => {
            let why = "the guard would stop this text in public: leave out numbers and addresses \
                       that may be somebody's";
            Err(Error::invalid("holding", why))
        }
        Outcome::Safe(_) | Outcome::Closed(_) => Ok(()),
    }
}
