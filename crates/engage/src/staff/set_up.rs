//! An organization begins.

use earshot_model::{
    Actor, AgentId, DepartmentId, EventKind, NewEvent, OrgId, Organization, PlaybookId, Queue,
    QueueId, RoleId, SkillId, TeamId, Time,
};
use earshot_playbook::{DEFAULT, Document, Industry, default_playbook, starter};
use earshot_store::playbooks::PlaybookVersion;
use earshot_store::setup::{self, Reach};
use earshot_store::{Tx, organizations, playbooks};
use jiff::tz::TimeZone;
use serde_json::json;

use super::defaults::{DEPARTMENTS, QUEUES, TEAM_MODEL, roles};
use super::people::{Give, NewAgent, RoleKind};
use super::{PasswordRule, people};
use crate::playbook::Refusal;
use crate::reply::{CONTACTS, PATTERNS};
use crate::{Engage, Error, Result};

/// The longest short name: it stands in addresses.
const LONGEST_SLUG: usize = 40;

/// An organization with its first administrator, as somebody typed it.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// The name on screens.
    pub name: String,
    /// The short name in addresses; made from the name where it is empty.
    pub slug: String,
    /// IANA time zone of reports and calendars, such as `Europe/Lisbon`.
    pub time_zone: String,
    /// Language of its screens, as BCP 47.
    pub locale: String,
    /// What it does, where a starter playbook fits: the playbook begins as that one. Its departments,
    /// queues and skills are made, too.
    pub industry: Option<Industry>,
    /// The administrator's name.
    pub admin_name: String,
    /// The administrator's address.
    pub admin_email: String,
    /// The administrator's password.
    pub admin_password: String,
}

struct Ready {
    organization: Organization,
    admin: people::Ready,
    playbook: PlaybookVersion,
    document: Document,
}

impl Engage {
    /// Whether nobody has set up an organization yet.
    ///
    /// # Errors
    /// As the database.
    pub async fn needs_set_up(&self) -> Result<bool> {
        Ok(self.db.organizations().await?.is_empty())
    }

    /// Creates an organization that can work at once: departments, teams, queues, roles, the default
    /// playbook, an empty guard configuration, and an administrator of everything. How long data is
    /// kept follows the defaults of `store::retention` until somebody changes it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault, [`Error::Taken`] for the short name.
    pub async fn create_organization(
        &self,
        new: NewOrganization,
        rule: PasswordRule,
    ) -> Result<OrgId> {
        let now = self.tools.now();
        let organization = self.checked(&new, now)?;
        let org = organization.id;
        let admin = NewAgent {
            name: new.admin_name,
            short_name: String::new(),
            email: new.admin_email,
            password: new.admin_password,
            gives: vec![Give { role: RoleKind::Administrator, reach: Reach::Organization(org) }],
            skills: Vec::new(),
            teams: Vec::new(),
            capacity: people::CAPACITY,
            locale: Some(organization.locale.clone()),
            time_zone: Some(organization.time_zone.clone()),
        };
        let admin = self.ready_agent(&organization, admin, rule).await?;
        let (document, lines) = begin(new.industry)?;
        let playbook = PlaybookVersion {
            id: self.tools.id::<PlaybookId>(),
            version: 1,
            lines,
            active: true,
            created_at: now,
            agent_id: None,
        };
        let ready = Ready { organization, admin, playbook, document };
        let tools = self.tools.clone();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { lay(tx, &ready, &|| tools.ids.fresh(now), now).await })
            })
            .await?;
        Ok(org)
    }

    /// As [`Engage::create_organization`], but only the first one: of two first runs at once, one wins
    /// and the other finds that there is nothing to set up any more. The one-time token belongs to one
    /// process, so the order is kept inside of it.
    ///
    /// # Errors
    /// As [`Engage::create_organization`], and [`Error::NotFound`] once there is an organization.
    pub async fn create_first_organization(
        &self,
        new: NewOrganization,
        rule: PasswordRule,
    ) -> Result<OrgId> {
        let _one_at_a_time = self.first_run.lock().await;
        if !self.needs_set_up().await? {
            return Err(Error::NotFound("first run"));
        }
        self.create_organization(new, rule).await
    }

    fn checked(&self, new: &NewOrganization, now: Time) -> Result<Organization> {
        let name = new.name.trim();
        if name.is_empty() {
            return Err(Error::invalid("organization", "it has no name; type one"));
        }
        let slug = match new.slug.trim() {
            "" => slug_of(name),
            typed => typed.to_owned(),
        };
        let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if slug.is_empty() || slug.len() > LONGEST_SLUG || !slug.chars().all(fine) {
            let problem = format!(
                "use 1 to {LONGEST_SLUG} lower-case letters, digits and hyphens for the short name"
            );
            return Err(Error::invalid("slug", problem));
        }
        if TimeZone::get(&new.time_zone).is_err() {
            let problem = format!(
                "\"{}\" is not a known time zone; write it as Europe/Lisbon",
                new.time_zone
            );
            return Err(Error::invalid("time_zone", problem));
        }
        Ok(Organization {
            id: self.tools.id(),
            slug,
            name: name.to_owned(),
            time_zone: new.time_zone.clone(),
            locale: new.locale.clone(),
            created_at: now,
        })
    }
}

/// A short name made of a name: its ASCII letters and digits, hyphens between them.
fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        if slug.len() >= LONGEST_SLUG {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "brand".to_owned() } else { slug.to_owned() }
}

/// The playbook that an organization begins with, and its text.
fn begin(industry: Option<Industry>) -> Result<(Document, String)> {
    let found = match industry {
        Some(industry) => starter(industry).map(|document| {
            let text = document.to_string();
            (document, text)
        }),
        None => default_playbook().map(|document| (document, DEFAULT.to_owned())),
    };
    found.map_err(|problems| Refusal::Faulty(problems).into())
}

async fn lay(
    tx: &mut Tx,
    ready: &Ready,
    fresh: &(dyn Fn() -> uuid::Uuid + Sync),
    now: Time,
) -> Result<()> {
    let org = &ready.organization;
    organizations::insert(tx, org).await.map_err(Error::taken("slug"))?;
    let teams = departments(tx, ready, fresh).await?;
    queues(tx, ready, &teams, fresh).await?;
    for key in &ready.document.names.skills {
        setup::insert_skill(tx, SkillId(fresh()), key, &spoken(key)).await?;
    }
    for (name, permissions) in roles() {
        setup::insert_role(tx, RoleId(fresh()), name, &permissions).await?;
    }
    playbooks::activate(tx, &ready.playbook).await?;
    for key in [PATTERNS, CONTACTS] {
        organizations::set_setting(tx, key, "[]").await?;
    }
    people::store(tx, &ready.admin, now).await?;
    let agent: AgentId = ready.admin.agent.id;
    tx.emit(
        NewEvent::new(now, EventKind::SetupChanged, Actor::System)
            .data(json!({ "what": "organization", "agent": agent })),
    );
    Ok(())
}

/// Departments, each with a team: those of every organization, and those that the playbook names.
async fn departments(
    tx: &mut Tx,
    ready: &Ready,
    fresh: &(dyn Fn() -> uuid::Uuid + Sync),
) -> Result<Vec<(String, DepartmentId, TeamId)>> {
    let usual = DEPARTMENTS.map(|(key, _)| key.to_owned());
    let named = ready.document.names.departments.iter().filter(|key| !usual.contains(key));
    let mut teams = Vec::new();
    for key in usual.iter().chain(named) {
        let (id, team) = (DepartmentId(fresh()), TeamId(fresh()));
        let usual = DEPARTMENTS.iter().find(|(usual, _)| usual == key);
        let name = usual.map_or_else(
            || spoken(key),
            |(_, name)| name.in_locale(&ready.organization.locale).to_owned(),
        );
        setup::insert_department(tx, id, key, &name).await?;
        setup::insert_team(tx, team, id, &name, &[]).await?;
        teams.push((key.clone(), id, team));
    }
    Ok(teams)
}

/// Queues: those of every organization, and those that the playbook names.
async fn queues(
    tx: &mut Tx,
    ready: &Ready,
    teams: &[(String, DepartmentId, TeamId)],
    fresh: &(dyn Fn() -> uuid::Uuid + Sync),
) -> Result<()> {
    let org = &ready.organization;
    let usual = QUEUES.iter().map(|queue| {
        let name = queue.name.in_locale(&org.locale).to_owned();
        (queue.key.to_owned(), name, queue.icon, queue.department.to_owned())
    });
    let known = |key: &str| QUEUES.iter().any(|queue| queue.key == key);
    let named = ready.document.names.queues.iter().filter(|(key, _)| !known(key));
    let named =
        named.map(|(key, department)| (key.clone(), spoken(key), "inbox", department.clone()));
    for (position, (key, name, icon, department)) in (1..).zip(usual.chain(named)) {
        for (_, department_id, team) in teams.iter().filter(|(own, ..)| *own == department) {
            let row = Queue {
                org_id: org.id,
                id: QueueId(fresh()),
                department_id: *department_id,
                name: name.clone(),
                key: key.clone(),
                icon: icon.to_owned(),
                team_model: TEAM_MODEL,
                position,
            };
            setup::insert_queue(tx, &row, &[*team]).await?;
        }
    }
    Ok(())
}

/// A key as a name: `investor_relations` is "Investor relations".
fn spoken(key: &str) -> String {
    let mut letters = key.chars().map(|c| if c == '_' { ' ' } else { c });
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn a_short_name_comes_from_the_name() {
        assert_eq!(slug_of("Alta Vela Airlines"), "alta-vela-airlines");
        assert_eq!(slug_of("  Müller & Söhne GmbH "), "m-ller-s-hne-gmbh");
        assert_eq!(slug_of("日本航空"), "brand");
        assert_eq!(slug_of(&"ab ".repeat(40)).len(), 40);
    }
}
