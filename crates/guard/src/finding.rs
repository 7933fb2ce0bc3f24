//! What the guard found, where, and how grave it is.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What kind of private information a place in the text is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum FindingKind {
    /// An e-mail address, plain or disguised.
    Email,
    /// A telephone number, in digits or in words.
    Phone,
    /// A payment card number that passes the Luhn check.
    Card,
    /// A bank account number that passes its check digits.
    Iban,
    /// A pattern of the organization, by its name.
    Pattern(String),
    /// A value of the customer's own record.
    OwnRecord,
    /// Something that stands in an internal note or a private post of the case.
    InternalNote,
    /// A password, a one-time code, a key or a link that logs in.
    Credential,
    /// A number that the text itself calls a customer, order, contract or passport number.
    Account,
    /// A number of nine digits or more that may identify someone.
    LongNumber,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A permitted person may confirm with a reason.
    Ask,
    /// Not to be said in public. Cards, bank accounts and credentials cannot be overruled.
    Block,
}

/// One place in a text that must not be public.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// First byte in the original text.
    pub start: usize,
    /// The byte after the last, in the original text. Both lie on character boundaries.
    pub end: usize,
    /// How grave.
    pub severity: Severity,
    /// What it is.
    #[serde(flatten)]
    pub kind: FindingKind,
}

impl Finding {
    pub(crate) fn new(kind: FindingKind, severity: Severity, span: Range<usize>) -> Self {
        Self { start: span.start, end: span.end, severity, kind }
    }

    /// Whether nobody may overrule it: a card, a bank account or a credential.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self.severity, Severity::Block)
            && matches!(self.kind, FindingKind::Card | FindingKind::Iban | FindingKind::Credential)
    }

    /// Whether `self` was already overruled by `other`: same kind, and within its place.
    pub(crate) fn is_covered_by(&self, other: &Self) -> bool {
        self.kind == other.kind && other.start <= self.start && self.end <= other.end
    }
}
