//! Listeners that changed since the base was compiled, and the filter over base and changes.
//!
//! The last few changes lie in a layer that is compiled with each change, those before them in a
//! second one that is compiled once in [`FRESH`] changes. So a change costs what the last few changes
//! cost, however many listeners there are, and readers have two small layers more to look into.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::filter::Filter;
use super::frequency::Frequencies;
use super::segment::Segment;
use super::snapshot::Layer;
use crate::ast::Node;
use crate::query::Query;

/// How many changes are compiled with each further one: with 500 changes until a merge, about the
/// square root of that makes both layers cost the same.
const FRESH: usize = 24;
/// Keys for which a filter has room besides those of the base. 500 listeners have about as many.
const ROOM: usize = 2_048;

/// A compiled layer, and the listeners of it that still are what it says.
#[derive(Debug, Default)]
struct Changes {
    queries: BTreeMap<u32, Arc<Query>>,
    layer: Option<Layer>,
}

/// What changed since the base was compiled.
#[derive(Debug)]
pub(super) struct Delta {
    aged: Changes,
    fresh: Changes,
    filter: Arc<Filter>,
    /// How many keys of the changes the filter can still take.
    room: usize,
}

impl Delta {
    /// Nothing has changed.
    pub(super) fn new(base: &Layer) -> Self {
        let (filter, room) = filter_of([base].into_iter());
        Self { aged: Changes::default(), fresh: Changes::default(), filter, room }
    }

    /// How many listeners it holds.
    pub(super) fn len(&self) -> usize {
        self.aged.queries.len() + self.fresh.queries.len()
    }

    /// Takes changed listeners in; each stands in it once afterwards.
    pub(super) fn put(
        &mut self,
        listeners: impl IntoIterator<Item = (u32, Arc<Query>)>,
        frequencies: &Frequencies,
    ) {
        for (number, query) in listeners {
            self.kill(number);
            self.fresh.queries.insert(number, query);
        }
        if self.fresh.queries.len() > FRESH {
            self.aged.queries.append(&mut self.fresh.queries);
            self.aged.compile(frequencies);
        }
        self.fresh.compile(frequencies);
    }

    /// Takes a listener out; says whether it was in it.
    pub(super) fn kill(&mut self, number: u32) -> bool {
        self.fresh.kill(number) | self.aged.kill(number)
    }

    /// The layers of this moment, and a filter that holds the keys of all of them.
    pub(super) fn over(&mut self, base: &Layer) -> (Vec<Layer>, Arc<Filter>) {
        let changes = [&self.aged, &self.fresh].into_iter().filter_map(|own| own.layer.clone());
        let layers: Vec<Layer> = std::iter::once(base.clone()).chain(changes).collect();
        let keys = layers.iter().skip(1).flat_map(|layer| layer.segment.table.keys());
        let new = keys.filter(|key| self.filter.insert(*key)).count();
        match self.room.checked_sub(new) {
            Some(left) => self.room = left,
            None => (self.filter, self.room) = filter_of(layers.iter()),
        }
        (layers, Arc::clone(&self.filter))
    }
}

impl Changes {
    fn kill(&mut self, number: u32) -> bool {
        if let Some(layer) = &mut self.layer {
            layer.kill(number);
        }
        self.queries.remove(&number).is_some()
    }

    fn compile(&mut self, frequencies: &Frequencies) {
        let queries = self.queries.iter().map(|(number, query)| (*number, &**query));
        self.layer = (!self.queries.is_empty()).then(|| layer(queries, frequencies));
    }
}

/// A filter over the keys of layers, and for how many more it has room.
fn filter_of<'l>(layers: impl Iterator<Item = &'l Layer> + Clone) -> (Arc<Filter>, usize) {
    let keys: usize = layers.clone().map(|layer| layer.segment.table.len()).sum();
    // What came since the base may come again before the next merge.
    let room = ROOM.max(keys / 8);
    let filter = Filter::new(keys + room);
    for layer in layers {
        for key in layer.segment.table.keys() {
            filter.insert(key);
        }
    }
    (Arc::new(filter), room)
}

/// Compiles listeners, which come in the order of their numbers.
pub(super) fn layer<'q>(
    listeners: impl Iterator<Item = (u32, &'q Query)>,
    frequencies: &Frequencies,
) -> Layer {
    let (numbers, nodes): (Vec<u32>, Vec<&Node>) =
        listeners.map(|(number, query)| (number, query.node())).unzip();
    let segment = Arc::new(Segment::new(&nodes, frequencies));
    let dead = vec![0; numbers.len() / 64 + 1].into();
    Layer { segment, numbers: numbers.into(), dead }
}

#[cfg(test)]
mod tests {
    use super::super::Engine;
    use super::*;

    fn query(text: &str) -> Query {
        Query::parse(text).unwrap()
    }

    #[test]
    fn a_change_leaves_base_and_filter_where_they_are() {
        let all: Vec<Query> = (0..2_000).map(|n| query(&format!("word{n}"))).collect();
        let engine = Engine::new((0..).zip(&all), Frequencies::default());
        let before = engine.current();
        for number in 0..90 {
            engine.put(5_000 + number, &query(&format!("other{number}")));
            engine.put(number, &query(&format!("changed{number}")));
            engine.pause(500 + number);
        }
        let after = engine.current();
        assert!(Arc::ptr_eq(&before.filter, &after.filter));
        assert!(Arc::ptr_eq(&before.layers[0].segment, &after.layers[0].segment));
        let sizes: Vec<usize> = after.layers.iter().map(|layer| layer.segment.listeners).collect();
        assert_eq!(sizes.first(), Some(&2_000));
        assert!(sizes.len() <= 3 && sizes.get(2).is_none_or(|size| *size <= FRESH), "{sizes:?}");
    }

    #[test]
    fn a_filter_that_is_full_is_made_anew() {
        let engine = Engine::new(std::iter::empty(), Frequencies::default());
        let before = engine.current();
        let many: Vec<Query> = (0..3_000).map(|n| query(&format!("word{n}"))).collect();
        engine.put_all((0..).zip(many.iter().map(Some)));
        let after = engine.current();
        assert!(!Arc::ptr_eq(&before.filter, &after.filter));
        let keys = |layer: &Layer| layer.segment.table.keys().collect::<Vec<_>>();
        let keys: Vec<_> = after.layers.iter().flat_map(keys).collect();
        assert!(keys.len() >= 3_000 && keys.iter().all(|key| after.filter.may_hold(*key)));
    }
}
