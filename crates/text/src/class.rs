//! What a character is to the tokenizer, from tables that `build.rs` derives from Unicode's data.

include!(concat!(env!("OUT_DIR"), "/characters.rs"));

/// The part a character plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Parts words: space, punctuation, symbols.
    Separator,
    /// Part of a word.
    Word,
    /// A word of its own: Han, Kana, Thai, Lao, Khmer, Burmese.
    Single,
    /// A picture.
    Emoji,
    /// A typographic sign that a variation selector turns into a picture: ©, ™.
    Sign,
    /// A skin tone.
    Tone,
    /// Half of a flag.
    Region,
    /// Invisible: joiners, soft hyphens, variation selectors.
    Ignored,
    /// An accent, which folding drops.
    Mark,
    /// A vowel, tone or voicing mark, which belongs to the `Single` before it.
    Extend,
    /// One character that stands for a text of several tokens: ㈱, ½, ㌔.
    Expand,
}

/// Class, flags and folded form of a character. What a flag says depends on the class; the bits
/// are those that `build/classify.rs` sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Info(u32);

impl Info {
    /// The part that the character plays.
    #[inline]
    pub(crate) const fn class(self) -> Class {
        match self.0 & 0xF {
            1 => Class::Word,
            2 => Class::Single,
            3 => Class::Emoji,
            4 => Class::Sign,
            5 => Class::Tone,
            6 => Class::Region,
            7 => Class::Ignored,
            8 => Class::Mark,
            9 => Class::Extend,
            10 => Class::Expand,
            _ => Class::Separator,
        }
    }

    const fn has(self, bit: u32) -> bool {
        self.0 & 1 << bit != 0
    }

    /// Of a word character: whether it is a letter, so that an apostrophe can stand beside it.
    pub(crate) const fn is_letter(self) -> bool {
        self.has(4)
    }

    /// Of a kept character: whether it may melt with the one before it (NFC).
    pub(crate) const fn composes(self) -> bool {
        self.has(5)
    }

    /// Of a word character: whether some mark that is dropped elsewhere makes another letter of
    /// it. [`paired`] knows which.
    pub(crate) const fn takes_marks(self) -> bool {
        self.has(6)
    }

    /// Of a kept character: whether its order among neighbours of this kind may have to change.
    pub(crate) const fn is_nonstarter(self) -> bool {
        self.has(7)
    }

    /// Of a mark that extends: whether the letter after it is written below the one before it.
    pub(crate) const fn stacks(self) -> bool {
        self.has(8)
    }

    /// Of a dropped mark: whether it stands above (combining class 230).
    pub(crate) const fn is_above(self) -> bool {
        self.has(4)
    }

    /// Of a dropped mark: whether it stands below (combining class 220).
    pub(crate) const fn is_below(self) -> bool {
        self.has(5)
    }

    /// Of a dropped mark: whether marks after it belong to it (combining class 0), not to the letter.
    pub(crate) const fn blocks(self) -> bool {
        self.has(6)
    }

    /// Whether it is white space.
    pub(crate) const fn is_white_space(self) -> bool {
        matches!(self.class(), Class::Separator) && self.has(4)
    }

    /// Of a separator or sign: whether it ends a sentence before white space.
    pub(crate) const fn is_stop(self) -> bool {
        self.has(5)
    }

    /// Of a stop: whether it needs no white space after it.
    pub(crate) const fn is_full_stop(self) -> bool {
        self.has(6)
    }

    /// Whether it is a quote or bracket, which may follow a stop.
    pub(crate) const fn is_closing(self) -> bool {
        matches!(self.class(), Class::Separator) && self.has(7)
    }

    /// Of a separator: whether it breaks the line.
    pub(crate) const fn is_break(self) -> bool {
        self.has(8)
    }

    /// Of an emoji: whether a skin tone may follow it.
    pub(crate) const fn takes_tone(self) -> bool {
        self.has(4)
    }

    /// Whether it is a word character that folds to itself and melts with nothing before it.
    #[inline]
    pub(crate) const fn is_plain_word(self) -> bool {
        self.0 & !(1 << 4 | 1 << 6) == 1
    }

    /// What the character folds to.
    #[inline]
    pub(crate) fn folded(self) -> Folded {
        let slot = usize::from(self.slot());
        if slot == 0 {
            Folded::Same
        } else if let Some(letter) = LETTERS.get(slot - 1) {
            Folded::Letter(*letter)
        } else {
            Folded::Text(FOLDS.get(slot - 1 - LETTERS.len()).copied().unwrap_or_default())
        }
    }

    /// Whether the character folds to itself.
    #[inline]
    pub(crate) const fn is_folded(self) -> bool {
        self.0 >> 16 == 0
    }

    #[expect(clippy::as_conversions, reason = "the shift leaves sixteen bits")]
    const fn slot(self) -> u16 {
        (self.0 >> 16) as u16
    }
}

/// What a character folds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Folded {
    /// Itself.
    Same,
    /// One other character.
    Letter(char),
    /// None or several.
    Text(&'static str),
}

/// What is known of `c`.
#[inline]
#[expect(clippy::as_conversions, reason = "a char is at most 0x10FFFF: this runs for every one")]
pub(crate) fn info(c: char) -> Info {
    let number = c as usize;
    let block = INFO_INDEX.get(number >> 6).and_then(|block| INFO_BLOCKS.get(usize::from(*block)));
    Info(block.map_or(0, |block| block.get(number & 63).copied().unwrap_or_default()))
}

/// The part that `c` plays.
pub(crate) fn class(c: char) -> Class {
    info(c).class()
}

/// The letter that `letter` and `mark` are together, if they are one: и and ˘ are й.
pub(crate) fn paired(letter: char, mark: char) -> Option<char> {
    let place = PAIRS.binary_search_by_key(&(letter, mark), |(pair, _)| *pair).ok()?;
    PAIRS.get(place).map(|(_, letter)| *letter)
}
