//! `GET /people`: everybody who works here, and `POST /people/{agent}/checking`.

use earshot_model::AgentId;
use serde_json::json;

use crate::answer::{done, page};
use crate::form::{At, Form};
use crate::pages::mark::Chip;
use crate::pages::people::{Colleague, PeoplePage};
use crate::problem::Answer;
use crate::show::list::face;
use crate::visit::Desk;

/// The page.
pub(crate) async fn show(desk: Desk) -> Answer {
    let frame = desk.visit.frame("/people").await;
    let w = desk.visit.words;
    let people = desk.visit.state.engage.people(&desk.staff).await?;
    let colleague = |person: earshot_engage::staff::Colleague| Colleague {
        face: face(&person.agent),
        presence: person.agent.presence.word(),
        load: w.t2("people-load-of", "n", person.load, "max", person.agent.capacity),
        roles: person.roles.iter().map(|role| role_name(w, role)).collect(),
        skills: person
            .skills
            .iter()
            .map(|(key, level)| Chip::plain(format!("{key} {level}")))
            .collect(),
        id: person.agent.id.to_string(),
        checked: person.checked,
        off: person.agent.disabled_at.is_some(),
        name: person.agent.name,
        email: person.agent.email,
    };
    let people = people.into_iter().map(colleague).collect();
    page(&PeoplePage { w, frame, people })
}

/// Has somebody's public answers read before they go, or no longer: `on` is true or false.
pub(crate) async fn check(desk: Desk, at: At, form: Form) -> Answer {
    let agent: AgentId = at.get("agent")?;
    let on = form.read::<bool>("on")?;
    desk.visit.state.engage.check_answers(&desk.staff, agent, on).await?;
    Ok(done(&desk.visit, "/people", json!({ "agent": agent, "checked": on })))
}

/// The three roles that everybody has are named by us, others by the organization.
pub(crate) fn role_name(w: crate::words::Words, role: &str) -> String {
    let key = format!("role-{role}");
    if w.knows(&key) { w.t(key) } else { role.to_owned() }
}
