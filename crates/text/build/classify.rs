//! What a character is before folding is looked at. The numbers are those of `src/class.rs`.

use icu_properties::props::{
    Alphabetic, DefaultIgnorableCodePoint, Emoji, EmojiModifier, ExtendedPictographic,
    GeneralCategory, GeneralCategoryGroup, LineBreak, RegionalIndicator, Script,
};
use icu_properties::script::{ScriptWithExtensions, ScriptWithExtensionsBorrowed};
use icu_properties::{CodePointMapData, CodePointSetData};

pub(crate) const SEPARATOR: u8 = 0;
pub(crate) const WORD: u8 = 1;
pub(crate) const SINGLE: u8 = 2;
pub(crate) const EMOJI: u8 = 3;
pub(crate) const SIGN: u8 = 4;
pub(crate) const TONE: u8 = 5;
pub(crate) const REGION: u8 = 6;
pub(crate) const IGNORED: u8 = 7;
pub(crate) const MARK: u8 = 8;
pub(crate) const JOIN: u8 = 9;

/// Signs such as © and ™ stand below this; they are emoji only when a variation selector says so.
const FIRST_PICTURE: char = '\u{2190}';

/// A letter of its own in Unicode, but typed and read as an apostrophe.
pub(crate) const MODIFIER_APOSTROPHE: char = '\u{2BC}';

/// Miscellaneous Symbols and Dingbats: people use ★, ♡ and ✓ as they use emoji.
const SYMBOLS: std::ops::RangeInclusive<char> = '\u{2600}'..='\u{27BF}';

pub(crate) struct Classifier {
    scripts: ScriptWithExtensionsBorrowed<'static>,
}

impl Classifier {
    pub(crate) fn new() -> Self {
        Self { scripts: ScriptWithExtensions::new() }
    }

    pub(crate) fn class(&self, c: char) -> u8 {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        if c.is_ascii() {
            return if c.is_ascii_alphanumeric() || c == '_' { WORD } else { SEPARATOR };
        }
        if c == MODIFIER_APOSTROPHE {
            SEPARATOR
        } else if matches!(c, '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}') {
            JOIN
        } else if ignorable.contains(c) {
            IGNORED
        } else if CodePointSetData::new::<EmojiModifier>().contains(c) {
            TONE
        } else if CodePointSetData::new::<RegionalIndicator>().contains(c) {
            REGION
        } else if is_picture(c) {
            if c < FIRST_PICTURE { SIGN } else { EMOJI }
        } else if self.is_stripped_mark(c) {
            MARK
        } else if !self.is_wordlike(c) {
            SEPARATOR
        } else if self.stands_alone(c) {
            SINGLE
        } else {
            WORD
        }
    }

    /// Letters, numbers, marks, and the wide underscore.
    pub(crate) fn is_wordlike(&self, c: char) -> bool {
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        GeneralCategoryGroup::Letter.contains(category)
            || GeneralCategoryGroup::Number.contains(category)
            || GeneralCategoryGroup::Mark.contains(category)
            || CodePointSetData::new::<Alphabetic>().contains(c)
            || matches!(c, '_' | '\u{FF3F}')
    }

    /// Whether the mark can be left out when a word is typed: accents of Latin, Greek and
    /// Cyrillic, the short vowels of Arabic and Hebrew, and the Arabic stretching stroke.
    pub(crate) fn is_stripped_mark(&self, c: char) -> bool {
        if c == '\u{640}' {
            return true;
        }
        if matches!(c, '\u{3099}' | '\u{309A}') {
            return false;
        }
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        let accent =
            matches!(category, GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark);
        accent
            && [
                Script::Inherited,
                Script::Arabic,
                Script::Hebrew,
                Script::Latin,
                Script::Greek,
                Script::Cyrillic,
            ]
            .contains(&self.scripts.get_script_val(c))
    }

    /// Whether its script is written without spaces, so that each character is a token.
    fn stands_alone(&self, c: char) -> bool {
        let without_spaces =
            CodePointMapData::<LineBreak>::new().get(c) == LineBreak::ComplexContext;
        without_spaces
            || [
                Script::Han,
                Script::Hiragana,
                Script::Katakana,
                Script::Thai,
                Script::Lao,
                Script::Khmer,
                Script::Myanmar,
            ]
            .iter()
            .any(|script| self.scripts.has_script(c, *script))
    }
}

/// Emoji, code points kept for them, and the symbols that are used like them.
fn is_picture(c: char) -> bool {
    CodePointSetData::new::<Emoji>().contains(c)
        || CodePointSetData::new::<ExtendedPictographic>().contains(c)
        || SYMBOLS.contains(&c)
            && CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::OtherSymbol
}
