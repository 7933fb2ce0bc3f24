//! A dry run: what a query would have found among the posts that are stored.
//!
//! The posts go through the same matcher that listens live, so that what is seen here is what will
//! be found.

use std::collections::{HashMap, HashSet};

use earshot_matcher::{Explanation, ListenerSet, NoSample, PostView, Query, Sample};
use earshot_model::{
    ListenerId, ListenerPurpose, OrgId, PostId, PostState, Time, Verdict, Visibility,
};
use earshot_store::lookups::SeenPost;
use earshot_store::{Conn, Db, listening};
use jiff::civil::Date;
use uuid::Uuid;

use super::counts::{DayFinds, Finds};
use super::walk::Walk;
use super::{SAMPLES, exact, share};
use crate::days::{self, Range};
use crate::error::{Error, Result};
use crate::judged::verdicts_for;
use crate::search::{Hit, seen};

/// What a dry run found.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// The range that was asked for.
    pub range: Range,
    /// How many stored posts were looked at.
    pub looked_at: usize,
    /// How far back it came, when there were more posts than [`super::MOST_HEARD`].
    pub cut_at: Option<Time>,
    /// What was found, by day, oldest first.
    pub days: Vec<DayFinds>,
    /// All days together.
    pub total: Finds,
    /// How many of the found posts no other listener found.
    pub alone: i64,
    /// The newest of the found posts.
    pub samples: Vec<Hit>,
    /// How the query is read, with the shares of the newest posts for which its parts hold.
    pub explanation: Explanation,
}

impl Rehearsal {
    /// The share of noise among what was found, 0 to 1; nothing when nothing was found.
    #[must_use]
    pub fn noise_share(&self) -> Option<f64> {
        share(self.total.noise, self.total.all())
    }

    /// The share of the found posts that no other listener found, 0 to 1.
    #[must_use]
    pub fn alone_share(&self) -> Option<f64> {
        share(self.alone, self.total.all())
    }

    /// Found posts for each day that was looked at, the first and last one in part.
    #[must_use]
    pub fn a_day(&self) -> f64 {
        let from = self.cut_at.unwrap_or(self.range.from);
        let hours = exact(self.range.to.since(from) / Time::HOUR).unwrap_or(1.0).max(1.0);
        exact(self.total.all()).unwrap_or(0.0) * 24.0 / hours
    }
}

/// So many of the newest posts tell how common the parts of a query are.
const SHARES_OF: usize = 1_000;

/// Runs a query, read from its text, over the customers' posts of this range that `eyes` may see.
/// `own` is the listener to which the query belongs, if it is one already: it does not count as
/// another one.
///
/// Matching is arithmetic over many posts: it is done away from the threads that serve requests, and
/// no connection is held meanwhile.
///
/// # Errors
/// As [`crate::Record::report`]; [`Error::Broke`].
pub async fn rehearse(
    db: &Db,
    org: OrgId,
    eyes: &Visibility,
    (text, query): (&str, &Query),
    own: Option<ListenerId>,
    range: Range,
) -> Result<Rehearsal> {
    let zone = days::zone_of(&mut db.read(org).await?).await?;
    let calendar = days::of(&zone, range)?;
    let mut run = Run::new(text, query, &calendar);
    let mut walk = Walk::new(eyes, range, false);
    loop {
        let page = walk.next(&mut db.read(org).await?).await?;
        if page.is_empty() {
            break;
        }
        let ids = page.iter().map(|post| post.post_id).collect();
        let verdicts = verdicts_for(&mut db.read(org).await?, query, ids).await?;
        let heard = tokio::task::spawn_blocking(move || {
            let found = run.hear(page, &verdicts);
            (run, found)
        });
        let (back, found) = heard.await.map_err(|_| Error::Broke)?;
        run = back;
        run.alone += alone(&mut db.read(org).await?, own, &found).await?;
    }
    let total = Finds::over(&run.days);
    Ok(Rehearsal {
        range,
        looked_at: walk.looked_at(),
        cut_at: walk.cut_at(),
        days: run.days,
        total,
        alone: run.alone,
        samples: run.samples,
        explanation: run.explanation.unwrap_or_else(|| query.explain(text, &NoSample)),
    })
}

/// How many of these posts only the listener itself, or none, found.
async fn alone(conn: &mut Conn, own: Option<ListenerId>, posts: &[PostId]) -> Result<i64> {
    let found = listening::found_by(conn, posts).await?;
    let others: HashSet<PostId> =
        found.into_iter().filter(|by| Some(by.listener_id) != own).map(|by| by.post_id).collect();
    let alone = posts.iter().filter(|post| !others.contains(*post)).count();
    Ok(i64::try_from(alone).unwrap_or(i64::MAX))
}

type Verdicts = HashMap<PostId, Verdict>;

/// A post as a listener meets it once the funnel has spoken.
fn judged<'a>(post: &'a SeenPost, verdicts: &'a Verdicts) -> PostView<'a> {
    PostView { verdict: verdicts.get(&post.post_id), ..seen(post) }
}

struct Run {
    text: String,
    query: Query,
    /// Made of the newest posts.
    explanation: Option<Explanation>,
    engine: ListenerSet,
    days: Vec<DayFinds>,
    alone: i64,
    samples: Vec<Hit>,
}

impl Run {
    fn new(text: &str, query: &Query, calendar: &[(Date, earshot_store::reports::Day)]) -> Self {
        let only = (ListenerId::from(Uuid::nil()), 1, ListenerPurpose::Care, query.clone());
        let day = |(date, day): &(Date, earshot_store::reports::Day)| DayFinds {
            date: *date,
            from: day.from,
            finds: Finds::default(),
        };
        Self {
            text: text.to_owned(),
            query: query.clone(),
            explanation: None,
            engine: ListenerSet::new([only]),
            days: calendar.iter().map(day).collect(),
            alone: 0,
            samples: Vec::new(),
        }
    }

    /// Counts what the query finds on a page, and gives the found posts.
    fn hear(&mut self, page: Vec<SeenPost>, verdicts: &Verdicts) -> Vec<PostId> {
        if self.explanation.is_none() {
            let newest = page.iter().take(SHARES_OF).map(|post| judged(post, verdicts));
            let sample = Sample::new(newest);
            self.explanation = Some(self.query.explain(&self.text, &sample));
        }
        let mut found = Vec::new();
        for post in page {
            let Some(hit) = self.engine.matches(&judged(&post, verdicts)).pop() else { continue };
            found.push(post.post_id);
            self.count(&post);
            if self.samples.len() < SAMPLES {
                self.samples.push(Hit { post, spans: hit.spans });
            }
        }
        found
    }

    fn count(&mut self, post: &SeenPost) {
        let after = self.days.partition_point(|day| day.from <= post.posted_at);
        let Some(day) = after.checked_sub(1).and_then(|at| self.days.get_mut(at)) else { return };
        if post.state == PostState::Noise {
            day.finds.noise += 1;
        } else {
            day.finds.kept += 1;
        }
        if post.case_id.is_some() {
            day.finds.in_cases += 1;
        }
    }
}
