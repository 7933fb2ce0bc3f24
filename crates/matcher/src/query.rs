//! A query that was read and checked.

use std::collections::HashSet;

use earshot_model::Span;
use earshot_text::Tokens;

use crate::anchor;
use crate::ast::{Leaf, Node};
use crate::document::Document;
use crate::error::{Problem, QueryError};
use crate::lexer::{lex, span};
use crate::parser::Parser;
use crate::post_view::PostView;
use crate::search_terms::SearchTerms;
use crate::warning::{Caution, Warning};

/// Longest text of a query, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// Most words and field values of a query.
pub const MAX_TERMS: usize = 8_192;
/// Deepest nesting of brackets.
pub const MAX_DEPTH: usize = 64;

/// A query, ready to be asked of posts. `Display` writes it in one fixed form, with all brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    node: Node,
    warnings: Vec<Warning>,
}

impl Query {
    /// Reads a query that will listen: it must look for something.
    ///
    /// # Errors
    ///
    /// [`QueryError`] with the place, the reason and a fix, when the text is not a query, is over
    /// a limit, or when it only excludes or only filters.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let query = Self::parse_search(text)?;
        if anchor::of(&query.node).is_none() {
            let problem =
                if excludes(&query.node) { Problem::OnlyExcludes } else { Problem::OnlyFilters };
            return Err(QueryError { at: span(0, text.len()), problem });
        }
        Ok(query)
    }

    /// Reads a query that searches what is stored: it may also only filter or exclude.
    ///
    /// # Errors
    ///
    /// [`QueryError`] when the text is not a query or is over a limit.
    pub fn parse_search(text: &str) -> Result<Self, QueryError> {
        let whole = span(0, text.len());
        if text.len() > MAX_BYTES {
            let problem = Problem::TooLong { bytes: text.len() };
            return Err(QueryError { at: whole, problem });
        }
        let mut warnings = Vec::new();
        let lexed = lex(text, &mut warnings)?;
        let mut parser = Parser::new(&lexed, &mut warnings);
        let node = parser.query()?;
        let terms = parser.terms;
        if terms > MAX_TERMS {
            return Err(QueryError { at: whole, problem: Problem::TooManyTerms { terms } });
        }
        warn_of_contradiction(&node, whole, &mut warnings);
        warnings.sort_by_key(|warning| warning.at);
        Ok(Self { node, warnings })
    }

    /// What is odd about it, in the order of the text.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// What it says.
    #[must_use]
    pub const fn node(&self) -> &Node {
        &self.node
    }

    /// Whether the post is what the query asks for.
    #[must_use]
    pub fn matches(&self, post: &PostView<'_>) -> bool {
        let tokens = Tokens::of(post.text);
        Document::new(post, &tokens).satisfies(&self.node)
    }

    /// Whether a post is what each of several queries asks for, by the plain evaluator. The post is
    /// prepared once.
    #[must_use]
    pub fn which<'q>(
        queries: impl IntoIterator<Item = &'q Self>,
        post: &PostView<'_>,
    ) -> Vec<bool> {
        let tokens = Tokens::of(post.text);
        let document = Document::new(post, &tokens);
        queries.into_iter().map(|query| document.satisfies(&query.node)).collect()
    }

    /// Where the post's text holds what the query asks for; `None` if it does not match. Empty
    /// when it matches by its author or other fields only. Spans are in order, without overlap.
    #[must_use]
    pub fn spans(&self, post: &PostView<'_>) -> Option<Vec<Span>> {
        let tokens = Tokens::of(post.text);
        let document = Document::new(post, &tokens);
        document.satisfies(&self.node).then(|| document.spans(&self.node))
    }

    /// The terms by which an index finds every post that the query can match, and perhaps more.
    #[must_use]
    pub fn search_terms(&self) -> SearchTerms {
        SearchTerms::of(&self.node)
    }
}

impl From<Node> for Query {
    /// A query made by a program. The tree must be canonical, as the tree's own documentation says.
    fn from(node: Node) -> Self {
        Self { node, warnings: Vec::new() }
    }
}

impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.node.fmt(f)
    }
}

impl std::str::FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        Self::parse(text)
    }
}

fn excludes(node: &Node) -> bool {
    match node {
        Node::Not(_) => true,
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(excludes),
        Node::Named(named) => excludes(&named.node),
        Node::Near(_) | Node::Leaf(_) => false,
    }
}

/// Warns where one AND both requires and excludes the same words.
fn warn_of_contradiction(node: &Node, at: Span, warnings: &mut Vec<Warning>) {
    let nodes = match node {
        Node::Leaf(_) | Node::Near(_) | Node::Named(_) => return,
        Node::Not(inner) => return warn_of_contradiction(inner, at, warnings),
        Node::And(nodes) | Node::Or(nodes) => nodes,
    };
    for inner in nodes {
        warn_of_contradiction(inner, at, warnings);
    }
    if matches!(node, Node::Or(_)) {
        return;
    }
    let required: HashSet<&Leaf> = nodes
        .iter()
        .filter_map(|node| if let Node::Leaf(leaf) = node { Some(leaf) } else { None })
        .collect();
    let excluded = nodes.iter().filter_map(|node| match node {
        Node::Not(inner) => Some(inner.as_ref()),
        _ => None,
    });
    for node in excluded {
        let leaves =
            if let Node::Or(inner) = node { inner.as_slice() } else { std::slice::from_ref(node) };
        for leaf in leaves {
            if let Node::Leaf(leaf) = leaf
                && required.contains(leaf)
            {
                let caution = Caution::NeverMatches { word: leaf.to_string() };
                warnings.push(Warning { at, caution });
            }
        }
    }
}
