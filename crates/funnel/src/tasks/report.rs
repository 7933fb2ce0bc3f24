//! What came out.

use std::fmt;

use super::Task;

/// The figures of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The task.
    pub task: Task,
    /// Its official metric, 0 to 100.
    pub value: f64,
    /// The expected calibration error, 0 to 1.
    pub ece: f64,
    /// Texts judged in a second, on one thread.
    pub texts_per_second: f64,
    /// Further figures, 0 to 100, by name.
    pub more: Vec<(&'static str, f64)>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "task={} metric={} value={:.2} ece={:.4} texts_per_second={:.0}",
            self.task.name(),
            self.task.metric().name(),
            self.value,
            self.ece,
            self.texts_per_second
        )?;
        self.more.iter().try_for_each(|(name, value)| write!(f, " {name}={value:.2}"))
    }
}
