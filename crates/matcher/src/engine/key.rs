//! The 64-bit keys by which facts about a post are looked up. Equal facts have equal keys; the
//! reverse is only likely, so whoever finds a key still compares what it stands for.

use earshot_text::TokenKind;

/// 2^64 divided by the golden ratio, made odd: Knuth's multiplier for multiplicative hashing
/// (The Art of Computer Programming, volume 3, section 6.4).
const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Stands for one fact about a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key(pub(super) u64);

/// The facts besides words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A handle of the author, whole or without its server.
    Author = 1,
    /// A handle that the post is addressed to.
    To = 2,
    /// The handle of the author whose post it shares.
    SharedFrom = 3,
    /// A word of the title.
    Title = 4,
    /// A word of the author's name.
    AuthorName = 5,
    /// A word of what the author says of themselves.
    Bio = 6,
    /// A host that an address has or is below of.
    Host = 7,
    /// A segment of an address's path.
    Segment = 8,
    /// A word of an address's path.
    PathWord = 9,
}

impl Key {
    /// A token that is no address has this form or base. A hash of the tokenizer spreads well over
    /// all of its bits, so it is the key.
    pub(super) const fn word(hash: u64) -> Self {
        Self(hash)
    }

    /// A token of this kind has this form or base.
    pub(super) const fn tagged(hash: u64, kind: TokenKind) -> Self {
        let turn = match kind {
            TokenKind::Word => 7,
            TokenKind::Hashtag => 13,
            TokenKind::Mention => 19,
            TokenKind::Cashtag => 27,
            TokenKind::Url => 37,
            TokenKind::Emoji => 43,
        };
        Self(hash.rotate_left(turn) ^ ODD)
    }

    /// Two tokens that follow each other have these forms or bases.
    pub(super) const fn pair(first: u64, second: u64) -> Self {
        Self((first.rotate_left(29) ^ second).wrapping_mul(ODD))
    }

    /// A form begins with these bytes: at most four, the first one lowest.
    pub(super) const fn start(bytes: u32, length: usize) -> Self {
        Self::piece(bytes, length, 1)
    }

    /// A form ends with these bytes.
    pub(super) const fn end(bytes: u32, length: usize) -> Self {
        Self::piece(bytes, length, 2)
    }

    /// A form has these bytes somewhere.
    pub(super) const fn inside(bytes: u32, length: usize) -> Self {
        Self::piece(bytes, length, 3)
    }

    #[expect(clippy::as_conversions, reason = "32 bits fit into 64")]
    const fn piece(bytes: u32, length: usize, place: u64) -> Self {
        Self(mix(bytes as u64 | (length as u64) << 32 | place << 40))
    }

    /// A field has this value.
    #[expect(clippy::as_conversions, reason = "the number of a variant fits")]
    pub(super) const fn value(field: Field, hash: u64) -> Self {
        Self(mix(hash ^ (field as u64) << 56))
    }

    /// What stands for the key in programs and on a page: never 0, which means "any post".
    #[expect(clippy::as_conversions, reason = "the upper half of 64 bits fits")]
    pub(super) const fn probe(self) -> u32 {
        match (self.0 >> 32) as u32 {
            0 => 1,
            half => half,
        }
    }
}

/// At most four bytes as a number, the first one lowest.
pub(super) fn small(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

const fn mix(number: u64) -> u64 {
    let mixed = (number ^ number >> 32).wrapping_mul(ODD);
    mixed ^ mixed >> 29
}
