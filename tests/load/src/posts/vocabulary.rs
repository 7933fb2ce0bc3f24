//! Made-up words with Zipf's frequencies, so that an index has rare words and frequent ones.

use rand::RngExt;
use rand::rngs::StdRng;

/// How many words a language has.
const WORDS: u32 = 30_000;

const LATIN: [&[&str]; 3] = [
    &[
        "b", "br", "c", "ch", "d", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pr", "r",
        "s", "st", "t", "tr", "v", "w", "z",
    ],
    &["a", "e", "i", "o", "u", "ai", "ea", "ou"],
    &["", "", "l", "n", "r", "s", "t"],
];
const KANA: &[&str] = &[
    "か", "き", "く", "け", "こ", "さ", "し", "す", "せ", "そ", "た", "ち", "つ", "て", "と", "な",
    "に", "ぬ", "ね", "の", "は", "ひ", "ふ", "へ", "ほ", "ま", "み", "む", "め", "も", "ら", "り",
    "る", "れ", "ろ",
];

/// A word, frequent ones more often: the rank is `WORDS` to the power of an even random number, which
/// gives each rank a likelihood in proportion to its inverse (Zipf's law with exponent 1).
pub(super) fn draw(rng: &mut StdRng, language: &str) -> String {
    let even: f64 = rng.random();
    let rank = f64::from(WORDS).powf(even);
    // Ranks stand for themselves: the same rank is the same word, in every run.
    let rank = nearest(rank);
    spell(rank, language)
}

fn nearest(rank: f64) -> u64 {
    let (mut low, mut high) = (1_u32, WORDS);
    while low < high {
        let middle = low.midpoint(high);
        if f64::from(middle) < rank {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    u64::from(low)
}

fn spell(rank: u64, language: &str) -> String {
    let seed: u64 = language.bytes().fold(7, |seed, byte| seed * 31 + u64::from(byte));
    // Fibonacci hashing spreads neighbours apart.
    let mut bits = (rank + seed * 1_000_003).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16;
    let mut pick = |from: &[&'static str]| {
        let count = u64::try_from(from.len()).unwrap_or(1).max(1);
        let index = usize::try_from(bits % count).unwrap_or(0);
        bits /= count;
        from.get(index).copied().unwrap_or_default()
    };
    let syllables = if rank < 200 {
        1
    } else if rank < 4_000 {
        2
    } else {
        3
    };
    let mut word = String::new();
    for _ in 0..syllables {
        if language == "ja" {
            word.push_str(pick(KANA));
            word.push_str(pick(KANA));
        } else {
            for part in LATIN {
                word.push_str(pick(part));
            }
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::draw;

    #[test]
    fn some_words_are_frequent_and_most_are_rare() {
        let mut rng = StdRng::seed_from_u64(3);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for _ in 0..50_000 {
            *counts.entry(draw(&mut rng, "en")).or_default() += 1;
        }
        let mut counts: Vec<usize> = counts.into_values().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        assert!(counts.len() > 5_000, "{} different words", counts.len());
        assert!(counts[0] > 2_000, "the most frequent word came {} times", counts[0]);
        assert!(counts[counts.len() / 2] <= 5, "the middle word is not rare");
    }
}
