//! From a place in a string's value to the place in the file where it was written.

use std::ops::Range;

/// The bytes of the file for `inner`, bytes of the value of the string written at `outer`.
///
/// Strings in single quotes stand in the file as they are. In double quotes an escape may stand for
/// a character; then the whole string is named.
pub(crate) fn inside(
    file: &str,
    outer: &Range<usize>,
    value: &str,
    inner: &Range<usize>,
) -> Range<usize> {
    let raw = file.get(outer.clone()).unwrap_or_default();
    let start = inner.start.min(value.len());
    let end = inner.end.clamp(start, value.len());
    match raw.find(value) {
        Some(offset) if !value.is_empty() => {
            outer.start + offset + start..outer.start + offset + end
        }
        _ => outer.clone(),
    }
}
