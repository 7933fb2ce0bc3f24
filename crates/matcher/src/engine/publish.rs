//! Listeners that change while others match.
//!
//! Most listeners lie in a large segment, the base. What changes goes into small ones ([`Delta`]), and
//! a bit says that the base is out of date there. Readers take the whole of one moment at once and
//! never wait.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::batch::{Hit, Scratch};
use super::delta::{Delta, layer};
use super::frequency::Frequencies;
use super::snapshot::{Layer, Snapshot};
use crate::kept::Kept;
use crate::post_view::PostView;
use crate::query::Query;

/// Changes after which [`Engine::is_due`] asks for a merge.
const MOST_CHANGES: usize = 500;

/// All listeners, ready to match. Shared between threads; each brings a [`Scratch`] of its own.
#[derive(Debug)]
pub struct Engine {
    current: ArcSwap<Snapshot>,
    writer: Mutex<Writer>,
}

/// What only those who change listeners need.
#[derive(Debug)]
struct Writer {
    frequencies: Arc<Frequencies>,
    /// Every listener, paused ones too.
    sources: BTreeMap<u32, Source>,
    base: Layer,
    /// Listeners that are not in the base as they are now.
    delta: Delta,
    /// Grows with every change.
    clock: u64,
}

/// A listener, as it was given.
#[derive(Debug, Clone)]
struct Source {
    kept: Kept,
    paused: bool,
    /// The clock of its last change.
    changed: u64,
}

impl Source {
    const fn new(kept: Kept, changed: u64) -> Self {
        Self { kept, paused: false, changed }
    }
}

impl Engine {
    /// Compiles listeners, each under a number of the caller's. `frequencies` decides how well; a
    /// sample of the stream that they will listen to is best.
    #[must_use]
    pub fn new<'q>(
        listeners: impl IntoIterator<Item = (u32, &'q Query)>,
        frequencies: Frequencies,
    ) -> Self {
        let listeners = listeners.into_iter();
        Self::of_kept(
            listeners.map(|(number, query)| (number, Kept::new(query), query)),
            frequencies,
        )
    }

    /// As [`Engine::new`], for a caller that keeps the queries as well.
    pub(crate) fn of_kept<'q>(
        listeners: impl IntoIterator<Item = (u32, Kept, &'q Query)>,
        frequencies: Frequencies,
    ) -> Self {
        let listeners = listeners.into_iter().map(|(number, kept, query)| (number, (kept, query)));
        let listeners: BTreeMap<u32, (Kept, &Query)> = listeners.collect();
        let base =
            layer(listeners.iter().map(|(number, (_, query))| (*number, *query)), &frequencies);
        // In order and of known length, so that the tree is packed.
        let sources: Vec<(u32, Source)> = listeners
            .into_iter()
            .map(|(number, (kept, _))| (number, Source::new(kept, 0)))
            .collect();
        let mut writer = Writer {
            frequencies: Arc::new(frequencies),
            sources: sources.into_iter().collect(),
            delta: Delta::new(&base),
            base,
            clock: 0,
        };
        let current = ArcSwap::from_pointee(writer.snapshot());
        Self { current, writer: Mutex::new(writer) }
    }

    /// Adds a listener, or changes what it asks for; from the next batch on it is matched.
    pub fn put(&self, number: u32, query: &Query) {
        self.put_all([(number, Some(query))]);
    }

    /// Takes a listener away; says whether it was there.
    pub fn remove(&self, number: u32) -> bool {
        self.change(|writer| writer.remove(number))
    }

    /// Puts each listener that has a query and takes away each that has none, all in one moment:
    /// a batch sees none of it or all.
    pub fn put_all<'q>(&self, changes: impl IntoIterator<Item = (u32, Option<&'q Query>)>) {
        let kept = |query: &'q Query| (Kept::new(query), query);
        self.put_kept(changes.into_iter().map(|(number, query)| (number, query.map(kept))));
    }

    /// As [`Engine::put_all`], for a caller that keeps the queries as well.
    pub(crate) fn put_kept<'q>(
        &self,
        changes: impl IntoIterator<Item = (u32, Option<(Kept, &'q Query)>)>,
    ) {
        self.change(|writer| {
            let mut put = BTreeMap::new();
            for (number, query) in changes {
                match query {
                    Some((kept, query)) => {
                        writer.sources.insert(number, Source::new(kept, writer.clock));
                        put.insert(number, Arc::new(query.clone()));
                    }
                    None => {
                        writer.remove(number);
                        put.remove(&number);
                    }
                }
            }
            if !put.is_empty() {
                writer.wake(put);
            }
        });
    }

    /// Lets a listener rest; says whether it is there.
    pub fn pause(&self, number: u32) -> bool {
        self.change(|writer| {
            let clock = writer.clock;
            let Some(source) = writer.sources.get_mut(&number) else { return false };
            (source.paused, source.changed) = (true, clock);
            writer.kill(number);
            true
        })
    }

    /// Wakes a listener that rests; says whether it is there.
    pub fn resume(&self, number: u32) -> bool {
        self.change(|writer| {
            let clock = writer.clock;
            let Some(source) = writer.sources.get_mut(&number) else { return false };
            if std::mem::take(&mut source.paused) {
                source.changed = clock;
                let query = source.kept.query();
                writer.wake(query.map(|query| (number, query)));
            }
            true
        })
    }

    /// Every listener of each post, in the order of the posts. `hits` is emptied first.
    pub fn match_batch(&self, posts: &[PostView<'_>], scratch: &mut Scratch, hits: &mut Vec<Hit>) {
        hits.clear();
        self.current.load().match_batch(posts, scratch, hits);
    }

    /// How many listeners there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().sources.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether so much has changed that [`Self::merge`] should be called.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let writer = self.lock();
        writer.delta.len().max(writer.base.gone()) > MOST_CHANGES
    }

    /// Compiles everything into one segment again. It takes its time; readers and writers do not
    /// wait for it.
    pub fn merge(&self) {
        let frequencies = Arc::clone(&self.lock().frequencies);
        self.compile(frequencies);
    }

    /// As [`Self::merge`], by what was counted since: the stream is not what it was.
    pub fn merge_with(&self, frequencies: Frequencies) {
        self.compile(Arc::new(frequencies));
    }

    fn compile(&self, frequencies: Arc<Frequencies>) {
        let (sources, clock) = {
            let writer = self.lock();
            (writer.sources.clone(), writer.clock)
        };
        let queries: BTreeMap<u32, Arc<Query>> = sources
            .iter()
            .filter(|(_, source)| !source.paused)
            .filter_map(|(number, source)| Some((*number, source.kept.query()?)))
            .collect();
        let base = layer(queries.iter().map(|(number, query)| (*number, &**query)), &frequencies);
        // The filter over all of it takes a while as well, so it is made before others have to wait.
        let delta = Delta::new(&base);
        self.change(|writer| {
            (writer.base, writer.delta) = (base, delta);
            writer.frequencies = frequencies;
            writer.keep_since(clock, &sources);
        });
    }

    /// Makes a change and lets readers see it.
    fn change<T>(&self, change: impl FnOnce(&mut Writer) -> T) -> T {
        let mut writer = self.lock();
        writer.clock += 1;
        let answer = change(&mut writer);
        self.current.store(Arc::new(writer.snapshot()));
        answer
    }

    /// What readers see now.
    #[cfg(test)]
    pub(super) fn current(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    /// These listeners are asked from now on.
    fn wake(&mut self, listeners: impl IntoIterator<Item = (u32, Arc<Query>)>) {
        let base = &mut self.base;
        let listeners = listeners.into_iter().inspect(|(number, _)| base.kill(*number));
        self.delta.put(listeners, &self.frequencies);
    }

    fn remove(&mut self, number: u32) -> bool {
        self.kill(number);
        self.sources.remove(&number).is_some()
    }

    /// This listener is not asked any more.
    fn kill(&mut self, number: u32) {
        self.base.kill(number);
        self.delta.kill(number);
    }

    /// After a merge of what there was at `clock`: what has changed since stays changed.
    fn keep_since(&mut self, clock: u64, merged: &BTreeMap<u32, Source>) {
        let gone: Vec<u32> =
            merged.keys().filter(|number| !self.sources.contains_key(number)).copied().collect();
        let newer: Vec<(u32, Source)> = self
            .sources
            .iter()
            .filter(|(_, source)| source.changed > clock)
            .map(|(number, source)| (*number, source.clone()))
            .collect();
        for number in gone.iter().chain(newer.iter().map(|(number, _)| number)) {
            self.kill(*number);
        }
        let awake = newer.iter().filter(|(_, source)| !source.paused);
        self.wake(awake.filter_map(|(number, source)| Some((*number, source.kept.query()?))));
    }

    fn snapshot(&mut self) -> Snapshot {
        let (layers, filter) = self.delta.over(&self.base);
        Snapshot::new(layers, filter)
    }
}
