//! How often keys occur, from a sample of posts. It decides which word of a query wakes it.

use earshot_text::Folder;

use super::key::Key;
use super::reading::Reading;
use super::sight;
use super::wants::Wants;
use crate::post_view::PostView;

/// Counters, as a power of two. Keys share them by chance, so a count may be too high: then a word
/// is thought to be commoner than it is, which costs time and nothing else.
const COUNTERS: usize = 1 << 18;

/// In how many posts of a sample each key was seen. Where more posts are counted than a counter
/// can hold, all counts are halved: what was counted long ago weighs less and less.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    /// None before the first post.
    counts: Vec<u16>,
    posts: u16,
}

/// Counts posts. It keeps its memory for the next post.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    pub(crate) counted: Frequencies,
    reading: Reading,
    room: Folder,
    seen: Vec<usize>,
}

impl Frequencies {
    /// Counts the posts of a sample. Some thousands are enough.
    #[must_use]
    pub fn of<'a>(posts: impl IntoIterator<Item = PostView<'a>>) -> Self {
        let mut counter = Counter::default();
        for post in posts {
            counter.count(&post);
        }
        counter.counted
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

    fn halve(&mut self) {
        self.counts.iter_mut().for_each(|count| *count /= 2);
        self.posts /= 2;
    }
}

impl Counter {
    /// Counts the keys of a post, each once.
    pub(crate) fn count(&mut self, post: &PostView<'_>) {
        let Self { counted, reading, room, seen } = self;
        if counted.posts == u16::MAX {
            counted.halve();
        }
        counted.counts.resize(COUNTERS, 0);
        reading.read(post, Wants::COUNTED);
        seen.clear();
        sight::keys(post, reading, Wants::COUNTED, room, |key| seen.push(slot(key)));
        seen.sort_unstable();
        seen.dedup();
        for slot in seen {
            if let Some(count) = counted.counts.get_mut(*slot) {
                *count += 1;
            }
        }
        counted.posts += 1;
    }
}

fn slot(key: Key) -> usize {
    usize::try_from(key.0 >> 20).unwrap_or(0) % COUNTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(text: &str) -> PostView<'_> {
        PostView { text, ..PostView::default() }
    }

    #[test]
    fn shares_hold_however_many_posts_are_counted() {
        let mut counter = Counter::default();
        for number in 0..70_000_u32 {
            counter.count(&post(if number % 4 == 0 { "apple" } else { "pear" }));
        }
        let share = |word| counter.counted.share(Key::word(earshot_text::hash(word)), 5);
        assert!((share("apple") - 0.25).abs() < 0.01, "{}", share("apple"));
        assert!((share("pear") - 0.75).abs() < 0.01, "{}", share("pear"));
        assert!(share("plum") < 0.001);
    }

    #[test]
    fn without_a_sample_long_words_are_rare() {
        let none = Frequencies::default();
        let share = |word: &str| none.share(Key::word(earshot_text::hash(word)), word.len());
        assert!(share("kettle") < share("the"));
    }
}
