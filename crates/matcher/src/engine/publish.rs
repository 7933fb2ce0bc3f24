//! Listeners that change while others match.
//!
//! Most listeners lie in a large segment, the base. What changes goes into a small one, which is
//! made anew with each change, and a bit says that the base is out of date there. Readers take the
//! whole of one moment at once and never wait.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::batch::{Hit, Scratch};
use super::frequency::Frequencies;
use super::segment::Segment;
use super::snapshot::{Layer, Snapshot};
use crate::ast::Node;
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
    /// Its numbers are in order.
    base: Layer,
    /// Listeners that are not in the base as they are now.
    changed: BTreeMap<u32, Query>,
    /// Grows with every change.
    clock: u64,
}

/// A listener, as it was given.
#[derive(Debug, Clone)]
struct Source {
    text: Arc<str>,
    /// The query itself, where reading the text does not give it again: one that names lists, or
    /// that is longer when all its brackets are written.
    query: Option<Arc<Query>>,
    paused: bool,
    /// The clock of its last change.
    changed: u64,
}

impl Source {
    fn new(query: &Query, changed: u64) -> Self {
        let text: Arc<str> = query.to_string().into();
        let same = Query::parse_search(&text).is_ok_and(|again| again.node() == query.node());
        let query = (!same).then(|| Arc::new(query.clone()));
        Self { text, query, paused: false, changed }
    }

    fn query(&self) -> Option<Query> {
        match &self.query {
            Some(query) => Some(Query::clone(query)),
            None => Query::parse_search(&self.text).ok(),
        }
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
        let listeners: BTreeMap<u32, &Query> = listeners.into_iter().collect();
        // In order and of known length, so that the tree is packed.
        let sources: Vec<(u32, Source)> =
            listeners.iter().map(|(number, query)| (*number, Source::new(query, 0))).collect();
        let base = layer(listeners.iter().map(|(number, query)| (*number, *query)), &frequencies);
        let mut writer = Writer {
            frequencies: Arc::new(frequencies),
            sources: sources.into_iter().collect(),
            base,
            changed: BTreeMap::new(),
            clock: 0,
        };
        let current = ArcSwap::from_pointee(writer.snapshot());
        Self { current, writer: Mutex::new(writer) }
    }

    /// Adds a listener, or changes what it asks for; from the next batch on it is matched.
    pub fn put(&self, number: u32, query: &Query) {
        self.change(|writer| writer.put(number, query));
    }

    /// Takes a listener away; says whether it was there.
    pub fn remove(&self, number: u32) -> bool {
        self.change(|writer| writer.remove(number))
    }

    /// Puts each listener that has a query and takes away each that has none, all in one moment:
    /// a batch sees none of it or all.
    pub fn put_all<'q>(&self, changes: impl IntoIterator<Item = (u32, Option<&'q Query>)>) {
        self.change(|writer| {
            for (number, query) in changes {
                match query {
                    Some(query) => writer.put(number, query),
                    None => {
                        writer.remove(number);
                    }
                }
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
            writer.changed.remove(&number);
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
                let query = source.query();
                writer.changed.extend(query.map(|query| (number, query)));
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
        self.lock().changed.len() > MOST_CHANGES
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
        let queries: BTreeMap<u32, Query> = sources
            .iter()
            .filter(|(_, source)| !source.paused)
            .filter_map(|(number, source)| Some((*number, source.query()?)))
            .collect();
        let base = layer(queries.iter().map(|(number, query)| (*number, query)), &frequencies);
        self.change(|writer| {
            writer.base = base;
            writer.frequencies = frequencies;
            writer.changed.clear();
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

    fn lock(&self) -> std::sync::MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    fn put(&mut self, number: u32, query: &Query) {
        self.sources.insert(number, Source::new(query, self.clock));
        self.kill(number);
        self.changed.insert(number, query.clone());
    }

    fn remove(&mut self, number: u32) -> bool {
        self.kill(number);
        self.changed.remove(&number);
        self.sources.remove(&number).is_some()
    }

    /// The base no longer says what this listener asks for.
    fn kill(&mut self, number: u32) {
        let Ok(place) = self.base.numbers.binary_search(&number) else { return };
        // Readers may still hold the old bits; then these are a copy.
        if let Some(bits) = Arc::make_mut(&mut self.base.dead).get_mut(place / 64) {
            *bits |= 1 << (place % 64);
        }
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
        for (number, source) in newer.iter().filter(|(_, source)| !source.paused) {
            self.changed.extend(source.query().map(|query| (*number, query)));
        }
    }

    fn snapshot(&mut self) -> Snapshot {
        let mut layers = vec![self.base.clone()];
        if !self.changed.is_empty() {
            let changed = self.changed.iter().map(|(number, query)| (*number, query));
            layers.push(layer(changed, &self.frequencies));
        }
        Snapshot::new(layers)
    }
}

fn layer<'q>(
    listeners: impl Iterator<Item = (u32, &'q Query)>,
    frequencies: &Frequencies,
) -> Layer {
    let (numbers, nodes): (Vec<u32>, Vec<&Node>) =
        listeners.map(|(number, query)| (number, query.node())).unzip();
    let segment = Arc::new(Segment::new(&nodes, frequencies));
    let dead = vec![0; numbers.len() / 64 + 1].into();
    Layer { segment, numbers: numbers.into(), dead }
}
