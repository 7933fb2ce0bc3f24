//! A post, prepared once for any number of queries.

use std::collections::HashMap;

use earshot_text::{TokenKind, TokenRef, Tokens, fold};

use crate::post_view::PostView;

/// A token, where it stands, and the end of the run of tokens in which a phrase may go on.
pub(crate) struct Entry<'a> {
    pub(crate) token: TokenRef<'a>,
    /// The place among the tokens of the text; for a word inside of a tag that of the tag.
    pub(crate) place: usize,
    pub(crate) run_end: usize,
}

/// The tokens of a text by place and by form.
pub(crate) struct Words<'a> {
    /// The tokens of the text, then for each tag that has several words inside, those words.
    pub(crate) entries: Vec<Entry<'a>>,
    /// Where each form and base stands among the entries.
    pub(crate) forms: HashMap<&'a str, Vec<usize>>,
}

/// The words of a post, and its fields as queries compare them.
pub(crate) struct Document<'a> {
    pub(crate) post: PostView<'a>,
    pub(crate) words: Words<'a>,
    /// The handle, folded, without its `@`; empty when unknown.
    pub(crate) author: String,
}

impl<'a> Words<'a> {
    pub(crate) fn new(tokens: &'a Tokens) -> Self {
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(tokens.len());
        let run_end = tokens.len();
        let text = tokens.iter().enumerate();
        entries.extend(text.map(|(place, token)| Entry { token, place, run_end }));
        for (place, tag) in tokens.iter().enumerate() {
            let parts = tag.parts();
            let run_end = entries.len() + parts.len();
            entries.extend(parts.map(|token| Entry { token, place, run_end }));
        }
        let mut forms: HashMap<&'a str, Vec<usize>> = HashMap::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            forms.entry(entry.token.form()).or_default().push(index);
            if let Some(base) = entry.token.base() {
                forms.entry(base).or_default().push(index);
            }
        }
        Self { entries, forms }
    }

    /// The tokens of the text, each at its place.
    pub(crate) fn text(&self) -> impl Iterator<Item = TokenRef<'a>> {
        let length = self.entries.first().map_or(0, |first| first.run_end);
        self.entries.iter().take(length).map(|entry| entry.token)
    }

    /// The addresses in the text: host and path.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().filter_map(|entry| entry.token.url()).map(|url| (url.host, url.path))
    }

    /// Whether the text has a token of this kind.
    pub(crate) fn has(&self, kind: TokenKind) -> bool {
        self.entries.iter().any(|entry| entry.token.kind() == kind)
    }
}

impl<'a> Document<'a> {
    /// Prepares `post`, whose text was split into `tokens`.
    pub(crate) fn new(post: &PostView<'a>, tokens: &'a Tokens) -> Self {
        Self { post: *post, words: Words::new(tokens), author: handle(post.author_handle) }
    }
}

/// A handle, folded, without its `@`.
pub(crate) fn handle(written: &str) -> String {
    fold(written.strip_prefix('@').unwrap_or(written))
}

/// The names under which a folded handle can be asked for: the whole, and for one with a server
/// (`ana@example.social`) the part before it.
pub(crate) fn names(handle: &str) -> impl Iterator<Item = &str> {
    let local = handle.split_once('@').map(|(local, _)| local);
    [Some(handle), local].into_iter().flatten()
}
