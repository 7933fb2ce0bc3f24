//! Occurrences close to each other.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::occurrences::Occurrence;
use crate::ast::{MAX_PAIRS, MAX_SPANS, Near, Reach};
use crate::document::Document;

/// Two occurrences close to each other, in the order in which pairs count: nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    gap: usize,
    pub(crate) left: Occurrence,
    pub(crate) right: Occurrence,
}

impl Document<'_> {
    /// The occurrences of a NEAR: those of the nearest pairs, at most [`MAX_SPANS`].
    pub(super) fn near(&self, near: &Near) -> BTreeSet<Occurrence> {
        let mut found = BTreeSet::new();
        for pair in self.pairs(near).take(MAX_PAIRS) {
            found.insert(pair.around());
            if found.len() == MAX_SPANS {
                break;
            }
        }
        found
    }

    /// The pairs of a NEAR, nearest first.
    pub(crate) fn pairs(&self, near: &Near) -> Pairs {
        let left = self.occurrences(&near.left);
        let right = if left.is_empty() { BTreeSet::new() } else { self.occurrences(&near.right) };
        self.pairs_of(left, right, near.reach)
    }

    /// The pairs of two lists of occurrences, nearest first.
    pub(super) fn pairs_of(
        &self,
        left: BTreeSet<Occurrence>,
        right: BTreeSet<Occurrence>,
        reach: Reach,
    ) -> Pairs {
        if reach != Reach::Sentence {
            return Pairs::new(left, &right, reach, Vec::new());
        }
        let sentences: Vec<u32> = self.words.text().map(|token| token.sentence()).collect();
        // What runs over the end of a sentence has no partner.
        let whole = |found: BTreeSet<Occurrence>| -> BTreeSet<Occurrence> {
            let sentence = |place: usize| sentences.get(place);
            let inside = |o: &Occurrence| sentence(o.first) == sentence(o.last);
            found.into_iter().filter(inside).collect()
        };
        let (left, right) = (whole(left), whole(right));
        Pairs::new(left, &right, reach, sentences)
    }
}

impl Pair {
    /// From the first place of both to the last.
    pub(super) fn around(&self) -> Occurrence {
        Occurrence {
            first: self.left.first.min(self.right.first),
            last: self.left.last.max(self.right.last),
        }
    }
}

/// Gives pairs in order without making all of them: of each left occurrence, the next candidate
/// before and behind it waits in a heap.
pub(crate) struct Pairs {
    /// By first place, then last.
    right: Vec<Occurrence>,
    /// By last place from the greatest down, then first.
    backward: Vec<Occurrence>,
    waiting: BinaryHeap<Reverse<(Pair, Step)>>,
    reach: Reach,
    /// The sentence of each place; empty unless asked for.
    sentences: Vec<u32>,
}

/// Where the candidate after a waiting one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Backward(usize),
    Forward(usize),
}

impl Pairs {
    fn new(
        left: BTreeSet<Occurrence>,
        right: &BTreeSet<Occurrence>,
        reach: Reach,
        sentences: Vec<u32>,
    ) -> Self {
        let right: Vec<Occurrence> = right.iter().copied().collect();
        let mut backward = right.clone();
        backward.sort_by_key(|r| (Reverse(r.last), r.first));
        let waiting = BinaryHeap::new();
        let mut pairs = Self { right, backward, waiting, reach, sentences };
        for l in left {
            let behind = pairs.right.partition_point(|r| r.first <= l.last);
            pairs.offer(l, Step::Forward(behind));
            if !matches!(reach, Reach::Forward(_)) {
                let before = pairs.backward.partition_point(|r| r.last >= l.first);
                pairs.offer(l, Step::Backward(before));
            }
        }
        pairs
    }

    /// Lets the candidate at `step` wait, unless it is out of reach: then all after it are, too.
    fn offer(&mut self, left: Occurrence, step: Step) {
        let (candidate, next) = match step {
            Step::Forward(at) => (self.right.get(at), Step::Forward(at + 1)),
            Step::Backward(at) => (self.backward.get(at), Step::Backward(at + 1)),
        };
        let Some(right) = candidate.copied() else { return };
        let gap = match step {
            Step::Forward(_) => right.first - left.last - 1,
            Step::Backward(_) => left.first - right.last - 1,
        };
        let near = match self.reach {
            Reach::Within(most) | Reach::Forward(most) => {
                usize::try_from(most).is_ok_and(|most| gap <= most)
            }
            // The nearer end decides whether anything further away can still be in the sentence.
            Reach::Sentence => match step {
                Step::Forward(_) => self.sentence(left.last) == self.sentence(right.first),
                Step::Backward(_) => self.sentence(left.first) == self.sentence(right.last),
            },
        };
        if near {
            self.waiting.push(Reverse((Pair { gap, left, right }, next)));
        }
    }

    fn sentence(&self, place: usize) -> Option<u32> {
        self.sentences.get(place).copied()
    }
}

impl Iterator for Pairs {
    type Item = Pair;

    fn next(&mut self) -> Option<Pair> {
        let Reverse((pair, step)) = self.waiting.pop()?;
        self.offer(pair.left, step);
        Some(pair)
    }
}
