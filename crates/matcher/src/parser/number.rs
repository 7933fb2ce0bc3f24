//! Numbers: distances and ranges.

use crate::ast::{MAX_DISTANCE, NumberRange, Reach};
use crate::error::Problem;

/// How far `NEAR` alone reaches.
const USUAL: u32 = 10;

/// What `NEAR/5f` says behind its slash.
pub(super) fn reach(ordered: bool, distance: Option<&str>) -> Result<Reach, Problem> {
    let Some(written) = distance else {
        return Ok(if ordered { Reach::Forward(USUAL) } else { Reach::Within(USUAL) });
    };
    let digits = written.strip_suffix(['f', 'F']).unwrap_or(written);
    let most = small(digits)
        .ok_or_else(|| Problem::Distance { operator: "NEAR", got: written.to_owned() })?;
    let forward = ordered || digits.len() < written.len();
    Ok(if forward { Reach::Forward(most) } else { Reach::Within(most) })
}

/// What stands behind `~`.
pub(super) fn tilde(written: &str) -> Result<u32, Problem> {
    small(written).ok_or_else(|| Problem::Distance { operator: "~", got: written.to_owned() })
}

fn small(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| plain && *number <= MAX_DISTANCE)
}

/// `>5`, `>=5`, `<5`, `<=5`, `5`, `5..9` or `5 TO 9`.
pub(super) fn range(value: &str) -> Option<NumberRange> {
    let value = value.trim();
    let ends = value.split_once("..").or_else(|| value.split_once(" TO "));
    if let Some((min, max)) = ends {
        return Some(NumberRange { min: Some(number(min)?), max: Some(number(max)?) });
    }
    let (min, max) = if let Some(least) = value.strip_prefix(">=") {
        (Some(number(least)?), None)
    } else if let Some(most) = value.strip_prefix("<=") {
        (None, Some(number(most)?))
    } else if let Some(below) = value.strip_prefix('>') {
        (Some(number(below)?.checked_add(1)?), None)
    } else if let Some(above) = value.strip_prefix('<') {
        (None, Some(number(above)? - 1))
    } else {
        (Some(number(value)?), Some(number(value)?))
    };
    Some(NumberRange { min, max })
}

/// A whole number from 0 on; commas may part its thousands.
fn number(text: &str) -> Option<i64> {
    let digits: String = text.trim().chars().filter(|c| *c != ',').collect();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}
