//! Reasons for judgements.

use earshot_model::{Evidence, EvidenceKind, Judged, Span};

/// The most reasons that are kept for one judgement: what a screen can show.
const MOST: usize = 6;

/// A reason in the words of the text.
pub(crate) fn words(what: &str, span: Span, weight: f32) -> Evidence {
    Evidence { kind: EvidenceKind::Words, what: what.to_owned(), span: Some(span), weight }
}

/// A reason outside of the text, named by a key.
pub(crate) fn fact(kind: EvidenceKind, key: &str, weight: f32) -> Evidence {
    Evidence { kind, what: key.to_owned(), span: None, weight }
}

/// A judgement with its reasons put in order, strongest first, and its confidence kept in range.
/// What was learned goes first: whoever taught it looks for it.
pub(crate) fn judged<T>(value: T, confidence: f32, mut evidence: Vec<Evidence>) -> Judged<T> {
    let learned = |reason: &Evidence| reason.kind == EvidenceKind::Learned;
    evidence.sort_by(|a, b| {
        learned(b).cmp(&learned(a)).then(b.weight.abs().total_cmp(&a.weight.abs()))
    });
    evidence.truncate(MOST);
    Judged { value, confidence: confidence.clamp(0.0, 0.99), evidence }
}
