//! What a query says, after parsing.
//!
//! The tree is canonical: AND inside of AND and OR inside of OR are melted into one, brackets and
//! double negations are gone, words and values are folded, stars stand in one order. Two queries
//! that are written differently and read the same are equal here, and so are their parts, so that
//! equal groups can be recognized by `Eq` and `Hash`. The order of the writer is kept. The tree is
//! at most [`crate::MAX_DEPTH`] deep, so walking it by recursion is safe.
//!
//! # Places
//!
//! The tokens of the text are numbered from 0 on: these numbers are *places*. A tag or an address
//! has one place. The words inside of a tag ([`earshot_text::TokenRef::parts`]) stand at the place
//! of their tag. An *occurrence* of a text test is a pair of first and last place, both inside.
//! Distances count the places between two occurrences.
//!
//! # What each node means
//!
//! `And`, `Or` and `Not` are plain two-valued logic over the post: a test of a fact that nobody
//! knows is false, so its negation is true. `Near` is explained at [`Near`], each leaf at [`Leaf`].

mod facts;
mod glob;
mod near;
mod number;
mod words;

pub use facts::{HandleRole, LinkScope, TextField, Trait, UrlTest, VerdictTest};
pub use glob::{Glob, GlobPiece};
pub use near::{MAX_DISTANCE, MAX_PAIRS, MAX_SPANS, Near, Reach};
pub use number::{NumberField, NumberRange};
pub use words::{Pattern, Raw, RawToken, Sigil, Slop, WordTest};

/// A query or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// All of them; at least two, none of them an `And`.
    And(Vec<Node>),
    /// One of them; at least two, none of them an `Or`.
    Or(Vec<Node>),
    /// Not this; never a `Not`.
    Not(Box<Node>),
    /// Two occurrences close to each other.
    Near(Box<Near>),
    /// What a shared list or another query says.
    Named(Named),
    /// One test.
    Leaf(Leaf),
}

/// A shared list or another query, at the place where it is named.
///
/// It means what `node` means; the name is kept so that the query can be written again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Named {
    /// Whether it is a list or a query.
    pub kind: NamedKind,
    /// Its name, as written.
    pub name: String,
    /// What it says. One text that is named several times is read once and shared.
    pub node: std::sync::Arc<Node>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NamedKind {
    /// `list:"..."`: lines, each a query of its own, of which one must hold.
    List,
    /// `query:"..."`: another query.
    Query,
}

impl NamedKind {
    /// The field that names it.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Query => "query",
        }
    }
}

/// One test of a post.
///
/// `Words`, `Raw` and `Slop` are *text tests*: they have occurrences, and are true where there is
/// one. The others ask a fact of the post and are false where it is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Leaf {
    /// Tokens that stand side by side; a single word is a phrase of one. Never empty.
    ///
    /// Occurs at places `i..i + n` when token `i + k` passes test `k` for all `n` tests
    /// ([`WordTest`]), and, at the one place of a tag, when tokens side by side among the tag's
    /// parts pass all tests. A phrase never runs out of a tag into the text around it.
    Words(Vec<WordTest>),
    /// Words exactly as written, with case, accents and punctuation.
    Raw(Raw),
    /// Words and phrases close together, in any order.
    Slop(Slop),
    /// Tokens side by side in another text of the post, such as its title. Tokens and tests are
    /// as in `Words`; tag parts too. It has no occurrence in the post's text.
    InField(TextField, Vec<WordTest>),
    /// A handle, folded with [`earshot_text::fold`], without its `@`. It is that of the post, or
    /// the part of it before a server's `@` (`ana` finds `ana@example.social`). Never empty.
    Handle(HandleRole, String),
    /// The primary subtag of the language in lower case: `en` holds for `en-GB`.
    Language(String),
    /// The country as two lower-case letters (ISO 3166-1 alpha-2); compared without case.
    Country(String),
    /// The city, folded, with single blanks.
    City(String),
    /// The channel's name in lower case; compared without case.
    Channel(String),
    /// A host in lower case without `www.`: the post's own site ([`crate::PostView::url`]), an
    /// address in its text or a target of a link ([`crate::PostView::links`]) has this host, or
    /// one below it (`example.org` finds `shop.example.org`). Ports do not matter.
    Host(String),
    /// A web address in the post.
    Link(LinkScope, UrlTest),
    /// What kind of post it is, what it holds, who may read it.
    Trait(Trait),
    /// A count in a range. Never true when unknown.
    Number(NumberField, NumberRange),
    /// Something that only the funnel knows: the second pass. Never true before the verdict.
    Verdict(VerdictTest),
}

impl Leaf {
    /// Whether it has occurrences in the text, and so can stand beside NEAR.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Words(_) | Self::Raw(_) | Self::Slop(_))
    }

    /// Whether a listener may look for this alone. The others are shared by so many posts that
    /// they only narrow what something else has found.
    #[must_use]
    pub const fn can_anchor(&self) -> bool {
        match self {
            Self::Words(_)
            | Self::Raw(_)
            | Self::Slop(_)
            | Self::InField(..)
            | Self::Handle(..)
            | Self::Host(_)
            | Self::Link(..) => true,
            Self::Language(_)
            | Self::Country(_)
            | Self::City(_)
            | Self::Channel(_)
            | Self::Trait(_)
            | Self::Number(..)
            | Self::Verdict(_) => false,
        }
    }

    /// Whether only a verdict can answer it.
    #[must_use]
    pub const fn needs_verdict(&self) -> bool {
        matches!(self, Self::Verdict(_))
    }

    /// How many words and values it counts towards [`crate::MAX_TERMS`].
    #[must_use]
    pub fn terms(&self) -> usize {
        match self {
            Self::Words(tests) | Self::InField(_, tests) => tests.len(),
            Self::Raw(raw) => raw.tokens.len(),
            Self::Slop(slop) => slop.items.iter().map(Vec::len).sum(),
            Self::Link(_, UrlTest::Words(words) | UrlTest::Parts { parts: words, .. }) => {
                words.len()
            }
            _ => 1,
        }
    }
}

impl Node {
    /// All of `nodes`, flattened; `None` when there are none.
    #[must_use]
    pub fn all(nodes: Vec<Self>) -> Option<Self> {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Self::And(inner) => flat.extend(inner),
                node => flat.push(node),
            }
        }
        if flat.len() > 1 { Some(Self::And(flat)) } else { flat.pop() }
    }

    /// Any of `nodes`, flattened; `None` when there are none.
    #[must_use]
    pub fn any(nodes: Vec<Self>) -> Option<Self> {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Self::Or(inner) => flat.extend(inner),
                node => flat.push(node),
            }
        }
        if flat.len() > 1 { Some(Self::Or(flat)) } else { flat.pop() }
    }

    /// The opposite; twice is nothing.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            node => Self::Not(Box::new(node)),
        }
    }

    /// How many operators stand inside of each other at most; 0 for a leaf. What a name stands
    /// for counts as if it were written out.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::And(nodes) | Self::Or(nodes) => {
                1 + nodes.iter().map(Self::depth).max().unwrap_or(0)
            }
            Self::Not(node) => 1 + node.depth(),
            Self::Near(near) => 1 + near.left.depth().max(near.right.depth()),
            Self::Named(named) => named.node.depth(),
            Self::Leaf(_) => 0,
        }
    }

    /// Calls `see` with every leaf, in the order of the text. What a name stands for counts as if
    /// it were written out.
    pub fn each_leaf<'a>(&'a self, see: &mut impl FnMut(&'a Leaf)) {
        match self {
            Self::And(nodes) | Self::Or(nodes) => {
                for node in nodes {
                    node.each_leaf(see);
                }
            }
            Self::Not(node) => node.each_leaf(see),
            Self::Near(near) => {
                near.left.each_leaf(see);
                near.right.each_leaf(see);
            }
            Self::Named(named) => named.node.each_leaf(see),
            Self::Leaf(leaf) => see(leaf),
        }
    }

    /// Whether a leaf needs the verdict: then the query has a second pass.
    #[must_use]
    pub fn needs_verdict(&self) -> bool {
        let mut needs = false;
        self.each_leaf(&mut |leaf| needs |= leaf.needs_verdict());
        needs
    }
}
