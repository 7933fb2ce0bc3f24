//! What a query says, after parsing. All words are folded.

/// A query or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// All of them; at least two.
    And(Vec<Node>),
    /// One of them; at least two.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// One test.
    Leaf(Leaf),
}

/// One test of a post.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Leaf {
    /// Tokens that stand side by side; a single word is a phrase of one. Never empty.
    Words(Vec<WordTest>),
    /// The author's handle, folded, without its `@`.
    Author(String),
    /// The language, as BCP 47 in lower case; `en` holds for `en-gb` too.
    Language(String),
    /// How many follow the author. Never true when that is unknown.
    Followers(NumberRange),
}

/// A test of one token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WordTest {
    /// What kind of token it must be.
    pub sigil: Sigil,
    /// The folded form to find.
    pub form: String,
    /// Whether the form need only begin the token.
    pub prefix: bool,
}

/// Which kinds of token a word finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sigil {
    /// Words, emoji and every tag: `apple` finds `#apple`.
    Any,
    /// Only `#tags`.
    Hashtag,
    /// Only `@names`.
    Mention,
    /// Only `$TICKS`.
    Cashtag,
    /// Only this web address.
    Url,
}

/// A range of whole numbers with both ends inside; a missing end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NumberRange {
    /// The least.
    pub min: Option<i64>,
    /// The greatest.
    pub max: Option<i64>,
}

impl NumberRange {
    /// Whether `number` lies in the range.
    #[must_use]
    pub fn holds(self, number: i64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }

    /// Whether no number can lie in it.
    pub(crate) fn is_empty(self) -> bool {
        let least = self.min.unwrap_or(0).max(0);
        self.max.is_some_and(|max| max < least)
    }
}

impl Node {
    /// All of `nodes`, flattened; `None` when there are none.
    pub(crate) fn all(nodes: Vec<Self>) -> Option<Self> {
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
    pub(crate) fn any(nodes: Vec<Self>) -> Option<Self> {
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
    pub(crate) fn negate(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            node => Self::Not(Box::new(node)),
        }
    }
}
