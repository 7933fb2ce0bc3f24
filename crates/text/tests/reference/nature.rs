//! What a character is, asked of Unicode's data.

use std::cell::RefCell;
use std::collections::HashMap;

use icu_properties::props::{
    Alphabetic, DefaultIgnorableCodePoint, Emoji, EmojiModifier, EmojiModifierBase,
    ExtendedPictographic, GeneralCategory, GeneralCategoryGroup, GraphemeClusterBreak,
    IndicSyllabicCategory, LineBreak, RegionalIndicator, Script,
};
use icu_properties::script::ScriptWithExtensions;
use icu_properties::{CodePointMapData, CodePointSetData};

use super::folding;

/// What a character is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    Nothing,
    Letter,
    Number,
    Alone,
    AddsToAlone,
    Picture,
    Sign,
    Tone,
    HalfFlag,
    Unseen,
    Accent,
    Many,
}

/// Asked once for each character, as the answers take long.
pub(crate) fn nature(c: char) -> Nature {
    thread_local! {
        static KNOWN: RefCell<HashMap<char, Nature>> = RefCell::default();
    }
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&c).copied()) {
        return known;
    }
    let nature = ask(c);
    KNOWN.with_borrow_mut(|known| known.insert(c, nature));
    nature
}

fn ask(c: char) -> Nature {
    match c {
        '0'..='9' | '_' => return Nature::Number,
        'a'..='z' | 'A'..='Z' | 'Ⓜ' => return Nature::Letter,
        '\0'..='\x7F' | '\u{200B}' | '\u{2BC}' | '℠' => return Nature::Nothing,
        '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}' => return Nature::AddsToAlone,
        _ => {}
    }
    if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) {
        return Nature::Unseen;
    }
    if CodePointSetData::new::<EmojiModifier>().contains(c) {
        return Nature::Tone;
    }
    if CodePointSetData::new::<RegionalIndicator>().contains(c) {
        return Nature::HalfFlag;
    }
    if is_picture(c) {
        return if c < '\u{2190}' { Nature::Sign } else { Nature::Picture };
    }
    if is_accent(c) {
        return Nature::Accent;
    }
    by_plain_form(c)
}

fn by_plain_form(c: char) -> Nature {
    let plain = folding::fold(&c.to_string());
    let known = |c: char| is_wordlike(c);
    if !folding::wide(c).chars().any(known) {
        return Nature::Nothing;
    }
    if !plain.chars().any(known) {
        return if known(c) { Nature::Accent } else { Nature::Nothing };
    }
    let alone = plain.chars().any(is_alone);
    let several = plain.chars().count() > 1 && !is_of_south_east_asia(c);
    if !plain.chars().all(known) || alone && several {
        return Nature::Many;
    }
    match (alone, extends(c)) {
        (true, true) => Nature::AddsToAlone,
        (true, false) => Nature::Alone,
        (false, _) if is_letter(plain.chars().next().unwrap_or(c)) => Nature::Letter,
        (false, _) => Nature::Number,
    }
}

pub(crate) fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// Of a word: whether an apostrophe can stand beside it.
fn is_letter(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(category(c))
        || CodePointSetData::new::<Alphabetic>().contains(c)
            && category(c) != GeneralCategory::DecimalNumber
}

pub(crate) fn is_wordlike(c: char) -> bool {
    let category = category(c);
    let groups =
        [GeneralCategoryGroup::Letter, GeneralCategoryGroup::Number, GeneralCategoryGroup::Mark];
    c != '\u{2BC}'
        && (groups.iter().any(|group| group.contains(category))
            || c == '_'
            || c == '＿'
            || CodePointSetData::new::<Alphabetic>().contains(c))
}

pub(crate) fn is_accent(c: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark};
    let script = CodePointMapData::<Script>::new().get(c);
    let stripped = matches!(
        script,
        Script::Inherited
            | Script::Arabic
            | Script::Hebrew
            | Script::Latin
            | Script::Greek
            | Script::Cyrillic
    );
    c == 'ـ'
        || stripped
            && matches!(category(c), NonspacingMark | EnclosingMark)
            && !matches!(c, '\u{3099}' | '\u{309A}')
}

fn is_alone(c: char) -> bool {
    let scripts = ScriptWithExtensions::new();
    let east_asian = [Script::Han, Script::Hiragana, Script::Katakana];
    category(c) != GeneralCategory::DecimalNumber
        && (is_of_south_east_asia(c)
            || east_asian.iter().any(|script| scripts.has_script(c, *script))
            || matches!(c, '\u{3099}' | '\u{309A}'))
}

pub(crate) fn is_of_south_east_asia(c: char) -> bool {
    let scripts = ScriptWithExtensions::new();
    CodePointMapData::<LineBreak>::new().get(c) == LineBreak::ComplexContext
        || [Script::Thai, Script::Lao, Script::Khmer, Script::Myanmar]
            .iter()
            .any(|script| scripts.has_script(c, *script))
}

fn extends(c: char) -> bool {
    let cluster = CodePointMapData::<GraphemeClusterBreak>::new().get(c);
    matches!(cluster, GraphemeClusterBreak::Extend | GraphemeClusterBreak::SpacingMark)
        || GeneralCategoryGroup::Mark.contains(category(c))
}

pub(crate) fn stacks(c: char) -> bool {
    let category = CodePointMapData::<IndicSyllabicCategory>::new().get(c);
    category == IndicSyllabicCategory::InvisibleStacker
}

pub(crate) fn takes_tone(c: char) -> bool {
    CodePointSetData::new::<EmojiModifierBase>().contains(c)
}

fn is_picture(c: char) -> bool {
    CodePointSetData::new::<Emoji>().contains(c)
        || CodePointSetData::new::<ExtendedPictographic>().contains(c)
        || ('\u{2600}'..='\u{27BF}').contains(&c) && category(c) == GeneralCategory::OtherSymbol
}
