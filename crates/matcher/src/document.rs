//! A post, prepared once for any number of queries.

use std::collections::HashMap;

use earshot_text::{TokenRef, Tokens, fold};

/// What a listener sees of a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PostView<'a> {
    /// The words, as written.
    pub text: &'a str,
    /// The author's handle, with or without `@`; empty when unknown.
    pub author_handle: &'a str,
    /// The language as BCP 47, as the channel or the funnel says.
    pub language: Option<&'a str>,
    /// How many follow the author.
    pub followers: Option<i64>,
}

/// A token, and the end of the run of tokens in which a phrase may go on.
pub(crate) struct Entry<'a> {
    pub(crate) token: TokenRef<'a>,
    pub(crate) run_end: usize,
}

/// The tokens of a post by place and by form, and its fields as queries compare them.
pub(crate) struct Document<'a> {
    /// The tokens of the text, then for each tag that has several words inside, those words.
    pub(crate) entries: Vec<Entry<'a>>,
    /// Where each form and base stands among the entries.
    pub(crate) forms: HashMap<&'a str, Vec<usize>>,
    /// The handle, folded, without its `@`; empty when unknown.
    pub(crate) author: String,
    pub(crate) language: Option<String>,
    pub(crate) followers: Option<i64>,
}

impl<'a> Document<'a> {
    /// Prepares `post`, whose text was split into `tokens`.
    pub(crate) fn new(post: &PostView<'_>, tokens: &'a Tokens) -> Self {
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(tokens.len());
        entries.extend(tokens.iter().map(|token| Entry { token, run_end: tokens.len() }));
        for tag in tokens.iter() {
            let parts = tag.parts();
            let run_end = entries.len() + parts.len();
            entries.extend(parts.map(|token| Entry { token, run_end }));
        }
        let mut forms: HashMap<&'a str, Vec<usize>> = HashMap::with_capacity(entries.len());
        for (place, entry) in entries.iter().enumerate() {
            forms.entry(entry.token.form()).or_default().push(place);
            if let Some(base) = entry.token.base() {
                forms.entry(base).or_default().push(place);
            }
        }
        let handle = post.author_handle;
        Self {
            entries,
            forms,
            author: fold(handle.strip_prefix('@').unwrap_or(handle)),
            language: post.language.map(|code| code.to_ascii_lowercase().replace('_', "-")),
            followers: post.followers,
        }
    }

    /// The names under which the author can be asked for: the whole handle, and for a handle
    /// with a server (`ana@example.social`) the part before it.
    pub(crate) fn author_names(&self) -> impl Iterator<Item = &str> {
        let local = self.author.split_once('@').map(|(local, _)| local);
        [Some(self.author.as_str()), local].into_iter().flatten()
    }
}
