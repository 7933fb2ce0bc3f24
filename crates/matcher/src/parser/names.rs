//! Shared lists and other queries: `list:"Bots"`, `query:"Brand core"`.

use std::collections::HashMap;
use std::sync::Arc;

use earshot_model::Span;

use super::frame::Item;
use super::{Parsed, Parser, parse};
use crate::ast::{Named, NamedKind, Node};
use crate::error::{MAX_NAMES, Problem, QueryError};
use crate::lexer::{Fault, Read};
use crate::query::MAX_TERMS;

/// Knows what names in queries stand for.
pub trait Names {
    /// The text of a list or a query. A list has one query a line; empty lines and lines of
    /// comments are left out. `None` where there is none of that name.
    fn text(&self, kind: NamedKind, name: &str) -> Option<String>;
}

/// Knows no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoNames;

impl Names for NoNames {
    fn text(&self, _: NamedKind, _: &str) -> Option<String> {
        None
    }
}

/// The lists and queries of an organization, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameBook {
    texts: HashMap<(NamedKind, String), String>,
}

impl NameBook {
    /// Whether a text may name a list or another query. Where it says no, none is named, and nobody
    /// need look them up.
    #[must_use]
    pub fn is_asked(text: &str) -> bool {
        let small = text.to_lowercase().replace('_', "");
        [NamedKind::List, NamedKind::Query]
            .iter()
            .any(|kind| small.contains(&format!("{}:", kind.field())))
    }

    /// Adds what a name stands for, unless one like it is there already.
    pub fn add(&mut self, kind: NamedKind, name: &str, text: impl Into<String>) {
        self.texts.entry((kind, name_key(name))).or_insert_with(|| text.into());
    }

    /// Adds what a name stands for, in place of what it stood for.
    pub fn set(&mut self, kind: NamedKind, name: &str, text: impl Into<String>) {
        self.texts.insert((kind, name_key(name)), text.into());
    }

    /// Takes a name away.
    pub fn remove(&mut self, kind: NamedKind, name: &str) {
        self.texts.remove(&(kind, name_key(name)));
    }
}

impl FromIterator<(NamedKind, String, String)> for NameBook {
    /// Of several names that are alike the first counts.
    fn from_iter<T: IntoIterator<Item = (NamedKind, String, String)>>(texts: T) -> Self {
        let mut book = Self::default();
        for (kind, name, text) in texts {
            book.add(kind, &name, text);
        }
        book
    }
}

impl Names for NameBook {
    fn text(&self, kind: NamedKind, name: &str) -> Option<String> {
        self.texts.get(&(kind, name_key(name))).cloned()
    }
}

/// The names that are being read, and those that were.
pub(crate) struct Reading<'n> {
    names: &'n dyn Names,
    /// From the query that is read to the one that is named, each folded and as written.
    path: Vec<(NamedKind, String, String)>,
    /// What was read, with its terms and depth.
    known: HashMap<(NamedKind, String), (Arc<Node>, usize)>,
}

impl<'n> Reading<'n> {
    /// A query that may use `names`, and is itself known by the name `own`.
    pub(crate) fn new(names: &'n dyn Names, own: Option<&str>) -> Self {
        let path = own.map(|own| (NamedKind::Query, name_key(own), own.to_owned()));
        Self { names, path: path.into_iter().collect(), known: HashMap::new() }
    }

    fn read(&mut self, kind: NamedKind, name: &str) -> Result<(Arc<Node>, usize), Problem> {
        let key = name_key(name);
        if let Some(first) = self.path.iter().position(|(k, n, _)| *k == kind && *n == key) {
            let way = self.path.get(first + 1..).unwrap_or_default();
            let through = way.iter().map(|(_, _, name)| name.clone()).collect();
            return Err(Problem::Circle { kind, name: name.to_owned(), through });
        }
        if let Some(known) = self.known.get(&(kind, key.clone())) {
            return Ok(known.clone());
        }
        if self.path.len() >= MAX_NAMES {
            return Err(Problem::NamesTooDeep);
        }
        let text = self
            .names
            .text(kind, name)
            .ok_or_else(|| Problem::UnknownName { kind, name: name.to_owned() })?;
        self.path.push((kind, key.clone(), name.to_owned()));
        let parsed = match kind {
            NamedKind::Query => self.query(&text),
            NamedKind::List => self.list(&text),
        };
        self.path.pop();
        let (node, terms) = parsed.map_err(|inner| match inner.problem {
            circle @ (Problem::Circle { .. } | Problem::NamesTooDeep) => circle,
            _ => Problem::InName { kind, name: name.to_owned(), inner: Box::new(inner) },
        })?;
        let read = (Arc::new(node), terms);
        self.known.insert((kind, key), read.clone());
        Ok(read)
    }

    fn query(&mut self, text: &str) -> Result<(Node, usize), QueryError> {
        let Parsed { node, terms, .. } =
            parse(text, self).map_err(|fault| QueryError::new(text, fault))?;
        Ok((node, terms))
    }

    /// The lines of a list, of which one must hold.
    fn list(&mut self, text: &str) -> Result<(Node, usize), QueryError> {
        let (mut nodes, mut terms, mut start) = (Vec::new(), 0, 0);
        for line in text.split_inclusive('\n') {
            let at = u32::try_from(start).unwrap_or(u32::MAX);
            start += line.len();
            let parsed = parse(line, self).map_err(|mut fault| {
                fault.at = Span { start: fault.at.start + at, end: fault.at.end + at };
                fault
            });
            match parsed {
                Ok(parsed) => {
                    nodes.push(parsed.node);
                    terms += parsed.terms;
                }
                Err(Fault { problem: Problem::Empty, .. }) => {}
                Err(fault) => return Err(QueryError::new(text, fault)),
            }
        }
        let empty = Fault { at: Span { start: 0, end: 0 }, problem: Problem::Empty };
        let node = Node::any(nodes).ok_or_else(|| QueryError::new(text, empty))?;
        Ok((node, terms))
    }
}

/// How names are compared: without case, width and accents, and with single blanks.
#[must_use]
pub fn name_key(name: &str) -> String {
    earshot_text::fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Parser<'_, '_, '_> {
    /// A list or query by its name.
    pub(super) fn named(&mut self, kind: NamedKind, name: &str, at: Span) -> Read<()> {
        let fault = |problem| Fault { at, problem };
        let name = name.trim();
        let (node, terms) = self.reading.read(kind, name).map_err(fault)?;
        self.terms += terms;
        let depth = node.depth();
        // Many names of one great list would be slow to look at, and are refused in the end.
        if self.terms > MAX_TERMS.saturating_mul(8) {
            return Err(fault(Problem::TooManyTerms { terms: self.terms }));
        }
        if depth > crate::query::MAX_DEPTH {
            return Err(fault(Problem::TooDeep));
        }
        self.places.push(at);
        let named = Named { kind, name: name.to_owned(), node };
        self.operand(Item { node: Node::Named(named), at, depth })
    }
}
