//! Who is named in a note: `@Ana` calls a colleague into a case.

use earshot_model::{Agent, AgentId, Case, Permission, Time};
use earshot_store::mentions::{self, Mention};
use earshot_store::{Tx, agents, setup};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// How far back notes are listed that were read, in microseconds: 30 days.
const LISTED: i64 = 30 * Time::DAY;
/// The most notes of one page.
const MOST: i64 = 200;

impl Engage {
    /// The notes of the last 30 days that name this agent, unread ones first, and who works here.
    /// Asks `case.read`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn mentions(&self, who: &Staff) -> Result<(Vec<Mention>, Vec<Agent>)> {
        who.must(Permission::CaseRead)?;
        let since = Time(self.tools.now().micros().saturating_sub(LISTED));
        let mut conn = self.db.read(who.org).await?;
        let found = mentions::of_agent(&mut conn, &who.eyes, since, MOST).await?;
        Ok((found, agents::all(&mut conn).await?))
    }

    /// Marks every note that names this agent as read.
    ///
    /// # Errors
    /// As the database.
    pub async fn read_mentions(&self, who: &Staff) -> Result<()> {
        let (now, agent) = (self.tools.now(), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move { Ok(mentions::mark(tx, agent, None, now).await?) })
            })
            .await
    }
}

/// The colleagues that a note calls: who is named with an `@` before what colleagues call them, and is
/// not the writer.
///
/// # Errors
/// [`Error::Invalid`] on `text` for somebody who may not see the case: they would never read it.
pub(super) async fn called(
    tx: &mut Tx,
    text: &str,
    by: AgentId,
    case: &Case,
) -> Result<Vec<AgentId>> {
    if !text.contains('@') {
        return Ok(Vec::new());
    }
    let (mut called, mut blind): (Vec<Agent>, Vec<Agent>) = (Vec::new(), Vec::new());
    for agent in agents::all(tx).await? {
        if agent.disabled_at.is_some() || agent.id == by || !names(text, &agent.short_name) {
            continue;
        }
        let sees = setup::visibility(tx, agent.id).await?.sees(case);
        if sees { &mut called } else { &mut blind }.push(agent);
    }
    // Two may have the same name: the one who can read it is meant.
    let same = |a: &Agent, b: &Agent| a.short_name.to_lowercase() == b.short_name.to_lowercase();
    if let Some(agent) = blind.iter().find(|one| !called.iter().any(|other| same(one, other))) {
        let name = &agent.short_name;
        let problem = format!(
            "{name} may not see this case and would not read it: move it to a queue of theirs, or \
             leave the @ before {name} out"
        );
        return Err(Error::invalid("text", problem));
    }
    Ok(called.into_iter().map(|agent| agent.id).collect())
}

/// Whether a text has `@` and this name, each as a word of its own; capitals do not matter.
fn names(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), format!("@{}", name.trim().to_lowercase()));
    name.len() > 1
        && text.match_indices(&name).any(|(at, found)| {
            let before = text.get(..at).and_then(|rest| rest.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
            let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@');
            !before.is_some_and(part) && !after.is_some_and(part)
        })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_name_is_called_as_a_word_of_its_own() {
        for text in ["@Ana look", "look, @ana.", "(@ANA)", "@Ana's turn", "a\n@Ana"] {
            assert!(names(text, "Ana"), "{text}");
        }
        for text in ["Ana", "@Anabel", "mail ana@Ana.example", "x@ana", "@@Ana", "@ Ana", ""] {
            assert!(!names(text, "Ana"), "{text}");
        }
        assert!(names("@İpek bak", "İpek"));
        assert!(!names("@ nobody", ""));
    }
}
