//! Golden counts, worked out by hand from each channel's published rule. They stand in a file that the
//! browser's own counting is held against as well (`tests/e2e/length.spec.ts`).

use super::{count, fits};
use earshot_model::{LengthRule, LengthUnit};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    units: Vec<Units>,
    links: Vec<Links>,
}

#[derive(Deserialize)]
struct Units {
    text: String,
    chars: u32,
    utf16: u32,
    graphemes: u32,
    bytes: u32,
    weighted: u32,
}

#[derive(Deserialize)]
struct Links {
    text: String,
    unit: LengthUnit,
    links: Option<u32>,
    count: u32,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../tests/lengths.json")).unwrap()
}

fn rule(unit: LengthUnit) -> LengthRule {
    LengthRule { unit, max: 280, link_counts: None }
}

#[test]
fn each_unit_counts_as_its_channel_does() {
    let golden = golden().units;
    assert!(golden.len() > 15);
    for row in golden {
        for (unit, expected) in [
            (LengthUnit::Chars, row.chars),
            (LengthUnit::Utf16, row.utf16),
            (LengthUnit::Graphemes, row.graphemes),
            (LengthUnit::Bytes, row.bytes),
            (LengthUnit::Weighted, row.weighted),
        ] {
            assert_eq!(count(&row.text, &rule(unit)), expected, "{} {unit:?}", row.text);
        }
    }
}

#[test]
fn links_count_as_the_rule_says_and_23_on_x() {
    let golden = golden().links;
    assert!(golden.len() > 5);
    for row in golden {
        let rule = LengthRule { link_counts: row.links, ..rule(row.unit) };
        assert_eq!(count(&row.text, &rule), row.count, "{}", row.text);
    }
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
