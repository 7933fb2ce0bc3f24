//! What the playbook says of one post.

mod house;
mod making;
mod tighten;

use earshot_model::Decision;

use crate::condition::Sheet;
use crate::{Facts, Playbook};

use making::Making;
#[cfg(test)]
pub(crate) use tighten::strictness;

/// How often acts may lead to acts: after so many, lines still decide and act no more.
pub(crate) const DEEPEST_CAUSE: usize = 3;

impl Playbook {
    /// Decides about one post. It always ends in exactly one outcome with its reasons, and
    /// the same facts always give the same decision.
    ///
    /// A line whose condition fails for this post does not hold; the reasons say that it failed.
    #[must_use]
    pub fn decide(&self, facts: &Facts) -> Decision {
        let sheet = Sheet::new(facts, &self.names);
        self.decide_among(self.index.possible(&sheet), &sheet)
    }

    /// [`Self::decide`] without the index: every line is asked. The two always agree.
    #[cfg(test)]
    pub(crate) fn decide_by_asking_all(&self, facts: &Facts) -> Decision {
        self.decide_among(0..self.lines.len(), &Sheet::new(facts, &self.names))
    }

    fn decide_among(&self, places: impl Iterator<Item = usize>, sheet: &Sheet<'_>) -> Decision {
        let facts = sheet.facts;
        let mut made = Making::new(self, sheet);
        let mut global = true;
        for line in places.filter_map(|place| self.lines.get(place)) {
            if global && !line.channels.is_empty() {
                made.end_of_global();
                global = false;
            }
            if global && made.is_settled() {
                continue;
            }
            if !global && !line.channels.contains(&facts.setting.channel) {
                continue;
            }
            if facts.cause.contains(&line.number) {
                made.own_doing(line);
                continue;
            }
            match line.condition.holds(sheet) {
                Ok(true) if global => made.take(line),
                Ok(true) => made.tighten(line),
                Ok(false) => {}
                Err(failure) => made.failed(line, &failure.to_string()),
            }
        }
        if global {
            made.end_of_global();
        }
        made.finish()
    }
}
