//! The customer's own record: what we know of a person and must not tell others.

use crate::squeeze::{Squeeze, Squeezed, needle};
use crate::view::View;
use crate::{Finding, FindingKind, Severity};

/// Values this long, in letters and digits, are found inside other words too.
const ALONE_CHARS: usize = 8;
/// Telephones are compared by their last digits, which no country or area prefix changes.
const PHONE_TAIL: usize = 7;
/// Numbers and words shorter than this say nothing about a person.
const MIN_CHARS: usize = 4;

/// What the organization knows of the customer of a case, from its own database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnRecord {
    /// Names and handles that are public on the channel; never a finding as a name.
    pub public_names: Vec<String>,
    /// Full names that the public profile does not show.
    pub names: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Telephone numbers in any form.
    pub phones: Vec<String>,
    /// Postal addresses; parts divided by commas or line ends.
    pub addresses: Vec<String>,
    /// Order, account, contract, booking and other numbers.
    pub numbers: Vec<String>,
}

/// One value to search for.
#[derive(Debug, Clone)]
pub(crate) struct Needle {
    chars: Vec<char>,
    how: Squeeze,
    anywhere: bool,
    severity: Severity,
    capital: bool,
}

impl Needle {
    /// A value; `None` when it is too short to mean anything.
    pub(crate) fn new(text: &str, how: Squeeze, severity: Severity) -> Option<Self> {
        let chars = needle(text, how);
        let anywhere = chars.len() >= ALONE_CHARS;
        (chars.len() >= MIN_CHARS).then_some(Self {
            chars,
            how,
            anywhere,
            severity,
            capital: false,
        })
    }

    /// A telephone, by its last digits.
    pub(crate) fn phone(text: &str, severity: Severity) -> Option<Self> {
        let mut found = Self::new(text, Squeeze::Digits, severity)?;
        let surplus = found.chars.len().saturating_sub(PHONE_TAIL);
        found.chars.drain(..surplus);
        found.anywhere = found.chars.len() >= PHONE_TAIL;
        Some(found)
    }
}

/// Everything of a record that is searched for.
pub(crate) fn needles(own: &OwnRecord) -> Vec<Needle> {
    let public: Vec<Vec<char>> = own
        .public_names
        .iter()
        .flat_map(|name| {
            std::iter::once(needle(name, Squeeze::Plain)).chain(
                name.split(|c: char| !c.is_alphanumeric()).map(|part| needle(part, Squeeze::Plain)),
            )
        })
        .collect();
    let mut out = Vec::new();
    for email in &own.emails {
        out.extend(Needle::new(email, Squeeze::Plain, Severity::Block));
        out.extend(Needle::new(email, Squeeze::NoSignWords, Severity::Block));
        let local = email.split('@').next().unwrap_or(email);
        out.extend(
            Needle::new(local, Squeeze::Plain, Severity::Ask).filter(|n| n.chars.len() >= 6),
        );
    }
    out.extend(own.phones.iter().filter_map(|phone| Needle::phone(phone, Severity::Block)));
    for number in &own.numbers {
        out.extend(Needle::new(number, Squeeze::Plain, Severity::Block));
        let digits: String = View::of(number)
            .cells
            .iter()
            .map(|cell| cell.ch)
            .filter(char::is_ascii_digit)
            .collect();
        if digits.len() >= 6 {
            out.extend(Needle::new(&digits, Squeeze::Plain, Severity::Block));
        }
    }
    own.addresses.iter().for_each(|address| push_address(address, &mut out));
    own.names.iter().for_each(|name| push_name(name, &mut out));
    out.retain(|needle| !public.contains(&needle.chars));
    out
}

/// The whole address, each part with a number, its postcode and its street.
fn push_address(address: &str, out: &mut Vec<Needle>) {
    out.extend(Needle::new(address, Squeeze::Plain, Severity::Block));
    for part in address.split([',', '\n', ';']) {
        let has_digit = |text: &str| text.chars().any(char::is_numeric);
        if has_digit(part) {
            out.extend(Needle::new(part, Squeeze::Plain, Severity::Block));
        }
        let tokens: Vec<&str> = part.split_whitespace().collect();
        let coded: Vec<&str> = tokens.iter().copied().filter(|token| has_digit(token)).collect();
        out.extend(
            Needle::new(&coded.concat(), Squeeze::Plain, Severity::Ask)
                .filter(|n| n.chars.len() >= 5),
        );
        if has_digit(part) {
            let street: Vec<&str> = tokens.into_iter().filter(|token| !has_digit(token)).collect();
            out.extend(
                Needle::new(&street.concat(), Squeeze::Plain, Severity::Ask)
                    .filter(|n| n.chars.len() >= ALONE_CHARS)
                    .map(|n| Needle { anywhere: false, capital: true, ..n }),
            );
        }
    }
}

/// The whole name, first with last name, and each part when it is written with a capital.
fn push_name(name: &str, out: &mut Vec<Needle>) {
    let parts: Vec<&str> = name.split_whitespace().collect();
    let several = parts.len() > 1;
    let whole = if several { Severity::Block } else { Severity::Ask };
    out.extend(Needle::new(name, Squeeze::Plain, whole).map(|n| Needle { capital: !several, ..n }));
    if let (Some(first), true) = (parts.first(), several) {
        for other in parts.iter().skip(1) {
            out.extend(Needle::new(&format!("{first}{other}"), Squeeze::Plain, Severity::Block));
            out.extend(Needle::new(&format!("{other}{first}"), Squeeze::Plain, Severity::Block));
        }
        for part in &parts {
            let needle = Needle::new(part, Squeeze::Plain, Severity::Ask);
            out.extend(needle.map(|n| Needle { anywhere: false, capital: true, ..n }));
        }
    }
}

/// Searches a view for the needles.
pub(crate) fn find(needles: &[Needle], kind: &FindingKind, view: &View, found: &mut Vec<Finding>) {
    for how in [Squeeze::Plain, Squeeze::NoSignWords, Squeeze::Digits] {
        let squeezed = Squeezed::of(view, how);
        for needle in needles.iter().filter(|needle| needle.how == how) {
            for cells in squeezed.find(&needle.chars, needle.anywhere) {
                // "marsh" is a word, "Marsh" a name; Cyrillic or spaced letters are no accident.
                let capital = view.ch(cells.start).is_some_and(char::is_uppercase);
                if !needle.capital || capital || cells.len() > needle.chars.len() {
                    let span = view.origin(cells.start, cells.end);
                    found.push(Finding::new(kind.clone(), needle.severity, span));
                }
            }
        }
    }
}
