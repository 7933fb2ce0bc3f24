//! Payment card numbers: 13 to 19 digits of a known scheme that pass the Luhn check.

use crate::digits::{Group, join, origin, runs};
use crate::view::View;
use crate::{Finding, FindingKind, Severity};

/// The most digits of a card number (ISO/IEC 7812-1).
const MAX_DIGITS: usize = 19;

/// Finds card numbers whatever separates their digits.
pub(crate) fn find(view: &View, dates: &[bool], found: &mut Vec<Finding>) {
    for run in runs(view, dates, |c| !c.is_alphanumeric()) {
        let mut from = 0;
        while from < run.len() {
            let hit = (from + 1..=run.len().min(from + MAX_DIGITS))
                .filter_map(|to| run.get(from..to))
                .find(|groups| is_card(groups, groups.len() == run.len()));
            if let Some(groups) = hit {
                let span = origin(view, groups);
                found.push(Finding::new(FindingKind::Card, Severity::Block, span));
                from += groups.len();
            } else {
                from += 1;
            }
        }
    }
}

fn is_card(groups: &[Group], whole: bool) -> bool {
    let digits = join(groups);
    (13..=MAX_DIGITS).contains(&digits.len())
        && (whole || is_written_like_one(groups))
        && is_known_scheme(&digits)
        && luhn(&digits)
}

/// Groups of one size, or of three and more but for the last: a row of prices or times is neither.
fn is_written_like_one(groups: &[Group]) -> bool {
    let Some((last, others)) = groups.split_last() else { return false };
    others.iter().all(|group| group.digits.len() >= 3)
        || (last.digits.len() != 2
            && others.iter().all(|group| group.digits.len() == last.digits.len()))
}

/// First digits and lengths of the schemes, after ISO/IEC 7812 and the schemes' published ranges.
fn is_known_scheme(digits: &str) -> bool {
    let head = |count: usize| digits.get(..count).and_then(|head| head.parse::<u32>().ok());
    let (two, four) = (head(2).unwrap_or(0), head(4).unwrap_or(0));
    match digits.len() {
        _ if digits.starts_with('4') => matches!(digits.len(), 13 | 16 | 19),
        15 if two == 34 || two == 37 => true,
        14 => matches!(two, 30 | 36 | 38 | 39),
        16 if (51..=55).contains(&two) || (2221..=2720).contains(&four) || two == 35 => true,
        _ => two == 50 || (56..=69).contains(&two),
    }
}

/// The check of ISO/IEC 7812-1, annex B: every second digit from the right counts double, and
/// the sum of all digits ends in zero.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit) {
            (1, 5..) => digit * 2 - 9,
            (1, _) => digit * 2,
            _ => digit,
        })
        .sum();
    sum.is_multiple_of(10)
}
