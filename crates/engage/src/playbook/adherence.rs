//! Whether the playbook is followed: what it suggested, what people did, and where it does not say.

use std::collections::{BTreeMap, HashMap, HashSet};

use earshot_model::{
    AdviceAnswer, AdviceReason, CaseId, Decision, Interaction, Permission, Place, PostId, Time,
};
use earshot_store::advice::{self, Answered};
use earshot_store::lookups::{self, SeenPost};
use earshot_store::{agents, setup, verdicts};

use super::read::name_of;
use crate::staff::Staff;
use crate::{Engage, Result};

/// So many of the newest decisions of the period are looked at.
const LATEST: i64 = 5_000;
/// So many grey cases are shown.
const GREY: usize = 50;
/// The reason of a decision for which no line held.
const NO_LINE: &str = "reason-no-line";

/// What became of suggestions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Followed {
    /// How many were made: those about the newest post of each case, and those that somebody answered
    /// before.
    pub made: i64,
    /// Taken.
    pub taken: i64,
    /// Left, with nothing in their place.
    pub left: i64,
    /// Something else was done.
    pub otherwise: i64,
}

/// A post for which the playbook does not say clearly what is to be done.
#[derive(Debug, Clone)]
pub struct Grey {
    /// The post.
    pub post: SeenPost,
    /// Why it is here.
    pub why: GreyReason,
    /// The version that decided, and the line that somebody did not follow; 0 for none.
    pub version: i64,
    /// See `version`.
    pub line: i64,
    /// Who said so, and when; nobody where no line held.
    pub by: Option<String>,
    /// When it came up.
    pub at: Time,
}

/// Why a post is grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GreyReason {
    /// No line held for it.
    Undecided,
    /// Somebody who did otherwise said so.
    Said(AdviceReason),
}

/// Where answers to public posts stood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Placed {
    /// Answers.
    pub answers: i64,
    /// Those for which the playbook said public or private, rather than left it to the agent.
    pub suggested: i64,
    /// Of these, how many went elsewhere.
    pub elsewhere: i64,
}

/// How the playbook was followed in a period.
#[derive(Debug, Clone, Default)]
pub struct Adherence {
    /// How many decisions were looked at.
    pub looked_at: usize,
    /// Whether there were more, which were not.
    pub cut: bool,
    /// All suggestions.
    pub all: Followed,
    /// By line of the playbook, 0 for the house and the matrix.
    pub by_line: BTreeMap<i64, Followed>,
    /// By the name of the department that leads.
    pub by_department: BTreeMap<String, Followed>,
    /// Public or private, by type of interaction.
    pub by_interaction: BTreeMap<Interaction, Placed>,
    /// Posts in grey areas, the newest first.
    pub grey: Vec<Grey>,
    /// How many there are in all.
    pub grey_count: usize,
}

impl Followed {
    /// Suggestions to which nobody said anything.
    #[must_use]
    pub const fn unanswered(self) -> i64 {
        self.made - self.taken - self.left - self.otherwise
    }

    fn count(&mut self, answer: Option<AdviceAnswer>) {
        self.made += 1;
        match answer {
            Some(AdviceAnswer::Taken) => self.taken += 1,
            Some(AdviceAnswer::Left) => self.left += 1,
            Some(AdviceAnswer::Otherwise) => self.otherwise += 1,
            None => {}
        }
    }
}

impl Placed {
    fn count(&mut self, said: Place, open: bool) {
        self.answers += 1;
        let wanted = match said {
            Place::Public => Some(true),
            Place::Private => Some(false),
            // A public word and then the detail in private: either is right.
            Place::PublicThenPrivate | Place::Choice | Place::Reaction => None,
        };
        self.suggested += i64::from(wanted.is_some());
        self.elsewhere += i64::from(wanted.is_some_and(|wanted| wanted != open));
    }
}

impl Engage {
    /// How the playbook was followed in the last `days` days, as far as this reader may see the posts.
    /// Imported history is left out. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn adherence(&self, who: &Staff, days: u16) -> Result<Adherence> {
        who.must(Permission::PlaybookRead)?;
        let now = self.tools.now();
        let from = now.plus(-i64::from(days) * Time::DAY);
        let mut conn = self.db.read(who.org).await?;
        // Clocks of channels may run ahead of ours.
        let to = now.plus(Time::DAY);
        let mut rows =
            advice::decided(&mut conn, &who.eyes, from, to, LATEST.saturating_add(1)).await?;
        let most = usize::try_from(LATEST).unwrap_or(usize::MAX);
        let cut = rows.len() > most;
        rows.truncate(most);
        let mut seen = Seen::default();
        for row in &rows {
            if let Some(decision) = verdicts::decision(&row.decision)? {
                seen.take(row.post_id, row.case_id, row.posted_at, decision);
            }
        }
        let answers = advice::of_posts(&mut conn, seen.posts()).await?;
        let departments = setup::departments(&mut conn).await?;
        let names = departments.into_iter().map(|one| (one.key, one.name)).collect();
        let mut whole = seen.count(&answers, &names);
        (whole.looked_at, whole.cut) = (rows.len(), cut);
        for row in advice::replied(&mut conn, &who.eyes, from, to, LATEST).await? {
            if let Some(decision) = verdicts::decision(&row.decision)?
                && let Some(interaction) = decision.interaction
            {
                let placed = whole.by_interaction.entry(interaction).or_default();
                placed.count(decision.place, row.audience.is_open());
            }
        }
        let mut grey = seen.grey(&answers);
        whole.grey_count = grey.len();
        grey.truncate(GREY);
        let ids: Vec<PostId> = grey.iter().map(|one| one.post).collect();
        let found = lookups::seen(&mut conn, &who.eyes, &ids).await?;
        let mut found: HashMap<PostId, SeenPost> =
            found.into_iter().map(|post| (post.post_id, post)).collect();
        let people = agents::all(&mut conn).await?;
        whole.grey = grey
            .into_iter()
            .filter_map(|one| {
                Some(Grey {
                    post: found.remove(&one.post)?,
                    why: one.why,
                    version: one.version,
                    line: one.line,
                    by: one.by.and_then(|id| name_of(&people, Some(id))),
                    at: one.at,
                })
            })
            .collect();
        Ok(whole)
    }
}

/// The decisions that suggest something in a case, each with whether it is that case's newest.
#[derive(Default)]
struct Seen {
    suggesting: Vec<(PostId, Decision, bool)>,
    cases: HashSet<CaseId>,
    undecided: Vec<Found>,
}

/// A grey post, before its words are known.
struct Found {
    post: PostId,
    why: GreyReason,
    version: i64,
    line: i64,
    by: Option<earshot_model::AgentId>,
    at: Time,
}

impl Seen {
    /// Takes a decision; the newest come first.
    fn take(&mut self, post: PostId, case: Option<CaseId>, at: Time, decision: Decision) {
        if decision.reasons.iter().any(|reason| reason.key == NO_LINE) {
            let version = decision.playbook_version;
            let why = GreyReason::Undecided;
            self.undecided.push(Found { post, why, version, line: 0, by: None, at });
        }
        if let Some(case) = case
            && !decision.actions.is_empty()
        {
            let newest = self.cases.insert(case);
            self.suggesting.push((post, decision, newest));
        }
    }

    fn posts(&self) -> Vec<PostId> {
        self.suggesting.iter().map(|(post, ..)| *post).collect()
    }

    fn count(&self, answers: &[Answered], departments: &HashMap<String, String>) -> Adherence {
        let mut said: HashMap<PostId, Vec<&Answered>> = HashMap::new();
        for row in answers {
            said.entry(row.post_id).or_default().push(row);
        }
        let mut whole = Adherence::default();
        for (post, decision, newest) in &self.suggesting {
            let lead = decision.department.as_ref().and_then(|key| departments.get(key));
            let here = said.get(post).map(Vec::as_slice).unwrap_or_default();
            for place in 0..decision.actions.len() {
                let said = here.iter().find(|row| is_about(row, *post, decision, place));
                if said.is_none() && !newest {
                    continue;
                }
                let answer = said.and_then(|row| row.answer.parse().ok());
                let line = decision.line_of(place).unwrap_or(0);
                whole.all.count(answer);
                whole.by_line.entry(line).or_default().count(answer);
                if let Some(name) = lead {
                    whole.by_department.entry(name.clone()).or_default().count(answer);
                }
            }
        }
        whole
    }

    /// Where the playbook does not say, the newest first.
    fn grey(self, answers: &[Answered]) -> Vec<Found> {
        let said = answers.iter().filter_map(|row| {
            let reason: AdviceReason = row.reason.parse().ok()?;
            reason.is_grey().then_some(Found {
                post: row.post_id,
                why: GreyReason::Said(reason),
                version: row.playbook_version,
                line: row.line,
                by: Some(row.agent_id),
                at: row.answered_at,
            })
        });
        let mut all: Vec<Found> = said.chain(self.undecided).collect();
        // A post once: what somebody said of it before what nobody decided.
        let mut posts = HashSet::new();
        all.retain(|one| posts.insert(one.post));
        all.sort_by_key(|one| std::cmp::Reverse(one.at));
        all
    }
}

/// Whether an answer is about this suggestion. A post that was edited is decided anew: what somebody said
/// to another suggestion at the same place does not count for this one.
#[must_use]
pub fn is_about(row: &Answered, post: PostId, decision: &Decision, place: usize) -> bool {
    row.post_id == post
        && usize::try_from(row.place) == Ok(place)
        && row.playbook_version == decision.playbook_version
        && row.line == decision.line_of(place).unwrap_or(0)
        && decision.actions.get(place).is_some_and(|action| action.word() == row.act)
}
