//! What a character is to the tokenizer, from tables that `build.rs` derives from Unicode's data.

include!(concat!(env!("OUT_DIR"), "/characters.rs"));

const KIND: u8 = 0x0F;
const COMPOSES: u8 = 0x80;

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
    /// The Kana voicing marks, which belong to the character before.
    Join,
}

/// The part that `c` plays.
pub(crate) fn class(c: char) -> Class {
    match class_byte(c) & KIND {
        1 => Class::Word,
        2 => Class::Single,
        3 => Class::Emoji,
        4 => Class::Sign,
        5 => Class::Tone,
        6 => Class::Region,
        7 => Class::Ignored,
        8 => Class::Mark,
        9 => Class::Join,
        _ => Class::Separator,
    }
}

/// Whether the folded form of `c` may melt with the character before it (NFC).
pub(crate) fn composes(c: char) -> bool {
    !c.is_ascii() && class_byte(c) & COMPOSES != 0
}

/// What `c` folds to; `None` where it folds to itself.
pub(crate) fn folded(c: char) -> Option<&'static str> {
    let slot = look_up(&FOLD_INDEX, &FOLD_BLOCKS, c);
    if slot == 0 { None } else { FOLDS.get(usize::from(slot)).copied() }
}

fn class_byte(c: char) -> u8 {
    look_up(&CLASS_INDEX, &CLASS_BLOCKS, c)
}

fn look_up<T: Copy + Default>(index: &[u16], blocks: &[T], c: char) -> T {
    let [_, high, middle, low] = u32::from(c).to_be_bytes();
    let block = usize::from(high) * 256 + usize::from(middle);
    index
        .get(block)
        .and_then(|number| blocks.get(usize::from(*number) * 256 + usize::from(low)))
        .copied()
        .unwrap_or_default()
}
