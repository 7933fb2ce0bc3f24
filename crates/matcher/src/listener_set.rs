//! All listeners of an organization, asked of one post at a time.

use std::sync::{Mutex, PoisonError};

use earshot_model::{ListenerHit, ListenerId, ListenerPurpose};

use crate::engine::{Engine, Frequencies, Scratch};
use crate::post_view::PostView;
use crate::query::Query;

/// A stored query with what a hit must say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Which listener.
    pub id: ListenerId,
    /// Its version, which a hit records.
    pub version: i64,
    /// What it is for. The set treats all alike; what an exclusion means is the caller's matter.
    pub purpose: ListenerPurpose,
    /// What it asks for.
    pub query: Query,
}

impl From<(ListenerId, i64, ListenerPurpose, Query)> for Listener {
    fn from((id, version, purpose, query): (ListenerId, i64, ListenerPurpose, Query)) -> Self {
        Self { id, version, purpose, query }
    }
}

/// Listeners with the engine over them, and with their queries, which say where a text matches.
#[derive(Debug)]
pub struct ListenerSet {
    listeners: Vec<Listener>,
    engine: Engine,
    /// Memory for matching that no thread uses at the moment.
    resting: Mutex<Vec<Scratch>>,
}

impl Default for ListenerSet {
    fn default() -> Self {
        Self::new(std::iter::empty::<Listener>())
    }
}

impl ListenerSet {
    /// Compiles listeners. Hits come in this order.
    #[must_use]
    pub fn new(listeners: impl IntoIterator<Item = impl Into<Listener>>) -> Self {
        Self::with_frequencies(listeners, Frequencies::default())
    }

    /// Compiles listeners for a stream of which a sample was counted.
    #[must_use]
    pub fn with_frequencies(
        listeners: impl IntoIterator<Item = impl Into<Listener>>,
        frequencies: Frequencies,
    ) -> Self {
        let listeners: Vec<Listener> = listeners.into_iter().map(Into::into).collect();
        let numbered = (0..).zip(listeners.iter().map(|listener| &listener.query));
        let engine = Engine::new(numbered, frequencies);
        Self { listeners, engine, resting: Mutex::default() }
    }

    /// How many listeners there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.listeners.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.listeners.is_empty()
    }

    /// The listeners, in the order of their hits.
    #[must_use]
    pub fn listeners(&self) -> &[Listener] {
        &self.listeners
    }

    /// Every listener that the post satisfies, with the places in its text.
    #[must_use]
    pub fn matches(&self, post: &PostView<'_>) -> Vec<ListenerHit> {
        let mut scratch = self.lock().pop().unwrap_or_default();
        let mut hits = Vec::new();
        self.engine.match_batch(std::slice::from_ref(post), &mut scratch, &mut hits);
        self.lock().push(scratch);
        hits.sort_unstable();
        hits.iter().filter_map(|hit| self.hit(hit.listener, post)).collect()
    }

    /// The hit of a listener; `None` where only the verdict could say it, and does not.
    fn hit(&self, number: u32, post: &PostView<'_>) -> Option<ListenerHit> {
        let listener = self.listeners.get(usize::try_from(number).ok()?)?;
        let spans = listener.query.spans(post)?;
        let Listener { id, version, purpose, .. } = *listener;
        Some(ListenerHit { listener_id: id, version, purpose, spans })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Scratch>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
