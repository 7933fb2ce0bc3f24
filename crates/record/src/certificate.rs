//! The discard certificate: at most how much the filter misses, from what people read.

use earshot_funnel::certificate::more_needed;
pub use earshot_funnel::certificate::{Certified, Sample};
use earshot_model::Time;
use earshot_store::Conn;
pub use earshot_store::reviews::Missed;
use earshot_store::reviews::{self, Answers, Judged};

use crate::days::Range;
use crate::error::Result;

/// How sure the claims are.
pub const CONFIDENCE: f64 = 0.95;

/// The largest share of missed posts that a certificate is worth being called one: above it, the page
/// says how many more must be read.
pub const AIM: f64 = 0.05;

/// How long somebody needs to see that a post is none of theirs, in seconds. Our assumption; the page
/// names it.
pub const SECONDS_EACH: i64 = 9;

/// How many missed posts are shown.
const MISSED: i64 = 20;

/// What was judged and read of one language on one channel, or of everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stratum {
    /// The kind of channel; empty for everything.
    pub channel: String,
    /// The language; empty for everything.
    pub language: String,
    /// The counts.
    pub sample: Sample,
    /// Of those shown, the ones of which the filter was unsure.
    pub unsure: u64,
}

impl Stratum {
    /// What may be claimed.
    #[must_use]
    pub fn certified(&self) -> Certified {
        self.sample.certify(CONFIDENCE)
    }

    /// How many more of those set aside must be read until it may be said that at most [`AIM`] of
    /// them mattered, if none of them does.
    #[must_use]
    pub fn more_needed(&self) -> Option<u32> {
        more_needed(self.sample.missed, self.sample.read, AIM, CONFIDENCE)
    }

    fn add(&mut self, other: &Self) {
        let (mine, theirs) = (&mut self.sample, &other.sample);
        mine.hidden += theirs.hidden;
        mine.shown += theirs.shown;
        mine.read += theirs.read;
        mine.missed += theirs.missed;
        mine.read_shown += theirs.read_shown;
        mine.worth += theirs.worth;
        self.unsure += other.unsure;
    }
}

/// The certificate of a range of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// The time.
    pub range: Range,
    /// Everything together.
    pub whole: Stratum,
    /// By channel and language, most posts set aside first.
    pub strata: Vec<Stratum>,
    /// Posts that were set aside and mattered, newest first.
    pub missed: Vec<Missed>,
    /// How many posts wait to be read.
    pub waiting: i64,
}

/// The certificate of a range. What was judged is counted by whole days in UTC, what was read by the
/// moment at which it was drawn.
///
/// # Errors
/// As the store.
pub async fn certificate(conn: &mut Conn, range: Range) -> Result<Certificate> {
    let day = |time: Time| time.micros().div_euclid(Time::DAY);
    let (first, after) = (day(range.from), day(range.to.plus(Time::DAY - 1)));
    let midnight = |day: i64| Time(day.saturating_mul(Time::DAY));
    let range = Range { from: midnight(first), to: midnight(after) };
    let judged = reviews::judged(conn, first, after).await?;
    let answers = reviews::answers(conn, range.from, range.to).await?;
    let missed = reviews::missed(conn, range.from, range.to, MISSED).await?;
    let waiting = reviews::waiting(conn).await?;
    let strata = strata(judged, &answers);
    let mut whole = Stratum::default();
    strata.iter().for_each(|stratum| whole.add(stratum));
    Ok(Certificate { range, whole, strata, missed, waiting })
}

fn strata(judged: Vec<Judged>, answers: &[Answers]) -> Vec<Stratum> {
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let few = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let mut strata: Vec<Stratum> = judged
        .into_iter()
        .map(|row| {
            let of = |hidden: bool| {
                answers.iter().find(|one| {
                    one.hidden == hidden
                        && (&one.channel, &one.language) == (&row.channel, &row.language)
                })
            };
            let sample = Sample {
                hidden: count(row.hidden),
                shown: count(row.shown),
                read: of(true).map_or(0, |one| few(one.answered)),
                missed: of(true).map_or(0, |one| few(one.yes)),
                read_shown: of(false).map_or(0, |one| few(one.answered)),
                worth: of(false).map_or(0, |one| few(one.yes)),
            };
            Stratum {
                sample,
                unsure: count(row.unsure),
                channel: row.channel,
                language: row.language,
            }
        })
        .collect();
    strata.sort_by_key(|stratum| std::cmp::Reverse(stratum.sample.hidden));
    strata
}
