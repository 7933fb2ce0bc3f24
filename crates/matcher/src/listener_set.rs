//! All listeners of an organization, asked of one post at a time while they change.

mod live;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use earshot_model::{ListenerHit, ListenerId, ListenerPurpose};
use earshot_text::Tokens;

use self::live::{Heard, Lately, Member, Roll};
use crate::document::Document;
use crate::engine::{Engine, Frequencies, Hit, Scratch};
use crate::evaluate::Fuel;
use crate::kept::Kept;
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
/// engine knows which are rare in this very stream. Whether a post matches is the engine's word;
/// marking its words takes a bounded time.
#[derive(Debug)]
pub struct ListenerSet {
    roll: RwLock<Roll>,
    engine: Engine,
    /// Memory for matching that no thread uses at the moment.
    resting: Mutex<Vec<Scratch>>,
    heard: Mutex<Heard>,
    lately: Mutex<Lately>,
    /// Held while listeners change, so that roll and engine see the changes in one order.
    changing: Mutex<()>,
    /// The last change that the engine knows. What changed later may be newer in the roll.
    settled: AtomicU32,
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
        let mut all: Vec<(u32, Kept, Query)> = Vec::new();
        for listener in listeners {
            let listener: Listener = listener.into();
            let kept = Kept::new(&listener.query);
            all.push((roll.put(&listener, kept.clone()), kept, listener.query));
        }
        roll.shrink();
        let queries = all.iter().map(|(number, kept, query)| (*number, kept.clone(), query));
        let engine = Engine::of_kept(queries, frequencies);
        Self {
            roll: RwLock::new(roll),
            engine,
            resting: Mutex::default(),
            heard: Mutex::default(),
            lately: Mutex::default(),
            changing: Mutex::default(),
            settled: AtomicU32::default(),
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
        let put: Vec<(Kept, Listener)> = put
            .into_iter()
            .map(Into::into)
            .map(|listener: Listener| (Kept::new(&listener.query), listener))
            .collect();
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let (change, gone, numbers) = {
            let mut roll = self.roll.write().unwrap_or_else(PoisonError::into_inner);
            let change = roll.begin();
            let gone: Vec<u32> = gone.iter().filter_map(|id| roll.remove(*id)).collect();
            let number = |(kept, listener): &(Kept, Listener)| roll.put(listener, kept.clone());
            (change, gone, put.iter().map(number).collect::<Vec<u32>>())
        };
        if !(gone.is_empty() && put.is_empty()) {
            let new = put.iter().map(|(kept, listener)| Some((kept.clone(), &listener.query)));
            let gone = gone.into_iter().map(|number| (number, None));
            self.engine.put_kept(gone.chain(numbers.into_iter().zip(new)));
        }
        self.settled.store(change, Ordering::Release);
    }

    /// Every listener that the post satisfies, with the places in its text. Those that ask for
    /// something that only a verdict can say are left out while there is none.
    #[must_use]
    pub fn matches(&self, post: &PostView<'_>) -> Vec<ListenerHit> {
        let (hits, settled) = self.ask(post);
        let mut hits: Vec<Hit> = hits.into_iter().filter(|hit| !hit.pending).collect();
        if hits.is_empty() {
            return Vec::new();
        }
        hits.sort_unstable();
        let tokens = Tokens::of(post.text);
        let (document, mut fuel) = (Document::new(post, &tokens), Fuel::default());
        let told = |hit: &Hit| {
            let member = self.roll(|roll| roll.find(hit.listener))?;
            let query = self.query(hit.listener, &member)?;
            if member.change > settled && !document.satisfies(query.node()) {
                return None;
            }
            let spans = document.spans(query.node(), &mut fuel);
            let Member { id, version, purpose, .. } = member;
            Some(ListenerHit { listener_id: id, version, purpose, spans })
        };
        hits.iter().filter_map(told).collect()
    }

    /// Whether some listener asks for the post, or may once there is a verdict: what a source that tells
    /// everything is sifted by. A listener whose purpose is exclusion asks for nothing, and turns away
    /// what it matches.
    #[must_use]
    pub fn asks_for(&self, post: &PostView<'_>) -> bool {
        let (hits, settled) = self.ask(post);
        let mut asked = false;
        for hit in hits {
            let Some(member) = self.roll(|roll| roll.find(hit.listener)) else { continue };
            // The listener may have changed while it was asked.
            let holds = hit.pending
                || member.change <= settled
                || self.query(hit.listener, &member).is_some_and(|query| query.matches(post));
            match member.purpose {
                ListenerPurpose::Exclusion if holds && !hit.pending => return false,
                ListenerPurpose::Exclusion => {}
                _ => asked |= holds,
            }
        }
        asked
    }

    /// What the engine says of a post, and the last change that it knew for sure: of a listener that
    /// changed later, it may know the query before or the one after.
    fn ask(&self, post: &PostView<'_>) -> (Vec<Hit>, u32) {
        let settled = self.settled.load(Ordering::Acquire);
        let mut scratch = self.resting().pop().unwrap_or_default();
        let mut hits = Vec::new();
        self.engine.match_batch(std::slice::from_ref(post), &mut scratch, &mut hits);
        self.resting().push(scratch);
        self.hear(post);
        (hits, settled)
    }

    /// The query of a listener.
    fn query(&self, number: u32, member: &Member) -> Option<Arc<Query>> {
        if let Some(query) = self.lately().find(number, member.change) {
            return Some(query);
        }
        let query = member.kept.query()?;
        self.lately().add(number, member.change, &query);
        Some(query)
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

    fn roll<T>(&self, ask: impl FnOnce(&Roll) -> T) -> T {
        ask(&self.roll.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn lately(&self) -> MutexGuard<'_, Lately> {
        self.lately.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn resting(&self) -> MutexGuard<'_, Vec<Scratch>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
