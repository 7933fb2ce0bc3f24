//! The check of a parsed condition: names, words and shapes, each with its place in the text.

mod call;
mod operator;
mod words;

use std::ops::Range;

use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue};

use crate::names::Names;
use crate::nearest::did_you_mean;

use super::cost;
use super::fold::fold;
use super::node::{Constant, Node};
use super::parse::Parsed;
use super::span::{own, span};
use super::{ConditionError, Fault, Field, List, Shape};

/// The deepest tree that a condition may be. It is run on the stack of whoever decides.
const DEEPEST: u32 = 40;

/// A condition that passed.
pub(super) struct Checked {
    pub(super) node: Node,
    /// Where its dearest part stands, and what that costs.
    pub(super) dearest: Option<(Range<usize>, u64)>,
}

/// The shape of a part, with the closed list that its words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Yes,
    Whole,
    Number,
    Text(Option<Origin>),
    Texts(Option<Origin>),
    Wholes,
    Numbers,
}

/// The field whose words a text is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    field: Field,
    list: List,
}

impl Kind {
    const fn of(field: Field) -> Self {
        match field.shape() {
            Shape::Yes => Self::Yes,
            Shape::Whole => Self::Whole,
            Shape::Number => Self::Number,
            Shape::Text => Self::Text(None),
            Shape::Texts => Self::Texts(None),
            Shape::Word(list) => Self::Text(Some(Origin { field, list })),
            Shape::Words(list) => Self::Texts(Some(Origin { field, list })),
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes or no",
            Self::Whole => "a whole number",
            Self::Number => "a number",
            Self::Text(_) => "text",
            Self::Texts(_) => "a list of words; ask it with `\"word\" in ...`",
            Self::Wholes | Self::Numbers => "a list of numbers",
        }
    }

    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::Whole | Self::Number)
    }
}

/// Checks a parsed condition.
pub(super) fn check(text: &str, parsed: &Parsed, names: &Names) -> Result<Checked, ConditionError> {
    let mut checker = Checker { text, parsed, names, locals: Vec::new(), depth: 0, dearest: None };
    let (node, kind) = checker.part(&parsed.root)?;
    if kind != Kind::Yes {
        return Err(checker.shape(&parsed.root, "yes or no", kind));
    }
    Ok(Checked { node, dearest: checker.dearest })
}

type Part = Result<(Node, Kind), ConditionError>;

pub(super) struct Checker<'a> {
    text: &'a str,
    parsed: &'a Parsed,
    pub(super) names: &'a Names,
    /// The variables of the loops around, outermost first.
    locals: Vec<(&'a str, Kind)>,
    depth: u32,
    dearest: Option<(Range<usize>, u64)>,
}

impl<'a> Checker<'a> {
    pub(super) fn part(&mut self, part: &'a IdedExpr) -> Part {
        if self.depth >= DEEPEST {
            return Err(self.at(part, Fault::TooDeep));
        }
        self.depth += 1;
        let found = self.look(part);
        self.depth -= 1;
        let (node, kind) = found?;
        let node = fold(node).map_err(|failure| {
            self.at(part, Fault::AlwaysFails { message: failure.to_string() })
        })?;
        if matches!(node, Node::Loop(..) | Node::Matches(..) | Node::Find(..)) {
            let steps = cost::steps(&node);
            if self.dearest.as_ref().is_none_or(|(_, most)| steps > *most) {
                self.dearest = Some((span(self.text, &self.parsed.info, part), steps));
            }
        }
        Ok((node, kind))
    }

    fn look(&mut self, part: &'a IdedExpr) -> Part {
        match &part.expr {
            Expr::Literal(literal) => self.literal(part, literal),
            Expr::Ident(_) | Expr::Select(_) => self.name(part),
            Expr::Call(call) => self.call(part, call),
            Expr::List(list) => self.list(part, &list.elements),
            Expr::Map(_) => Err(self.unsupported(part, "a map", "compare the fields one by one")),
            Expr::Struct(_) => {
                Err(self.unsupported(part, "a struct", "compare the fields one by one"))
            }
            Expr::Comprehension(_) | Expr::Unspecified => {
                Err(self.at(part, Fault::Syntax { message: "write it simpler".to_owned() }))
            }
        }
    }

    fn literal(&self, part: &IdedExpr, literal: &LiteralValue) -> Part {
        Ok(match literal {
            LiteralValue::Boolean(yes) => (Node::Constant(Constant::Yes(*yes.inner())), Kind::Yes),
            LiteralValue::Int(n) => (Node::Constant(Constant::Whole(*n.inner())), Kind::Whole),
            LiteralValue::Double(n) => (Node::Constant(Constant::Number(*n.inner())), Kind::Number),
            LiteralValue::String(text) => {
                let text = text.inner().to_owned();
                (Node::Constant(Constant::Text(text)), Kind::Text(None))
            }
            LiteralValue::UInt(_) => {
                return Err(self.unsupported(part, "an unsigned number", "drop the `u`"));
            }
            LiteralValue::Bytes(_) => {
                return Err(self.unsupported(part, "a string of bytes", "drop the `b`"));
            }
            LiteralValue::Null => {
                let instead = "every field has a value; compare it with \"\", 0 or false";
                return Err(self.unsupported(part, "null", instead));
            }
        })
    }

    /// A field or the variable of a loop.
    fn name(&self, part: &'a IdedExpr) -> Part {
        let Some(name) = path(part) else {
            let instead = "name a field, such as `verdict.sentiment`";
            return Err(self.unsupported(part, "a field of a value", instead));
        };
        if let Some(depth) = self.locals.iter().rposition(|(local, _)| *local == name) {
            let kind = self.locals.get(depth).map_or(Kind::Yes, |(_, kind)| *kind);
            return Ok((Node::Local(depth), kind));
        }
        if let Some(field) = Field::named(&name) {
            return Ok((Node::Field(field), Kind::of(field)));
        }
        let known = Field::ALL.iter().flat_map(|f| [Some(f.name()), f.short()]).flatten();
        let mut hint = did_you_mean(&name, known);
        if hint.is_empty() {
            // The right word after the wrong point: `post.sentiment`.
            let last = name.rsplit('.').next().unwrap_or(&name);
            let end = Field::ALL.iter().find(|f| f.name().rsplit('.').next() == Some(last));
            if let Some(field) = end {
                hint = format!("; did you mean \"{}\"?", field.name());
            }
        }
        Err(self.at(part, Fault::UnknownName { name, hint }))
    }

    /// A list that is written out.
    fn list(&mut self, part: &'a IdedExpr, elements: &'a [IdedExpr]) -> Part {
        let (mut texts, mut wholes, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        for element in elements {
            match self.part(element)?.0 {
                Node::Constant(Constant::Text(text)) => texts.push(text),
                Node::Constant(Constant::Whole(whole)) => wholes.push(whole),
                Node::Constant(Constant::Number(number)) => numbers.push(number),
                _ => {
                    let instead = "write words or numbers out";
                    return Err(self.unsupported(element, "this part of a list", instead));
                }
            }
        }
        let (constant, kind) = match (texts.len(), wholes.len(), numbers.len()) {
            (_, 0, 0) => (Constant::Texts(texts), Kind::Texts(None)),
            (0, _, 0) => (Constant::Wholes(wholes), Kind::Wholes),
            (0, 0, _) => (Constant::Numbers(numbers), Kind::Numbers),
            _ => return Err(self.unsupported(part, "a mixed list", "list words, or list numbers")),
        };
        Ok((Node::Constant(constant), kind))
    }

    pub(super) fn at(&self, part: &IdedExpr, fault: Fault) -> ConditionError {
        ConditionError { at: span(self.text, &self.parsed.info, part), fault }
    }

    /// At the token that the parser remembers: the operator, or the bracket of a call.
    pub(super) fn at_token(&self, part: &IdedExpr, fault: Fault) -> ConditionError {
        ConditionError { at: own(self.text, &self.parsed.info, part), fault }
    }

    pub(super) fn shape(
        &self,
        part: &IdedExpr,
        wanted: &'static str,
        kind: Kind,
    ) -> ConditionError {
        self.at(part, Fault::Shape { wanted, found: kind.words() })
    }

    pub(super) fn unsupported(
        &self,
        part: &IdedExpr,
        what: &'static str,
        instead: &'static str,
    ) -> ConditionError {
        self.at(part, Fault::Unsupported { what, instead })
    }
}

/// The dotted name that a part spells, if it spells one.
pub(super) fn path(part: &IdedExpr) -> Option<String> {
    match &part.expr {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => {
            path(&select.operand).map(|before| format!("{before}.{}", select.field))
        }
        _ => None,
    }
}
