//! Matches posts in batches, in three passes, so that what the third reads is in the cache by then.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "the hot path; every place was counted by an earlier pass"
)]

use earshot_text::Folder;

use super::ask::Sheet;
use super::key::Key;
use super::near::NearRoom;
use super::page::Page;
use super::prefetch;
use super::reading::Reading;
use super::run::Work;
use super::sight;
use super::snapshot::{Layer, Snapshot};
use super::table::Range;
use crate::post_view::PostView;

/// Posts that go through the passes together: enough to hide the way to the memory, few enough that
/// their tokens stay in the nearest cache.
const BATCH: usize = 32;

/// A listener that a post satisfies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Which post of the batch, from 0.
    pub post: u32,
    /// Which listener, by the number under which it was put into the engine.
    pub listener: u32,
    /// Whether the query asks for something that only a verdict can say, and the post has none:
    /// then it may satisfy the query. Asked again with its verdict, it does or does not.
    pub pending: bool,
}

/// The memory of one thread. It grows to what its posts need and is used again for the next, so
/// that matching takes no memory in the long run.
#[derive(Debug, Default)]
pub struct Scratch {
    readings: Vec<Reading>,
    page: Page,
    room: NearRoom,
    /// Room for folding.
    folded: Folder,
    /// The probes of all keys of the batch, post by post, and where each post's end.
    probes: Vec<u32>,
    ends: Vec<usize>,
    /// Keys of the batch that passed the filter, with their post.
    sights: Vec<(u32, Key)>,
    /// Postings that were found, with their post and layer.
    wakes: Vec<(u32, u32, Range)>,
    /// The memory of each layer.
    layers: Vec<LayerScratch>,
    /// What it took so far.
    pub(super) effort: Effort,
    /// The number of the post, never 0; memories that carry another number are old.
    post: u32,
}

/// What matching took, since a scratch was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effort {
    /// Keys for which somebody waits.
    pub keys: u64,
    /// Programs that waited for them, before their guards were asked.
    pub postings: u64,
    /// Programs that were run.
    pub programs: u64,
}

/// What is remembered of one layer while a post is matched.
#[derive(Debug, Default)]
struct LayerScratch {
    /// A bit for each program that is waiting to run or has run.
    woken: Vec<u64>,
    /// A bit for each listener that matched.
    matched: Vec<u64>,
    /// Programs to run: number and place.
    waiting: Vec<(u32, u32)>,
    found: Vec<u32>,
    memory: Vec<u32>,
}

impl Snapshot {
    pub(super) fn match_batch(
        &self,
        posts: &[PostView<'_>],
        scratch: &mut Scratch,
        hits: &mut Vec<Hit>,
    ) {
        scratch.fit(self);
        for (number, batch) in posts.chunks(BATCH).enumerate() {
            self.see(batch, scratch);
            self.wake(scratch);
            self.verify(batch, (number * BATCH) as u32, scratch, hits);
        }
    }

    /// First pass: tokens, and the keys for which somebody may wait.
    fn see(&self, batch: &[PostView<'_>], scratch: &mut Scratch) {
        let Scratch { readings, sights, folded, probes, ends, .. } = scratch;
        let filter = &*self.filter;
        sights.clear();
        probes.clear();
        ends.clear();
        for ((number, post), reading) in (0..).zip(batch).zip(readings) {
            reading.read(post, self.wants);
            sight::keys(post, reading, self.wants, folded, |key| {
                probes.push(key.probe());
                if filter.may_hold(key) {
                    sights.push((number, key));
                    for layer in &self.layers {
                        layer.segment.table.prefetch(key);
                    }
                }
            });
            ends.push(probes.len());
        }
    }

    /// Second pass: who waits for them.
    fn wake(&self, scratch: &mut Scratch) {
        let Scratch { sights, wakes, .. } = scratch;
        wakes.clear();
        for (post, key) in sights.iter() {
            for (number, layer) in (0..).zip(&self.layers) {
                if let Some(range) = layer.segment.table.find(*key) {
                    prefetch::read(&layer.segment.postings, range.first as usize);
                    wakes.push((*post, number, range));
                }
            }
        }
    }

    /// Third pass, post by post: run what was woken.
    fn verify(
        &self,
        batch: &[PostView<'_>],
        first: u32,
        scratch: &mut Scratch,
        hits: &mut Vec<Hit>,
    ) {
        let always = self.layers.iter().any(|layer| !layer.segment.always.is_empty());
        let mut from = 0;
        for (number, post) in (0..).zip(batch) {
            let wakes = &scratch.wakes[from..];
            let count = wakes.iter().take_while(|wake| wake.0 == number).count();
            let wakes = from..from + count;
            from += count;
            if count == 0 && !always {
                continue;
            }
            scratch.next_post();
            let reading = &scratch.readings[number as usize];
            let start = number.checked_sub(1).map_or(0, |before| scratch.ends[before as usize]);
            let probes = &scratch.probes[start..scratch.ends[number as usize]];
            scratch.page.fill(reading, probes, self.wants);
            scratch.room.numbered = false;
            for (place, layer) in (0..).zip(&self.layers) {
                let own = &mut scratch.layers[place as usize];
                let woken = scratch.wakes[wakes.clone()].iter().filter(|wake| wake.1 == place);
                for (_, _, range) in woken {
                    scratch.effort.keys += 1;
                    scratch.effort.postings += u64::from(range.count);
                    own.collect(layer, &scratch.page, *range);
                }
                scratch.effort.programs += own.waiting.len() as u64;
                let segment = &*layer.segment;
                let sheet = Sheet { post, reading, page: &scratch.page, segment };
                own.run(layer, &sheet, &mut scratch.room, scratch.post);
                hits.extend(own.found.drain(..).map(|listener| Hit {
                    post: first + number,
                    listener: layer.numbers[listener as usize],
                    pending: post.verdict.is_none() && segment.is_pending(listener),
                }));
            }
        }
    }
}

impl LayerScratch {
    /// Notes the programs behind postings, each once.
    #[inline]
    fn collect(&mut self, layer: &Layer, page: &Page, range: Range) {
        let postings = &layer.segment.postings;
        for posting in &postings[range.first as usize..(range.first + range.count) as usize] {
            if !page.shows(posting.guard) {
                continue;
            }
            let (word, bit) = ((posting.program >> 6) as usize, 1 << (posting.program & 63));
            if self.woken[word] & bit == 0 {
                self.woken[word] |= bit;
                prefetch::read(&layer.segment.code, posting.code as usize);
                prefetch::read(&layer.segment.code, posting.code as usize + 16);
                self.waiting.push((posting.program, posting.code));
            }
        }
    }

    /// Runs what is waiting, and what always runs.
    #[inline]
    fn run(&mut self, layer: &Layer, sheet: &Sheet<'_>, room: &mut NearRoom, post: u32) {
        for (program, _) in &self.waiting {
            self.woken[(program >> 6) as usize] = 0;
        }
        let woken = self.waiting.iter().map(|(_, code)| code);
        let mut work = Work { memory: &mut self.memory, room, post };
        for code in woken.chain(&layer.segment.always) {
            let Some(listener) = sheet.run(*code, &mut work) else { continue };
            let (word, bit) = ((listener >> 6) as usize, 1 << (listener & 63));
            if self.matched[word] & bit == 0 && layer.is_alive(listener) {
                self.matched[word] |= bit;
                self.found.push(listener);
            }
        }
        for listener in &self.found {
            self.matched[(listener >> 6) as usize] = 0;
        }
        self.waiting.clear();
    }
}

impl Scratch {
    /// Makes room for the layers of a snapshot.
    fn fit(&mut self, snapshot: &Snapshot) {
        self.readings.resize_with(BATCH, Reading::default);
        self.layers.resize_with(snapshot.layers.len(), LayerScratch::default);
        for (own, layer) in self.layers.iter_mut().zip(&snapshot.layers) {
            own.woken.resize(layer.segment.programs / 64 + 1, 0);
            own.matched.resize(layer.segment.listeners / 64 + 1, 0);
            // What another segment remembered carries the number of an earlier post.
            own.memory.resize(layer.segment.shared_starts.len(), 0);
        }
    }

    /// What matching took so far.
    #[must_use]
    pub const fn effort(&self) -> Effort {
        self.effort
    }

    fn next_post(&mut self) {
        self.post = (self.post + 1) & (u32::MAX >> 1);
        if self.post == 0 {
            self.post = 1;
            for layer in &mut self.layers {
                layer.memory.fill(0);
            }
        }
    }
}
