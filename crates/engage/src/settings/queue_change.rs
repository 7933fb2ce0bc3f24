//! A queue is made, or gets other rules and people.

use earshot_model::{AgentId, DepartmentId, Permission, Queue, QueueId, TeamModel};
use earshot_route::board::{QueueRules, Relax};
use earshot_store::{Error as StoreError, roster, setup};
use serde_json::json;

use super::changed;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest name of a queue.
const LONGEST: usize = 60;
/// The most rings.
const RINGS: u8 = 9;

/// A queue as somebody typed it.
#[derive(Debug, Clone)]
pub struct QueueChange {
    /// The name on screens.
    pub name: String,
    /// Who may take from it.
    pub team_model: TeamModel,
    /// Its rules.
    pub rules: QueueRules,
    /// Who is named for it, each with their ring.
    pub members: Vec<(AgentId, i64)>,
    /// The version that they saw.
    pub version: i64,
}

impl Engage {
    /// Changes a queue. What waits in it is looked at by the new rules at once. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault; on `version` when somebody changed the queue since, on
    /// `rules` when what is stored cannot be read, which saving would wipe.
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn change_queue(&self, who: &Staff, id: QueueId, change: QueueChange) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let name = named(&change.name)?;
        let (acting, by) = (self.acting(who), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let queues = setup::queues(tx).await?;
                    let queue = queues.iter().find(|queue| queue.id == id);
                    let queue = queue.ok_or(Error::NotFound("queue"))?;
                    check(&change.rules, queue, &queues)?;
                    let stored = roster::queues(tx).await?;
                    let stored = stored.iter().find(|one| one.id == id);
                    if let Some(fault) = stored.and_then(super::queues::fault) {
                        return Err(Error::invalid("rules", format!("nothing was saved: {fault}")));
                    }
                    let people = super::queues::working(tx).await?;
                    let known = |agent: &AgentId| people.iter().any(|one| one.id == *agent);
                    if let Some((stranger, _)) = change.members.iter().find(|(a, _)| !known(a)) {
                        let problem = format!("{stranger} does not work here; load the page again");
                        return Err(Error::invalid("people", problem));
                    }
                    let body = json!(change.rules).to_string();
                    let at = acting.at();
                    roster::set_rules(tx, id, &body, change.version, (by, at))
                        .await
                        .map_err(stale)?;
                    roster::set_queue(tx, id, &name, change.team_model).await?;
                    roster::set_members(tx, id, &change.members).await?;
                    let members: Vec<_> = change
                        .members
                        .iter()
                        .map(|(agent, ring)| json!({ "agent": agent, "ring": ring }))
                        .collect();
                    tx.emit(changed(
                        &acting,
                        json!({
                            "what": "queue",
                            "queue": id,
                            "version": change.version.saturating_add(1),
                            "team_model": change.team_model,
                            "rules": change.rules,
                            "members": members,
                        }),
                    ));
                    Ok(())
                })
            })
            .await
    }

    /// Makes a queue, which its department serves. Playbook lines name it by a word made of its name.
    /// Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Taken`] for the word, [`Error::NotFound`] for the department,
    /// [`Error::Forbidden`].
    pub async fn create_queue(
        &self,
        who: &Staff,
        name: &str,
        department: DepartmentId,
    ) -> Result<QueueId> {
        who.must(Permission::AdminWrite)?;
        let name = named(name)?;
        let key = key_of(&name);
        if key.is_empty() {
            return Err(Error::invalid("name", "it needs a letter from a to z; type another name"));
        }
        let (acting, id) = (self.acting(who), self.tools.id());
        let org = who.org;
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let departments = setup::departments(tx).await?;
                    if departments.iter().all(|one| one.id != department) {
                        return Err(Error::NotFound("department"));
                    }
                    let queues = setup::queues(tx).await?;
                    let last = queues.iter().map(|queue| queue.position).max().unwrap_or(0);
                    let teams = setup::teams(tx).await?;
                    let teams: Vec<_> = teams
                        .iter()
                        .filter(|team| team.department_id == department)
                        .map(|team| team.id)
                        .collect();
                    let queue = Queue {
                        org_id: org,
                        id,
                        department_id: department,
                        name,
                        key,
                        icon: "inbox".to_owned(),
                        team_model: TeamModel::Subset,
                        position: last.saturating_add(1),
                    };
                    setup::insert_queue(tx, &queue, &teams).await.map_err(Error::taken("name"))?;
                    tx.emit(changed(&acting, json!({ "what": "queue", "queue": id })));
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }
}

fn named(name: &str) -> Result<String> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST;
    if fits { Ok(name.to_owned()) } else { Err(Error::invalid("name", "type 1 to 60 characters")) }
}

/// "VIP care" is `vip_care`.
fn key_of(name: &str) -> String {
    let mut key = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    key.trim_matches('_').to_owned()
}

fn stale(error: StoreError) -> Error {
    match error {
        StoreError::Busy => {
            let problem = "somebody changed this queue while you did; compare, then save again";
            Error::invalid("version", problem)
        }
        other => other.into(),
    }
}

/// Whether rules make sense, also beside the other queues.
fn check(rules: &QueueRules, queue: &Queue, queues: &[Queue]) -> Result<()> {
    rules.check(&queue.key).map_err(|problem| Error::invalid("rules", problem.to_string()))?;
    if rules.share > 100 || rules.weight > 100 {
        return Err(Error::invalid("rules", "share and weight are at most 100"));
    }
    for step in &rules.relax {
        match &step.relax {
            Relax::Overflow { queue: other } if *other == queue.id => {
                return Err(Error::invalid("relax", "a queue cannot overflow into itself"));
            }
            Relax::Overflow { queue: other } if queues.iter().all(|one| one.id != *other) => {
                return Err(Error::invalid("relax", "the queue of a step is gone; choose another"));
            }
            Relax::Ring { ring } if *ring > RINGS => {
                return Err(Error::invalid("relax", format!("there are at most {RINGS} rings")));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn a_word_comes_from_the_name() {
        assert_eq!(key_of("VIP care"), "vip_care");
        assert_eq!(key_of("  Rück & Geld 2 "), "r_ck_geld_2");
        assert_eq!(key_of("日本"), "");
    }
}
