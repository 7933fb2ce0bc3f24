//! Which sentence each token belongs to.

use earshot_text::Tokens;

/// Writes, for each token, the number of its sentence.
pub(super) fn number(tokens: &Tokens, sentences: &mut Vec<u32>) {
    sentences.clear();
    sentences.extend(tokens.iter().map(|token| token.sentence()));
}
