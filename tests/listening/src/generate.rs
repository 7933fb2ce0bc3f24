//! Posts and queries made by a seeded generator, for those who bring no corpus.
//!
//! The statistics are those of 60,000 real posts of several networks, counted once and written down
//! here: how often the word of each rank comes (a curve after Zipf and Mandelbrot), how long words of
//! which rank are, which letters they have, how many words a post has, and how many of these are tags,
//! mentions and addresses. Of 100 posts 3 are of single Han characters. Which letter follows which is
//! not copied: words have less in common with each other than real ones.
//!
//! Queries are an entity of rare words with a list of common ones, sometimes with an exclusion, or a
//! phrase of two neighbours.

use std::collections::HashSet;

use earshot_matcher::Query;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::corpus::Post;

const SEED: u64 = 20_130_803;

/// Different words. The share of the word of rank `r` is 0.105 / (r + 4), which sums up to 1 here.
const WORDS: u32 = 61_000;
/// Added to each rank, in the middle between its ends.
const SHIFT: f64 = 4.5;

/// From which rank on words have how many letters: of 100 words, those with 1 to 12.
const LENGTHS: [(u32, [u32; 12]); 5] = [
    (0, [22, 44, 34, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    (10, [6, 25, 29, 28, 10, 2, 0, 0, 0, 0, 0, 0]),
    (100, [3, 6, 13, 25, 19, 13, 11, 6, 2, 2, 0, 0]),
    (1_000, [0, 4, 7, 13, 16, 16, 15, 11, 7, 4, 3, 4]),
    (10_000, [0, 1, 6, 9, 12, 13, 13, 12, 9, 7, 5, 13]),
];

/// Letters with their shares of 1,000 letters of the words, each word counted once.
const LETTERS: [(char, u32); 26] = [
    ('e', 112),
    ('a', 88),
    ('i', 76),
    ('s', 74),
    ('r', 72),
    ('n', 70),
    ('t', 66),
    ('o', 65),
    ('l', 51),
    ('c', 39),
    ('d', 37),
    ('m', 31),
    ('u', 31),
    ('h', 28),
    ('p', 27),
    ('g', 27),
    ('b', 21),
    ('y', 17),
    ('f', 16),
    ('k', 14),
    ('w', 13),
    ('v', 12),
    ('z', 4),
    ('j', 4),
    ('x', 3),
    ('q', 2),
];

/// The words of a post at so many hundredths of all posts.
const POST: [(u32, u32); 7] = [(0, 1), (5, 4), (25, 9), (50, 12), (75, 16), (95, 23), (100, 30)];

/// So many posts.
pub(crate) fn posts(count: usize) -> Vec<Post> {
    let mut rng = StdRng::seed_from_u64(SEED);
    let words = vocabulary();
    (0..count)
        .map(|_| {
            let single = rng.random_range(0..100) < 3;
            Post {
                language: if single { "zh" } else { "en" }.to_owned(),
                author: word(&words, rng.random_range(500..5_000)).to_owned(),
                followers: Some(rng.random_range(0..10_000)),
                text: if single { han(&mut rng) } else { text(&words, &mut rng) },
            }
        })
        .collect()
}

/// So many queries.
pub(crate) fn queries(count: usize) -> anyhow::Result<Vec<Query>> {
    let mut rng = StdRng::seed_from_u64(SEED + 1);
    let words = vocabulary();
    let texts = (0..count).map(|_| {
        let mut any = |from: u32, to: u32| word(&words, rng.random_range(from..to));
        // A wildcard needs two letters, and words of one would be operators of nothing.
        let (name, stem) = (any(500, 40_000), any(10_000, 40_000));
        let list = format!(
            "({} OR {} OR {} OR {})",
            any(20, 900),
            any(20, 900),
            any(20, 900),
            any(90, 5_000)
        );
        let (other, first) = (any(20, 900), any(100, 400));
        match rng.random_range(0..10) {
            0..3 => format!("({name} OR @{name} OR #{name})"),
            3..6 => format!("({name} OR #{name}) AND {list}"),
            6..8 => format!("{name} AND {list} NOT ({stem} OR {other})"),
            8 => format!("\"{first} {name}\""),
            _ => format!("{stem}* AND {list}"),
        }
    });
    texts
        .map(|text| Query::parse(&text).map_err(|error| anyhow::anyhow!("{text}: {error}")))
        .collect()
}

/// All words, the most frequent first, each once.
fn vocabulary() -> Vec<String> {
    let mut rng = StdRng::seed_from_u64(SEED + 2);
    let mut seen = HashSet::new();
    (0..WORDS)
        .map(|rank| {
            let lengths = LENGTHS.iter().rev().find(|(from, _)| *from <= rank);
            let shares = lengths.map(|(_, shares)| *shares).unwrap_or_default();
            let mut length = 1 + drawn(shares.iter().copied(), &mut rng);
            loop {
                let word: String = (0..length).map(|_| letter(&mut rng)).collect();
                if seen.insert(word.clone()) {
                    return word;
                }
                // There are few short words.
                length += usize::from(rng.random_range(0..8) == 0);
            }
        })
        .collect()
}

fn letter(rng: &mut StdRng) -> char {
    let place = drawn(LETTERS.iter().map(|(_, share)| *share), rng);
    LETTERS.get(place).map_or('e', |(letter, _)| *letter)
}

/// The place of one of several, by their shares.
fn drawn(shares: impl Iterator<Item = u32> + Clone, rng: &mut StdRng) -> usize {
    let mut left = rng.random_range(0..shares.clone().sum::<u32>().max(1));
    for (place, share) in shares.enumerate() {
        match left.checked_sub(share) {
            Some(rest) => left = rest,
            None => return place,
        }
    }
    0
}

fn text(words: &[String], rng: &mut StdRng) -> String {
    let words = (0..length(rng)).map(|_| {
        let word = word(words, rank(rng));
        match rng.random_range(0..1_000) {
            0..51 => format!("#{word}"),
            51..78 => format!("@{word}"),
            78..137 => format!("https://t.co/{:010x}", rng.random_range(0..1_u64 << 40)),
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// How many words a post has.
fn length(rng: &mut StdRng) -> u32 {
    let at = rng.random_range(0..100);
    let (mut low, mut high) = ((0, 1), (100, 30));
    for bound in POST {
        if bound.0 <= at {
            low = bound;
        } else {
            high = bound;
            break;
        }
    }
    low.1 + (high.1 - low.1) * (at - low.0) / (high.0 - low.0).max(1)
}

fn han(rng: &mut StdRng) -> String {
    (0..rng.random_range(20..80))
        .filter_map(|_| char::from_u32(0x4E00 + rng.random_range(0..2_000)))
        .collect()
}

/// A rank, by inverting the sum of the shares.
#[expect(clippy::as_conversions, reason = "below the number of words")]
fn rank(rng: &mut StdRng) -> u32 {
    let end = (f64::from(WORDS) + SHIFT) / SHIFT;
    (SHIFT * (end.powf(rng.random_range(0.0..1.0)) - 1.0)) as u32
}

/// The word of a rank.
fn word(words: &[String], rank: u32) -> &str {
    usize::try_from(rank).ok().and_then(|rank| words.get(rank)).map_or("the", String::as_str)
}
