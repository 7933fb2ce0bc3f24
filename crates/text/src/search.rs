//! The token stream as a search index stores it.

use crate::token::TokenRef;
use crate::tokens::Tokens;

/// Every form under which a listener can find `text`, in the order of the text.
///
/// `#apple` yields `#apple` and `apple`, `👍🏽` also `👍`, `Apple's` also `apple`, `#東京` also
/// `東` and `京`. A form never holds white space; the same one may come more than once. The
/// index that stores these finds a superset of what a listener matches.
pub fn search_tokens(text: &str) -> impl Iterator<Item = String> {
    let tokens = Tokens::of(text);
    let mut forms = Vec::with_capacity(tokens.len());
    for token in tokens.iter() {
        add(&mut forms, token);
    }
    forms.into_iter()
}

fn add(forms: &mut Vec<String>, token: TokenRef<'_>) {
    if let Some(sigil) = token.kind().sigil() {
        forms.push(format!("{sigil}{}", token.form()));
    }
    let before = forms.len();
    for part in token.parts() {
        add(forms, part);
    }
    if forms.len() == before {
        forms.push(token.form().to_owned());
    }
    forms.extend(token.base().map(str::to_owned));
}
