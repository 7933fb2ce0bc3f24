//! What readers see: all segments of one moment.

use std::sync::Arc;

use super::filter::Filter;
use super::segment::Segment;
use super::wants::Wants;

/// A segment among others.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) segment: Arc<Segment>,
    /// The number outside of each listener of the segment, in order.
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

    /// The segment no longer says what this listener asks for.
    pub(super) fn kill(&mut self, number: u32) {
        let Ok(place) = self.numbers.binary_search(&number) else { return };
        // Readers may still hold the old bits; then these are a copy.
        if let Some(bits) = Arc::make_mut(&mut self.dead).get_mut(place / 64) {
            *bits |= 1 << (place % 64);
        }
    }

    /// How many listeners of the segment are gone, changed or paused.
    pub(super) fn gone(&self) -> usize {
        self.dead.iter().map(|bits| usize::try_from(bits.count_ones()).unwrap_or(0)).sum()
    }
}

/// All segments of one moment.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// The keys of all layers.
    pub(super) filter: Arc<Filter>,
    pub(super) wants: Wants,
    pub(super) layers: Vec<Layer>,
}

impl Snapshot {
    /// The layers of a moment, whose keys `filter` holds.
    pub(super) fn new(layers: Vec<Layer>, filter: Arc<Filter>) -> Self {
        let wants =
            layers.iter().fold(Wants::default(), |wants, layer| wants.or(layer.segment.wants));
        Self { filter, wants, layers }
    }
}
