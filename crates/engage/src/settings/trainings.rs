//! What people were trained for. A queue that asks for a training gives nobody a case without it.

use earshot_model::{Agent, AgentId, Permission, Time, TrainingId};
use earshot_store::Conn;
use earshot_store::trainings::{self, Trained, Training};
use serde_json::json;

use super::changed;
use super::queues::working;
use super::skills::named;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The most trainings.
const MOST: usize = 60;
/// The longest proof.
const PROOF: usize = 120;

/// All trainings, and who has them.
#[derive(Debug, Clone)]
pub struct TrainingSheet {
    /// All trainings, each with how many people have it now.
    pub trainings: Vec<(Training, usize)>,
    /// Who was trained: what runs out first stands first.
    pub trained: Vec<TrainedLine>,
    /// Everybody who works here.
    pub people: Vec<Agent>,
    /// The time of all of it.
    pub now: Time,
}

/// Somebody was trained.
#[derive(Debug, Clone)]
pub struct TrainedLine {
    /// Who.
    pub agent: Agent,
    /// For what.
    pub training: Training,
    /// When it stops counting; nothing for never.
    pub until: Option<Time>,
    /// What shows it.
    pub proof: String,
}

/// Somebody was trained, as an administrator writes it down.
#[derive(Debug, Clone)]
pub struct NewTrained {
    /// Who.
    pub agent: AgentId,
    /// For what.
    pub training: TrainingId,
    /// When it stops counting; nothing for never.
    pub until: Option<Time>,
    /// What shows it, at most 120 characters: a certificate, a score.
    pub proof: String,
}

/// All trainings, each with how many of these people have it at this time.
pub(super) async fn counted(
    conn: &mut Conn,
    people: &[Agent],
    now: Time,
) -> Result<Vec<(Training, usize)>> {
    let held = trainings::held(conn).await?;
    let counts = |held: &&Trained| {
        held.until.is_none_or(|until| now < until)
            && people.iter().any(|agent| agent.id == held.agent_id)
    };
    let all = trainings::all(conn).await?.into_iter().map(|training| {
        let mine = held.iter().filter(|held| held.training_id == training.id).filter(counts);
        let count = mine.count();
        (training, count)
    });
    Ok(all.collect())
}

impl Engage {
    /// All trainings, and who has them. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn training_sheet(&self, who: &Staff) -> Result<TrainingSheet> {
        who.must(Permission::AdminWrite)?;
        let now = self.tools.now();
        let mut conn = self.db.read(who.org).await?;
        let people = working(&mut conn).await?;
        let held = trainings::held(&mut conn).await?;
        let trainings = counted(&mut conn, &people, now).await?;
        drop(conn);
        let line = |held: Trained| {
            let agent = people.iter().find(|agent| agent.id == held.agent_id)?.clone();
            let (training, _) = trainings.iter().find(|(one, _)| one.id == held.training_id)?;
            let training = training.clone();
            Some(TrainedLine { agent, training, until: held.until, proof: held.proof })
        };
        let mut trained: Vec<TrainedLine> = held.into_iter().filter_map(line).collect();
        trained.sort_by(|a, b| {
            let key = |line: &TrainedLine| (line.until.is_none(), line.until);
            key(a).cmp(&key(b)).then_with(|| a.agent.name.cmp(&b.agent.name))
        });
        Ok(TrainingSheet { trainings, trained, people, now })
    }

    /// Adds a training. Queues name it by a word made of its name. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Taken`], [`Error::Forbidden`].
    pub async fn add_training(&self, who: &Staff, name: &str) -> Result<TrainingId> {
        who.must(Permission::AdminWrite)?;
        let (name, key) = named(name)?;
        let (acting, id) = (self.acting(who), self.tools.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if trainings::all(tx).await?.len() >= MOST {
                        return Err(Error::invalid("name", "60 trainings are the most"));
                    }
                    trainings::insert(tx, id, &key, &name).await.map_err(Error::taken("name"))?;
                    let told = json!({ "what": "training", "training": id, "key": key });
                    tx.emit(changed(&acting, told));
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Writes down that somebody was trained, or renews it. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a time that is over or a proof too long, [`Error::NotFound`],
    /// [`Error::Forbidden`].
    pub async fn train(&self, who: &Staff, new: NewTrained) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let proof = new.proof.trim().to_owned();
        if proof.chars().count() > PROOF {
            return Err(Error::invalid("proof", "write at most 120 characters"));
        }
        if new.until.is_some_and(|until| until <= self.tools.now()) {
            return Err(Error::invalid("until", "this day is over; choose a later one"));
        }
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let people = working(tx).await?;
                    if people.iter().all(|agent| agent.id != new.agent) {
                        return Err(Error::NotFound("agent"));
                    }
                    if trainings::all(tx).await?.iter().all(|one| one.id != new.training) {
                        return Err(Error::NotFound("training"));
                    }
                    trainings::set(tx, new.agent, new.training, new.until, &proof).await?;
                    tx.emit(changed(
                        &acting,
                        json!({
                            "what": "trained",
                            "agent": new.agent,
                            "training": new.training,
                            "until": new.until,
                        }),
                    ));
                    Ok(())
                })
            })
            .await
    }

    /// Takes a training from somebody. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`] where they do not have it, [`Error::Forbidden`].
    pub async fn untrain(&self, who: &Staff, agent: AgentId, training: TrainingId) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if !trainings::drop(tx, agent, training).await? {
                        return Err(Error::NotFound("training"));
                    }
                    let told = json!({ "what": "untrained", "agent": agent, "training": training });
                    tx.emit(changed(&acting, told));
                    Ok(())
                })
            })
            .await
    }
}
