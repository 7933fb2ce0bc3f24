//! The rehearsal of a plan for a crisis: what it would have done to the posts and answers that are stored. It
//! changes nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use earshot_matcher::{PostView, Query};
use earshot_model::{
    CaseId, Direction, OrgId, PersonId, PostId, PostState, QueueId, SlaClass, Time, Verdict,
    Visibility,
};
use earshot_store::lookups::SeenPost;
use earshot_store::{Db, cases, crises};

use crate::days::Range;
use crate::error::{Error, Result};
use crate::judged::verdicts_for;
use crate::listening::{SAMPLES, Walk};
use crate::search::{Hit, seen};
use crate::verify::Verifier;

/// The plan, as far as stored posts can tell.
#[derive(Debug, Clone)]
pub struct Tried {
    /// Which posts are about it.
    pub query: Query,
    /// Into which queue new cases go; nothing for where the playbook sends them.
    pub queue: Option<QueueId>,
    /// Whether they are answered by the fastest clock.
    pub urgent: bool,
    /// Whether public answers are read first.
    pub read_first: bool,
}

/// What a plan would have done.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsed {
    /// Which time was looked at.
    pub range: Range,
    /// How many posts of customers were looked at.
    pub looked_at: usize,
    /// How far back it came, when there were more posts than [`crate::listening::MOST_HEARD`].
    pub cut_at: Option<Time>,
    /// How many of them are about it; noise is none of them.
    pub posts: usize,
    /// By how many people.
    pub people: usize,
    /// The hour with the most of them, by its beginning, and how many.
    pub busiest: Option<(Time, usize)>,
    /// In how many cases they are: all of these would have its tag.
    pub cases: usize,
    /// How many of these cases have a slower clock than it would have given.
    pub quicker: usize,
    /// How many of these cases are in another queue than the one that it names.
    pub moved: usize,
    /// How many public answers would have waited for a word.
    pub answers: i64,
    /// Of how many people.
    pub writers: i64,
    /// The newest of the posts.
    pub samples: Vec<Hit>,
}

/// What was found so far.
#[derive(Default)]
struct Found {
    posts: usize,
    people: BTreeSet<PersonId>,
    hours: BTreeMap<i64, usize>,
    cases: BTreeSet<CaseId>,
    samples: Vec<Hit>,
}

impl Found {
    fn hear(
        &mut self,
        mut page: Vec<SeenPost>,
        asked: &mut Verifier,
        verdicts: &HashMap<PostId, Verdict>,
    ) {
        page.retain(|post| post.state != PostState::Noise && post.direction != Direction::Outbound);
        let view = |post| judged(post, verdicts);
        let which = asked.which(&page.iter().map(view).collect::<Vec<_>>());
        for (post, _) in page.into_iter().zip(which).filter(|(_, matches)| *matches) {
            self.posts += 1;
            self.people.insert(post.person_id);
            *self.hours.entry(post.posted_at.micros().div_euclid(Time::HOUR)).or_default() += 1;
            self.cases.extend(post.case_id);
            if self.samples.len() < SAMPLES {
                let spans = asked.spans(&judged(&post, verdicts));
                self.samples.push(Hit { post, spans });
            }
        }
    }
}

/// A post with what the funnel said of it.
fn judged<'a>(post: &'a SeenPost, verdicts: &'a HashMap<PostId, Verdict>) -> PostView<'a> {
    PostView { verdict: verdicts.get(&post.post_id), ..seen(post) }
}

/// Runs a plan over the posts of this range that `eyes` may see, and over its answers. Matching is arithmetic
/// over many posts: it is done away from the threads that serve requests.
///
/// # Errors
/// As the store; [`Error::Broke`].
pub(crate) async fn rehearse(
    db: &Db,
    org: OrgId,
    eyes: &Visibility,
    plan: &Tried,
    range: Range,
) -> Result<Rehearsed> {
    let mut run = (Found::default(), Verifier::new(&plan.query));
    let mut walk = Walk::new(eyes, range, false);
    loop {
        let page = walk.next(&mut db.read(org).await?).await?;
        if page.is_empty() {
            break;
        }
        let ids = page.iter().map(|post| post.post_id).collect();
        let verdicts = verdicts_for(&mut db.read(org).await?, &plan.query, ids).await?;
        let heard = tokio::task::spawn_blocking(move || {
            run.0.hear(page, &mut run.1, &verdicts);
            run
        });
        run = heard.await.map_err(|_| Error::Broke)?;
    }
    let (found, _) = run;
    let mut conn = db.read(org).await?;
    let cases = cases::find_all(&mut conn, found.cases.into_iter().collect()).await?;
    let slowed = if plan.read_first {
        crises::slowed(&mut conn, range.from, range.to).await?
    } else {
        crises::Slowed { answers: 0, writers: 0 }
    };
    let quicker = cases.iter().filter(|case| plan.urgent && case.sla != SlaClass::Urgent).count();
    let elsewhere = |queue| cases.iter().filter(|case| case.queue_id != queue).count();
    let busiest = found.hours.iter().max_by_key(|(_, posts)| **posts);
    Ok(Rehearsed {
        range,
        looked_at: walk.looked_at(),
        cut_at: walk.cut_at(),
        posts: found.posts,
        people: found.people.len(),
        busiest: busiest.map(|(hour, posts)| (Time(hour.saturating_mul(Time::HOUR)), *posts)),
        cases: cases.len(),
        quicker,
        moved: plan.queue.map_or(0, elsewhere),
        answers: slowed.answers,
        writers: slowed.writers,
        samples: found.samples,
    })
}
