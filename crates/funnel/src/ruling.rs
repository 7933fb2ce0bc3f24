//! A judgement whose reasons still stand in the text. Nothing is copied out of the text before
//! somebody keeps the verdict, so judging asks for no memory.

use earshot_model::{Evidence, EvidenceKind, Judged, Span};

use crate::few::Few;

/// The most reasons that are kept for one judgement: what a screen can show.
pub(crate) const MOST: usize = 6;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Words of the text.
    Words(Span),
    /// A fact outside of the text, named by a key such as `followers`.
    Key(&'static str),
}

/// One reason for a judgement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// What was found.
    pub what: What,
    /// How much it moved the judgement; positive speaks for it.
    pub weight: f32,
}

/// A reason in the words of the text.
pub(crate) const fn words(span: Span, weight: f32) -> Reason {
    Reason { kind: EvidenceKind::Words, what: What::Words(span), weight }
}

/// A reason outside of the text, named by a key.
pub(crate) const fn fact(kind: EvidenceKind, key: &'static str, weight: f32) -> Reason {
    Reason { kind, what: What::Key(key), weight }
}

impl Reason {
    /// The reason with its words cut out of the text.
    fn evidence(&self, text: &str) -> Evidence {
        let (what, span) = match self.what {
            What::Key(key) => (key, None),
            What::Words(span) => {
                let place = usize::try_from(span.start).ok().zip(usize::try_from(span.end).ok());
                let cut = place.and_then(|(start, end)| text.get(start..end));
                (cut.unwrap_or_default(), Some(span))
            }
        };
        Evidence { kind: self.kind, what: what.to_owned(), span, weight: self.weight }
    }

    /// Whether it stands behind another one. What was learned goes first: whoever taught it looks
    /// for it; then the strongest.
    fn stands_behind(&self, other: &Self) -> bool {
        let learned = |reason: &Self| reason.kind == EvidenceKind::Learned;
        match (learned(self), learned(other)) {
            (false, true) => true,
            (true, false) => false,
            _ => self.weight.abs() < other.weight.abs(),
        }
    }
}

/// The strongest reasons, strongest first; of equals, the one that came first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reasons(Few<Reason, MOST>);

impl Reasons {
    /// A single reason.
    pub(crate) fn one(reason: Reason) -> Self {
        let mut all = Self::default();
        all.push(reason);
        all
    }

    /// Adds a reason.
    pub(crate) fn push(&mut self, reason: Reason) {
        self.0.insert(reason, |known| known.stands_behind(&reason));
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reasons.
    pub fn iter(&self) -> impl Iterator<Item = &Reason> {
        self.0.iter()
    }

    /// The same reasons, with each weight times so much.
    pub(crate) fn times(mut self, factor: f32) -> Self {
        self.0.iter_mut().for_each(|reason| reason.weight *= factor);
        self
    }
}

impl Extend<Reason> for Reasons {
    fn extend<I: IntoIterator<Item = Reason>>(&mut self, reasons: I) {
        reasons.into_iter().for_each(|reason| self.push(reason));
    }
}

impl IntoIterator for Reasons {
    type Item = Reason;
    type IntoIter = <Few<Reason, MOST> as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Reasons for and against something, with their sum.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scales {
    up: Reasons,
    down: Reasons,
    /// The sum of all weights, also of reasons that are not kept.
    pub(crate) sum: f32,
}

impl Scales {
    /// Puts a reason on its side.
    pub(crate) fn push(&mut self, reason: Reason) {
        self.sum += reason.weight;
        self.show(reason);
    }

    /// Keeps a reason that the sum does not count.
    pub(crate) fn show(&mut self, reason: Reason) {
        if reason.weight > 0.0 { self.up.push(reason) } else { self.down.push(reason) }
    }

    /// The reasons of one side.
    pub(crate) const fn side(&self, up: bool) -> Reasons {
        if up { self.up } else { self.down }
    }
}

impl Extend<Reason> for Scales {
    fn extend<I: IntoIterator<Item = Reason>>(&mut self, reasons: I) {
        reasons.into_iter().for_each(|reason| self.push(reason));
    }
}

/// A judgement with its likelihood and reasons.
#[derive(Debug, Clone, Copy)]
pub struct Ruling<T> {
    /// What was judged.
    pub value: T,
    /// The likelihood that it is right, 0 to 1.
    pub confidence: f32,
    /// Why, strongest first.
    pub why: Reasons,
}

impl<T> Ruling<T> {
    /// A judgement with its confidence kept in range.
    pub(crate) fn of(value: T, confidence: f32, why: Reasons) -> Self {
        Self { value, confidence: confidence.clamp(0.0, 0.99), why }
    }

    /// A judgement for one reason.
    pub(crate) fn because(value: T, confidence: f32, why: Reason) -> Self {
        Self::of(value, confidence, Reasons::one(why))
    }

    /// A judgement without reasons: "nothing was found that says otherwise".
    pub(crate) fn plain(value: T, confidence: f32) -> Self {
        Self { value, confidence, why: Reasons::default() }
    }

    /// The judgement with its words cut out of the text.
    pub(crate) fn judged<V: From<T>>(self, text: &str) -> Judged<V> {
        let evidence = self.why.iter().map(|reason| reason.evidence(text)).collect();
        Judged { value: self.value.into(), confidence: self.confidence, evidence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_six_stay_and_what_was_learned_goes_first() {
        let mut why = Reasons::default();
        for (at, weight) in [0.1, -0.9, 0.5, 0.5, 0.2, 0.3, 0.4, 0.05].into_iter().enumerate() {
            let place = u32::try_from(at).unwrap();
            why.push(words(Span { start: place, end: place + 1 }, weight));
        }
        why.push(Reason {
            kind: EvidenceKind::Learned,
            ..fact(EvidenceKind::Words, "taught", 0.01)
        });
        let weights: Vec<f32> = why.iter().map(|reason| reason.weight).collect();
        assert_eq!(weights, [0.01, -0.9, 0.5, 0.5, 0.4, 0.3]);
        let judged: Judged<bool> = Ruling::of(true, 1.0, why).judged("abcdefgh");
        let what: String = judged.evidence.iter().map(|e| e.what.as_str()).collect();
        assert_eq!((what.as_str(), judged.confidence), ("taughtbcdgf", 0.99));
    }
}
