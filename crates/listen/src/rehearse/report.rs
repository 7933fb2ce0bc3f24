//! What a replay found, as it is stored: counts, codes and ids of posts, and no words of theirs.

use std::collections::BTreeMap;

use earshot_playbook::{Differs, Report, Side};
use serde::{Deserialize, Serialize};

/// The most kinds of differences that are kept.
const KEPT: usize = 60;

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// How many posts went through.
    pub posts: u64,
    /// How many are decided otherwise.
    pub differ: u64,
    /// How many are decided the same by other lines.
    pub by_other_lines: u64,
    /// How many were left out: their verdicts cannot be read any more.
    pub unreadable: u64,
    /// What the playbook at work says.
    pub old: Counts,
    /// What the draft says.
    pub new: Counts,
    /// The most frequent kinds of differences.
    pub changes: Vec<Change>,
    /// How many rarer kinds there are.
    pub rarer: u64,
}

/// Counts of one playbook's decisions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Posts by outcome.
    pub outcomes: BTreeMap<String, u64>,
    /// Answers by queue; those without one under `none`.
    pub queues: BTreeMap<String, u64>,
    /// Answers by clock class.
    pub clocks: BTreeMap<String, u64>,
    /// Answers by visibility.
    pub places: BTreeMap<String, u64>,
    /// Answers owed that were given in time.
    pub in_time: u64,
    /// Answers owed that were given too late.
    pub late: u64,
    /// Answers owed that were never given.
    pub unanswered: u64,
    /// Posts for which no line decided.
    pub undecided: u64,
    /// Answers in the busiest hour.
    pub busiest_hour: u64,
    /// How many people that hour takes.
    pub people: f64,
}

/// Posts that change in the same way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// How many.
    pub posts: u64,
    /// What is decided otherwise.
    pub differs: Vec<Differs>,
    /// The id of the first of them.
    pub example: String,
    /// The lines at work that had a say in it.
    pub old_lines: Vec<i64>,
    /// The lines of the draft that have.
    pub new_lines: Vec<i64>,
}

impl Rehearsal {
    /// The report without the words of posts.
    pub(super) fn of(report: &Report, unreadable: u64) -> Self {
        let (old, new) = report.staffing();
        let groups = report.by_size();
        let rarer = groups.len().saturating_sub(KEPT);
        let changes = groups.into_iter().take(KEPT).map(|(_, group)| Change {
            posts: group.posts,
            differs: group.differs.clone(),
            example: group.key.clone(),
            old_lines: group.old_lines.clone(),
            new_lines: group.new_lines.clone(),
        });
        Self {
            posts: report.posts,
            differ: report.differ,
            by_other_lines: report.by_other_lines,
            unreadable,
            old: counts(&report.old, old),
            new: counts(&report.new, new),
            changes: changes.collect(),
            rarer: u64::try_from(rarer).unwrap_or(u64::MAX),
        }
    }
}

fn counts(side: &Side, people: f64) -> Counts {
    let owned = |words: &BTreeMap<&'static str, u64>| {
        words.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
    };
    Counts {
        outcomes: owned(&side.outcomes),
        queues: side.queues.clone(),
        clocks: owned(&side.clocks),
        places: owned(&side.places),
        in_time: side.in_time,
        late: side.late,
        unanswered: side.unanswered,
        undecided: side.undecided,
        busiest_hour: side.busiest_hour(),
        people,
    }
}
