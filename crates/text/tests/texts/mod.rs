//! Texts in which the rules meet each other.

use proptest::prelude::*;

/// A text of many kinds, written for the tests.
pub(crate) const WRITTEN: &str = include_str!("written.txt");

/// Pieces that mean something beside each other.
const PIECES: &[&str] = &[
    "#",
    "@",
    "$",
    "＃",
    "'s",
    "’s",
    "'",
    "ʼ",
    "https://",
    "HTTP://",
    "www.",
    "/",
    ".",
    "!",
    "…",
    "。",
    ")",
    "(",
    "*",
    "“",
    "東",
    "京",
    "ガ",
    "ｶ",
    "ﾞ",
    "\u{3099}",
    "👍",
    "🏽",
    "❤",
    "\u{200D}",
    "\u{FE0F}",
    "\u{FE0E}",
    "\u{20E3}",
    "🇩",
    "🇪",
    "1",
    "™",
    "\u{301}",
    "\u{1161}",
    "\u{11A8}",
    "각",
    "ส",
    "ำ",
    "ู",
    "่",
    "\u{E0067}",
    "\u{94D}",
    "क",
    "\u{93C}",
    "\u{AD}",
    "\u{200B}",
    "ـ",
    "и",
    "И",
    "е",
    "\u{306}",
    "\u{308}",
    "ا",
    "ى",
    "\u{654}",
    "\u{655}",
    "\u{64E}",
    "½",
    "㈱",
    "㌔",
    "㏂",
    "Ⓜ",
    "①",
    "\u{1039}",
    "က",
    "ာ",
    "\u{17D2}",
    "ក",
    "٣",
    "๒",
    "\n",
    "\u{2028}",
    " ",
    "  ",
    "ß",
    "ŒÆ",
    "İ",
    "ı",
    "Σς",
    "Mr.",
    "z. B.",
    "example.org",
    "x@y",
    "don't",
    "é",
    "É",
    "ﬁ",
    "Ａ",
    "ﷺ",
    "\u{334}",
    "\u{640}",
    "aaaaaaaaaaaaaaaaaaaa",
];

/// A text of pieces, letters and any characters.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => any::<char>().prop_map(String::from),
        3 => "[a-zA-ZäßÉ0-9_ '’.!?]{1,6}",
        2 => "[а-яёА-Яا-ي ]{1,6}",
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Reads `\u{..}`, so that invisible characters can be seen in a file.
pub(crate) fn unescape(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (number, tail) = after.split_once('}').expect("a closing brace");
        out.push_str(before);
        out.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        rest = tail;
    }
    out + rest
}
