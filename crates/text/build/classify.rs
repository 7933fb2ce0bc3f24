//! What a character is before folding is looked at. The numbers are those of `src/class.rs`.

use icu_properties::props::{
    Alphabetic, CanonicalCombiningClass, DefaultIgnorableCodePoint, Emoji, EmojiModifier,
    EmojiModifierBase, ExtendedPictographic, GeneralCategory, GeneralCategoryGroup,
    GraphemeClusterBreak, IndicSyllabicCategory, LineBreak, RegionalIndicator, Script,
    SentenceBreak, WhiteSpace,
};
use icu_properties::script::{ScriptWithExtensions, ScriptWithExtensionsBorrowed};
use icu_properties::{CodePointMapData, CodePointSetData};

pub(crate) const SEPARATOR: u32 = 0;
pub(crate) const WORD: u32 = 1;
pub(crate) const SINGLE: u32 = 2;
pub(crate) const EMOJI: u32 = 3;
pub(crate) const SIGN: u32 = 4;
pub(crate) const TONE: u32 = 5;
pub(crate) const REGION: u32 = 6;
pub(crate) const IGNORED: u32 = 7;
pub(crate) const MARK: u32 = 8;
pub(crate) const EXTEND: u32 = 9;
pub(crate) const EXPAND: u32 = 10;

/// Flags of words and of characters of scripts without spaces.
pub(crate) const LETTER: u32 = 1 << 4;
pub(crate) const COMPOSES: u32 = 1 << 5;
pub(crate) const PAIRS: u32 = 1 << 6;
pub(crate) const NONSTARTER: u32 = 1 << 7;
pub(crate) const STACKER: u32 = 1 << 8;
/// Flags of dropped marks: their combining class, of which 0 keeps all that follow from melting.
pub(crate) const ABOVE: u32 = 1 << 4;
pub(crate) const BELOW: u32 = 1 << 5;
pub(crate) const BLOCKS: u32 = 1 << 6;
/// Flags of separators and signs.
pub(crate) const SPACE: u32 = 1 << 4;
pub(crate) const STOP: u32 = 1 << 5;
pub(crate) const FULL_STOP: u32 = 1 << 6;
pub(crate) const CLOSER: u32 = 1 << 7;
pub(crate) const BREAK: u32 = 1 << 8;
/// Flag of emoji.
pub(crate) const TONED: u32 = 1 << 4;

/// Signs such as © and ™ stand below this; they are emoji only when a variation selector says so.
const FIRST_PICTURE: char = '\u{2190}';

/// A letter of its own in Unicode, but typed and read as an apostrophe.
pub(crate) const MODIFIER_APOSTROPHE: char = '\u{2BC}';

/// Unicode calls it ignorable, but it is typed to part words.
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// The circled capital M is an emoji (the Paris metro), but also a letter between Ⓛ and Ⓝ.
const CIRCLED_M: char = '\u{24C2}';

/// Marks of Kana, wide and narrow.
const VOICING: [char; 4] = ['\u{3099}', '\u{309A}', '\u{FF9E}', '\u{FF9F}'];

/// Raised signs that stand after a name and are no part of it: ™ and ℠.
const RAISED: [char; 2] = ['\u{2122}', '\u{2120}'];

/// Miscellaneous Symbols and Dingbats: people use ★, ♡ and ✓ as they use emoji.
const SYMBOLS: std::ops::RangeInclusive<char> = '\u{2600}'..='\u{27BF}';

/// Stops of scripts that put no space after them: 。 ｡ ！ ？
const WIDE_STOPS: [char; 4] = ['\u{3002}', '\u{FF61}', '\u{FF01}', '\u{FF1F}'];

/// What is known of a character without its folded form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// The class is settled, with these flags.
    Settled(u32),
    /// A letter, number or mark, or a symbol that may stand for some: folding decides.
    Open,
}

pub(crate) struct Classifier {
    scripts: ScriptWithExtensionsBorrowed<'static>,
}

impl Classifier {
    pub(crate) fn new() -> Self {
        Self { scripts: ScriptWithExtensions::new() }
    }

    pub(crate) fn nature(&self, c: char) -> Nature {
        if c.is_ascii_alphanumeric() || c == '_' || c == CIRCLED_M {
            return Nature::Open;
        }
        if c == MODIFIER_APOSTROPHE || c == ZERO_WIDTH_SPACE || RAISED.contains(&c) {
            let sign = if RAISED.contains(&c) && is_picture(c) { SIGN } else { SEPARATOR };
            return Nature::Settled(sign);
        }
        if VOICING.contains(&c) {
            return Nature::Open;
        }
        Nature::Settled(if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) {
            IGNORED
        } else if CodePointSetData::new::<EmojiModifier>().contains(c) {
            TONE
        } else if CodePointSetData::new::<RegionalIndicator>().contains(c) {
            REGION
        } else if !c.is_ascii() && is_picture(c) {
            picture(c)
        } else if self.is_stripped_mark(c) {
            MARK | combining(c)
        } else {
            return Nature::Open;
        })
    }

    /// Letters, numbers, marks, and the wide underscore.
    pub(crate) fn is_wordlike(&self, c: char) -> bool {
        let category = category(c);
        GeneralCategoryGroup::Letter.contains(category) && c != MODIFIER_APOSTROPHE
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
        if VOICING.contains(&c) {
            return false;
        }
        let accent =
            matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark);
        accent
            && [
                Script::Inherited,
                Script::Arabic,
                Script::Hebrew,
                Script::Latin,
                Script::Greek,
                Script::Cyrillic,
            ]
            .contains(&self.script(c))
    }

    pub(crate) fn script(&self, c: char) -> Script {
        self.scripts.get_script_val(c)
    }

    /// Whether marks can make another letter of it; elsewhere they are only dropped.
    pub(crate) fn may_take_marks(&self, c: char) -> bool {
        matches!(self.script(c), Script::Cyrillic | Script::Arabic)
    }

    /// Whether its script is written without spaces, so that each character is a token.
    pub(crate) fn stands_alone(&self, c: char) -> bool {
        category(c) != GeneralCategory::DecimalNumber
            && (self.is_south_east_asian(c)
                || VOICING.contains(&c)
                || [Script::Han, Script::Hiragana, Script::Katakana]
                    .iter()
                    .any(|script| self.scripts.has_script(c, *script)))
    }

    pub(crate) fn is_south_east_asian(&self, c: char) -> bool {
        CodePointMapData::<LineBreak>::new().get(c) == LineBreak::ComplexContext
            || [Script::Thai, Script::Lao, Script::Khmer, Script::Myanmar]
                .iter()
                .any(|script| self.scripts.has_script(c, *script))
    }

    /// Whether the character belongs to the one before it: the clusters of UAX #29, and the
    /// Burmese vowels that UAX #29 leaves alone.
    pub(crate) fn extends(&self, c: char) -> bool {
        let cluster = CodePointMapData::<GraphemeClusterBreak>::new().get(c);
        VOICING.contains(&c)
            || matches!(cluster, GraphemeClusterBreak::Extend | GraphemeClusterBreak::SpacingMark)
            || GeneralCategoryGroup::Mark.contains(category(c))
    }

    /// Flags of a character that parts words.
    pub(crate) fn separator_flags(&self, c: char) -> u32 {
        let sentence = CodePointMapData::<SentenceBreak>::new().get(c);
        let mut flags = 0;
        if CodePointSetData::new::<WhiteSpace>().contains(c) {
            flags |= SPACE;
        }
        if matches!(sentence, SentenceBreak::STerm | SentenceBreak::ATerm) || c == '…' {
            flags |= STOP;
            if WIDE_STOPS.contains(&c) || self.is_south_east_asian(c) {
                flags |= FULL_STOP;
            }
        }
        if sentence == SentenceBreak::Close {
            flags |= CLOSER;
        }
        if matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            flags |= BREAK;
        }
        flags
    }
}

/// Flags of a letter, number or mark that a form keeps.
pub(crate) fn letter_flags(c: char) -> u32 {
    let mut flags = 0;
    let mark = GeneralCategoryGroup::Mark.contains(category(c));
    if category(c) != GeneralCategory::DecimalNumber
        && (mark || CodePointSetData::new::<Alphabetic>().contains(c))
    {
        flags |= LETTER;
    }
    if combining_class(c) != CanonicalCombiningClass::NotReordered {
        flags |= NONSTARTER;
    }
    let syllabic = CodePointMapData::<IndicSyllabicCategory>::new().get(c);
    if syllabic == IndicSyllabicCategory::InvisibleStacker {
        flags |= STACKER;
    }
    flags
}

pub(crate) fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

fn combining_class(c: char) -> CanonicalCombiningClass {
    CodePointMapData::<CanonicalCombiningClass>::new().get(c)
}

fn combining(c: char) -> u32 {
    match combining_class(c) {
        CanonicalCombiningClass::Above => ABOVE,
        CanonicalCombiningClass::Below => BELOW,
        CanonicalCombiningClass::NotReordered => BLOCKS,
        _ => 0,
    }
}

fn picture(c: char) -> u32 {
    if c < FIRST_PICTURE {
        // ‼ and ⁉ end a sentence.
        let sentence = CodePointMapData::<SentenceBreak>::new().get(c);
        let stop = if sentence == SentenceBreak::STerm { STOP } else { 0 };
        return SIGN | stop;
    }
    EMOJI | if CodePointSetData::new::<EmojiModifierBase>().contains(c) { TONED } else { 0 }
}

/// Emoji, code points kept for them, and the symbols that are used like them.
fn is_picture(c: char) -> bool {
    CodePointSetData::new::<Emoji>().contains(c)
        || CodePointSetData::new::<ExtendedPictographic>().contains(c)
        || SYMBOLS.contains(&c) && category(c) == GeneralCategory::OtherSymbol
}
