//! Golden counts, worked out by hand from each channel's published rule.

use super::{count, fits};
use earshot_model::{LengthRule, LengthUnit};

fn rule(unit: LengthUnit) -> LengthRule {
    LengthRule { unit, max: 280, link_counts: None }
}

/// Text, then chars, UTF-16 units, graphemes, bytes, X weight.
const GOLDEN: &[(&str, [u32; 5])] = &[
    ("", [0, 0, 0, 0, 0]),
    ("Hello", [5, 5, 5, 5, 5]),
    ("Grüße", [5, 5, 5, 7, 5]),
    ("Gru\u{308}ße", [6, 6, 5, 8, 5]),
    ("a\r\nb", [4, 4, 3, 4, 4]),
    ("東京", [2, 2, 2, 6, 4]),
    ("שלום", [4, 4, 4, 8, 4]),
    ("شكرا", [4, 4, 4, 8, 4]),
    ("नमस्ते", [6, 6, 3, 18, 6]),
    ("한국", [2, 2, 2, 6, 4]),
    ("😡", [1, 2, 1, 4, 2]),
    ("👍🏽", [2, 4, 1, 8, 2]),
    ("👨‍👩‍👧‍👦", [7, 11, 1, 25, 2]),
    ("🇩🇪", [2, 4, 1, 8, 2]),
    ("1️⃣", [3, 3, 1, 7, 2]),
    ("❤️", [2, 2, 1, 6, 2]),
    ("“ok” – yes…", [11, 11, 11, 19, 12]),
    ("€", [1, 1, 1, 3, 2]),
];

#[test]
fn each_unit_counts_as_its_channel_does() {
    for (text, expected) in GOLDEN {
        let units = [
            LengthUnit::Chars,
            LengthUnit::Utf16,
            LengthUnit::Graphemes,
            LengthUnit::Bytes,
            LengthUnit::Weighted,
        ];
        let counted = units.map(|unit| count(text, &rule(unit)));
        assert_eq!(counted, *expected, "{text}");
    }
}

#[test]
fn x_counts_every_link_as_23() {
    let x = rule(LengthUnit::Weighted);
    let long = format!("https://altavela.example/{}", "a".repeat(200));
    assert_eq!(count(&long, &x), 23);
    assert_eq!(count("https://t.test", &x), 23);
    assert_eq!(count(&format!("See {long}, please"), &x), 4 + 23 + 8);
    assert_eq!(count("see t.test now", &x), 4 + 23 + 4);
    assert_eq!(count("me@t.test", &x), 9);
}

#[test]
fn other_channels_shorten_links_only_when_their_rule_says_so() {
    let plain = rule(LengthUnit::Chars);
    let shortening = LengthRule { link_counts: Some(23), ..plain };
    let link = "https://altavela.example/help/delays/compensation";
    assert_eq!(count(link, &plain), 49);
    assert_eq!(count(link, &shortening), 23);
    assert_eq!(count("altavela.example", &shortening), 16);
}

#[test]
fn the_limit_itself_fits_and_one_more_does_not() {
    let x = rule(LengthUnit::Weighted);
    assert!(fits(&"a".repeat(280), &x));
    assert!(!fits(&"a".repeat(281), &x));
    assert!(fits(&"東".repeat(140), &x));
    assert!(!fits(&"東".repeat(141), &x));
    assert!(!fits(" \n", &x));
}
