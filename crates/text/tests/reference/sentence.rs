//! Where sentences end, looked for between two tokens.

use icu_properties::props::{SentenceBreak, WhiteSpace};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::Piece;
use super::nature::{Nature, is_of_south_east_asia, nature};

const ABBREVIATIONS: &str = "abs al approx aug bspw bzw ca cf co corp dec dept dr dra dt eg etc \
    evtl feb fig ggf ie inc jan jr ltd mme mr mrs ms nov nr oct prof rev sep sept sr sra st str \
    tel usw vgl vol vs";

/// Whether a sentence ends among the characters from `from` to `to`, after the piece `before`.
pub(crate) fn ends(text: &[(usize, char)], from: usize, to: usize, before: &Piece) -> bool {
    (0..text.len()).any(|place| {
        let (at, c) = text[place];
        (from..to).contains(&at) && ends_with(c, &text[place + 1..], at, before)
    })
}

fn ends_with(c: char, rest: &[(usize, char)], at: usize, before: &Piece) -> bool {
    if matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
        return true;
    }
    let class = |c: char| CodePointMapData::<SentenceBreak>::new().get(c);
    let stop = matches!(class(c), SentenceBreak::STerm | SentenceBreak::ATerm) || c == '…';
    if !stop {
        return false;
    }
    if matches!(c, '。' | '｡' | '！' | '？') || is_of_south_east_asia(c) {
        return true;
    }
    let mut after = rest.iter().skip_while(|(_, c)| class(*c) == SentenceBreak::Close);
    let free = after.next().is_none_or(|(_, c)| CodePointSetData::new::<WhiteSpace>().contains(*c));
    free && !(c == '.' && before.end == at && is_abbreviation(before))
}

fn is_abbreviation(before: &Piece) -> bool {
    let mut letters = before.form.chars();
    let (first, second) = (letters.next(), letters.next());
    let initial = first.is_some_and(char::is_alphabetic) && second.is_none();
    let alone = before.kind == "word"
        && first.is_some_and(|c| matches!(nature(c), Nature::Alone | Nature::AddsToAlone));
    initial && !alone || ABBREVIATIONS.split_whitespace().any(|word| word == before.form)
}
