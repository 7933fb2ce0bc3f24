//! The discard certificate: at most how much the funnel misses, from a sample that people looked at.

mod binomial;
mod sample;

pub use binomial::upper;
pub use sample::{Certified, Sample, more_needed};

/// What people found among hidden posts that were drawn at random.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audit {
    /// How many hidden posts they looked at.
    pub looked_at: u32,
    /// How many of them should have reached an agent.
    pub missed: u32,
}

/// What may be claimed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// Of the hidden posts, the share that should have reached an agent, as found. 0 to 1.
    pub found: f64,
    /// It is at most this, with the confidence asked for. 0 to 1.
    pub at_most: f64,
    /// Of all actionable posts, at most this share is missed. 0 to 1.
    pub of_actionable: f64,
}

impl Audit {
    /// The claim at a confidence such as 0.95, given how many posts were hidden and how many
    /// actionable ones reached agents in the same time. Without a sample nothing can be claimed:
    /// then everything hidden may have mattered.
    #[must_use]
    pub fn claim(&self, hidden: u64, reached: u64, confidence: f64) -> Claim {
        let found = match self.looked_at {
            0 => 0.0,
            looked_at => f64::from(self.missed) / f64::from(looked_at),
        };
        let at_most = upper(self.missed, self.looked_at, confidence);
        let missed = at_most * wide(hidden);
        let actionable = missed + wide(reached);
        let of_actionable = if actionable > 0.0 { missed / actionable } else { 0.0 };
        Claim { found, at_most, of_actionable }
    }
}

#[expect(clippy::as_conversions, reason = "counts of posts are far below 2^53")]
const fn wide(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
