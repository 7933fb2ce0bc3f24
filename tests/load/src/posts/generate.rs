//! Posts from a seed.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt, SeedableRng as _};

use super::lines::{PLAIN_SPAM, TALK, TONGUES, Tongue};
use super::{Meant, Text, length, vocabulary};

/// Of 100 posts: real words to the brand.
const WORDS: u32 = 12;
/// Of 100 posts: spam.
const SPAM: u32 = 85;
/// Of 100 spam posts: those that name the brand.
const SPAM_AT_US: u32 = 50;

/// So many texts; the same seed gives the same ones.
pub(super) fn texts(seed: u64, count: usize) -> Vec<Text> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..count).filter_map(|number| text(&mut rng, number)).collect()
}

fn text(rng: &mut StdRng, number: usize) -> Option<Text> {
    let tongue = tongue(rng)?;
    let drawn = rng.random_range(0..100);
    let (meant, core) = if drawn < WORDS {
        (Meant::Word, tongue.words.choose(rng)?)
    } else if drawn >= WORDS + SPAM {
        (Meant::Else, TALK.choose(rng)?)
    } else if rng.random_range(0..100) < SPAM_AT_US {
        (Meant::Spam, tongue.spam.choose(rng)?)
    } else {
        (Meant::Spam, PLAIN_SPAM.choose(rng)?)
    };
    let mut text = String::new();
    for (index, part) in core.split("{}").enumerate() {
        if index > 0 {
            text.push_str(&code(rng));
        }
        text.push_str(part);
    }
    let wanted = length::draw(rng);
    let mut chars = text.chars().count();
    while chars < wanted {
        let word = vocabulary::draw(rng, tongue.language);
        chars += word.chars().count() + 1;
        text.push(' ');
        text.push_str(&word);
    }
    // Few are followed by many: the exponent is even, so the number is log-uniform up to 2^20.
    let most = 1_i64 << rng.random_range(1..=20);
    let followers = rng.random_range(0..most);
    let language = tongue.language.to_owned();
    Some(Text { language, author: format!("u{number}"), followers, text, meant })
}

fn tongue(rng: &mut StdRng) -> Option<&'static Tongue> {
    let mut drawn = rng.random_range(0..TONGUES.iter().map(|tongue| tongue.share).sum());
    TONGUES.iter().find(|tongue| {
        let here = drawn < tongue.share;
        drawn = drawn.saturating_sub(tongue.share);
        here
    })
}

/// What people quote: a booking code.
fn code(rng: &mut StdRng) -> String {
    let letter = |rng: &mut StdRng| char::from(rng.random_range(b'A'..=b'Z'));
    let (a, b) = (letter(rng), letter(rng));
    format!("{a}{b}{}", rng.random_range(10..9_999))
}

#[cfg(test)]
mod tests {
    use super::texts;
    use crate::posts::{HANDLE, Meant, Spread};

    #[test]
    fn the_statistics_are_those_that_the_readme_states() {
        let made = texts(1, 20_000);
        let spread = Spread::of(&made);
        let [middle, most, longest] = spread.chars;
        assert!((85..=110).contains(&middle), "{spread}");
        assert!((170..=230).contains(&most), "{spread}");
        assert!(longest <= 500, "{spread}");
        let [word, spam, rest] = spread.meant;
        assert!((11..=13).contains(&word), "{spread}");
        assert!((84..=86).contains(&spam), "{spread}");
        assert!((2..=4).contains(&rest), "{spread}");
        assert_eq!(spread.languages[0].0, "en");
        assert!((53..=57).contains(&spread.languages[0].1), "{spread}");
        assert_eq!(spread.languages.len(), 6, "{spread}");
    }

    #[test]
    fn a_seed_gives_the_same_posts_and_another_gives_others() {
        assert_eq!(texts(5, 200), texts(5, 200));
        assert_ne!(texts(5, 200), texts(6, 200));
    }

    #[test]
    fn a_word_to_the_brand_names_it() {
        for post in texts(2, 2_000).into_iter().filter(|post| post.meant == Meant::Word) {
            let text = post.text.to_lowercase();
            assert!(text.contains(HANDLE) || text.contains("mirador"), "{text}");
        }
    }
}
