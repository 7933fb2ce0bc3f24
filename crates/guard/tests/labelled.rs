//! Recall and false alarms on the labelled texts, on each half.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is wrong"
)]

use std::collections::BTreeMap;

use earshot_guard::{Config, Finding, GATE_VERSION, Gate, OrgPattern, Outcome, OwnRecord};
use earshot_model::Audience;
use sha2::{Digest as _, Sha256};

/// The least share of leaking texts that the gate stops.
const MIN_RECALL: f64 = 0.98;
/// The largest share of ordinary texts that it stops.
const MAX_FALSE_ALARMS: f64 = 0.03;

type People = BTreeMap<String, (OwnRecord, Vec<String>)>;

fn people() -> People {
    let mut people = People::new();
    for line in include_str!("labelled/records.tsv").lines() {
        let mut fields = line.splitn(3, '\t');
        let (Some(key), Some(kind), Some(value)) = (fields.next(), fields.next(), fields.next())
        else {
            panic!("records.tsv: {line}")
        };
        let (own, notes) = people.entry(key.to_owned()).or_default();
        let list = match kind {
            "public" => &mut own.public_names,
            "name" => &mut own.names,
            "email" => &mut own.emails,
            "phone" => &mut own.phones,
            "address" => &mut own.addresses,
            "number" => &mut own.numbers,
            "note" => notes,
            other => panic!("records.tsv: {other}"),
        };
        list.push(value.to_owned());
    }
    people
}

fn gate() -> Gate {
    let pattern = |name: &str, pattern: &str| OrgPattern {
        name: name.to_owned(),
        pattern: pattern.to_owned(),
    };
    let contacts = ["help@lindenair.example", "+44 20 7946 0800", "0800 496 0123", "030 23125 900"];
    Gate::new(&Config {
        own_contacts: contacts.map(str::to_owned).to_vec(),
        patterns: vec![
            pattern("order", r"[A-Z]{2}-\d{6}"),
            pattern("booking", r"BK\d{7}"),
            pattern("customer", r"CUST\d{8}"),
        ],
        stock_phrases: Vec::new(),
    })
    .unwrap()
}

/// Reads `\u{200b}` in a data file as the character it names.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

fn is_stopped(gate: &Gate, people: &People, key: &str, text: &str) -> bool {
    let (own, notes) = people.get(key).unwrap_or_else(|| panic!("no record {key}"));
    match gate.check(text, Audience::Public, own, notes) {
        Outcome::Safe(_) => false,
        Outcome::Blocked(found) => {
            for finding in &found {
                assert!(text.get(finding.start..finding.end).is_some_and(|t| !t.is_empty()));
            }
            true
        }
        Outcome::Closed(_) => panic!("a public text was taken for a private one"),
    }
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts below a thousand")]
fn measure(half: &str, leaks: &str, ordinary: &str) {
    let (gate, people) = (gate(), people());
    let mut missed = Vec::new();
    let mut alarms = Vec::new();
    let (mut grave, mut softened) = (0, Vec::new());
    for line in leaks.lines() {
        let mut fields = line.splitn(3, '\t');
        let (kind, key) = (fields.next().unwrap(), fields.next().unwrap());
        let text = unescape(fields.next().unwrap());
        if !is_stopped(&gate, &people, key, &text) {
            missed.push(format!("{kind}: {text}"));
        }
        let (own, notes) = &people[key];
        let found = gate.scan(&text, own, notes);
        if matches!(kind, "card" | "iban" | "cred") {
            grave += 1;
            if !found.iter().any(Finding::is_final) {
                softened.push(text);
            }
        }
    }
    for line in ordinary.lines() {
        let (key, text) = line.split_once('\t').unwrap();
        let text = unescape(text);
        if is_stopped(&gate, &people, key, &text) {
            let (own, notes) = &people[key];
            alarms.push(format!("{text} {:?}", gate.scan(&text, own, notes)));
        }
    }
    let (leaking, plain) = (leaks.lines().count(), ordinary.lines().count());
    let recall = 1.0 - missed.len() as f64 / leaking as f64;
    let false_alarms = alarms.len() as f64 / plain as f64;
    println!("{half}: recall {recall:.4} of {leaking}, false alarms {false_alarms:.4} of {plain}");
    println!(
        "{half}: {} of {grave} cards, accounts, credentials are final",
        grave - softened.len()
    );
    if half == "dev" {
        println!("softened: {softened:#?}");
        println!("missed: {missed:#?}\nalarms: {alarms:#?}");
    }
    assert!(recall >= MIN_RECALL, "{half}: recall {recall}");
    assert!(false_alarms <= MAX_FALSE_ALARMS, "{half}: false alarms {false_alarms}");
}

#[test]
fn the_half_that_it_was_tuned_on() {
    measure(
        "dev",
        include_str!("labelled/dev_leaks.tsv"),
        include_str!("labelled/dev_ordinary.tsv"),
    );
}

/// Nobody looks at the texts of this half while tuning, so it prints figures only.
#[test]
fn the_half_that_it_never_saw() {
    measure(
        "held-out",
        include_str!("labelled/heldout_leaks.tsv"),
        include_str!("labelled/heldout_ordinary.tsv"),
    );
}

#[test]
fn there_are_enough_texts() {
    let leaks = include_str!("labelled/dev_leaks.tsv").lines().count()
        + include_str!("labelled/heldout_leaks.tsv").lines().count();
    let ordinary = include_str!("labelled/dev_ordinary.tsv").lines().count()
        + include_str!("labelled/heldout_ordinary.tsv").lines().count();
    assert!(leaks >= 260 && ordinary >= 300, "{leaks} leaks, {ordinary} ordinary");
}

/// What the gate finds in all labelled texts, as a digest, and the version that found it. Where the first
/// changes, rules have changed: raise [`GATE_VERSION`], and write both here.
const FOUND: (i64, &str) = (2, "4c7af4b653a0");

#[test]
fn other_findings_are_another_version() {
    let (gate, people) = (gate(), people());
    let mut digest = Sha256::new();
    for text in [
        include_str!("labelled/dev_leaks.tsv"),
        include_str!("labelled/dev_ordinary.tsv"),
        include_str!("labelled/heldout_leaks.tsv"),
        include_str!("labelled/heldout_ordinary.tsv"),
    ] {
        for line in text.lines() {
            let text = unescape(line.rsplit('\t').next().unwrap());
            for (own, notes) in people.values() {
                digest.update(format!("{:?}", gate.scan(&text, own, notes)));
            }
        }
    }
    let found: String =
        digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((GATE_VERSION, found.as_str()), FOUND);
}
