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
    /// A token that is no address has this form or base.
    pub(super) const fn word(hash: u64) -> Self {
        Self(mix(hash))
    }

    /// A token of this kind has this form or base.
    pub(super) const fn tagged(hash: u64, kind: TokenKind) -> Self {
        let salt = match kind {
            TokenKind::Word => 1,
            TokenKind::Hashtag => 2,
            TokenKind::Mention => 3,
            TokenKind::Cashtag => 4,
            TokenKind::Url => 5,
            TokenKind::Emoji => 6,
        };
        Self(mix(hash ^ (salt << 60 | salt << 17)))
    }

    /// Two tokens that follow each other have these forms or bases.
    pub(super) const fn pair(first: u64, second: u64) -> Self {
        Self(mix(first.rotate_left(29) ^ second.wrapping_mul(ODD)))
    }

    /// A form begins with these bytes.
    pub(super) fn start(bytes: &[u8]) -> Self {
        Self(mix(small(bytes) ^ 0x5354_4152_5400_0000))
    }

    /// A form ends with these bytes.
    pub(super) fn end(bytes: &[u8]) -> Self {
        Self(mix(small(bytes) ^ 0x454E_4400_0000_0000))
    }

    /// A form has these bytes somewhere.
    pub(super) fn inside(bytes: &[u8]) -> Self {
        Self(mix(small(bytes) ^ 0x494E_0000_0000_0000))
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

/// Up to five bytes as a number, with their count.
fn small(bytes: &[u8]) -> u64 {
    let mut number = 1;
    for byte in bytes {
        number = number << 8 | u64::from(*byte);
    }
    number
}

const fn mix(number: u64) -> u64 {
    let mixed = (number ^ number >> 32).wrapping_mul(ODD);
    mixed ^ mixed >> 29
}
