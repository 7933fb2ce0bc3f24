//! The people who work for Altavela.

use earshot_engage::Engage;
use earshot_engage::staff::{Give, NewAgent, Reach, RoleKind};
use earshot_model::{Actor, OrgId, TeamId};
use earshot_store::{Db, setup};

use super::RULE;

/// Everybody's password. The demo listens on loopback unless somebody asks for more.
pub(super) const PASSWORD: &str = "demo";

/// Someone who can log in to the demo.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) what: &'static str,
    role: RoleKind,
    /// Keys of departments; none for the whole organization.
    departments: &'static [&'static str],
    skills: &'static [(&'static str, i64)],
    capacity: i64,
}

/// The administrator comes with the organization.
pub(super) const ADMINISTRATOR: &Person = &PEOPLE[3];

pub(super) const PEOPLE: [Person; 4] = [
    Person {
        name: "Ana Carvalho",
        email: "ana@demo.example",
        what: "agent, customer care",
        role: RoleKind::Agent,
        departments: &["care", "technical"],
        skills: &[("portuguese", 5), ("spanish", 3), ("rebooking", 4)],
        capacity: 12,
    },
    Person {
        name: "Ben Okafor",
        email: "ben@demo.example",
        what: "agent, customer care and sales",
        role: RoleKind::Agent,
        departments: &["care", "sales"],
        skills: &[("german", 4), ("french", 3), ("refunds", 4)],
        capacity: 12,
    },
    Person {
        name: "Sam Lindqvist",
        email: "sam@demo.example",
        what: "supervisor of everything",
        role: RoleKind::Supervisor,
        departments: &[],
        skills: &[],
        capacity: 6,
    },
    Person {
        name: "Ada Moreau",
        email: "ada@demo.example",
        what: "administrator",
        role: RoleKind::Administrator,
        departments: &[],
        skills: &[],
        capacity: 6,
    },
];

/// Adds everybody but the administrator, who is there already, and opens the desk.
pub(super) async fn create(db: &Db, engage: &Engage, org: OrgId) -> anyhow::Result<()> {
    let mut conn = db.read(org).await?;
    let departments = setup::departments(&mut conn).await?;
    let teams = setup::teams(&mut conn).await?;
    drop(conn);
    for person in PEOPLE.iter().filter(|person| person.role != RoleKind::Administrator) {
        let mine = departments.iter().filter(|d| person.departments.contains(&d.key.as_str()));
        let mine: Vec<_> = mine.map(|department| department.id).collect();
        let my_teams: Vec<TeamId> = teams
            .iter()
            .filter(|team| mine.contains(&team.department_id))
            .map(|team| team.id)
            .collect();
        let reaches = match mine.as_slice() {
            [] => vec![Reach::Organization(org)],
            some => some.iter().map(|id| Reach::Department(*id)).collect(),
        };
        let new = NewAgent {
            name: person.name.to_owned(),
            short_name: String::new(),
            email: person.email.to_owned(),
            password: PASSWORD.to_owned(),
            gives: reaches.into_iter().map(|reach| Give { role: person.role, reach }).collect(),
            skills: person.skills.iter().map(|(key, level)| ((*key).to_owned(), *level)).collect(),
            teams: my_teams,
            capacity: person.capacity,
            locale: None,
            time_zone: None,
        };
        engage.add_agent_as(org, Actor::System, new, RULE).await?;
    }
    Ok(())
}
