//! Stored posts as the playbook saw them, for replays.

use std::collections::HashMap;

use earshot_model::{ListenerPurpose, OrgId, PostId, Time, Verdict};
use earshot_playbook::{Facts, Moment, Past, Setting};
use earshot_store::past_posts::{self, After, PastPost};
use earshot_store::{Db, organizations};
use jiff::tz::TimeZone;

use crate::Result;
use crate::address::speaks_to_us;
use crate::moment::moment;

/// How many posts are read at once.
const PAGE: i64 = 2_000;

/// What was read for a replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Posts that went through.
    pub posts: u64,
    /// Posts whose verdict is from another version and cannot be read.
    pub unreadable: u64,
}

/// The time of the newest post of a customer.
///
/// # Errors
/// As the store.
pub async fn newest(db: &Db, org: OrgId) -> Result<Option<Time>> {
    Ok(past_posts::newest(&mut db.read(org).await?).await?)
}

/// Stored posts of customers from one time to another, page by page, in the order of their times, with
/// the facts that lines ask about. What the record said of the author's case at that time is not
/// kept; those fields are as for a first post.
pub struct Stored<'a> {
    db: &'a Db,
    org: OrgId,
    zone: TimeZone,
    after: After,
    to: Time,
    /// What was read so far.
    pub seen: Seen,
}

impl<'a> Stored<'a> {
    /// The posts in `from..to`.
    ///
    /// # Errors
    /// As the store.
    pub async fn new(db: &'a Db, org: OrgId, from: Time, to: Time) -> Result<Self> {
        let zone = zone(db, org).await?;
        let after = After { at: from, id: None };
        Ok(Self { db, org, zone, after, to, seen: Seen::default() })
    }

    /// The next page; nothing after the last one.
    ///
    /// # Errors
    /// As the store.
    pub async fn page(&mut self) -> Result<Option<Vec<Past>>> {
        // A connection a page, so that the server's own work is never held up for long.
        let mut conn = self.db.read(self.org).await?;
        let page = past_posts::page(&mut conn, self.after, self.to, PAGE).await?;
        let Some(last) = page.last() else { return Ok(None) };
        self.after = After { at: last.posted_at, id: Some(last.id) };
        let ids = page.iter().map(|post| post.id).collect();
        let mut purposes: HashMap<PostId, Vec<ListenerPurpose>> = HashMap::new();
        for hit in past_posts::purposes(&mut conn, ids).await? {
            purposes.entry(hit.post_id).or_default().push(hit.purpose);
        }
        drop(conn);
        let mut posts = Vec::with_capacity(page.len());
        for post in page {
            let listeners = purposes.remove(&post.id).unwrap_or_default();
            match serde_json::from_str::<Verdict>(&post.body) {
                Ok(verdict) => {
                    self.seen.posts += 1;
                    posts.push(past(post, &verdict, listeners, &self.zone));
                }
                Err(_) => self.seen.unreadable += 1,
            }
        }
        Ok(Some(posts))
    }
}

/// Hands on every stored post of customers in `from..to`, as [`Stored`] gives them.
///
/// # Errors
/// As the store.
pub async fn stored_posts(
    db: &Db,
    org: OrgId,
    from: Time,
    to: Time,
    mut each: impl FnMut(Past),
) -> Result<Seen> {
    let mut stored = Stored::new(db, org, from, to).await?;
    while let Some(page) = stored.page().await? {
        page.into_iter().for_each(&mut each);
    }
    Ok(stored.seen)
}

/// The newest `most` judged posts of customers, oldest first.
///
/// # Errors
/// As the store.
pub async fn latest(db: &Db, org: OrgId, most: usize) -> Result<Vec<Past>> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let from = past_posts::newest_from(&mut db.read(org).await?, limit).await?;
    let Some(from) = from else { return Ok(Vec::new()) };
    let mut stored = Stored::new(db, org, from, Time(i64::MAX)).await?;
    let mut posts = Vec::new();
    while let Some(page) = stored.page().await? {
        posts.extend(page);
        posts.drain(..posts.len().saturating_sub(most));
    }
    Ok(posts)
}

async fn zone(db: &Db, org: OrgId) -> Result<TimeZone> {
    let organization = organizations::find(&mut db.read(org).await?).await?;
    Ok(TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC))
}

fn past(
    post: PastPost,
    verdict: &Verdict,
    listeners: Vec<ListenerPurpose>,
    zone: &TimeZone,
) -> Past {
    let directly_addressed =
        speaks_to_us(&post.text, post.surface, post.audience, post.answers_us, &post.handle);
    let failed =
        |term: &earshot_model::PriorityTerm| term.name == "prior_failure" && term.value > 0.0;
    let setting = Setting {
        channel: post.channel,
        surface: post.surface,
        audience: post.audience,
        directly_addressed,
        own_page: post.surface == earshot_model::Surface::Review,
        listeners,
        followers: post.followers.unwrap_or(0),
        tier: post.tier,
        prior_failure: verdict.priority.terms.iter().any(failed),
        rating: post.rating.unwrap_or(0),
        text: post.text,
    };
    let at: Moment = moment(post.posted_at, zone);
    Past {
        key: post.id.to_string(),
        at: post.posted_at,
        facts: Facts { moment: at, ..Facts::new(verdict, setting) },
        answered_after: post.answered_at.map(|answered| answered.since(post.posted_at)),
    }
}
