//! Writes a tree as a query that reads as the same tree.

use std::fmt::{Display, Formatter, Result, Write};

use crate::ast::{Leaf, Node, NumberRange, Sigil, WordTest};

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::And(nodes) => join(f, nodes, " AND "),
            Self::Or(nodes) => join(f, nodes, " OR "),
            Self::Not(node) => {
                f.write_str("NOT ")?;
                inner(f, node)
            }
            Self::Leaf(leaf) => leaf.fmt(f),
        }
    }
}

fn join(f: &mut Formatter<'_>, nodes: &[Node], operator: &str) -> Result {
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            f.write_str(operator)?;
        }
        inner(f, node)?;
    }
    Ok(())
}

/// A node inside of another: AND and OR get brackets, so that nobody has to know precedence.
fn inner(f: &mut Formatter<'_>, node: &Node) -> Result {
    match node {
        Node::And(_) | Node::Or(_) => write!(f, "({node})"),
        Node::Not(_) | Node::Leaf(_) => node.fmt(f),
    }
}

impl Display for Leaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Words(tests) => {
                let address = tests.iter().any(|test| test.sigil == Sigil::Url);
                if let ([test], false) = (tests.as_slice(), address) {
                    return test.fmt(f);
                }
                f.write_char('"')?;
                for (place, test) in tests.iter().enumerate() {
                    if place > 0 {
                        f.write_char(' ')?;
                    }
                    test.fmt(f)?;
                }
                f.write_char('"')
            }
            Self::Author(name) => write!(f, "author:\"{name}\""),
            Self::Language(code) => write!(f, "lang:{code}"),
            Self::Followers(range) => write!(f, "followers:{range}"),
        }
    }
}

impl Display for WordTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self.sigil {
            Sigil::Any => "",
            Sigil::Hashtag => "#",
            Sigil::Mention => "@",
            Sigil::Cashtag => "$",
            Sigil::Url => "https://",
        })?;
        f.write_str(&self.form)?;
        if self.prefix { f.write_char('*') } else { Ok(()) }
    }
}

impl Display for NumberRange {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min}..{max}"),
            (Some(min), None) => write!(f, ">={min}"),
            (None, Some(max)) => write!(f, "<={max}"),
            (None, None) => f.write_str(">=0"),
        }
    }
}
