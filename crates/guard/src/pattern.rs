//! The organization's own patterns, such as order numbers.

use regex::Regex;

use crate::digits::words;
use crate::view::{Cell, View};
use crate::{ConfigError, Finding, FindingKind, OrgPattern, Severity};

/// The most memory, in bytes, that one compiled pattern may take.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// One compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    name: String,
    regex: Regex,
}

/// Compiles the organization's patterns.
pub(crate) fn compile(patterns: &[OrgPattern]) -> Result<Vec<Compiled>, ConfigError> {
    patterns.iter().map(compile_one).collect()
}

fn compile_one(pattern: &OrgPattern) -> Result<Compiled, ConfigError> {
    let name = pattern.name.trim().to_owned();
    if name.is_empty() {
        return Err(ConfigError::NoName { pattern: pattern.pattern.clone() });
    }
    let bad = |error: &regex::Error| ConfigError::BadPattern {
        name: name.clone(),
        reason: error.to_string(),
    };
    // Alone first: a pattern with a stray parenthesis must not become valid inside the frame.
    let alone = Regex::new(&pattern.pattern).map_err(|error| bad(&error))?;
    if alone.is_match("") {
        return Err(ConfigError::MatchesNothing { name });
    }
    let framed = format!(r"\b(?:{})\b", pattern.pattern);
    let regex = regex::RegexBuilder::new(&framed)
        .size_limit(MAX_PATTERN_BYTES)
        .build()
        .map_err(|error| bad(&error))?;
    Ok(Compiled { name, regex })
}

/// Finds the patterns as written, and with other case and separators.
pub(crate) fn find(patterns: &[Compiled], view: &View, found: &mut Vec<Finding>) {
    if patterns.is_empty() {
        return;
    }
    let written = view.cased();
    let glued = view.glued();
    let plain = dashed(&glued);
    let mut readings = vec![dashed(view).upper(), plain.upper()];
    for join in [Join::Nothing, Join::Dash] {
        readings.push(rejoined(&plain, join, false).upper());
        readings.push(rejoined(&plain, join, true).upper());
    }
    for pattern in patterns {
        let as_written =
            pattern.regex.find_iter(&written.text).map(|hit| written.origin(&hit.range()));
        let forgiven = readings.iter().flat_map(|reading| {
            pattern
                .regex
                .find_iter(&reading.text)
                // In capitals every word looks like a code; a digit tells them apart.
                .filter(|hit| hit.as_str().chars().any(|c| c.is_ascii_digit()))
                .map(|hit| reading.origin(&hit.range()))
        });
        for span in as_written.chain(forgiven) {
            let kind = FindingKind::Pattern(pattern.name.clone());
            found.push(Finding::new(kind, Severity::Ask, span));
        }
    }
}

/// What stands between the letters and the digits of a code.
#[derive(Clone, Copy)]
enum Join {
    Nothing,
    Dash,
}

/// Underscores read as dashes, because an underscore is part of a word for a pattern.
fn dashed(view: &View) -> View {
    let dash = |cell: &Cell| Cell { ch: if cell.ch == '_' { '-' } else { cell.ch }, ..*cell };
    View { cells: view.cells.iter().map(dash).collect() }
}

/// Codes with one kind of joint: "LW 204518", "LW - 204518" and "LW204518" read alike, and
/// "204 518" reads as one number when `digits` is set.
fn rejoined(view: &View, join: Join, digits: bool) -> View {
    let words = words(view);
    let mut cells: Vec<Cell> = Vec::with_capacity(view.cells.len());
    let mut last: Option<Cell> = None;
    let mut done = 0;
    for (at, word) in words.iter().enumerate() {
        let gap = view.cells.get(done..word.start).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let joint = gap.len() <= 3 && gap.iter().all(|cell| " -./–#".contains(cell.ch));
        let sizes = before.is_some_and(|before| before.len() <= 4)
            && last.is_some_and(|cell| cell.ch.is_ascii_alphabetic());
        let code = joint && sizes && view.ch(word.start).is_some_and(|c| c.is_ascii_digit());
        // "LH 4010 10 minutes" is a flight and a delay: only short groups are one number.
        let number = digits
            && joint
            && word.len() <= 4
            && last.is_some_and(|cell| cell.ch.is_ascii_digit())
            && before.is_some_and(|before| before.len() <= 3)
            && view.ch(word.start).is_some_and(|c| c.is_ascii_digit());
        if !code && !number {
            cells.extend_from_slice(gap);
            last = None;
        }
        for cell in view.cells.get(word.clone()).unwrap_or_default() {
            let turns =
                last.is_some_and(|last| last.ch.is_ascii_alphabetic()) && cell.ch.is_ascii_digit();
            if turns && let (Join::Dash, Some(last)) = (join, last) {
                cells.push(Cell { ch: '-', ..last });
            }
            cells.push(*cell);
            last = Some(*cell);
        }
        done = word.end;
    }
    cells.extend_from_slice(view.cells.get(done..).unwrap_or_default());
    View { cells }
}
