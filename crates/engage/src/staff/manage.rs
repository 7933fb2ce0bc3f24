//! Colleagues are added, changed, switched off, and let in again.

use earshot_model::{
    Actor, Agent, AgentId, EventKind, Grant, NewEvent, Permission, Presence, Queue, RoleId, TeamId,
    Time,
};
use earshot_store::grants::{self, Granted};
use earshot_store::setup::{self, Department, Reach, RoleName, Team};
use earshot_store::{Tx, agents, organizations, roster, sessions};
use serde_json::json;

use super::log_in::shortened;
use super::people::{NewAgent, RoleKind, address, names, places, store, zone};
use super::{PasswordRule, Staff};
use crate::{Engage, Error, Result};

/// The letters of a password that is made here: none that look alike. 32 of them, so that five bits
/// choose one.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// So many letters: 80 bits.
const LENGTH: usize = 16;
/// The longest signature, in characters.
const LONGEST_SIGNATURE: usize = 40;

/// A colleague, as somebody typed them.
#[derive(Debug, Clone, Default)]
pub struct TypedPerson {
    /// The whole name.
    pub name: String,
    /// What colleagues call them; the first word of the name where it is empty.
    pub short_name: String,
    /// The address they log in with.
    pub email: String,
    /// What stands under their answers.
    pub signature: String,
    /// How many cases they can hold at once.
    pub capacity: String,
    /// Language of their screens.
    pub locale: String,
    /// Time zone of their screens.
    pub time_zone: String,
    /// Their roles, and how far each reaches.
    pub grants: Vec<(RoleId, Reach)>,
    /// The teams whose cases they get. Somebody new without any gets those of the places where they are
    /// an agent.
    pub teams: Vec<TeamId>,
}

/// Everything that the page of a colleague shows.
#[derive(Debug, Clone)]
pub struct PersonSheet {
    /// Who; nobody for a new one.
    pub agent: Option<Agent>,
    /// Their roles.
    pub grants: Vec<Granted>,
    /// All roles.
    pub roles: Vec<RoleName>,
    /// The teams whose cases they get.
    pub joined: Vec<TeamId>,
    /// All teams.
    pub teams: Vec<Team>,
    /// All departments.
    pub departments: Vec<Department>,
    /// All queues.
    pub queues: Vec<Queue>,
    /// Language and time zone of the organization: those of a new colleague.
    pub usual: (String, String),
}

impl Engage {
    /// What the page of a colleague shows, or of a new one. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn person_sheet(&self, who: &Staff, id: Option<AgentId>) -> Result<PersonSheet> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let organization = organizations::find(&mut conn).await?;
        let (agent, grants, joined) = match id {
            Some(id) => (
                Some(agents::find(&mut conn, id).await?),
                grants::of_agent(&mut conn, id).await?,
                setup::teams_of(&mut conn, id).await?,
            ),
            None => (None, Vec::new(), Vec::new()),
        };
        Ok(PersonSheet {
            agent,
            grants,
            joined,
            teams: setup::teams(&mut conn).await?,
            roles: setup::roles(&mut conn).await?,
            departments: setup::departments(&mut conn).await?,
            queues: setup::queues(&mut conn).await?,
            usual: (organization.locale, organization.time_zone),
        })
    }

    /// Adds a colleague. Gives them with the password that was made for them: it is told this once. Asks
    /// `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault, [`Error::Taken`] for the address.
    pub async fn add_person(&self, who: &Staff, typed: TypedPerson) -> Result<(AgentId, String)> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let organization = organizations::find(&mut conn).await?;
        drop(conn);
        let (password, signature) = (self.made_password(), signature(&typed)?);
        let set = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let new = NewAgent {
            capacity: places(typed.capacity.trim().parse().ok())?,
            locale: set(&typed.locale),
            time_zone: set(&typed.time_zone),
            name: typed.name,
            short_name: typed.short_name,
            email: typed.email,
            password: password.clone(),
            gives: Vec::new(),
            skills: Vec::new(),
            teams: Vec::new(),
        };
        let mut ready = self.ready_agent(&organization, new, PasswordRule::Strict).await?;
        ready.agent.presence = Presence::Offline;
        if let Some(signature) = signature {
            ready.agent.signature = signature;
        }
        let (id, now, by) = (ready.agent.id, self.tools.now(), Actor::Agent(who.id()));
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    store(tx, &ready, now).await?;
                    give(tx, id, &typed.grants).await?;
                    if typed.teams.is_empty() {
                        join_where_agent(tx, id, &typed.grants).await?;
                    } else {
                        join(tx, id, &typed.teams).await?;
                    }
                    let data = json!({ "what": "agent", "agent": id });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, by).data(data));
                    Ok(())
                })
            })
            .await?;
        Ok((id, password))
    }

    /// Changes a colleague. What they may do changes with their next click. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault, also when nobody would be left who may change
    /// everything; [`Error::Taken`] for the address.
    pub async fn save_person(&self, who: &Staff, id: AgentId, typed: TypedPerson) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        agents::find(&mut self.db.read(who.org).await?, id).await?;
        let (name, short_name) = names(&typed.name, &typed.short_name)?;
        let (email, signature) = (address(&typed.email)?, signature(&typed)?);
        let capacity = places(typed.capacity.trim().parse().ok())?;
        let time_zone = zone(typed.time_zone.trim().to_owned())?;
        let (now, by) = (self.tools.now(), Actor::Agent(who.id()));
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    grants::one_at_a_time(tx).await?;
                    let before = agents::find(tx, id).await?;
                    let after = Agent {
                        signature: signature.unwrap_or_else(|| format!("^{short_name}")),
                        name,
                        short_name,
                        email,
                        capacity,
                        locale: typed.locale.trim().to_owned(),
                        time_zone,
                        ..before
                    };
                    agents::update(tx, &after).await.map_err(Error::taken("email"))?;
                    grants::forget(tx, id).await?;
                    give(tx, id, &typed.grants).await?;
                    setup::leave_teams(tx, id).await?;
                    join(tx, id, &typed.teams).await?;
                    somebody_is_left(tx).await?;
                    let data = json!({ "what": "agent", "agent": id });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, by).data(data));
                    Ok(())
                })
            })
            .await
    }

    /// Switches a colleague off, or on again. Who is switched off is logged out everywhere, and what they
    /// hold goes back to its queues. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for oneself, and when nobody would be left who may change everything.
    pub async fn switch_person(&self, who: &Staff, id: AgentId, on: bool) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        if id == who.id() && !on {
            let problem = "you cannot switch yourself off; ask another administrator";
            return Err(Error::invalid("agent", problem));
        }
        let (now, by) = (self.tools.now(), Actor::Agent(who.id()));
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    grants::one_at_a_time(tx).await?;
                    let agent = agents::find(tx, id).await?;
                    if agent.disabled_at.is_some() != on {
                        return Ok(());
                    }
                    agents::switch(tx, id, (!on).then_some(now)).await?;
                    let ended = if on { 0 } else { leave(tx, id, now).await? };
                    let data = json!({
                        "what": "agent_switched", "agent": id, "on": on, "logins_ended": ended
                    });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, by).data(data));
                    Ok(())
                })
            })
            .await
    }

    /// Makes a new password for a colleague and ends their logins. It is told this once. Asks
    /// `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody who was switched off; [`Error::Invalid`] for oneself.
    pub async fn renew_password(&self, who: &Staff, id: AgentId) -> Result<String> {
        who.must(Permission::AdminWrite)?;
        if id == who.id() {
            let problem = "your own is changed with the one so far, in the menu below your name";
            return Err(Error::invalid("agent", problem));
        }
        let agent = agents::find(&mut self.db.read(who.org).await?, id).await?;
        let password = self.made_password();
        let (by, rule) = (Actor::Agent(who.id()), PasswordRule::Strict);
        self.set_password_as(who.org, by, &agent.email, &password, rule).await?;
        Ok(password)
    }

    /// Changes one's own password, and ends one's other logins.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `current` when that is not the password, on `password` for one that is too
    /// weak; [`Error::TooManyLogins`] after too many tries.
    pub async fn change_password(&self, who: &Staff, current: &str, new: &str) -> Result<()> {
        let email = who.agent.email.clone();
        let proved = self.prove_password(who, current).await?;
        PasswordRule::Strict.check(new, &email)?;
        let hash = self.passwords.hash(&self.tools, new).await?;
        let (now, id, session) = (self.tools.now(), who.id(), who.session);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    // Somebody may have made a new one while this one was looked at.
                    if agents::hold_password(tx, id).await?.as_ref() != Some(&proved) {
                        return Err(not_yours());
                    }
                    agents::set_password(tx, id, &hash).await?;
                    let ended = sessions::delete_others(tx, id, session).await?;
                    let data = json!({ "what": "password", "agent": id, "logins_ended": ended });
                    let by = Actor::Agent(id);
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, by).data(data));
                    Ok(())
                })
            })
            .await
    }

    /// The hash of their password, when this is it. Guessing is slowed down as at the login.
    async fn prove_password(&self, who: &Staff, password: &str) -> Result<String> {
        let email = &who.agent.email;
        let key = format!("{} {}", who.org, shortened(email));
        let slow = |seconds| Error::TooManyLogins { seconds };
        self.throttle.take(&key, None, self.tools.now()).map_err(slow)?;
        let known = agents::credentials(&mut self.db.read(who.org).await?, email).await?;
        let stored = known.map(|known| known.password_hash);
        let fits = self.passwords.fits(&self.tools, password, stored.clone()).await?;
        let Some(stored) = stored.filter(|_| fits) else {
            self.refuse(who.org, Some(who.id())).await?;
            return Err(not_yours());
        };
        self.throttle.forgive(&key, None);
        Ok(stored)
    }

    /// A password out of random letters, in groups that can be read aloud.
    fn made_password(&self) -> String {
        let mut password = String::new();
        for (place, byte) in self.tools.secret().iter().take(LENGTH).enumerate() {
            if place > 0 && place % 4 == 0 {
                password.push('-');
            }
            let letter = LETTERS.get(usize::from(byte & 31)).copied().unwrap_or(b'a');
            password.push(char::from(letter));
        }
        password
    }
}

fn not_yours() -> Error {
    Error::invalid("current", "that is not your password; try again")
}

/// What was typed; nothing where the usual one is to stand.
fn signature(typed: &TypedPerson) -> Result<Option<String>> {
    let text = typed.signature.trim();
    if text.chars().count() > LONGEST_SIGNATURE {
        let problem = format!("a signature has at most {LONGEST_SIGNATURE} characters");
        return Err(Error::invalid("signature", problem));
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

async fn give(tx: &mut Tx, agent: AgentId, grants: &[(RoleId, Reach)]) -> Result<()> {
    let (roles, departments, queues) =
        (setup::roles(tx).await?, setup::departments(tx).await?, setup::queues(tx).await?);
    let org = tx.org();
    for (role, reach) in grants {
        let known = roles.iter().any(|one| one.id == *role)
            && match reach {
                Reach::Organization(id) => *id == org,
                Reach::Department(id) => departments.iter().any(|one| one.id == *id),
                Reach::Queue(id) => queues.iter().any(|one| one.id == *id),
            };
        if !known {
            return Err(Error::invalid("grants", "choose a role and where it holds"));
        }
        setup::grant(tx, agent, *role, *reach).await?;
    }
    Ok(())
}

/// Puts somebody into these teams.
async fn join(tx: &mut Tx, agent: AgentId, teams: &[TeamId]) -> Result<()> {
    let known = setup::teams(tx).await?;
    for team in teams {
        if known.iter().all(|one| one.id != *team) {
            return Err(Error::invalid("teams", "a team is gone; load the page again"));
        }
        setup::join_team(tx, *team, agent).await?;
    }
    Ok(())
}

/// Somebody new who is an agent somewhere gets the cases of that place: of a department by its teams, of
/// a single queue by their name.
async fn join_where_agent(tx: &mut Tx, id: AgentId, grants: &[(RoleId, Reach)]) -> Result<()> {
    let agent = setup::roles(tx).await?.into_iter().find(|one| one.name == RoleKind::Agent.word());
    let Some(agent) = agent else { return Ok(()) };
    let teams = setup::teams(tx).await?;
    for (_, reach) in grants.iter().filter(|(role, _)| *role == agent.id) {
        if let Reach::Queue(queue) = reach {
            roster::name_for(tx, *queue, id).await?;
        }
        for team in &teams {
            let inside = match reach {
                Reach::Organization(_) => true,
                Reach::Department(department) => team.department_id == *department,
                Reach::Queue(_) => false,
            };
            if inside {
                setup::join_team(tx, team.id, id).await?;
            }
        }
    }
    Ok(())
}

/// Ends the logins of somebody who was switched off. Gives how many.
async fn leave(tx: &mut Tx, id: AgentId, now: Time) -> Result<u64> {
    somebody_is_left(tx).await?;
    agents::set_presence(tx, id, Presence::Offline, now).await?;
    Ok(sessions::delete_of(tx, id).await?)
}

/// At least one person must be able to change everything, or nobody can mend the rest.
async fn somebody_is_left(tx: &mut Tx) -> Result<()> {
    let all = Grant::Organization(Permission::AdminWrite);
    for agent in agents::all(tx).await? {
        if agent.disabled_at.is_none()
            && setup::visibility(tx, agent.id).await?.grants.contains(&all)
        {
            return Ok(());
        }
    }
    let problem = "somebody must be left who may change everything: make another person \
                   administrator of everything first";
    Err(Error::invalid("grants", problem))
}
