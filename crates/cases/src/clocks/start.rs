//! Clocks begin: with a case, or with the first thing that happens to one that is older than its log.

use earshot_model::{Case, CaseId, CaseStatus, Clocks, Direction, PostId, SlaClass, Time};
use earshot_route::clock::{CaseFacts, Course, Entry, Happening, Rules};
use earshot_store::clocks::{self, CaseClocks, LogRow};
use earshot_store::{Result, Tx, posts};

use super::{entry_at, follows, stored};

/// What is known of a case that is about to be opened.
#[derive(Debug, Clone, Copy)]
pub struct Beginning<'a> {
    /// Its id.
    pub case: CaseId,
    /// The kind of channel.
    pub channel: &'a str,
    /// How fast an answer is owed.
    pub class: SlaClass,
    /// The customer's segment, if any is known.
    pub segment: Option<&'a str>,
    /// The post that opens it.
    pub post: PostId,
    /// When that was posted.
    pub posted_at: Time,
    /// Whether everybody can read it.
    pub public: bool,
    /// Whether its customer is harsh but legitimate.
    pub harsh: bool,
}

/// Clocks that have begun, before they are stored.
#[derive(Debug, Clone)]
pub struct Started {
    /// The deadlines, for the row of the case.
    pub clocks: Clocks,
    row: CaseClocks,
    log: Vec<LogRow>,
}

/// Starts the clocks of a new case, as of `now`. Nothing is stored yet.
///
/// # Errors
/// [`earshot_store::Error::Clocks`] when the rules lack an edition.
pub fn start(rules: &Rules, begin: &Beginning<'_>, now: Time) -> Result<Started> {
    let at = begin.posted_at.min(now);
    let facts = CaseFacts { channel: begin.channel, class: begin.class, segment: begin.segment };
    let spoke = Happening::Spoke {
        post: begin.post,
        posted_at: begin.posted_at,
        expects_reply: begin.class != SlaClass::None,
        public: begin.public,
    };
    let log = [
        entry_at(at, Happening::Began { public: begin.public }),
        entry_at(at, Happening::PolicySet { policy: rules.choose(&facts) }),
        entry_at(at, spoke),
    ];
    let course = Course::of(&log);
    let (clocks, row) = follows(&course, rules, begin.case, now, begin.harsh, 3)?;
    let log = log.iter().map(stored).collect::<Result<_>>()?;
    Ok(Started { clocks, row, log })
}

/// Stores clocks that have begun, in the transaction that opens their cases.
///
/// # Errors
/// As the database.
pub async fn keep_started(tx: &mut Tx, started: Vec<Started>) -> Result<()> {
    if started.is_empty() {
        return Ok(());
    }
    let (mut log, mut rows) = (Vec::new(), Vec::new());
    for one in started {
        log.extend((0..).zip(one.log).map(|(n, row)| (one.row.case_id, n, row)));
        rows.push(one.row);
    }
    clocks::append(tx, &log).await?;
    clocks::put(tx, &rows).await
}

/// The log that a case of before would have, as far as its row tells.
pub(super) async fn inherited(tx: &mut Tx, rules: &Rules, case: &Case) -> Result<Vec<Entry>> {
    let facts = CaseFacts { channel: &case.channel, class: case.sla, segment: None };
    let own = posts::of_case(tx, case.id, 1_000).await?;
    let mut theirs = own.iter().filter(|post| post.direction == Direction::Inbound);
    let newest = theirs.next();
    let first = theirs.next_back().or(newest);
    let public = first.is_some_and(|post| post.audience.is_open());
    let mut log = vec![
        entry_at(case.opened_at, Happening::Began { public }),
        entry_at(case.opened_at, Happening::PolicySet { policy: rules.choose(&facts) }),
    ];
    let Some(first) = first else { return Ok(log) };
    let spoke = |post: PostId, at: Time| Happening::Spoke {
        post,
        posted_at: at,
        expects_reply: true,
        public,
    };
    if case.clocks.first_due_at.is_some() {
        log.push(entry_at(case.opened_at, spoke(first.id, case.opened_at)));
    }
    if let Some(answered) = case.clocks.first_answered_at {
        log.push(entry_at(answered, Happening::Answered { public }));
    }
    if case.clocks.next_due_at.is_some()
        && let (Some(at), Some(newest)) = (case.customer_spoke_at, newest)
    {
        log.push(entry_at(at, spoke(newest.id, at)));
    }
    if case.status != CaseStatus::New {
        log.push(entry_at(
            case.active_at.max(case.opened_at),
            Happening::Status { to: case.status },
        ));
    }
    Ok(log)
}
