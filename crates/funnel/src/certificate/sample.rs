//! What a filter may claim from two samples: of what it set aside, and of what it let through.

use super::binomial::upper;

/// How many posts there were, and what people found among those drawn at random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sample {
    /// Posts that were set aside.
    pub hidden: u64,
    /// Posts that reached agents.
    pub shown: u64,
    /// How many of those set aside were read.
    pub read: u32,
    /// How many of these mattered.
    pub missed: u32,
    /// How many of those shown were read.
    pub read_shown: u32,
    /// How many of these mattered.
    pub worth: u32,
}

/// What may be claimed. All shares are 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certified {
    /// Of the posts set aside, the share that mattered, as found.
    pub found: f64,
    /// That share is at most this.
    pub at_most: f64,
    /// Of all posts that mattered, the share that was set aside is at most this.
    pub of_actionable: f64,
    /// Of the posts shown, the share that mattered, as found; none when none was read.
    pub worth: Option<f64>,
    /// That share is at least this.
    pub worth_at_least: f64,
}

impl Sample {
    /// The claims, each with this confidence, such as 0.95. `of_actionable` rests on two bounds, and
    /// each of them takes half of the doubt (Bonferroni).
    #[must_use]
    pub fn certify(&self, confidence: f64) -> Certified {
        let half = f64::midpoint(1.0, confidence);
        let vain = self.read_shown.saturating_sub(self.worth);
        let missed = upper(self.missed, self.read, half) * wide(self.hidden);
        let reached = (1.0 - upper(vain, self.read_shown, half)) * wide(self.shown);
        let of_actionable = if missed + reached > 0.0 {
            missed / (missed + reached)
        } else {
            f64::from(u8::from(self.hidden > 0))
        };
        Certified {
            found: share(self.missed, self.read).unwrap_or(0.0),
            at_most: upper(self.missed, self.read, confidence),
            of_actionable,
            worth: share(self.worth, self.read_shown),
            worth_at_least: 1.0 - upper(vain, self.read_shown, confidence),
        }
    }
}

/// How many more must be read, if nothing more is found, until the share is at most `aim`: 0 when it
/// is so already, none when no sample can show it.
#[must_use]
pub fn more_needed(missed: u32, read: u32, aim: f64, confidence: f64) -> Option<u32> {
    const MOST: u32 = 1_000_000;
    let enough = |all: u32| upper(missed, all, confidence) <= aim;
    if enough(read) {
        return Some(0);
    }
    let (mut low, mut high) = (read, MOST.max(read));
    if !enough(high) {
        return None;
    }
    while high - low > 1 {
        let middle = u32::midpoint(low, high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high - read)
}

fn share(part: u32, of: u32) -> Option<f64> {
    (of > 0).then(|| f64::from(part) / f64::from(of))
}

#[expect(clippy::as_conversions, reason = "counts of posts are far below 2^53")]
const fn wide(count: u64) -> f64 {
    count as f64
}
