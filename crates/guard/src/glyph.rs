//! What one written character stands for: its plain Latin letter or digit, or nothing.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Letters of other scripts that look like a Latin one, after the shapes in common fonts
/// (compare Unicode Technical Standard 39, confusables). Pairs of (look-alike, Latin).
const LOOK_ALIKES: &[(&str, &str)] = &[
    ("АВЕКМНОРСТУХІЈЅԚԜҮ", "ABEKMHOPCTYXIJSQWY"),
    ("аеорсухіјѕһԁԛԝкмтпвγ", "aeopcyxijshdqwkmtnby"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("αοιυνκρτωχϲϳ", "aoiuvkptwxcj"),
    ("ОՕՍՏԼѴԌ", "OOUSLVG"),
    ("оօսոհցքѵⅼ", "oounhgqvl"),
    ("ıɑɡɩʏᴀᴄᴇᴏꜱᴜᴠᴡᴢ", "iagiyaceosuvwz"),
    ("łøđħŧ", "lodht"),
    ("ŁØĐĦŦ", "LODHT"),
    ("❶❷❸❹❺❻❼❽❾⓿", "1234567890"),
    ("➀➁➂➃➄➅➆➇➈", "123456789"),
    ("➊➋➌➍➎➏➐➑➒", "123456789"),
    ("⓵⓶⓷⓸⓹⓺⓻⓼⓽", "123456789"),
    ("‐‑‒–—―−⁃﹘·•∙․。", "--------------"),
    ("“”„«»", "\"\"\"\"\""),
];

/// Code points of the digit zero in scripts with their own decimal digits; the nine others follow
/// it (Unicode, general category Nd). Compatibility digits are decomposed before.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650,
    0x116C0, 0x11730, 0x118E0, 0x11C50, 0x11D50, 0x16A60, 0x16B50, 0x1E140, 0x1E2F0, 0x1E950,
];

/// Calls `push` with each plain character that `c` stands for; none for an invisible one.
pub(crate) fn unfold(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        push(c);
        return;
    }
    decompose_compatible(c, |part| {
        if !is_invisible(part) && !is_combining_mark(part) {
            push(plain(part));
        }
    });
}

/// Characters that leave no mark: zero-width, soft hyphen, direction marks, variation selectors,
/// tags (Unicode property `Default_Ignorable_Code_Point`), and control characters but for
/// tab and line ends.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    if c.is_whitespace() {
        return ' ';
    }
    let code = u32::from(c);
    if let Some(digit) = ZEROS
        .iter()
        .filter_map(|zero| code.checked_sub(*zero))
        .find(|value| *value < 10)
        .and_then(|value| char::from_digit(value, 10))
    {
        return digit;
    }
    LOOK_ALIKES
        .iter()
        .find_map(|(odd, latin)| odd.chars().zip(latin.chars()).find(|(o, _)| *o == c))
        .map_or(c, |(_, latin)| latin)
}
