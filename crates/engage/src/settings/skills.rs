//! Who can do what, and how well.

use earshot_model::{Agent, AgentId, Permission, SkillId};
use earshot_store::setup::{self, Skill};
use earshot_store::{Tx, roster};
use serde_json::json;

use super::changed;
use super::queues::working;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// How many people one page of the matrix shows.
pub const PEOPLE: usize = 50;
/// The most skills, and the most languages.
const MOST: usize = 60;

/// Who can do what.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// All skills, by name.
    pub skills: Vec<Skill>,
    /// All languages that somebody writes.
    pub languages: Vec<String>,
    /// The people of this page.
    pub people: Vec<MatrixLine>,
    /// How many people there are in all.
    pub all: usize,
}

/// Somebody in the matrix.
#[derive(Debug, Clone)]
pub struct MatrixLine {
    /// Who.
    pub agent: Agent,
    /// How well they have each skill, 0 for not at all; in the order of the skills.
    pub skills: Vec<i64>,
    /// How well they write each language.
    pub languages: Vec<i64>,
}

/// What a cell of the matrix is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    /// A skill, 0 to 5.
    Skill(SkillId),
    /// A language, 0 to 5.
    Language(String),
    /// How many cases they can hold at once, 1 to 100.
    Capacity,
}

/// A cell that somebody changed.
#[derive(Debug, Clone)]
pub struct LevelChange {
    /// Whose.
    pub agent: AgentId,
    /// What.
    pub what: Level,
    /// The new level.
    pub level: i64,
}

impl Engage {
    /// Who can do what: people whose name holds `name`, from number `from` on. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn skill_matrix(&self, who: &Staff, name: &str, from: usize) -> Result<Matrix> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let mut people = working(&mut conn).await?;
        let skills = setup::skills(&mut conn).await?;
        let held = setup::agent_skills(&mut conn).await?;
        let spoken = roster::languages(&mut conn).await?;
        drop(conn);
        let wanted = name.trim().to_lowercase();
        people.retain(|agent| agent.name.to_lowercase().contains(&wanted));
        let mut languages: Vec<String> = spoken.iter().map(|row| row.language.clone()).collect();
        languages.dedup();
        let line = |agent: Agent| MatrixLine {
            skills: skills
                .iter()
                .map(|skill| {
                    let mine = held.iter().find(|h| h.agent_id == agent.id && h.key == skill.key);
                    mine.map_or(0, |held| held.level)
                })
                .collect(),
            languages: languages
                .iter()
                .map(|tag| {
                    let mine = spoken.iter().find(|s| s.agent_id == agent.id && s.language == *tag);
                    mine.map_or(0, |spoken| spoken.level)
                })
                .collect(),
            agent,
        };
        let all = people.len();
        let people = people.into_iter().skip(from).take(PEOPLE).map(line).collect();
        Ok(Matrix { skills, languages, people, all })
    }

    /// Changes cells of the matrix. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a level out of range, [`Error::NotFound`] for a person or a skill that is
    /// gone, [`Error::Forbidden`].
    pub async fn set_levels(&self, who: &Staff, changes: Vec<LevelChange>) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        for change in &changes {
            let range = if change.what == Level::Capacity { 1..=100 } else { 0..=5 };
            if !range.contains(&change.level) {
                return Err(Error::invalid("level", "a level is 0 to 5, and places are 1 to 100"));
            }
        }
        if changes.is_empty() {
            return Ok(());
        }
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let people = working(tx).await?;
                    let skills = setup::skills(tx).await?;
                    let mut told = Vec::new();
                    for change in &changes {
                        if people.iter().all(|agent| agent.id != change.agent) {
                            return Err(Error::NotFound("agent"));
                        }
                        told.push(apply(tx, change, &skills).await?);
                    }
                    tx.emit(changed(&acting, json!({ "what": "skills", "changes": told })));
                    Ok(())
                })
            })
            .await
    }

    /// Adds a skill. Playbook lines and queues name it by a word made of its name. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Taken`], [`Error::Forbidden`].
    pub async fn add_skill(&self, who: &Staff, name: &str) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let (name, key) = named(name)?;
        let (acting, id) = (self.acting(who), self.tools.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if setup::skills(tx).await?.len() >= MOST {
                        return Err(Error::invalid("name", "60 skills are the most"));
                    }
                    setup::insert_skill(tx, id, &key, &name).await.map_err(Error::taken("name"))?;
                    tx.emit(changed(&acting, json!({ "what": "skill", "skill": id, "key": key })));
                    Ok(())
                })
            })
            .await
    }

    /// Says that somebody writes a language, at level 3: with the first of them it becomes a column.
    /// Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no language tag, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn add_language(&self, who: &Staff, agent: AgentId, tag: &str) -> Result<()> {
        let tag = tag.trim().to_lowercase();
        if !(2..=3).contains(&tag.len()) || !tag.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(Error::invalid("language", "write it as de, pt or haw"));
        }
        let change = LevelChange { agent, what: Level::Language(tag), level: 3 };
        self.set_levels(who, vec![change]).await
    }
}

/// A name as it is kept, and the word that is made of it.
pub(super) fn named(name: &str) -> Result<(String, String)> {
    let name = name.trim().to_owned();
    let key: String = name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
    let sound = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if key.is_empty() || key.chars().count() > 40 || !key.chars().all(sound) {
        let problem = "use 1 to 40 letters, digits, spaces and hyphens";
        return Err(Error::invalid("name", problem));
    }
    Ok((name, key))
}

/// Carries out one change. Gives what the event tells of it.
async fn apply(tx: &mut Tx, change: &LevelChange, skills: &[Skill]) -> Result<serde_json::Value> {
    let (agent, level) = (change.agent, change.level);
    match &change.what {
        Level::Skill(id) => {
            let skill = skills.iter().find(|skill| skill.id == *id);
            let skill = skill.ok_or(Error::NotFound("skill"))?;
            if level == 0 {
                roster::drop_skill(tx, agent, *id).await?;
            } else {
                setup::set_skill(tx, agent, *id, level).await?;
            }
            Ok(json!({ "agent": agent, "skill": skill.key, "level": level }))
        }
        Level::Language(tag) => {
            roster::set_language(tx, agent, tag, level).await?;
            Ok(json!({ "agent": agent, "language": tag, "level": level }))
        }
        Level::Capacity => {
            roster::set_capacity(tx, agent, level).await?;
            Ok(json!({ "agent": agent, "capacity": level }))
        }
    }
}
