//! Functions: what looks into texts, and what goes through lists.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue};
use regex::RegexBuilder;

use crate::nearest::did_you_mean;

use super::super::node::{Find, Loop, Node};
use super::super::{ConditionError, Fault};
use super::{Checker, Kind, Part};

/// The functions that a condition may call.
const FUNCTIONS: &[&str] = &[
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "size",
    "exists",
    "all",
    "exists_one",
    "int",
    "double",
];

/// The most bytes that a compiled pattern may take.
const PATTERN: usize = 1 << 20;

impl<'a> Checker<'a> {
    pub(super) fn call(&mut self, part: &'a IdedExpr, call: &'a CallExpr) -> Part {
        if let Some(done) = self.operator(part, call) {
            return done;
        }
        match (call.func_name.as_str(), call.target.as_deref(), call.args.as_slice()) {
            ("contains", Some(text), [wanted]) => self.find(Find::Anywhere, text, wanted),
            ("startsWith", Some(text), [wanted]) => self.find(Find::AtStart, text, wanted),
            ("endsWith", Some(text), [wanted]) => self.find(Find::AtEnd, text, wanted),
            ("matches", Some(text), [pattern]) => self.matches(text, pattern),
            ("size", Some(what), []) | ("size", None, [what]) => self.size(what),
            ("exists", Some(list), [name, body]) => self.through(Loop::Any, list, name, body),
            ("all", Some(list), [name, body]) => self.through(Loop::Every, list, name, body),
            ("exists_one", Some(list), [name, body]) => self.through(Loop::One, list, name, body),
            ("int", None, [inner]) => {
                self.number(inner).map(|(node, _)| (Node::ToWhole(Box::new(node)), Kind::Whole))
            }
            ("double", None, [inner]) => {
                self.number(inner).map(|(node, _)| (Node::ToNumber(Box::new(node)), Kind::Number))
            }
            ("has", ..) => {
                let instead = "every field has a value; compare it with \"\", 0 or false";
                Err(self.unsupported(part, "`has`", instead))
            }
            ("map" | "filter", ..) => {
                Err(self.unsupported(part, "a list made of a list", "ask with `exists` or `all`"))
            }
            (name, ..) if FUNCTIONS.contains(&name) => {
                let what = "a function with these arguments";
                let instead =
                    "write `text.contains(\"word\")`, `list.exists(x, ...)` or `size(list)`";
                Err(self.unsupported(part, what, instead))
            }
            (name, ..) => {
                let hint = did_you_mean(name, FUNCTIONS.iter().copied());
                Err(self.at(part, Fault::UnknownFunction { name: name.to_owned(), hint }))
            }
        }
    }

    fn text(&mut self, part: &'a IdedExpr) -> Result<Node, ConditionError> {
        match self.part(part)? {
            (node, Kind::Text(_)) => Ok(node),
            (_, other) => Err(self.shape(part, "text", other)),
        }
    }

    fn find(&mut self, how: Find, text: &'a IdedExpr, wanted: &'a IdedExpr) -> Part {
        let (text, wanted) = (self.text(text)?, self.text(wanted)?);
        Ok((Node::Find(how, Box::new([text, wanted])), Kind::Yes))
    }

    fn matches(&mut self, text: &'a IdedExpr, pattern: &'a IdedExpr) -> Part {
        let text = self.text(text)?;
        let Expr::Literal(LiteralValue::String(written)) = &pattern.expr else {
            let instead = "write it out, so that it is made ready when the line is saved";
            return Err(self.unsupported(pattern, "a pattern that is calculated", instead));
        };
        let made = RegexBuilder::new(written.inner()).size_limit(PATTERN).nest_limit(32).build();
        let made = made.map_err(|error| {
            let whole = error.to_string();
            let message = whole.lines().last().unwrap_or(&whole).trim().to_owned();
            self.at(pattern, Fault::Pattern { message })
        })?;
        Ok((Node::Matches(Box::new(text), Box::new(made)), Kind::Yes))
    }

    fn size(&mut self, what: &'a IdedExpr) -> Part {
        match self.part(what)? {
            (node, Kind::Text(_) | Kind::Texts(_) | Kind::Wholes | Kind::Numbers) => {
                Ok((Node::Size(Box::new(node)), Kind::Whole))
            }
            (_, other) => Err(self.shape(what, "text or a list", other)),
        }
    }

    fn through(
        &mut self,
        how: Loop,
        list: &'a IdedExpr,
        name: &'a IdedExpr,
        body: &'a IdedExpr,
    ) -> Part {
        let (over, kind) = self.part(list)?;
        let item = match kind {
            Kind::Texts(origin) => Kind::Text(origin),
            Kind::Wholes => Kind::Whole,
            Kind::Numbers => Kind::Number,
            other => return Err(self.shape(list, "a list", other)),
        };
        let Expr::Ident(name) = &name.expr else {
            return Err(self.unsupported(
                name,
                "this as a name",
                "write a short name, such as `x`",
            ));
        };
        self.locals.push((name, item));
        let body = self.yes(body);
        self.locals.pop();
        Ok((Node::Loop(how, Box::new([over, body?])), Kind::Yes))
    }
}
