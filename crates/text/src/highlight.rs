//! Marking what was found in a text.

use earshot_model::Span;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The piece, as written.
    pub text: &'a str,
    /// Whether one of the spans covers it.
    pub marked: bool,
}

/// Cuts `text` into marked and plain pieces that together are the text again.
///
/// Spans may come in any order and overlap. One that is empty, ends after the text or does not
/// stand on character boundaries, as after an edit of the text, is left out.
#[must_use]
pub fn highlight<'a>(text: &'a str, spans: &[Span]) -> Vec<Segment<'a>> {
    let mut ranges: Vec<(usize, usize)> = spans
        .iter()
        .filter_map(|span| Some((span.start.try_into().ok()?, span.end.try_into().ok()?)))
        .filter(|(start, end)| start < end && text.get(*start..*end).is_some())
        .collect();
    ranges.sort_unstable();
    let mut segments = Vec::new();
    let mut at = 0;
    let mut ranges = ranges.into_iter().peekable();
    while let Some((start, mut end)) = ranges.next() {
        while let Some((_, later)) = ranges.next_if(|(next, _)| *next <= end) {
            end = end.max(later);
        }
        add(&mut segments, text, at, start, false);
        add(&mut segments, text, start, end, true);
        at = end;
    }
    add(&mut segments, text, at, text.len(), false);
    segments
}

fn add<'a>(segments: &mut Vec<Segment<'a>>, text: &'a str, from: usize, to: usize, marked: bool) {
    if let Some(text) = text.get(from..to).filter(|text| !text.is_empty()) {
        segments.push(Segment { text, marked });
    }
}
