//! Random queries over every operator, and random posts that they often match.
//!
//! One seed gives one query or post, so a failure can be repeated. Both draw from the same few
//! words, or hardly anything would ever match. Shared by the tests of the language and of the
//! engine (`#[path]`), and small enough for long runs.

mod leaf;
mod post;
mod query;

pub(crate) use post::OwnPost;
pub(crate) use query::query;

/// Numbers that look random: SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of them.
    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Every part is used here, whatever the file that includes this one needs.
#[test]
fn a_seed_gives_the_same_again() {
    let make = |seed| {
        let mut chance = Chance(seed);
        let asked = (query(&mut chance, 3, true), query(&mut chance, 3, false));
        (asked, OwnPost::random(&mut chance, 8).unjudged())
    };
    for seed in 0..200 {
        let (first, second) = (make(seed), make(seed));
        assert_eq!(first.0, second.0);
        assert_eq!(first.1.view(), second.1.view());
    }
    assert_eq!(OwnPost::of("a").view().text, "a");
}
