//! What would change, in numbers and in words.

use std::collections::BTreeMap;
use std::fmt;

use earshot_model::{Decision, Time};

use super::differ::{Differs, differences};
use super::{Past, Side, lines};

/// The longest piece of a post that a report shows, in characters.
const SHOWN: usize = 80;

/// The most kinds of differences that the printed report lists.
const LISTED: usize = 20;

/// Minutes of work for one answer, and the share of an hour that somebody can work: what the printed
/// report assumes about staffing, and says so.
const MINUTES_AN_ANSWER: f64 = 6.0;
const OCCUPANCY: f64 = 0.8;

/// Posts that change in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub posts: u64,
    /// What is decided otherwise about them.
    pub differs: Vec<Differs>,
    /// The first of them.
    pub key: String,
    /// The beginning of its words.
    pub text: String,
    /// The lines of the old playbook that had a say in it.
    pub old_lines: Vec<i64>,
    /// The lines of the new one.
    pub new_lines: Vec<i64>,
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// How many posts went through.
    pub posts: u64,
    /// How many are decided otherwise.
    pub differ: u64,
    /// How many are decided the same by other lines.
    pub by_other_lines: u64,
    /// The first and the last time of a post.
    pub span: Option<(Time, Time)>,
    /// What the old playbook says.
    pub old: Side,
    /// What the new playbook says.
    pub new: Side,
    /// Posts by what changes about them.
    pub changes: BTreeMap<String, Group>,
}

impl Report {
    pub(super) fn add(&mut self, post: &Past, old: &Decision, new: &Decision) {
        self.posts += 1;
        let (first, last) = self.span.unwrap_or((post.at, post.at));
        self.span = Some((first.min(post.at), last.max(post.at)));
        self.old.add(post, old);
        self.new.add(post, new);
        let differs = differences(old, new);
        if differs.is_empty() {
            self.by_other_lines += u64::from(!lines(old).eq(lines(new)));
            return;
        }
        self.differ += 1;
        let what = differs.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        let group = self.changes.entry(what).or_insert_with(|| Group {
            posts: 0,
            differs,
            key: post.key.clone(),
            text: beginning(&post.facts.setting.text),
            old_lines: lines(old).collect(),
            new_lines: lines(new).collect(),
        });
        group.posts += 1;
    }

    /// The kinds of differences, most frequent first.
    #[must_use]
    pub fn by_size(&self) -> Vec<(&str, &Group)> {
        let mut groups: Vec<_> =
            self.changes.iter().map(|(what, group)| (what.as_str(), group)).collect();
        groups.sort_by(|(a, x), (b, y)| y.posts.cmp(&x.posts).then(a.cmp(b)));
        groups
    }
}

fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(SHOWN).collect();
    if line.chars().count() > SHOWN {
        shown.push_str(" ...");
    }
    shown
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, last)) = self.span else { return f.write_str("No posts in this time.\n") };
        writeln!(f, "{} posts from {first} to {last}", self.posts)?;
        writeln!(
            f,
            "{} are decided otherwise, {} the same by other lines\n",
            self.differ, self.by_other_lines
        )?;
        writeln!(f, "{:<28}{:>10}{:>10}", "", "old", "new")?;
        for (name, old, new) in self.rows() {
            writeln!(f, "{name:<28}{old:>10}{new:>10}")?;
        }
        self.write_staffing(f)?;
        if !self.changes.is_empty() {
            writeln!(f, "\nwhat changes")?;
        }
        for (what, group) in self.by_size().into_iter().take(LISTED) {
            writeln!(f, "{:>8}  {what}", group.posts)?;
            writeln!(
                f,
                "          such as \"{}\" (lines {} -> {})",
                group.text,
                numbers(&group.old_lines),
                numbers(&group.new_lines)
            )?;
        }
        if self.changes.len() > LISTED {
            writeln!(f, "          and {} rarer kinds", self.changes.len() - LISTED)?;
        }
        Ok(())
    }
}

impl Report {
    /// How many people the busiest hour takes, by the old playbook and by the new one: at six
    /// minutes an answer, four fifths of an hour at work.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "counts of posts are far below 2^53")]
    pub fn staffing(&self) -> (f64, f64) {
        let people = |answers: u64| answers as f64 * MINUTES_AN_ANSWER / 60.0 / OCCUPANCY;
        (people(self.old.busiest_hour()), people(self.new.busiest_hour()))
    }

    fn rows(&self) -> Vec<(String, u64, u64)> {
        let mut rows = Vec::new();
        let mut each =
            |name: &str, old: &BTreeMap<&'static str, u64>, new: &BTreeMap<&'static str, u64>| {
                let mut words: Vec<&str> = old.keys().chain(new.keys()).copied().collect();
                words.sort_unstable();
                words.dedup();
                for word in words {
                    let count =
                        |side: &BTreeMap<&'static str, u64>| side.get(word).copied().unwrap_or(0);
                    rows.push((format!("{name} {word}"), count(old), count(new)));
                }
            };
        each("outcome", &self.old.outcomes, &self.new.outcomes);
        each("clock", &self.old.clocks, &self.new.clocks);
        each("visibility", &self.old.places, &self.new.places);
        let mut queues: Vec<&String> =
            self.old.queues.keys().chain(self.new.queues.keys()).collect();
        queues.sort_unstable();
        queues.dedup();
        for queue in queues {
            let count = |side: &Side| side.queues.get(queue).copied().unwrap_or(0);
            rows.push((format!("queue {queue}"), count(&self.old), count(&self.new)));
        }
        let side =
            |name: &str, get: fn(&Side) -> u64| (name.to_owned(), get(&self.old), get(&self.new));
        rows.extend([
            side("answered in time", |s| s.in_time),
            side("answered late", |s| s.late),
            side("never answered", |s| s.unanswered),
            side("no line decided", |s| s.undecided),
            side("lines that failed", |s| s.failed),
            side("acts over the budget", |s| s.held_back),
            side("answers in busiest hour", Side::busiest_hour),
        ]);
        rows
    }

    fn write_staffing(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (old, new) = self.staffing();
        writeln!(
            f,
            "\nstaffing in the busiest hour: {old:.1} -> {new:.1} agents (at {MINUTES_AN_ANSWER} minutes \
             an answer, {:.0} % of an hour at work)",
            OCCUPANCY * 100.0
        )
    }
}

fn numbers(lines: &[i64]) -> String {
    if lines.is_empty() {
        return "none".to_owned();
    }
    lines.iter().map(i64::to_string).collect::<Vec<_>>().join("+")
}
