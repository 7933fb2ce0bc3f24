//! All listeners of an organization, asked of one post at a time while they change.

mod live;

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use earshot_model::{ListenerHit, ListenerId, ListenerPurpose};

use self::live::{Heard, Roll};
use crate::engine::{Engine, Frequencies, Hit, Scratch};
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
///
/// They may change while other threads match: nobody waits for that, and a match holds for the
/// version of the query that it tells. The words of some of the posts are counted, so that the
/// engine knows which are rare in this very stream.
#[derive(Debug)]
pub struct ListenerSet {
    roll: RwLock<Roll>,
    engine: Engine,
    /// Memory for matching that no thread uses at the moment.
    resting: Mutex<Vec<Scratch>>,
    heard: Mutex<Heard>,
    /// Held while the engine is compiled anew.
    tending: Mutex<()>,
}

impl Default for ListenerSet {
    fn default() -> Self {
        Self::new(std::iter::empty::<Listener>())
    }
}

impl ListenerSet {
    /// Compiles listeners. Hits come in this order, those that were put later after them.
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
        let mut roll = Roll::default();
        for listener in listeners {
            roll.put(listener.into());
        }
        let engine = Engine::new(roll.queries(), frequencies);
        Self {
            roll: RwLock::new(roll),
            engine,
            resting: Mutex::default(),
            heard: Mutex::default(),
            tending: Mutex::default(),
        }
    }

    /// How many listeners there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.roll(Roll::len)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether some listener asks for something that only a verdict can say.
    #[must_use]
    pub fn waits_for_verdict(&self) -> bool {
        self.roll(Roll::waits)
    }

    /// Adds listeners, or changes those that are there under the same id, and takes away others.
    /// All of it holds from the next post on.
    pub fn change(&self, put: impl IntoIterator<Item = impl Into<Listener>>, gone: &[ListenerId]) {
        let mut changed = Vec::new();
        {
            let mut roll = self.roll.write().unwrap_or_else(PoisonError::into_inner);
            changed.extend(gone.iter().filter_map(|id| Some((roll.remove(*id)?, None))));
            changed.extend(put.into_iter().map(|listener| {
                let (number, listener) = roll.put(listener.into());
                (number, Some(listener))
            }));
        }
        if !changed.is_empty() {
            let queries = changed
                .iter()
                .map(|(number, listener)| (*number, listener.as_deref().map(|own| &own.query)));
            self.engine.put_all(queries);
        }
    }

    /// Every listener that the post satisfies, with the places in its text. Those that ask for
    /// something that only a verdict can say are left out while there is none.
    #[must_use]
    pub fn matches(&self, post: &PostView<'_>) -> Vec<ListenerHit> {
        let mut scratch = self.resting().pop().unwrap_or_default();
        let mut hits = Vec::new();
        self.engine.match_batch(std::slice::from_ref(post), &mut scratch, &mut hits);
        self.resting().push(scratch);
        self.hear(post);
        hits.retain(|hit| post.verdict.is_some() || !hit.pending);
        hits.sort_unstable();
        hits.iter().filter_map(|hit| self.hit(*hit, post)).collect()
    }

    /// Whether some listener asks for the post, or may once there is a verdict: what a source that tells
    /// everything is sifted by. A listener whose purpose is exclusion asks for nothing, and turns away
    /// what it matches.
    #[must_use]
    pub fn asks_for(&self, post: &PostView<'_>) -> bool {
        let mut scratch = self.resting().pop().unwrap_or_default();
        let mut hits = Vec::new();
        self.engine.match_batch(std::slice::from_ref(post), &mut scratch, &mut hits);
        self.resting().push(scratch);
        self.hear(post);
        let mut asked = false;
        for hit in hits {
            let Some(listener) = self.roll(|roll| roll.find(hit.listener)) else { continue };
            let open = hit.pending && post.verdict.is_none();
            // The listener may have changed while it was asked.
            let holds = open || listener.query.spans(post).is_some();
            match listener.purpose {
                ListenerPurpose::Exclusion if holds && !open => return false,
                ListenerPurpose::Exclusion => {}
                _ => asked |= holds,
            }
        }
        asked
    }

    /// Whether [`Self::tend`] has something to do: many listeners have changed, or it is known
    /// better by now which words are rare.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.engine.is_due() || (self.len() >= live::FEW && self.heard().is_due())
    }

    /// Compiles the engine anew, by what was heard. It takes its time, a second for tens of
    /// thousands of listeners; those who match or change listeners do not wait for it. Does
    /// nothing while another thread is at it.
    pub fn tend(&self) {
        let Ok(_alone) = self.tending.try_lock() else { return };
        let learned = self.heard().learn();
        match learned {
            Some(frequencies) => self.engine.merge_with(frequencies),
            None => self.engine.merge(),
        }
    }

    /// Counts the words of some of the posts, unless another thread does so right now.
    fn hear(&self, post: &PostView<'_>) {
        if self.len() >= live::FEW
            && let Ok(mut heard) = self.heard.try_lock()
        {
            heard.hear(post);
        }
    }

    /// The hit of a listener; `None` where only the verdict could say it, and does not, and where
    /// the listener has just changed and no longer asks for this.
    fn hit(&self, hit: Hit, post: &PostView<'_>) -> Option<ListenerHit> {
        let listener: Arc<Listener> = self.roll(|roll| roll.find(hit.listener))?;
        let spans = listener.query.spans(post)?;
        let Listener { id, version, purpose, .. } = *listener;
        Some(ListenerHit { listener_id: id, version, purpose, spans })
    }

    fn roll<T>(&self, ask: impl FnOnce(&Roll) -> T) -> T {
        ask(&self.roll.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Vec<Scratch>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heard(&self) -> std::sync::MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
