//! Bank account numbers after ISO 13616, with the check digits of ISO 7064 MOD 97-10.

use crate::view::View;
use crate::{Finding, FindingKind, Severity};

/// Length of an IBAN by country, from the SWIFT IBAN registry.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SC", 31),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
];

/// At most this many characters may stand between two characters of one IBAN.
const MAX_GAP: usize = 3;

/// Finds IBANs whatever separates their characters.
pub(crate) fn find(view: &View, found: &mut Vec<Finding>) {
    for from in 0..view.cells.len() {
        let starts = view.ch(from).is_some_and(|c| c.is_ascii_alphabetic());
        if !starts || view.before(from).is_some_and(char::is_alphanumeric) {
            continue;
        }
        if let Some(to) = iban_end(view, from) {
            let span = view.origin(from, to);
            found.push(Finding::new(FindingKind::Iban, Severity::Block, span));
        }
    }
}

/// The cell after an IBAN that starts at `from`.
fn iban_end(view: &View, from: usize) -> Option<usize> {
    let mut written = String::new();
    let mut wanted = 4;
    let mut gap = 0;
    for (at, cell) in view.cells.iter().enumerate().skip(from) {
        if !cell.ch.is_ascii_alphanumeric() {
            gap += 1;
            if gap > MAX_GAP || cell.ch.is_alphanumeric() {
                return None;
            }
            continue;
        }
        gap = 0;
        written.push(cell.ch.to_ascii_uppercase());
        if written.len() == 4 {
            wanted = wanted_length(&written)?;
        }
        if written.len() == wanted && wanted > 4 {
            return has_check_digits(&written).then_some(at + 1);
        }
    }
    None
}

fn wanted_length(head: &str) -> Option<usize> {
    let (country, check) = head.split_at_checked(2)?;
    if !check.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    LENGTHS.iter().find(|(known, _)| *known == country).map(|(_, length)| *length)
}

/// The four first characters go to the end, letters become 10 to 35, and the number leaves 1
/// when divided by 97.
fn has_check_digits(written: &str) -> bool {
    let Some((head, tail)) = written.split_at_checked(4) else { return false };
    let rest = tail
        .chars()
        .chain(head.chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, d| if d < 10 { (rest * 10 + d) % 97 } else { (rest * 100 + d) % 97 });
    rest == 1
}
