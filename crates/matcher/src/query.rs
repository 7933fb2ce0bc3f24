//! A query that was read and checked.

use earshot_model::Span;
use earshot_text::Tokens;

use crate::ast::Node;
use crate::document::Document;
use crate::error::{Problem, QueryError};
use crate::evaluate::Fuel;
use crate::lexer::{Fault, Read, span};
use crate::parser::{Names, NoNames, Parsed, Reading, contradictions, looks_for, parse};
use crate::post_view::PostView;
use crate::search_terms::SearchTerms;
use crate::warning::{Caution, Warning};

/// Longest text of a query, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// Most words and field values of a query, with those of the lists and queries that it names.
pub const MAX_TERMS: usize = 8_192;
/// Deepest nesting of operators. Brackets that change nothing do not count.
pub const MAX_DEPTH: usize = 64;

/// A query, ready to be asked of posts. `Display` writes it in one fixed form, with all brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    node: Node,
    places: Vec<Span>,
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
        Self::parse_with(text, &NoNames, None)
    }

    /// Reads a query that will listen and may name lists and other queries. `own` is the name by
    /// which others know this one: it may not come back to itself.
    ///
    /// # Errors
    ///
    /// As [`Query::parse`], and when a name stands for nothing that can be read.
    pub fn parse_with(
        text: &str,
        names: &dyn Names,
        own: Option<&str>,
    ) -> Result<Self, QueryError> {
        let query = read(text, names, own).map_err(|fault| QueryError::new(text, fault))?;
        looks_for(&query.node, &query.places).map_err(|fault| QueryError::new(text, fault))?;
        Ok(query)
    }

    /// Reads a query that searches what is stored: it may also only filter or exclude.
    ///
    /// # Errors
    ///
    /// [`QueryError`] when the text is not a query or is over a limit.
    pub fn parse_search(text: &str) -> Result<Self, QueryError> {
        Self::parse_search_with(text, &NoNames, None)
    }

    /// As [`Query::parse_search`], with names.
    ///
    /// # Errors
    ///
    /// As [`Query::parse_search`], and when a name stands for nothing that can be read.
    pub fn parse_search_with(
        text: &str,
        names: &dyn Names,
        own: Option<&str>,
    ) -> Result<Self, QueryError> {
        let query = read(text, names, own);
        let mut query = query.map_err(|fault| QueryError::new(text, fault))?;
        // Who searches sees what is found, and asks again.
        query.warnings.retain(|w| !matches!(w.caution, Caution::AccentsIgnored { .. }));
        Ok(query)
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

    /// The bytes of the query at which each test stands, in the order of the text. What a name
    /// stands for has one place together. Empty when a program made the query.
    #[must_use]
    pub fn places(&self) -> &[Span] {
        &self.places
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
    /// when it matches by its author or other fields only. Spans are in order, without overlap; of
    /// very many, the first [`crate::MAX_MARKS`]. Where a text and a query are made to take long,
    /// some are left out.
    #[must_use]
    pub fn spans(&self, post: &PostView<'_>) -> Option<Vec<Span>> {
        let tokens = Tokens::of(post.text);
        let document = Document::new(post, &tokens);
        document.satisfies(&self.node).then(|| document.spans(&self.node, &mut Fuel::default()))
    }

    /// The terms by which an index finds every post that the query can match, and perhaps more.
    #[must_use]
    pub fn search_terms(&self) -> SearchTerms {
        SearchTerms::of(&self.node)
    }

    /// Whether a part of it can be answered only after the funnel has spoken. Such a query has two
    /// passes: [`Query::first_pass`] before the verdict, and the whole query after it.
    #[must_use]
    pub fn needs_verdict(&self) -> bool {
        self.node.needs_verdict()
    }

    /// The query without what needs a verdict: it matches every post that the whole query can
    /// match, whatever the verdict will be. `None` when that is every post.
    #[must_use]
    pub fn first_pass(&self) -> Option<Self> {
        crate::first_pass::first_pass(&self.node).map(Self::from)
    }
}

fn read(text: &str, names: &dyn Names, own: Option<&str>) -> Read<Query> {
    let whole = span(0, text.len());
    if text.len() > MAX_BYTES {
        let problem = Problem::TooLong { bytes: text.len() };
        return Err(Fault { at: whole, problem });
    }
    let Parsed { node, places, mut warnings, terms } = parse(text, &mut Reading::new(names, own))?;
    if terms > MAX_TERMS {
        return Err(Fault { at: whole, problem: Problem::TooManyTerms { terms } });
    }
    warnings.extend(contradictions(text, &node, &places));
    warnings.sort_by_key(|warning| warning.at);
    Ok(Query { node, places, warnings })
}

impl From<Node> for Query {
    /// A query made by a program. The tree must be canonical, as the tree's own documentation says.
    fn from(node: Node) -> Self {
        Self { node, places: Vec::new(), warnings: Vec::new() }
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
