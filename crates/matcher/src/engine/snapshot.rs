//! What readers see: all segments of one moment.

use std::sync::Arc;

use super::filter::Filter;
use super::segment::Segment;
use super::wants::Wants;

/// A segment among others.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) segment: Arc<Segment>,
    /// The number outside of each listener of the segment.
    pub(super) numbers: Arc<[u32]>,
    /// A bit for each listener that is gone, changed or paused since the segment was made.
    pub(super) dead: Arc<[u64]>,
}

impl Layer {
    /// Whether the listener is still what the segment says.
    pub(super) fn is_alive(&self, listener: u32) -> bool {
        let place = usize::try_from(listener >> 6).unwrap_or(usize::MAX);
        self.dead.get(place).is_none_or(|bits| bits >> (listener & 63) & 1 == 0)
    }
}

/// All segments of one moment.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// The keys of all layers.
    pub(super) filter: Filter,
    pub(super) wants: Wants,
    pub(super) layers: Vec<Layer>,
}

impl Snapshot {
    pub(super) fn new(layers: Vec<Layer>) -> Self {
        let keys = layers.iter().map(|layer| layer.segment.table.keys().count()).sum();
        let mut filter = Filter::new(keys);
        let mut wants = Wants::default();
        for layer in &layers {
            wants = wants.or(layer.segment.wants);
            for key in layer.segment.table.keys() {
                filter.insert(key);
            }
        }
        Self { filter, wants, layers }
    }
}
