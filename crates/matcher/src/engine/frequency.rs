//! How often keys occur, from a sample of posts. It decides which word of a query wakes it.

use super::key::Key;
use super::reading::Reading;
use super::sight;
use super::wants::Wants;
use crate::post_view::PostView;

/// Counters, as a power of two. Keys share them by chance, so a count may be too high: then a word
/// is thought to be commoner than it is, which costs time and nothing else.
const COUNTERS: usize = 1 << 18;

/// In how many posts of a sample each key was seen.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    counts: Vec<u32>,
    posts: u32,
}

impl Frequencies {
    /// Counts the posts of a sample. Some thousands are enough.
    #[must_use]
    pub fn of<'a>(posts: impl IntoIterator<Item = PostView<'a>>) -> Self {
        let mut counted = Self { counts: vec![0; COUNTERS], posts: 0 };
        let (mut reading, mut room, mut seen) = (Reading::default(), String::new(), Vec::new());
        for post in posts {
            reading.read(&post, Wants::COUNTED);
            seen.clear();
            sight::keys(&post, &reading, Wants::COUNTED, &mut room, |key| seen.push(slot(key)));
            seen.sort_unstable();
            seen.dedup();
            for slot in &seen {
                if let Some(count) = counted.counts.get_mut(*slot) {
                    *count += 1;
                }
            }
            counted.posts += 1;
        }
        counted
    }

    /// The share of posts with this key, over 0 and at most 1. Without a sample, `length` decides,
    /// the bytes of what the key stands for: long words are rarer than short ones.
    pub(super) fn share(&self, key: Key, length: usize) -> f64 {
        if self.posts == 0 {
            let length = f64::from(u32::try_from(length).unwrap_or(u32::MAX)) + 1.0;
            return 1.0 / (length * length);
        }
        let count = self.counts.get(slot(key)).copied().unwrap_or(0);
        // Never seen is not never: a quarter of a post keeps unseen words apart by their number.
        ((f64::from(count) + 0.25) / f64::from(self.posts)).min(1.0)
    }
}

fn slot(key: Key) -> usize {
    usize::try_from(key.0 >> 20).unwrap_or(0) % COUNTERS
}
