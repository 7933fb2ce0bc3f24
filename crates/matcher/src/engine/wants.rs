//! Which facts besides words the listeners of a segment ask for. What none asks for is not computed.

use super::key::Field;

/// Facts to look for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wants {
    /// Bit `n`: some wildcard is found by the first `n` bytes of a form.
    starts: u8,
    /// Bit `n`: some wildcard is found by the last `n` bytes of a form.
    ends: u8,
    /// Bit `n`: some wildcard is found by `n` bytes anywhere in a form.
    insides: u8,
    /// Bit `n`: the field with that number is asked for.
    fields: u16,
    /// Somebody asks for an address besides those in the text.
    links: bool,
}

impl Wants {
    /// The lengths, in bytes, by which wildcards are found.
    pub(super) const LENGTHS: [usize; 3] = [4, 3, 2];

    /// Everything whose frequency is counted. What stands inside of words is not: it is common.
    pub(super) const COUNTED: Self =
        Self { starts: !0, ends: !0, insides: 0, fields: !0, links: true };

    /// The longest of [`Self::LENGTHS`] that `piece` has.
    fn length(piece: &[u8]) -> Option<usize> {
        Self::LENGTHS.into_iter().find(|length| piece.len() >= *length)
    }

    /// The bytes by which a form that begins with `piece` is found.
    pub(super) fn start_of(piece: &str) -> Option<&[u8]> {
        let piece = piece.as_bytes();
        piece.get(..Self::length(piece)?)
    }

    /// The bytes by which a form that ends with `piece` is found.
    pub(super) fn end_of(piece: &str) -> Option<&[u8]> {
        let piece = piece.as_bytes();
        piece.get(piece.len() - Self::length(piece)?..)
    }

    pub(super) fn want_start(&mut self, length: usize) {
        self.starts |= 1 << length;
    }

    pub(super) fn want_end(&mut self, length: usize) {
        self.ends |= 1 << length;
    }

    pub(super) fn want_inside(&mut self, length: usize) {
        self.insides |= 1 << length;
    }

    #[expect(clippy::as_conversions, reason = "the number of a variant fits")]
    pub(super) fn want(&mut self, field: Field) {
        self.fields |= 1 << field as u16;
    }

    pub(super) fn want_links(&mut self) {
        self.links = true;
    }

    #[inline]
    pub(super) const fn starts(self, length: usize) -> bool {
        self.starts >> length & 1 != 0
    }

    #[inline]
    pub(super) const fn ends(self, length: usize) -> bool {
        self.ends >> length & 1 != 0
    }

    #[inline]
    pub(super) const fn insides(self, length: usize) -> bool {
        self.insides >> length & 1 != 0
    }

    /// Whether anybody asks for a field.
    #[inline]
    #[expect(clippy::as_conversions, reason = "the number of a variant fits")]
    pub(super) const fn field(self, field: Field) -> bool {
        self.fields >> (field as u16) & 1 != 0
    }

    /// Whether anybody asks for anything besides the words of the text.
    #[inline]
    pub(super) const fn any_field(self) -> bool {
        self.fields != 0 || self.links
    }

    /// Whether anybody asks for an address besides those in the text.
    #[inline]
    pub(super) const fn links(self) -> bool {
        self.links
    }

    /// Whether anybody asks for a piece of a word.
    #[inline]
    pub(super) const fn pieces(self) -> bool {
        self.starts | self.ends | self.insides != 0
    }

    /// Whether anybody asks for a piece of a word that is not its begin.
    #[inline]
    pub(super) const fn beyond_starts(self) -> bool {
        self.ends | self.insides != 0
    }

    /// What either asks for.
    pub(super) const fn or(self, other: Self) -> Self {
        Self {
            starts: self.starts | other.starts,
            ends: self.ends | other.ends,
            insides: self.insides | other.insides,
            fields: self.fields | other.fields,
            links: self.links || other.links,
        }
    }
}
