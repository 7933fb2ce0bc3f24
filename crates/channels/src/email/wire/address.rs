//! Addresses.

pub(super) use crate::shown::line;

/// The most bytes of an address: 64 before the `@`, 255 behind it (RFC 5321, section 4.5.3.1).
const LONGEST: usize = 320;

/// An address with the name beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mailbox {
    /// The address in lower case: some servers tell `A` from `a` before the `@`, no people do.
    pub address: String,
    /// The name, in one line; empty where there is none.
    pub name: String,
}

impl Mailbox {
    /// Reads an address; nothing for what cannot be written to.
    #[must_use]
    pub fn of(address: &str, name: &str) -> Option<Self> {
        let address = address.trim().to_lowercase();
        let (local, domain) = address.rsplit_once('@')?;
        let odd = |c: char| c.is_control() || c.is_whitespace() || "<>,;:\"\\()[]".contains(c);
        let fits = !local.is_empty()
            && !domain.is_empty()
            && !address.contains(odd)
            && !local.contains('@')
            && address.len() <= LONGEST;
        fits.then(|| Self { name: line(name), address: address.clone() })
    }

    /// What stands before the `@`, and behind it.
    #[must_use]
    pub fn halves(&self) -> (&str, &str) {
        self.address.rsplit_once('@').unwrap_or((&self.address, ""))
    }

    /// Whether `other` is this address, with or without a word behind a `+`.
    #[must_use]
    pub fn is_plus_of(&self, other: &Self) -> bool {
        let ((ours, domain), (theirs, other_domain)) = (self.halves(), other.halves());
        let rest = theirs.strip_prefix(ours);
        domain == other_domain && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('+'))
    }

    /// Whether nobody reads what is sent there: the sender of bounces.
    #[must_use]
    pub fn is_machine(&self) -> bool {
        matches!(self.halves().0, "mailer-daemon" | "postmaster" | "double-bounce")
    }
}
