//! A post's texts, split into tokens: the main one, and those of fields that somebody asks for.

use earshot_text::{TokenRef, Tokens, UrlParts};

use super::key::Field;
use super::wants::Wants;
use crate::ast::TextField;
use crate::post_view::PostView;

/// Memory for the tokens of one post, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) text: Tokens,
    title: Tokens,
    author_name: Tokens,
    bio: Tokens,
    /// The post's own address.
    url: Tokens,
    links: Vec<Tokens>,
    /// How many of `links` belong to this post.
    links_read: usize,
}

impl Reading {
    /// Splits what a post has of the texts that are wanted.
    #[inline]
    pub(super) fn read(&mut self, post: &PostView<'_>, wants: Wants) {
        earshot_text::tokenize(post.text, &mut self.text);
        if wants.any_field() {
            self.read_fields(post, wants);
        }
    }

    fn read_fields(&mut self, post: &PostView<'_>, wants: Wants) {
        let texts = [
            (Field::Title, post.title, &mut self.title),
            (Field::AuthorName, post.author_name, &mut self.author_name),
            (Field::Bio, post.author_bio, &mut self.bio),
        ];
        for (field, text, tokens) in texts {
            if wants.field(field) {
                earshot_text::tokenize(text, tokens);
            }
        }
        if !wants.links() {
            return;
        }
        earshot_text::tokenize(post.url.unwrap_or_default(), &mut self.url);
        if self.links.len() < post.links.len() {
            self.links.resize_with(post.links.len(), Tokens::default);
        }
        for (link, tokens) in post.links.iter().zip(&mut self.links) {
            earshot_text::tokenize(link, tokens);
        }
        self.links_read = post.links.len();
    }

    /// The tokens of a field.
    pub(super) const fn field(&self, field: TextField) -> &Tokens {
        match field {
            TextField::Title => &self.title,
            TextField::AuthorName => &self.author_name,
            TextField::Bio => &self.bio,
        }
    }

    /// The post's own address, and those in its text.
    pub(super) fn written(&self) -> impl Iterator<Item = UrlParts<'_>> {
        let text = self.text.iter().filter_map(|token| token.url());
        address(&self.url).into_iter().chain(text)
    }

    /// Where its links lead, as far as that is known.
    pub(super) fn targets(&self) -> impl Iterator<Item = UrlParts<'_>> {
        self.links.iter().take(self.links_read).filter_map(address)
    }
}

/// The first address of a text.
fn address(tokens: &Tokens) -> Option<UrlParts<'_>> {
    tokens.iter().find_map(|token: TokenRef<'_>| token.url())
}
