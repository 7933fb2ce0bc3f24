//! Which sentence each token belongs to.

use earshot_text::Tokens;

use crate::evaluate::ABBREVIATIONS;

/// Writes, for each token, the number of its sentence.
pub(super) fn number(text: &str, tokens: &Tokens, sentences: &mut Vec<u32>) {
    sentences.clear();
    let (mut sentence, mut end, mut word) = (0, None, "");
    for token in tokens.iter() {
        let span = token.span();
        let place = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
        if let Some(end) = end
            && is_parted(text.get(end..place(span.start)).unwrap_or_default(), word)
        {
            sentence += 1;
        }
        sentences.push(sentence);
        (end, word) = (Some(place(span.end)), token.form());
    }
}

/// Whether what stands between a word and the next ends a sentence.
fn is_parted(between: &str, word: &str) -> bool {
    let short = ABBREVIATIONS.contains(&word);
    // A full stop that has only closing marks after it so far.
    let mut open = false;
    for (at, c) in between.char_indices() {
        if matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            return true;
        }
        if matches!(c, '。' | '！' | '？' | '｡') {
            return true;
        }
        if c.is_whitespace() {
            if open {
                return true;
            }
        } else if matches!(c, '.' | '!' | '?' | '…') {
            open |= !(short && at == 0 && c == '.');
        } else if !matches!(c, '"' | '\'' | ')' | ']' | '»' | '”' | '’') {
            open = false;
        }
    }
    false
}
