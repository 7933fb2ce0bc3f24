//! Posts and queries made by a seeded generator, for those who bring no corpus.
//!
//! Words are numbers written with syllables; the word of rank `r` comes as often as `1 / r` (Zipf's
//! law) among 40,000. A post has 5 to 24 words; of 100 words 4 are mentions, 5 hashtags, 1 a web
//! address. Every tenth post is of single Han characters. Queries are an entity of rare words with
//! a list of common ones, sometimes with an exclusion, or a phrase of two neighbours.

use earshot_matcher::Query;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::corpus::Post;

const SEED: u64 = 20_130_803;
const WORDS: f64 = 40_000.0;
const SYLLABLES: [&str; 16] = [
    "ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "xu", "da", "fe", "gi", "ho", "pu", "za",
];

/// So many posts.
pub(crate) fn posts(count: usize) -> Vec<Post> {
    let mut rng = StdRng::seed_from_u64(SEED);
    (0..count)
        .map(|number| Post {
            language: if number % 10 == 9 { "zh" } else { "en" }.to_owned(),
            author: word(rng.random_range(0..5_000)),
            followers: Some(rng.random_range(0..10_000)),
            text: if number % 10 == 9 { han(&mut rng) } else { text(&mut rng) },
        })
        .collect()
}

/// So many queries.
pub(crate) fn queries(count: usize) -> anyhow::Result<Vec<Query>> {
    let mut rng = StdRng::seed_from_u64(SEED + 1);
    let texts = (0..count).map(|_| {
        let mut any = |from: u32, to: u32| word(rng.random_range(from..to));
        let name = any(500, 40_000);
        let list = format!(
            "({} OR {} OR {} OR {})",
            any(20, 900),
            any(20, 900),
            any(20, 900),
            any(90, 5_000)
        );
        match rng.random_range(0..10) {
            0..3 => format!("({name} OR @{name} OR #{name})"),
            3..6 => format!("({name} OR #{name}) AND {list}"),
            6..8 => {
                format!("{name} AND {list} NOT ({name}ba OR {})", word(rng.random_range(20..900)))
            }
            8 => format!("\"{} {name}\"", word(rng.random_range(0..300))),
            _ => format!("{name}* AND {list}"),
        }
    });
    texts
        .map(|text| Query::parse(&text).map_err(|error| anyhow::anyhow!("{text}: {error}")))
        .collect()
}

fn text(rng: &mut StdRng) -> String {
    let words = (0..rng.random_range(5..25)).map(|_| {
        let word = word(rank(rng));
        match rng.random_range(0..100) {
            0..4 => format!("@{word}"),
            4..9 => format!("#{word}"),
            9 => format!("https://{word}.example/{word}"),
            _ => word,
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn han(rng: &mut StdRng) -> String {
    (0..rng.random_range(20..80))
        .filter_map(|_| char::from_u32(0x4E00 + rng.random_range(0..2_000)))
        .collect()
}

/// A rank by Zipf's law, by inverting its continuous form.
#[expect(clippy::as_conversions, reason = "between 1 and 40,000")]
fn rank(rng: &mut StdRng) -> u32 {
    WORDS.powf(rng.random_range(0.0..1.0)) as u32
}

/// The word of a rank.
fn word(rank: u32) -> String {
    let (mut number, mut word) = (rank + 16, String::new());
    while number > 0 {
        let place = usize::try_from(number % 16).unwrap_or(0);
        word.push_str(SYLLABLES.get(place).copied().unwrap_or_default());
        number /= 16;
    }
    word
}
