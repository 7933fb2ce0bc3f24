//! The hashtags of a text.

use crate::token::TokenKind;
use crate::tokens::Tokens;

/// The longest hashtag that is counted, in characters. No network makes a link of a longer one.
const LONGEST: usize = 100;

/// The folded forms of the hashtags, without their sign, each once, in the order of the alphabet. A number
/// such as `#1` is a place in a list and no subject: it is left out, and so is what is longer than 100
/// characters.
///
/// ```
/// use earshot_text::{Tokens, hashtags};
/// assert_eq!(hashtags(&Tokens::of("#Late again, #1 reason: #late #Crew")), ["crew", "late"]);
/// ```
#[must_use]
pub fn hashtags(tokens: &Tokens) -> Vec<&str> {
    let tags = tokens.iter().filter(|token| token.kind() == TokenKind::Hashtag);
    let subject =
        |form: &&str| form.chars().any(char::is_alphabetic) && form.chars().nth(LONGEST).is_none();
    let mut forms: Vec<&str> = tags.map(|token| token.form()).filter(subject).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, hashtags};
    use crate::Tokens;

    #[test]
    fn what_is_too_long_is_no_hashtag() {
        let (longest, longer) = ("x".repeat(LONGEST), "y".repeat(LONGEST + 1));
        let text = format!("#{longest} #{longer} none");
        assert_eq!(hashtags(&Tokens::of(&text)), [longest]);
    }
}
