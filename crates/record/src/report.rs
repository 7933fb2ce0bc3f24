//! The numbers of a range of time.
//!
//! A post counts when it was posted. A case counts when it was opened, with what became of it until
//! now: "answered" says how many of the cases of the range have an answer, whenever it came.

mod count;
mod waits;

use earshot_model::{Permission, QueueId, Sentiment, Time, Visibility};
use earshot_store::reports::{Day, opened, posts};
use earshot_store::{Conn, case_lists, setup};
use jiff::civil::Date;

use crate::days::{self, Range};
use crate::error::Result;

pub use waits::{IMMEDIATE, Waits, Within};

/// A case without any answer, live and open for so long, was passed over in silence. Microseconds;
/// the KPI "silently unanswered" names 24 hours.
pub const SILENT: i64 = 24 * Time::HOUR;

/// What a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Which time.
    pub range: Range,
    /// Whether imported history counts.
    pub with_imported: bool,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Inbound posts, noise included.
    pub incoming: i64,
    /// Those of them that the funnel kept out.
    pub noise: i64,
    /// Outbound posts.
    pub replies: i64,
    /// Cases that were opened.
    pub opened: i64,
    /// Those of them that have a first answer by now.
    pub answered: i64,
    /// Those of them that are live, without an answer, and opened over [`SILENT`] ago.
    pub silent: i64,
}

impl Totals {
    /// The answer rate, 0 to 1: cases answered by cases opened. A case is opened for what the
    /// playbook says expects an answer, which is what the KPI counts. Nothing without cases.
    #[must_use]
    pub fn answer_rate(&self) -> Option<f64> {
        let exact = |n: i64| i32::try_from(n).ok().map(f64::from);
        exact(self.answered)
            .zip(exact(self.opened))
            .filter(|(_, all)| *all > 0.0)
            .map(|(a, b)| a / b)
    }
}

/// The incoming posts that are not noise, by how their authors felt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Feelings {
    /// Bad.
    pub negative: i64,
    /// Neither, or both.
    pub neutral: i64,
    /// Good.
    pub positive: i64,
    /// Not judged yet.
    pub unjudged: i64,
}

impl Feelings {
    /// How many posts felt so.
    #[must_use]
    pub const fn of(&self, sentiment: Sentiment) -> i64 {
        match sentiment {
            Sentiment::Negative => self.negative,
            Sentiment::Neutral => self.neutral,
            Sentiment::Positive => self.positive,
        }
    }
}

/// One kind of channel.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelReport {
    /// The kind of channel, such as `mastodon`.
    pub channel: String,
    /// What happened there.
    pub totals: Totals,
    /// How the authors of its posts felt.
    pub sentiment: Feelings,
    /// How long customers waited for a first answer there.
    pub first_response: Waits,
}

/// One day in the organization's time zone.
#[derive(Debug, Clone, PartialEq)]
pub struct DayReport {
    /// The date.
    pub date: Date,
    /// The part of it that the range holds.
    pub range: Range,
    /// What happened.
    pub totals: Totals,
    /// How the authors of its posts felt.
    pub sentiment: Feelings,
}

/// What waits in a queue now, whatever the range is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueReport {
    /// Which queue.
    pub queue_id: QueueId,
    /// Its name.
    pub name: String,
    /// Open cases that are awake.
    pub open: i64,
    /// Those of them whose clock ran out.
    pub late: i64,
    /// Those of them that nobody has.
    pub unassigned: i64,
}

/// The report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What was asked for.
    pub asked: Asked,
    /// When it was made; "open" and "late" are as of then.
    pub made_at: Time,
    /// Everything together.
    pub totals: Totals,
    /// How the authors of all incoming posts felt.
    pub sentiment: Feelings,
    /// How long customers waited for a first answer, over all channels.
    pub first_response: Waits,
    /// By kind of channel, most incoming posts first.
    pub channels: Vec<ChannelReport>,
    /// Queues that may be seen, in the order of lists.
    pub queues: Vec<QueueReport>,
    /// By day, oldest first, days without anything included.
    pub days: Vec<DayReport>,
}

/// Makes the report of what `eyes` may see: the cases that they see and the posts in them; posts
/// without a case for those who see the whole organization.
///
/// # Errors
/// [`crate::Error::Backwards`], [`crate::Error::TooManyDays`], [`crate::Error::TimeZone`], or as the
/// store.
pub async fn report(conn: &mut Conn, eyes: &Visibility, asked: Asked, now: Time) -> Result<Report> {
    let Range { from, to } = asked.range;
    let zone = days::zone_of(conn).await?;
    let days = days::of(&zone, asked.range)?;
    let bounds: Vec<Day> = days.iter().map(|(_, day)| *day).collect();
    let mut counter = count::Counter::new(days, now);
    for posts in posts(conn, eyes, &bounds, asked.with_imported).await? {
        counter.add_posts(&posts);
    }
    for case in opened(conn, eyes, from, to, asked.with_imported).await? {
        counter.add_case(&case);
    }
    let queues = queues(conn, eyes, now).await?;
    Ok(counter.report(asked, queues))
}

async fn queues(conn: &mut Conn, eyes: &Visibility, now: Time) -> Result<Vec<QueueReport>> {
    let counts = case_lists::counts(conn, eyes, now).await?;
    let mut reports = Vec::new();
    for queue in setup::queues(conn).await? {
        let own = || counts.iter().filter(|count| count.queue_id == queue.id);
        let served = eyes.holds_in(Permission::CaseRead, queue.department_id, queue.id);
        if !served && own().next().is_none() {
            continue;
        }
        reports.push(QueueReport {
            queue_id: queue.id,
            open: own().map(|count| count.cases).sum(),
            late: own().map(|count| count.late).sum(),
            unassigned: own().filter(|c| c.owner_id.is_none()).map(|c| c.cases).sum(),
            name: queue.name,
        });
    }
    Ok(reports)
}
