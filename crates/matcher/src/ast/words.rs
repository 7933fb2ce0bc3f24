//! Tests of tokens.

use super::Glob;

/// A test of one token.
///
/// A token passes when it is of the kind that `sigil` asks for, and its form or its base
/// ([`earshot_text::TokenRef::base`]) fits `pattern`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WordTest {
    /// What kind of token it must be.
    pub sigil: Sigil,
    /// What its form must be.
    pub pattern: Pattern,
}

impl WordTest {
    /// The whole form that is looked for, unless wildcards leave some of it open.
    #[must_use]
    pub fn exact(&self) -> Option<&str> {
        match &self.pattern {
            Pattern::Exact(form) => Some(form),
            Pattern::Glob(_) => None,
        }
    }
}

/// What a folded form must be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Exactly this.
    Exact(String),
    /// A form with wildcards.
    Glob(Glob),
}

/// Which kinds of token a word finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sigil {
    /// Words, emoji and every tag, but no web address: `apple` finds `#apple`.
    Any,
    /// Only `#tags`.
    Hashtag,
    /// Only `@names`.
    Mention,
    /// Only `$TICKS`.
    Cashtag,
    /// Only web addresses.
    Url,
}

/// Words exactly as written: `raw:"Google+"`, `!NASA`, `++"Apple Pay"`.
///
/// The *body* of a token is the text of its span, for a tag without its sign. Tokens side by side
/// (in the text, or among the parts of one tag) are an occurrence, at their places, when
/// - each passes its [`RawToken`], and
/// - the text between the end of one and the begin of the next is the gap there, and the text
///   right before the first ends with the first gap, and the text right after the last begins
///   with the last gap. Where the test of a token has the sign, its begin is that of its span,
///   else that of its body.
///
/// In gaps, one blank stands for any run of white space; at the outer ends there is none.
/// With `any_case`, bodies and gaps are compared with each character in lower case, ς as σ; gaps
/// character by character.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Raw {
    /// The tokens; never empty.
    pub tokens: Vec<RawToken>,
    /// What stands before, between and after them: one more than there are tokens.
    pub gaps: Vec<String>,
    /// `+"..."`: punctuation and accents count, case does not.
    pub any_case: bool,
}

/// A test of one token as it was written.
///
/// A token passes when its kind is what `sigil` asks for, its form is `form`, and, unless it is an
/// emoji, its text is `text`: the whole span where `sigil` names a kind, the body for
/// [`Sigil::Any`]. Of an emoji only the form counts, as variation selectors cannot be seen; a tone
/// belongs to the form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawToken {
    /// What kind of token it must be.
    pub sigil: Sigil,
    /// Its folded form, by which it can be looked up.
    pub form: String,
    /// Its text as written. Empty where it stands on the characters of the token before it, as
    /// `½` is 1 and 2: then only the form counts, and the gap before it is empty.
    pub text: String,
}

/// Words and phrases close together in any order: `"late flight"~5`, `(late "my flight")~5`.
///
/// From a place `s` on the items are *packed* into `s..=e` when each item has an occurrence within,
/// no two share a place, one begins at `s` and one ends at `e`, and `e - s + 1` less the places
/// that the items take is at most `foreign`. An item takes as many places as it has tests, or one
/// where it occurs in the parts of a tag. Let `e(s)` be the least such `e`. The occurrences are all
/// `(s, e(s))` for which no later start has an end that is not greater: the tightest ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slop {
    /// The words and phrases: 2 to [`Slop::MAX_ITEMS`], each as in [`super::Leaf::Words`].
    pub items: Vec<Vec<WordTest>>,
    /// How many other tokens may stand among them, 0 to [`super::MAX_DISTANCE`].
    pub foreign: u32,
}

impl Slop {
    /// The most words and phrases under one `~`. It bounds the search for the tightest occurrence.
    pub const MAX_ITEMS: usize = 10;
}
