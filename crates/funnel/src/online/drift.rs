//! An alarm when what was learned has become worse than nothing.

/// How many corrections are looked at.
const WINDOW: usize = 100;

/// So many must have come before there can be an alarm.
const FEWEST: usize = 30;

/// The surprise of the last corrections with and without the residual, each before it was learned.
#[derive(Debug, Clone, Default)]
pub struct Drift {
    last: Vec<(f32, f32)>,
}

impl Drift {
    /// Notes how surprising a correction was with the residual, and with the shipped heads alone.
    pub fn note(&mut self, with: f32, without: f32) {
        if self.last.len() == WINDOW {
            self.last.remove(0);
        }
        self.last.push((with, without));
    }

    /// Whether the residual does worse than the shipped heads alone.
    #[must_use]
    pub fn alarm(&self) -> bool {
        let (with, without) =
            self.last.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        self.last.len() >= FEWEST && with > without
    }
}
