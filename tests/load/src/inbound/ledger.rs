//! What the connector's clients know: kept in their process, apart from the server and its database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt, SeedableRng as _};

use super::plan::{Said, Way};

/// What is told of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// Its words; 0 are the first.
    Words(usize),
    /// It was deleted.
    Gone,
}

/// One thing that is told of one post.
pub(super) type Told = (usize, What);

/// How often something was told, and when for the first time: by the order of events in this process.
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    left: Option<usize>,
    taken: Option<usize>,
    often: usize,
}

/// How often the later really was told before the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Disorder {
    /// Posts of which the server had an edit before their first words left.
    pub(super) edits: usize,
    /// Posts whose delete it had before any of their words left.
    pub(super) deletes: usize,
}

/// The connector's own account of what it brought and what it was told.
pub(super) struct Ledger {
    batches: Vec<Vec<Told>>,
    deliveries: usize,
    next: AtomicUsize,
    allowed: AtomicUsize,
    taken: AtomicUsize,
    clock: AtomicUsize,
    in_flight: AtomicUsize,
    broken: AtomicUsize,
    refused: AtomicUsize,
    known: AtomicUsize,
    rejected: AtomicUsize,
    times: Mutex<HashMap<Told, Times>>,
}

impl Ledger {
    /// Everything that is pushed: each post one to five times, its edits and its delete one to three
    /// times, all of it shuffled, in batches of up to twenty.
    pub(super) fn new(seed: u64, plan: &[Said]) -> Self {
        let mut rng = StdRng::seed_from_u64(seed ^ 0x0070_7573);
        let mut all: Vec<Told> = Vec::new();
        for (number, said) in plan.iter().enumerate().filter(|(_, said)| said.way == Way::Push) {
            for words in 0..said.words.len() {
                let most = if words == 0 { 5 } else { 3 };
                let often = rng.random_range(1..=most);
                all.extend((0..often).map(|_| (number, What::Words(words))));
            }
            let often = if said.gone { rng.random_range(1..=3) } else { 0 };
            all.extend((0..often).map(|_| (number, What::Gone)));
        }
        all.shuffle(&mut rng);
        let deliveries = all.len();
        let mut batches = Vec::new();
        while !all.is_empty() {
            let size = rng.random_range(1..=20_usize).min(all.len());
            batches.push(all.split_off(all.len() - size));
        }
        Self {
            batches,
            deliveries,
            next: AtomicUsize::new(0),
            allowed: AtomicUsize::new(0),
            taken: AtomicUsize::new(0),
            clock: AtomicUsize::new(0),
            in_flight: AtomicUsize::new(0),
            broken: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            known: AtomicUsize::new(0),
            rejected: AtomicUsize::new(0),
            times: Mutex::default(),
        }
    }

    /// What is pushed next; nothing when all of it is.
    pub(super) fn next(&self) -> Option<&[Told]> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.batches.get(number).map(Vec::as_slice)
    }

    /// So many deliveries may be taken by now.
    pub(super) fn allow(&self, many: usize) {
        self.allowed.fetch_max(many, Ordering::SeqCst);
    }

    /// Whether the clients may go on.
    pub(super) fn may_go_on(&self) -> bool {
        self.taken() < self.allowed.load(Ordering::SeqCst)
    }

    fn each(&self, batch: &[Told], note: impl Fn(&mut Times, usize)) {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.fetch_add(1, Ordering::SeqCst);
        for told in batch {
            note(times.entry(*told).or_default(), now);
        }
    }

    /// A request leaves.
    pub(super) fn leaves(&self, batch: &[Told]) {
        self.each(batch, |times, now| times.left = times.left.or(Some(now)));
        self.in_flight.fetch_add(1, Ordering::SeqCst);
    }

    /// Its answer came, or will never come.
    pub(super) fn ended(&self) {
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
    }

    /// The server has it; so many of them it had before.
    pub(super) fn took(&self, batch: &[Told], known: usize) {
        self.each(batch, |times, now| {
            times.taken = times.taken.or(Some(now));
            times.often += 1;
        });
        self.known.fetch_add(known, Ordering::Relaxed);
        self.taken.fetch_add(batch.len(), Ordering::SeqCst);
    }

    /// The server refused so many for good.
    pub(super) fn rejects(&self, many: usize) {
        self.rejected.fetch_add(many, Ordering::Relaxed);
    }

    /// A connection broke after a request had left.
    pub(super) fn breaks(&self) {
        self.broken.fetch_add(1, Ordering::Relaxed);
    }

    /// Nobody listened.
    pub(super) fn refuses(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// How much was delivered, from 0 to 1.
    #[expect(clippy::as_conversions, reason = "a share of a few thousand")]
    pub(super) fn progress(&self) -> f64 {
        self.taken() as f64 / self.deliveries.max(1) as f64
    }

    pub(super) fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }

    pub(super) const fn deliveries(&self) -> usize {
        self.deliveries
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::SeqCst)
    }

    pub(super) fn broken(&self) -> usize {
        self.broken.load(Ordering::Relaxed)
    }

    pub(super) fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }

    /// What the server itself called a duplicate.
    pub(super) fn known(&self) -> usize {
        self.known.load(Ordering::Relaxed)
    }

    pub(super) fn rejected(&self) -> usize {
        self.rejected.load(Ordering::Relaxed)
    }

    /// How many deliveries the server said yes to that it had said yes to before.
    pub(super) fn again(&self) -> usize {
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.values().map(|times| times.often.saturating_sub(1)).sum()
    }

    /// What was told the wrong way round.
    pub(super) fn disorder(&self) -> Disorder {
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = Disorder::default();
        for ((number, what), told) in times.iter() {
            let first = times.get(&(*number, What::Words(0))).and_then(|times| times.left);
            let before = told.taken.zip(first).is_some_and(|(taken, left)| taken < left);
            match what {
                What::Words(0) => {}
                What::Words(_) => found.edits += usize::from(before),
                What::Gone => found.deletes += usize::from(before),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Disorder, Ledger, What};
    use crate::inbound::plan::plan;

    #[test]
    fn every_pushed_word_is_delivered_and_many_more_than_once() {
        let plan = plan(1, 500, 2);
        let ledger = Ledger::new(1, &plan);
        let mut all = Vec::new();
        while let Some(batch) = ledger.next() {
            assert!((1..=20).contains(&batch.len()));
            all.extend_from_slice(batch);
        }
        assert_eq!(all.len(), ledger.deliveries());
        let pushed = plan.iter().enumerate().filter(|(_, s)| s.way == super::Way::Push);
        for (number, said) in pushed {
            let often = |what| all.iter().filter(|told| **told == (number, what)).count();
            assert!((1..=5).contains(&often(What::Words(0))));
            assert_eq!(often(What::Gone) > 0, said.gone);
        }
    }

    #[test]
    fn disorder_counts_only_what_was_taken_before_the_first_words_left() {
        let ledger = Ledger::new(1, &[]);
        let (post, edit, gone) = ((1, What::Words(0)), (1, What::Words(1)), (1, What::Gone));
        ledger.leaves(&[edit]);
        ledger.took(&[edit], 0);
        ledger.leaves(&[post]);
        ledger.leaves(&[gone]);
        ledger.took(&[gone], 0);
        ledger.took(&[post], 0);
        ledger.took(&[post], 1);
        assert_eq!(ledger.disorder(), Disorder { edits: 1, deletes: 0 });
        assert_eq!((ledger.again(), ledger.known(), ledger.taken()), (1, 1, 4));
    }
}
