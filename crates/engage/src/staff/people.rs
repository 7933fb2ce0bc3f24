//! Colleagues come, and say whether they take new work.

use earshot_model::{
    Actor, Agent, AgentId, EventKind, NewEvent, OrgId, Organization, Permission, Presence, TeamId,
    Time,
};
use earshot_store::setup::{self, Reach};
use earshot_store::{Tx, agents, approvals, organizations};
use jiff::tz::TimeZone;
use serde_json::json;

use super::{PasswordRule, Staff};
use crate::{Engage, Error, Result};

/// How many cases somebody can hold at once unless it is said: contact centres call 3 to 6
/// usual for public networks.
pub(crate) const CAPACITY: i64 = 6;
/// The longest name of a person.
const LONGEST_NAME: usize = 120;

/// One of the three roles that every organization has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// Works on cases.
    Agent,
    /// And sees reports, and may overrule the guard.
    Supervisor,
    /// And may change everything.
    Administrator,
}

impl RoleKind {
    /// The name under which the role stands in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }
}

/// A role that is given, and how far it reaches.
#[derive(Debug, Clone, Copy)]
pub struct Give {
    /// Which role.
    pub role: RoleKind,
    /// Where.
    pub reach: Reach,
}

/// A new colleague, as somebody typed it.
#[derive(Debug, Clone)]
pub struct NewAgent {
    /// The whole name.
    pub name: String,
    /// What colleagues call them; the first word of the name where it is empty.
    pub short_name: String,
    /// The address they log in with.
    pub email: String,
    /// The password.
    pub password: String,
    /// What they may do, and where.
    pub gives: Vec<Give>,
    /// Keys of skills with the level, 1 to 5; a new key becomes a new skill.
    pub skills: Vec<(String, i64)>,
    /// The teams they work in.
    pub teams: Vec<TeamId>,
    /// How many cases they can hold at once.
    pub capacity: i64,
    /// Language of their screens; the organization's where nothing is said.
    pub locale: Option<String>,
    /// Time zone of their screens; the organization's where nothing is said.
    pub time_zone: Option<String>,
}

/// A colleague, for the list of people.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// Who.
    pub agent: Agent,
    /// Names of their roles.
    pub roles: Vec<String>,
    /// Keys of their skills with the level.
    pub skills: Vec<(String, i64)>,
    /// How many live cases they hold.
    pub load: i64,
    /// Whether somebody reads their public answers before they go.
    pub checked: bool,
}

/// A colleague who can be stored.
pub(crate) struct Ready {
    pub(crate) agent: Agent,
    hash: String,
    gives: Vec<Give>,
    skills: Vec<(String, i64, uuid::Uuid)>,
    teams: Vec<TeamId>,
}

impl Engage {
    /// Adds a colleague on behalf of the command line or the demo: no permission is asked.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault, [`Error::Taken`] for the address.
    pub async fn add_agent_as(
        &self,
        org: OrgId,
        actor: Actor,
        new: NewAgent,
        rule: PasswordRule,
    ) -> Result<AgentId> {
        let organization = organizations::find(&mut self.db.read(org).await?).await?;
        let ready = self.ready_agent(&organization, new, rule).await?;
        let (now, id) = (self.tools.now(), ready.agent.id);
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    store(tx, &ready, now).await?;
                    tx.emit(
                        NewEvent::new(now, EventKind::SetupChanged, actor)
                            .data(json!({ "what": "agent", "agent": ready.agent.id })),
                    );
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Says whether somebody takes new work: everybody for themselves.
    ///
    /// # Errors
    /// As the database.
    pub async fn set_presence(&self, staff: &Staff, presence: Presence) -> Result<()> {
        let (now, id) = (self.tools.now(), staff.id());
        self.db
            .write::<_, Error, _>(staff.org, move |tx| {
                Box::pin(async move { be(tx, id, presence, now).await })
            })
            .await
    }

    /// Everybody who works here, by name. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn people(&self, staff: &Staff) -> Result<Vec<Colleague>> {
        staff.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(staff.org).await?;
        let all = agents::all(&mut conn).await?;
        let roles = setup::agent_roles(&mut conn).await?;
        let skills = setup::agent_skills(&mut conn).await?;
        let loads = setup::loads(&mut conn).await?;
        let checked = approvals::checked(&mut conn).await?;
        let colleague = |agent: Agent| Colleague {
            roles: roles
                .iter()
                .filter(|r| r.agent_id == agent.id)
                .map(|r| r.name.clone())
                .collect(),
            skills: skills
                .iter()
                .filter(|s| s.agent_id == agent.id)
                .map(|s| (s.key.clone(), s.level))
                .collect(),
            load: loads.iter().find(|l| l.agent_id == agent.id).map_or(0, |l| l.cases),
            checked: checked.iter().any(|row| row.agent_id == agent.id),
            agent,
        };
        Ok(all.into_iter().map(colleague).collect())
    }

    /// Checks what was typed, and hashes the password.
    pub(crate) async fn ready_agent(
        &self,
        organization: &Organization,
        new: NewAgent,
        rule: PasswordRule,
    ) -> Result<Ready> {
        let (name, short_name) = names(&new.name, &new.short_name)?;
        let email = address(&new.email)?;
        rule.check(&new.password, &email)?;
        let time_zone = zone(new.time_zone.unwrap_or_else(|| organization.time_zone.clone()))?;
        let capacity = places(Some(new.capacity))?;
        let mut skills = Vec::new();
        for (key, level) in new.skills {
            if !(1..=5).contains(&level) || key.trim().is_empty() {
                return Err(Error::invalid("skills", "each needs a word and a level from 1 to 5"));
            }
            skills.push((key.trim().to_lowercase(), level, self.tools.id()));
        }
        let hash = self.passwords.hash(&self.tools, &new.password).await?;
        let agent = Agent {
            org_id: organization.id,
            id: self.tools.id(),
            email,
            name,
            signature: format!("^{short_name}"),
            short_name,
            locale: new.locale.unwrap_or_else(|| organization.locale.clone()),
            time_zone,
            presence: Presence::Online,
            capacity,
            disabled_at: None,
        };
        Ok(Ready { agent, hash, gives: new.gives, skills, teams: new.teams })
    }
}

/// Writes down whether somebody takes new work.
pub(crate) async fn be(tx: &mut Tx, id: AgentId, presence: Presence, now: Time) -> Result<()> {
    agents::set_presence(tx, id, presence, now).await?;
    let data = json!({ "what": "presence", "agent": id, "presence": presence });
    tx.emit(NewEvent::new(now, EventKind::SetupChanged, Actor::Agent(id)).data(data));
    Ok(())
}

pub(super) fn names(name: &str, short_name: &str) -> Result<(String, String)> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid("name", "type a name of 1 to 120 characters"));
    }
    let short = match short_name.trim() {
        "" => name.split_whitespace().next().unwrap_or(name),
        typed => typed,
    };
    Ok((name.to_owned(), short.chars().take(40).collect()))
}

/// The address that somebody typed, as logins know it.
pub(super) fn address(typed: &str) -> Result<String> {
    let email = typed.trim().to_lowercase();
    if is_address(&email) {
        Ok(email)
    } else {
        Err(Error::invalid("email", "it is no address; write it as ana@brand.example"))
    }
}

/// A time zone that is known.
pub(super) fn zone(name: String) -> Result<String> {
    if TimeZone::get(&name).is_err() {
        let problem = format!("\"{name}\" is not known; write it as Europe/Lisbon");
        return Err(Error::invalid("time_zone", problem));
    }
    Ok(name)
}

/// How many cases somebody can hold at once; none where that was no number.
pub(super) fn places(number: Option<i64>) -> Result<i64> {
    let number = number.filter(|n| (1..=100).contains(n));
    number.ok_or_else(|| Error::invalid("capacity", "choose between 1 and 100 cases at once"))
}

/// Enough to catch a slip: something, an @, a host with a dot or a single word, no spaces.
fn is_address(email: &str) -> bool {
    let Some((local, host)) = email.split_once('@') else { return false };
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace());
    email.len() <= 254 && plain(local) && plain(host) && !host.contains('@')
}

/// Stores a colleague with roles, skills and teams.
pub(crate) async fn store(tx: &mut Tx, ready: &Ready, now: Time) -> Result<()> {
    let id = ready.agent.id;
    agents::insert(tx, &ready.agent, &ready.hash, now).await.map_err(Error::taken("email"))?;
    let roles = setup::roles(tx).await?;
    for give in &ready.gives {
        let role = roles
            .iter()
            .find(|role| role.name == give.role.word())
            .ok_or(Error::NotFound("role"))?;
        setup::grant(tx, id, role.id, give.reach).await?;
    }
    let known = setup::skills(tx).await?;
    for (key, level, fresh) in &ready.skills {
        let skill = match known.iter().find(|skill| skill.key == *key) {
            Some(skill) => skill.id,
            None => {
                let fresh = (*fresh).into();
                setup::insert_skill(tx, fresh, key, key).await.map_err(Error::taken("skills"))?;
                fresh
            }
        };
        setup::set_skill(tx, id, skill, *level).await?;
    }
    for team in &ready.teams {
        setup::join_team(tx, *team, id).await?;
    }
    Ok(())
}
