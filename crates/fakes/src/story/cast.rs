//! The people. Each follows from a language and a number alone, so that they are the same after a
//! restart and become customers with a history.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};

use super::lines::Language;
use crate::platform::User;

/// First names as written, and as part of a handle; then family names that we made up.
struct Names {
    language: Language,
    first: &'static [(&'static str, &'static str)],
    last: &'static [&'static str],
}

const NAMES: [Names; 7] = [
    Names {
        language: "en",
        first: &[
            ("Nell", "nell"),
            ("Owen", "owen"),
            ("Tamsin", "tamsin"),
            ("Idris", "idris"),
            ("Maeve", "maeve"),
            ("Rufus", "rufus"),
            ("Priti", "priti"),
            ("Callum", "callum"),
            ("Zadie", "zadie"),
            ("Hugh", "hugh"),
            ("Orla", "orla"),
            ("Femi", "femi"),
        ],
        last: &["Marlowick", "Tansley-Roe", "Oakhollow", "Brambleside", "Fennimoor", "Quillby"],
    },
    Names {
        language: "de",
        first: &[
            ("Jörg", "joerg"),
            ("Käthe", "kaethe"),
            ("Wiebke", "wiebke"),
            ("Anselm", "anselm"),
            ("Mechthild", "mechthild"),
            ("Emre", "emre"),
            ("Frauke", "frauke"),
            ("Till", "till"),
        ],
        last: &["Brunnwieser", "Lindenzweig", "Ostermoor", "Haferkamper", "Wellendörp"],
    },
    Names {
        language: "es",
        first: &[
            ("Begoña", "bego"),
            ("Íñigo", "inigo"),
            ("Rocío", "rocio"),
            ("Nuria", "nuria"),
            ("Joaquín", "joaquin"),
            ("Araceli", "ara"),
        ],
        last: &["Montealbar", "Rioluengo", "Valdecierzo", "Olivasol"],
    },
    Names {
        language: "fr",
        first: &[
            ("Maëlle", "maelle"),
            ("Gaspard", "gaspard"),
            ("Solène", "solene"),
            ("Yanis", "yanis"),
            ("Ludivine", "ludi"),
            ("Corentin", "coco"),
        ],
        last: &["Boisclairet", "Montfauvel", "Rivebelle", "Durandeau-Lys"],
    },
    Names {
        language: "pt",
        first: &[
            ("Inês", "ines"),
            ("Duarte", "duarte"),
            ("Conceição", "sao"),
            ("Thiago", "thiago"),
            ("Matilde", "matilde"),
        ],
        last: &["Ribamar", "Vale do Sal", "Oliventejo", "Pedracosta"],
    },
    Names {
        language: "ar",
        first: &[("ليلى", "layla"), ("سامر", "samer"), ("هدى", "huda"), ("ياسين", "yassin")],
        last: &["النورسي", "الوادي", "البحراوي"],
    },
    Names {
        language: "ja",
        first: &[("さくら", "sakura"), ("健太", "kenta"), ("美咲", "misaki"), ("悠", "haru")],
        last: &["星野原", "海風", "雪見川"],
    },
];

const TAILS: [&str; 8] = ["", "_", "_on_tour", "88", ".reads", "_77", "x", "_here"];

/// How many people a language has. Small enough that some come back.
const PEOPLE: u32 = 240;

/// Someone who speaks `language`; the lower numbers come more often.
pub(super) fn someone(language: Language, rng: &mut impl Rng) -> User {
    let number = rng.random_range(0..PEOPLE).min(rng.random_range(0..PEOPLE));
    person(language, number)
}

fn person(language: Language, number: u32) -> User {
    let mut own = StdRng::seed_from_u64(seed(language, number));
    let names = NAMES.iter().find(|names| names.language == language);
    let first = names.and_then(|names| names.first.choose(&mut own)).copied();
    let (first, short) = first.unwrap_or(("Someone", "someone"));
    let last = names.and_then(|names| names.last.choose(&mut own)).copied().unwrap_or("");
    let tail = TAILS.choose(&mut own).copied().unwrap_or("");
    User {
        id: format!("u-{language}-{number}"),
        handle: format!("{short}{tail}{number}"),
        name: format!("{first} {last}"),
        followers: followers(&mut own),
    }
}

/// One of those who post noise of this kind (`spam` or `aside`). The spammers are many, and few
/// follow them.
pub(super) fn shouter(kind: &str, language: Language, rng: &mut impl Rng) -> User {
    const SPAM: [(&str, &str); 6] = [
        ("win", "Win Win Win"),
        ("deals", "Daily Deals"),
        ("crypto", "Coin Queen"),
        ("promo", "Promo Desk"),
        ("help", "Customer Help Team"),
        ("boost", "Boost Your Likes"),
    ];
    const ASIDE: [(&str, &str); 4] = [
        ("spotter", "Sky Spotter"),
        ("wire", "Wire 24"),
        ("wander", "Wander Often"),
        ("harbour", "Harbour Notes"),
    ];
    let number = rng.random_range(0_u32..4_000);
    let mut own = StdRng::seed_from_u64(seed(language, number.wrapping_add(1_000_000)));
    let kinds = if kind == "spam" { SPAM.as_slice() } else { ASIDE.as_slice() };
    let (short, name) = kinds.choose(&mut own).copied().unwrap_or(("promo", "Promo Desk"));
    User {
        id: format!("n-{kind}-{language}-{number}"),
        handle: format!("{short}_{language}{number}"),
        name: name.to_owned(),
        followers: if kind == "spam" { followers(&mut own) / 6 } else { followers(&mut own) },
    }
}

fn seed(language: &str, number: u32) -> u64 {
    let letters = language.bytes().fold(0_u64, |sum, b| (sum << 8) | u64::from(b));
    (letters << 32) | u64::from(number)
}

/// Log-normal with a median of about 180 and a spread of two doublings. The sum of twelve even draws
/// stands for the normal draw (Irwin-Hall), and whole numbers are enough: 256ths of a doubling.
fn followers(rng: &mut impl Rng) -> i64 {
    const MEDIAN: i64 = 1_920; // log2(180) * 256
    let sum: i64 = (0..12).map(|_| rng.random_range(0_i64..256)).sum();
    let log = (MEDIAN + 2 * (sum - 1_530)).clamp(0, 24 * 256);
    let whole = 1_i64 << (log / 256);
    whole + whole * (log % 256) / 256 - 1
}

#[cfg(test)]
mod tests {
    use super::{followers, person};
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    #[test]
    fn followers_are_spread_as_on_real_networks() {
        let mut rng = StdRng::seed_from_u64(1);
        let mut all: Vec<i64> = (0..10_000).map(|_| followers(&mut rng)).collect();
        all.sort_unstable();
        assert!((140..=230).contains(&all[5_000]), "median {}", all[5_000]);
        assert!((600..=1_300).contains(&all[8_413]), "one spread up {}", all[8_413]);
        assert!(all[9_990] > 8_000, "the loudest {}", all[9_990]);
        assert!(all[0] >= 0);
    }

    #[test]
    fn a_person_is_the_same_each_time() {
        assert_eq!(person("de", 7), person("de", 7));
        assert_ne!(person("de", 7).handle, person("de", 8).handle);
        assert!(person("ja", 3).handle.is_ascii());
    }
}
