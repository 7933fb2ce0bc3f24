//! What the page of crises shows.

use earshot_model::{Actor, Agent, CrisisId, Permission, Queue, Time};
use earshot_store::crises::{self, Crisis};
use earshot_store::setup::{self, Department};
use earshot_store::{Conn, agents};
use serde_json::Value;

use crate::staff::Staff;
use crate::{Engage, Result};

/// How much of what happened is told.
const STORY: i64 = 100;

/// Something that happened to a plan.
#[derive(Debug, Clone)]
pub struct Happened {
    /// When.
    pub at: Time,
    /// Who did it.
    pub actor: Actor,
    /// `saved`, `removed`, `started` or `ended`.
    pub what: String,
    /// What the plan was called then.
    pub name: String,
    /// The parts that were changed, of what was saved.
    pub parts: Vec<String>,
    /// For how long it was at work, in microseconds, of what was ended.
    pub lasted: Option<i64>,
}

/// What happened, newest first.
pub type CrisisStory = Vec<Happened>;

/// All plans, and everything that a form about one needs.
#[derive(Debug, Clone)]
pub struct CrisisPage {
    /// The plans, by their names; at most one is at work.
    pub plans: Vec<Crisis>,
    /// How many answers wait for a word because of a crisis.
    pub waiting: usize,
    /// What happened.
    pub story: CrisisStory,
    /// Everybody who works here.
    pub agents: Vec<Agent>,
    /// All queues.
    pub queues: Vec<Queue>,
    /// All departments.
    pub departments: Vec<Department>,
}

impl CrisisPage {
    /// The plan that is at work.
    #[must_use]
    pub fn at_work(&self) -> Option<&Crisis> {
        self.plans.iter().find(|plan| plan.started_at.is_some())
    }

    /// The plan with this id.
    #[must_use]
    pub fn plan(&self, id: CrisisId) -> Option<&Crisis> {
        self.plans.iter().find(|plan| plan.id == id)
    }
}

impl Engage {
    /// The page of crises. Asks `crisis.switch`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn crises(&self, who: &Staff) -> Result<CrisisPage> {
        who.must(Permission::CrisisSwitch)?;
        let waiting = self.held_by_crises(who).await?.len();
        let mut conn = self.db.read(who.org).await?;
        Ok(CrisisPage {
            plans: crises::all(&mut conn).await?,
            waiting,
            story: story(&mut conn).await?,
            agents: agents::all(&mut conn).await?,
            queues: setup::queues(&mut conn).await?,
            departments: setup::departments(&mut conn).await?,
        })
    }
}

/// What cannot be read is a mark of a newer version, and left out.
async fn story(conn: &mut Conn) -> Result<CrisisStory> {
    let events = crises::story(conn, STORY).await?.into_iter();
    let read = events.filter_map(|event| {
        let data: Value = serde_json::from_str(&event.data).ok()?;
        let text = |key: &str| data.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let parts = data.get("parts").and_then(Value::as_array).into_iter().flatten();
        Some(Happened {
            at: event.at,
            actor: event.actor.parse().ok()?,
            what: text("what"),
            name: text("name"),
            parts: parts.filter_map(Value::as_str).map(str::to_owned).collect(),
            lasted: data.get("lasted").and_then(Value::as_i64),
        })
    });
    Ok(read.collect())
}
