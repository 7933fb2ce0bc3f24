//! How common the parts of a query are.

use earshot_text::Tokens;

use crate::ast::Node;
use crate::document::Document;
use crate::post_view::PostView;

/// Knows how common things are among posts.
pub trait Shares {
    /// The share of posts, 0 to 1, for which a part of a query holds; `None` when unknown.
    fn share(&self, node: &Node) -> Option<f64>;
}

/// Knows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSample;

impl Shares for NoSample {
    fn share(&self, _: &Node) -> Option<f64> {
        None
    }
}

/// Posts of which each part is asked. Good for hundreds to a few thousand posts; shares below one
/// in the number of posts read as 0.
#[derive(Debug)]
pub struct Sample<'a> {
    posts: Vec<(PostView<'a>, Tokens)>,
}

impl<'a> Sample<'a> {
    /// Takes posts as they come; the more alike they are to the stream, the better.
    #[must_use]
    pub fn new(posts: impl IntoIterator<Item = PostView<'a>>) -> Self {
        Self { posts: posts.into_iter().map(|post| (post, Tokens::of(post.text))).collect() }
    }
}

impl Shares for Sample<'_> {
    fn share(&self, node: &Node) -> Option<f64> {
        let holds =
            |(post, tokens): &&(PostView<'_>, Tokens)| Document::new(post, tokens).satisfies(node);
        let found = self.posts.iter().filter(holds).count();
        let count = |n: usize| u32::try_from(n).ok().map(f64::from);
        (!self.posts.is_empty()).then_some(count(found)? / count(self.posts.len())?)
    }
}
