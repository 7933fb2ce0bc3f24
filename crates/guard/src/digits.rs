//! Runs of digits: groups with separators between them, as people write long numbers.

use std::ops::Range;

use crate::view::View;

/// One group of digits without a separator inside.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// Its digits, look-alike letters read as digits.
    pub(crate) digits: String,
    /// Its cells in the view.
    pub(crate) cells: Range<usize>,
}

/// Groups that stand near enough to be one number.
pub(crate) type Run = Vec<Group>;

/// At most this many characters may separate two groups of one number.
const MAX_GAP: usize = 3;

/// Finds the runs of a view. A separator may hold only characters that `joins` accepts; cells for
/// which `masked` is true belong to no run.
pub(crate) fn runs(view: &View, masked: &[bool], joins: impl Fn(char) -> bool) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run::new();
    for word in words(view) {
        let hidden = masked.get(word.clone()).is_some_and(|cells| cells.contains(&true));
        let Some(digits) = (!hidden).then(|| as_digits(view, &word)).flatten() else {
            close(&mut runs, &mut run);
            continue;
        };
        if run.last().is_some_and(|last| !joined(view, masked, last.cells.end..word.start, &joins))
        {
            close(&mut runs, &mut run);
        }
        run.push(Group { digits, cells: word });
    }
    close(&mut runs, &mut run);
    runs
}

fn close(runs: &mut Vec<Run>, run: &mut Run) {
    let run = std::mem::take(run);
    if !run.is_empty() {
        runs.push(run);
    }
}

fn joined(view: &View, masked: &[bool], gap: Range<usize>, joins: impl Fn(char) -> bool) -> bool {
    gap.len() <= MAX_GAP
        && view.cells.get(gap.clone()).is_some_and(|cells| cells.iter().all(|c| joins(c.ch)))
        && !masked.get(gap).is_some_and(|cells| cells.contains(&true))
}

/// Ranges of cells that hold letters and digits only.
pub(crate) fn words(view: &View) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut open = None;
    for (at, cell) in view.cells.iter().enumerate() {
        match (cell.ch.is_alphanumeric(), open) {
            (true, None) => open = Some(at),
            (false, Some(start)) => {
                words.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        words.push(start..view.cells.len());
    }
    words
}

/// A word as digits, when it is one: O for 0 and l or I for 1 count only beside real digits, or
/// "oil" would be a number.
fn as_digits(view: &View, word: &Range<usize>) -> Option<String> {
    let cells = view.cells.get(word.clone())?;
    if !cells.iter().any(|cell| cell.ch.is_ascii_digit()) {
        return None;
    }
    cells
        .iter()
        .map(|cell| match cell.ch {
            digit if digit.is_ascii_digit() => Some(digit),
            'o' | 'O' => Some('0'),
            'l' | 'I' | 'i' => Some('1'),
            _ => None,
        })
        .collect()
}

/// All digits of some groups in a row.
pub(crate) fn join(groups: &[Group]) -> String {
    groups.iter().map(|group| group.digits.as_str()).collect()
}

/// The bytes of the original under some groups.
pub(crate) fn origin(view: &View, groups: &[Group]) -> Range<usize> {
    let from = groups.first().map_or(0, |group| group.cells.start);
    let to = groups.last().map_or(from, |group| group.cells.end);
    view.origin(from, to)
}
