//! What was checked, and what came of it.

use std::fmt;

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not.
    Fail {
        /// What the protocol asks for.
        expected: String,
        /// What came.
        came: String,
    },
    /// It could not be tried.
    Skip(String),
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was checked, such as `events: a second delivery is a duplicate`.
    pub name: String,
    /// The sentence of `docs/channel-protocol.md` that asks for it.
    pub says: &'static str,
    /// What came of it.
    pub outcome: Outcome,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::Pass => write!(f, "pass  {}", self.name),
            Outcome::Skip(why) => write!(f, "skip  {}\n      {why}", self.name),
            Outcome::Fail { expected, came } => write!(
                f,
                "FAIL  {}\n      expected  {expected}\n      came      {came}\n      protocol  \"{}\"",
                self.name, self.says
            ),
        }
    }
}

/// Every check of a run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// In the order in which they were made.
    pub lines: Vec<Line>,
}

impl Report {
    /// How many hold, how many do not, and how many could not be tried.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |wanted: fn(&Outcome) -> bool| {
            self.lines.iter().filter(|line| wanted(&line.outcome)).count()
        };
        (
            count(|one| *one == Outcome::Pass),
            count(|one| matches!(one, Outcome::Fail { .. })),
            count(|one| matches!(one, Outcome::Skip(_))),
        )
    }

    /// Whether nothing failed and something was tried.
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self.counts(), (1.., 0, _))
    }

    /// The names of the checks that failed.
    #[must_use]
    pub fn failures(&self) -> Vec<&str> {
        let failed = |line: &&Line| matches!(line.outcome, Outcome::Fail { .. });
        self.lines.iter().filter(failed).map(|line| line.name.as_str()).collect()
    }
}

/// What was expected and what came, where the two differ.
pub(crate) struct Miss {
    expected: String,
    came: String,
}

impl Miss {
    /// The same once more, where two checks tell of it.
    pub(crate) fn again(&self) -> Self {
        Self { expected: self.expected.clone(), came: self.came.clone() }
    }
}

/// Whether a check holds.
pub(crate) type Held = Result<(), Miss>;

/// A check that does not hold.
pub(crate) fn miss<T>(expected: impl Into<String>, came: impl Into<String>) -> Result<T, Miss> {
    Err(Miss { expected: expected.into(), came: came.into() })
}

/// Holds when `fits`; else says what was expected and what came.
pub(crate) fn hold(fits: bool, expected: impl Into<String>, came: impl FnOnce() -> String) -> Held {
    if fits { Ok(()) } else { miss(expected, came()) }
}

/// Takes checks down, and tells each at once.
pub struct Sheet<'t> {
    report: Report,
    tell: Box<dyn FnMut(&Line) + Send + 't>,
}

impl<'t> Sheet<'t> {
    /// An empty one. Every line goes to `tell` as soon as it is known.
    pub fn new(tell: impl FnMut(&Line) + Send + 't) -> Self {
        Self { report: Report::default(), tell: Box::new(tell) }
    }

    /// Takes a check down.
    pub(crate) fn note(&mut self, name: impl Into<String>, says: &'static str, held: Held) {
        let outcome = match held {
            Ok(()) => Outcome::Pass,
            Err(Miss { expected, came }) => Outcome::Fail { expected, came },
        };
        self.line(name.into(), says, outcome);
    }

    /// Takes down that a check could not be tried.
    pub(crate) fn skip(&mut self, name: &str, says: &'static str, why: &str) {
        self.line(name.to_owned(), says, Outcome::Skip(why.to_owned()));
    }

    fn line(&mut self, name: String, says: &'static str, outcome: Outcome) {
        let line = Line { name, says, outcome };
        (self.tell)(&line);
        self.report.lines.push(line);
    }

    /// Everything that was taken down.
    #[must_use]
    pub fn report(self) -> Report {
        self.report
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Sheet, hold, miss};

    #[test]
    fn what_was_taken_down_is_counted_and_told_at_once() {
        let mut told = Vec::new();
        let mut sheet = Sheet::new(|line| told.push(line.to_string()));
        sheet.note("a", "rule", Ok(()));
        sheet.note("b", "rule", miss("status 200", "status 500"));
        sheet.skip("c", "rule", "no secret was given");
        sheet.note("d", "rule", hold(true, "x", String::new));
        let report = sheet.report();
        assert_eq!(report.counts(), (2, 1, 1));
        assert!(!report.holds());
        assert_eq!(report.failures(), ["b"]);
        assert_eq!(told.len(), 4);
        assert!(told[1].contains("expected  status 200") && told[1].contains("\"rule\""));
    }

    #[test]
    fn nothing_tried_is_nothing_that_holds() {
        assert!(!Report::default().holds());
    }
}
