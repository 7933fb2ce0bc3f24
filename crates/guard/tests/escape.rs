//! No value of the customer's record escapes the gate, however it is written.
#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::sync::LazyLock;

use earshot_guard::{Config, FindingKind, Gate, Outcome, OwnRecord};
use earshot_model::Audience;
use proptest::prelude::*;

/// Values of the record that are looked for whole.
const VALUES: &[&str] = &[
    "jo.marsh@example.com",
    "+44 7700 900417",
    "07700900417",
    "Josephine Ellery Marsh",
    "14 Alder Row",
    "LW-204518",
    "77120045",
];

static GATE: LazyLock<Gate> = LazyLock::new(|| Gate::new(&Config::default()).unwrap());

fn record() -> OwnRecord {
    let list = |value: &str| vec![value.to_owned()];
    OwnRecord {
        public_names: list("jo_travels"),
        names: list("Josephine Ellery Marsh"),
        emails: list("jo.marsh@example.com"),
        phones: list("+44 7700 900417"),
        addresses: list("14 Alder Row, Brixworth NN6 9XX"),
        numbers: vec!["LW-204518".to_owned(), "77120045".to_owned()],
    }
}

/// What is done to one character of a value, by a number.
fn disguise(c: char, trick: u8) -> String {
    let wide = |c: char| match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        other => other,
    };
    match trick {
        0 => format!("{c}\u{200b}"),
        1 => format!("{c}\u{ad}\u{2060}"),
        2 => wide(c).to_string(),
        3 => format!("{c} "),
        4 => format!("{c}\u{336}"),
        5 => c.to_ascii_uppercase().to_string(),
        6 if c.is_ascii_digit() => char::from_u32(u32::from(c) + 0x1d7ce - 0x30).unwrap().into(),
        7 => match c {
            'a' => "\u{430}".into(),
            'e' => "\u{435}".into(),
            'o' => "\u{3bf}".into(),
            '0' => "\u{660}".into(),
            other => other.into(),
        },
        8 => format!("{c}\u{a0}\u{202e}"),
        _ => c.to_string(),
    }
}

fn assert_text_spans(text: &str, outcome: &Outcome) -> Result<(), TestCaseError> {
    if let Outcome::Blocked(found) = outcome {
        for finding in found {
            prop_assert!(text.get(finding.start..finding.end).is_some());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_own_value_escapes(
        before in "\\PC{0,40}",
        after in "\\PC{0,40}",
        value in prop::sample::select(VALUES),
        tricks in prop::collection::vec(0_u8..14, 24),
        audience in prop::sample::select(&[Audience::Public, Audience::Unlisted, Audience::Followers][..]),
    ) {
        let hidden: String =
            value.chars().zip(tricks.iter().cycle()).map(|(c, t)| disguise(c, *t)).collect();
        let text = format!("{before}{hidden}{after}");
        let outcome = GATE.check(&text, audience, &record(), &[]);
        assert_text_spans(&text, &outcome)?;
        let Outcome::Blocked(found) = outcome else {
            return Err(TestCaseError::fail(format!("{outcome:?}")));
        };
        prop_assert!(found.iter().any(|f| f.kind == FindingKind::OwnRecord), "{text:?} {found:?}");
    }

    #[test]
    fn any_text_is_judged_without_a_crash(text in any::<String>(), note in any::<String>()) {
        let outcome = GATE.check(&text, Audience::Public, &record(), &[note]);
        assert_text_spans(&text, &outcome)?;
        if let Outcome::Safe(safe) = outcome {
            prop_assert_eq!(safe.text(), text.as_str());
        }
    }
}
