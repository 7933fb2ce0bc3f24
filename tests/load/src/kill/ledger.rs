//! What the clients know: kept in their process, apart from the server and its database.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The clients' own account of what they sent and what they were told.
pub(super) struct Ledger {
    posts: usize,
    started: AtomicUsize,
    in_flight: AtomicUsize,
    broken: AtomicUsize,
    refused: AtomicUsize,
    late_duplicates: AtomicUsize,
    rejected: AtomicUsize,
    accepted: Mutex<HashSet<String>>,
}

impl Ledger {
    /// An empty ledger for so many posts.
    pub(super) fn new(posts: usize) -> Self {
        Self {
            posts,
            started: AtomicUsize::new(0),
            in_flight: AtomicUsize::new(0),
            broken: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            late_duplicates: AtomicUsize::new(0),
            rejected: AtomicUsize::new(0),
            accepted: Mutex::default(),
        }
    }

    /// Whether there is one more post to send.
    pub(super) fn next(&self) -> bool {
        self.started.fetch_add(1, Ordering::Relaxed) < self.posts
    }

    /// A request leaves.
    pub(super) fn leaves(&self) {
        self.in_flight.fetch_add(1, Ordering::SeqCst);
    }

    /// Its answer came, or will never come.
    pub(super) fn ended(&self) {
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
    }

    /// The server took this post. `duplicate` says that it had it already: then an earlier request
    /// was stored, and only its answer was lost.
    pub(super) fn accept(&self, id: &str, duplicate: bool) {
        if duplicate {
            self.late_duplicates.fetch_add(1, Ordering::Relaxed);
        }
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
    }

    /// The server refused this post for good.
    pub(super) fn reject(&self) {
        self.rejected.fetch_add(1, Ordering::Relaxed);
    }

    /// A connection broke after a request had left.
    pub(super) fn breaks(&self) {
        self.broken.fetch_add(1, Ordering::Relaxed);
    }

    /// Nobody listened.
    pub(super) fn refuses(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
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

    pub(super) fn late_duplicates(&self) -> usize {
        self.late_duplicates.load(Ordering::Relaxed)
    }

    pub(super) fn rejected(&self) -> usize {
        self.rejected.load(Ordering::Relaxed)
    }

    /// How many posts were accepted.
    pub(super) fn accepted(&self) -> usize {
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Their channel ids.
    pub(super) fn ids(&self) -> HashSet<String> {
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::Ledger;

    #[test]
    fn a_post_counts_once_and_a_late_duplicate_is_told() {
        let ledger = Ledger::new(2);
        assert!(ledger.next() && ledger.next() && !ledger.next());
        ledger.leaves();
        ledger.leaves();
        ledger.ended();
        assert_eq!(ledger.in_flight(), 1);
        ledger.accept("a", false);
        ledger.accept("a", true);
        assert_eq!((ledger.accepted(), ledger.late_duplicates()), (1, 1));
        assert!(ledger.ids().contains("a"));
    }
}
