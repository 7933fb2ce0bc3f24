//! Finds occurrences that stand close to each other.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "lists of places lie one after the other; the bounds are kept beside them"
)]

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use earshot_text::Folder;

use super::ask::Sheet;
use super::ground::Spot;
use super::slop::SlopRoom;
use super::test::{Some32, Step, Test};
use crate::ast::{MAX_PAIRS, MAX_SPANS, Reach};

/// A pair that waits, by its gap: left, right, whether the right one is behind, and its place.
type Waiting = Reverse<(u32, Spot, Spot, bool, usize)>;

/// Memory for one search, used again for the next.
#[derive(Debug, Default)]
pub(super) struct NearRoom {
    /// Lists of occurrences, each in order and without doubles.
    spots: Vec<Spot>,
    /// Where each list begins.
    starts: Vec<usize>,
    /// The right list by last place from the greatest down, then first.
    backward: Vec<Spot>,
    /// From each place of a list on, the least last or the greatest first place.
    bounds: Vec<u32>,
    waiting: BinaryHeap<Waiting>,
    seen: HashSet<Spot>,
    pub(super) slop: SlopRoom,
    /// Room for folding.
    pub(super) folded: Folder,
    /// The sentence of each token, where they were asked for.
    pub(super) sentences: Vec<u32>,
    /// Whether `sentences` are those of this post.
    pub(super) numbered: bool,
}

impl Sheet<'_> {
    /// Whether the steps leave a pair.
    pub(super) fn near(&self, steps: Some32, room: &mut NearRoom) -> bool {
        let steps = steps.of(&self.segment.parts.steps);
        room.spots.clear();
        room.starts.clear();
        for (nth, step) in steps.iter().enumerate() {
            match *step {
                Step::Find(test) => self.push(test, room),
                Step::Nothing => room.starts.push(room.spots.len()),
                Step::Join(lists) => {
                    let start = room.starts[room.starts.len() - lists as usize];
                    room.starts.truncate(room.starts.len() + 1 - lists as usize);
                    room.tidy(start);
                }
                Step::Near(reach) => {
                    if reach == Reach::Sentence {
                        self.number_sentences(room);
                    }
                    if nth + 1 == steps.len() {
                        return room.any(reach);
                    }
                    room.pair(reach);
                }
            }
        }
        false
    }

    fn push(&self, test: u32, room: &mut NearRoom) {
        let start = room.spots.len();
        room.starts.push(start);
        let ground = self.ground();
        let spots = &mut room.spots;
        match self.segment.tests[test as usize] {
            Test::Short { hash, sigil, length, form } => {
                let form = &form[..length as usize];
                ground.each_form(hash, sigil, form, |spot| spots.push(spot));
            }
            Test::Word(word) => ground.each(&[word], |spot| spots.push(spot)),
            Test::Phrase(words) => {
                ground.each(words.of(&self.segment.parts.listed), |spot| spots.push(spot));
            }
            Test::Raw(raw) => self.raw(raw).each(|spot| spots.push(spot)),
            Test::Slop(slop) => {
                let packing = self.segment.parts.slops[slop as usize];
                room.slop.tightest(&ground, &packing, |spot| {
                    spots.push(spot);
                    true
                });
            }
            Test::InField(..) | Test::Near(_) | Test::Fact(_) | Test::Verdict { .. } => {}
        }
        room.tidy(start);
    }
}

impl NearRoom {
    /// Sorts the list on top, and keeps each occurrence once.
    fn tidy(&mut self, start: usize) {
        let list = &mut self.spots[start..];
        if list.is_sorted_by(|a, b| a < b) {
            return;
        }
        list.sort_unstable();
        let mut kept = start;
        for at in start..self.spots.len() {
            if at == start || self.spots[at] != self.spots[kept - 1] {
                self.spots[kept] = self.spots[at];
                kept += 1;
            }
        }
        self.spots.truncate(kept);
    }

    /// The bounds of the two lists on top.
    fn sides(&self) -> (usize, usize) {
        let lists = self.starts.len();
        (self.starts[lists - 2], self.starts[lists - 1])
    }

    fn sentence(&self, place: u32) -> u32 {
        self.sentences.get(place as usize).copied().unwrap_or(0)
    }

    /// Whether there is a pair in the two lists on top.
    fn any(&mut self, reach: Reach) -> bool {
        let (left, right) = self.sides();
        if left == right || right == self.spots.len() {
            return false;
        }
        if self.any_forward(left, right, reach) {
            return true;
        }
        !matches!(reach, Reach::Forward(_)) && self.any_backward(left, right, reach)
    }

    /// A right occurrence behind a left one.
    fn any_forward(&mut self, left: usize, right: usize, reach: Reach) -> bool {
        let (lefts, rights) = (&self.spots[left..right], &self.spots[right..]);
        self.bounds.clear();
        self.bounds.resize(rights.len(), u32::MAX);
        let mut least = u32::MAX;
        for (bound, spot) in self.bounds.iter_mut().zip(rights).rev() {
            least = least.min(spot.last);
            *bound = least;
        }
        lefts.iter().any(|l| {
            let behind = rights.partition_point(|r| r.first <= l.last);
            let Some(r) = rights.get(behind) else { return false };
            match reach {
                Reach::Within(most) | Reach::Forward(most) => r.first - l.last - 1 <= most,
                // Whatever ends first of all that begin behind it.
                Reach::Sentence => self.sentence(l.first) == self.sentence(self.bounds[behind]),
            }
        })
    }

    /// A right occurrence before a left one.
    fn any_backward(&mut self, left: usize, right: usize, reach: Reach) -> bool {
        self.turn(right);
        let (lefts, rights) = (&self.spots[left..right], &self.backward);
        self.bounds.clear();
        self.bounds.resize(rights.len(), 0);
        let mut greatest = 0;
        for (bound, spot) in self.bounds.iter_mut().zip(rights).rev() {
            greatest = greatest.max(spot.first);
            *bound = greatest;
        }
        lefts.iter().any(|l| {
            let before = rights.partition_point(|r| r.last >= l.first);
            let Some(r) = rights.get(before) else { return false };
            match reach {
                Reach::Within(most) | Reach::Forward(most) => l.first - r.last - 1 <= most,
                Reach::Sentence => self.sentence(l.last) == self.sentence(self.bounds[before]),
            }
        })
    }

    /// Writes the right list in the order in which one goes backward.
    fn turn(&mut self, right: usize) {
        self.backward.clear();
        self.backward.extend_from_slice(&self.spots[right..]);
        self.backward.sort_unstable_by_key(|spot| (Reverse(spot.last), spot.first));
    }

    /// Puts the occurrences of the pairs in place of the two lists on top: those of the nearest
    /// pairs, where there are many.
    fn pair(&mut self, reach: Reach) {
        let (left, right) = self.sides();
        if reach == Reach::Sentence {
            self.keep_whole(right);
        }
        self.turn(right);
        self.waiting.clear();
        self.seen.clear();
        for at in left..right {
            let l = self.spots[at];
            if reach == Reach::Sentence && !self.is_whole(l) {
                continue;
            }
            let behind = self.spots[right..].partition_point(|r| r.first <= l.last);
            self.offer(l, true, behind, right, reach);
            if !matches!(reach, Reach::Forward(_)) {
                let before = self.backward.partition_point(|r| r.last >= l.first);
                self.offer(l, false, before, right, reach);
            }
        }
        for _ in 0..MAX_PAIRS {
            let Some(Reverse((_, l, r, behind, at))) = self.waiting.pop() else { break };
            self.offer(l, behind, at + 1, right, reach);
            let around = Spot { first: l.first.min(r.first), last: l.last.max(r.last) };
            if self.seen.insert(around) && self.seen.len() == MAX_SPANS {
                break;
            }
        }
        self.spots.truncate(left);
        self.spots.extend(&self.seen);
        self.starts.pop();
        self.tidy(left);
    }

    /// Whether an occurrence stands in one sentence.
    fn is_whole(&self, spot: Spot) -> bool {
        self.sentence(spot.first) == self.sentence(spot.last)
    }

    /// Keeps only those of the list on top that stand in one sentence: no other has a partner, and
    /// each would be tried with every left one of its sentence.
    fn keep_whole(&mut self, right: usize) {
        let mut kept = right;
        for at in right..self.spots.len() {
            let spot = self.spots[at];
            if self.is_whole(spot) {
                self.spots[kept] = spot;
                kept += 1;
            }
        }
        self.spots.truncate(kept);
    }

    /// Lets the right occurrence at `at` wait as a partner of `l`, unless it is out of reach: then
    /// all after it are, too.
    fn offer(&mut self, l: Spot, behind: bool, at: usize, right: usize, reach: Reach) {
        let found = if behind { self.spots.get(right + at) } else { self.backward.get(at) };
        let Some(r) = found.copied() else { return };
        let (near, far) = if behind { (l.last, r.first) } else { (r.last, l.first) };
        let gap = far - near - 1;
        let reached = match reach {
            Reach::Within(most) | Reach::Forward(most) => gap <= most,
            Reach::Sentence => self.sentence(near) == self.sentence(far),
        };
        if reached {
            self.waiting.push(Reverse((gap, l, r, behind, at)));
        }
    }
}
