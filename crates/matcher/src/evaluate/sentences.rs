//! Which sentence each place belongs to.

use crate::document::Document;

/// Words before a full stop that do not end a sentence, folded.
pub(crate) const ABBREVIATIONS: [&str; 26] = [
    "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "vs", "no", "nr", "approx", "dept", "etc",
    "inc", "ltd", "co", "corp", "fig", "ca", "bzw", "usw", "hr", "fr", "av", "e",
];

impl Document<'_> {
    /// For each place the number of its sentence. A sentence ends at `.`, `!`, `?` or `…` before
    /// white space or the end (quotes and brackets may close in between), at `。`, `！` and `？`,
    /// and at a line break. Common abbreviations do not end one.
    pub(super) fn sentences(&self) -> Vec<usize> {
        let mut sentence = 0;
        let mut before: Option<(usize, &str)> = None;
        let mut sentences = Vec::new();
        for token in self.words.text() {
            let at = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
            let span = token.span();
            if let Some((end, word)) = before {
                let gap = self.post.text.get(end..at(span.start)).unwrap_or_default();
                sentence += usize::from(ends(gap, word));
            }
            sentences.push(sentence);
            before = Some((at(span.end), token.form()));
        }
        sentences
    }
}

/// Whether a sentence ends in the text between `word` and the next.
fn ends(gap: &str, word: &str) -> bool {
    let mut stop = false;
    for (index, c) in gap.chars().enumerate() {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => return true,
            '。' | '！' | '？' | '｡' => return true,
            '.' if index == 0 && ABBREVIATIONS.contains(&word) => {}
            '.' | '!' | '?' | '…' => stop = true,
            '"' | '\'' | ')' | ']' | '»' | '”' | '’' => {}
            c if c.is_whitespace() => {
                if stop {
                    return true;
                }
            }
            _ => stop = false,
        }
    }
    false
}
