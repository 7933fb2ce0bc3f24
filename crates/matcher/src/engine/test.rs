//! The tests that programs are made of, each kept once however many listeners use it.

use crate::ast::{Leaf, Raw, Reach, Sigil, TextField, VerdictTest};

/// A piece of a segment's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    start: u32,
    length: u32,
}

/// Texts one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts(String);

impl Texts {
    pub(super) fn add(&mut self, text: &str) -> Piece {
        let start = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.push_str(text);
        Piece { start, length: u32::try_from(text.len()).unwrap_or(0) }
    }

    #[inline]
    pub(super) fn get(&self, piece: Piece) -> &str {
        let start = usize::try_from(piece.start).unwrap_or(0);
        let length = usize::try_from(piece.length).unwrap_or(0);
        self.0.get(start..start + length).unwrap_or_default()
    }

    /// Gives back the room that is not used.
    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }
}

/// Some elements of a list, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Some32 {
    pub(super) first: u32,
    pub(super) count: u32,
}

impl Some32 {
    /// Those that were added since the list had `first`.
    pub(super) fn since<T>(first: usize, list: &[T]) -> Self {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { first: small(first), count: small(list.len() - first) }
    }

    /// These elements.
    #[inline]
    pub(super) fn of<T>(self, list: &[T]) -> &[T] {
        let first = usize::try_from(self.first).unwrap_or(0);
        let count = usize::try_from(self.count).unwrap_or(0);
        list.get(first..first + count).unwrap_or_default()
    }
}

/// How a form is compared.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// It is equal.
    Exact(Piece),
    /// It fits these pieces of [`super::lower::Parts::wild`].
    Wild(Some32),
}

/// A piece of a form with wildcards.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wild {
    Text(Piece),
    /// One character.
    One,
    /// Any characters, or none.
    Many,
}

/// What one token must be: its form or base has the shape.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// The lower half of the hash of an exact form.
    pub(super) hash: u32,
    pub(super) shape: Shape,
    pub(super) sigil: Sigil,
}

/// Words exactly as written.
#[derive(Debug, Clone)]
pub(super) struct AsWritten {
    pub(super) raw: Raw,
    /// The lower half of the hash of the first form.
    pub(super) hash: u32,
}

/// Words and phrases close together in any order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packing {
    /// The phrases, in [`super::lower::Parts::phrases`].
    pub(super) items: Some32,
    pub(super) foreign: u32,
}

/// A step of finding occurrences. Each takes lists from a stack and puts one there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Puts the occurrences of a test.
    Find(u32),
    /// Joins so many lists.
    Join(u32),
    /// Pairs of the two lists on top.
    Near(Reach),
    /// Puts an empty list.
    Nothing,
}

/// The longest form that a test holds within itself, in bytes: a test is half a cache line.
pub(super) const INLINE: usize = 24;

/// One test of a post.
#[derive(Debug, Clone, Copy)]
pub(super) enum Test {
    /// One token has this form or base: the lower half of its hash, and so many of the bytes.
    Short {
        hash: u32,
        sigil: Sigil,
        length: u8,
        form: [u8; INLINE],
    },
    /// One token is this word.
    Word(u32),
    /// Tokens side by side are these words, in [`super::lower::Parts::listed`].
    Phrase(Some32),
    /// The same in another text of the post.
    InField(TextField, Some32),
    Raw(u32),
    Slop(u32),
    /// These steps leave a pair on the stack.
    Near(Some32),
    /// Something besides words.
    Fact(u32),
    /// What only a verdict can say. While there is none it is `open`.
    Verdict {
        test: VerdictTest,
        open: bool,
    },
}

/// What is asked besides words, as the query says it.
pub(super) type Fact = Leaf;
