//! Operators.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, operators};

use super::super::node::{Arithmetic, Comparison, Node};
use super::super::{ConditionError, Fault};
use super::{Checker, Kind, Part};

impl<'a> Checker<'a> {
    /// A call whose name is an operator's; `None` when it is not one.
    pub(super) fn operator(&mut self, part: &'a IdedExpr, call: &'a CallExpr) -> Option<Part> {
        Some(match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND, _) => self.joined(call, Node::Both),
            (operators::LOGICAL_OR, _) => self.joined(call, Node::Either),
            (operators::LOGICAL_NOT, [inner]) => {
                self.yes(inner).map(|node| (Node::Not(Box::new(node)), Kind::Yes))
            }
            (operators::CONDITIONAL, [asked, then, or_else]) => self.choice(asked, then, or_else),
            (operators::EQUALS, [a, b]) => self.compared(part, Comparison::Same, a, b),
            (operators::NOT_EQUALS, [a, b]) => self.compared(part, Comparison::Other, a, b),
            (operators::LESS, [a, b]) => self.compared(part, Comparison::Less, a, b),
            (operators::LESS_EQUALS, [a, b]) => self.compared(part, Comparison::AtMost, a, b),
            (operators::GREATER, [a, b]) => self.compared(part, Comparison::More, a, b),
            (operators::GREATER_EQUALS, [a, b]) => self.compared(part, Comparison::AtLeast, a, b),
            (operators::ADD, [a, b]) => self.calculated(Arithmetic::Plus, a, b),
            (operators::SUBSTRACT, [a, b]) => self.calculated(Arithmetic::Minus, a, b),
            (operators::MULTIPLY, [a, b]) => self.calculated(Arithmetic::Times, a, b),
            (operators::DIVIDE, [a, b]) => self.calculated(Arithmetic::Over, a, b),
            (operators::MODULO, [a, b]) => self.calculated(Arithmetic::Rest, a, b),
            (operators::NEGATE, [inner]) => {
                self.number(inner).map(|(node, kind)| (Node::Negate(Box::new(node)), kind))
            }
            (operators::IN, [one, list]) => self.is_in(one, list),
            (operators::INDEX | operators::OPT_INDEX | operators::OPT_SELECT, _) => {
                Err(self.unsupported(part, "a place in a list", "ask with `in` or `exists`"))
            }
            _ => return None,
        })
    }

    pub(super) fn yes(&mut self, part: &'a IdedExpr) -> Result<Node, ConditionError> {
        match self.part(part)? {
            (node, Kind::Yes) => Ok(node),
            (_, other) => Err(self.shape(part, "yes or no", other)),
        }
    }

    pub(super) fn number(&mut self, part: &'a IdedExpr) -> Part {
        match self.part(part)? {
            (node, kind) if kind.is_number() => Ok((node, kind)),
            (_, other) => Err(self.shape(part, "a number", other)),
        }
    }

    /// `a && b && c` as one row, whichever way the parser nested it.
    fn joined(&mut self, call: &'a CallExpr, make: fn(Vec<Node>) -> Node) -> Part {
        let mut parts = Vec::new();
        for arg in &call.args {
            match (self.yes(arg)?, make(Vec::new())) {
                (Node::Both(inner), Node::Both(_)) | (Node::Either(inner), Node::Either(_)) => {
                    parts.extend(inner);
                }
                (other, _) => parts.push(other),
            }
        }
        Ok((make(parts), Kind::Yes))
    }

    fn choice(&mut self, asked: &'a IdedExpr, then: &'a IdedExpr, or_else: &'a IdedExpr) -> Part {
        let asked = self.yes(asked)?;
        let (then_node, kind) = self.part(then)?;
        let (else_node, other) = self.part(or_else)?;
        let same = match (kind, other) {
            (Kind::Text(a), Kind::Text(b)) => Some(Kind::Text(a.filter(|_| a == b))),
            (a, b) if a == b => Some(a),
            _ => None,
        };
        let kind = same.ok_or_else(|| self.shape(or_else, kind.words(), other))?;
        Ok((Node::If(Box::new([asked, then_node, else_node])), kind))
    }

    fn compared(
        &mut self,
        part: &'a IdedExpr,
        how: Comparison,
        left: &'a IdedExpr,
        right: &'a IdedExpr,
    ) -> Part {
        let ((a, left_kind), (b, right_kind)) = (self.part(left)?, self.part(right)?);
        match (left_kind, right_kind) {
            (Kind::Text(from), Kind::Text(to)) => {
                self.known(from, right)?;
                self.known(to, left)?;
            }
            (Kind::Yes, Kind::Yes) if matches!(how, Comparison::Same | Comparison::Other) => {}
            (x, y) if x.is_number() && y.is_number() => {}
            (Kind::Texts(_) | Kind::Wholes | Kind::Numbers, _) => {
                return Err(self.shape(left, "one value", left_kind));
            }
            (_, Kind::Texts(_) | Kind::Wholes | Kind::Numbers) => {
                return Err(self.shape(right, "one value", right_kind));
            }
            (Kind::Yes, Kind::Yes) => {
                let fault =
                    Fault::Shape { wanted: "`==` or `!=`", found: "an order of yes and no" };
                return Err(self.at_token(part, fault));
            }
            (wanted, found) => return Err(self.shape(right, wanted.words(), found)),
        }
        Ok((Node::Compare(how, Box::new([a, b])), Kind::Yes))
    }

    fn calculated(&mut self, how: Arithmetic, left: &'a IdedExpr, right: &'a IdedExpr) -> Part {
        let ((a, left_kind), (b, right_kind)) = (self.number(left)?, self.number(right)?);
        let both_whole = left_kind == Kind::Whole && right_kind == Kind::Whole;
        if let (Arithmetic::Over | Arithmetic::Rest, true) = (how, is_zero(&b)) {
            let message = "it divides by zero".to_owned();
            return Err(self.at(right, Fault::AlwaysFails { message }));
        }
        let kind = if both_whole { Kind::Whole } else { Kind::Number };
        Ok((Node::Calculate(how, Box::new([a, b])), kind))
    }

    fn is_in(&mut self, one: &'a IdedExpr, list: &'a IdedExpr) -> Part {
        let ((a, kind), (b, list_kind)) = (self.part(one)?, self.part(list)?);
        match (kind, list_kind) {
            (Kind::Text(from), Kind::Texts(to)) => {
                self.known(from, list)?;
                self.known(to, one)?;
            }
            (x, Kind::Wholes | Kind::Numbers) if x.is_number() => {}
            (_, Kind::Texts(_)) => return Err(self.shape(one, "text", kind)),
            (_, Kind::Wholes | Kind::Numbers) => return Err(self.shape(one, "a number", kind)),
            (_, other) => return Err(self.shape(list, "a list", other)),
        }
        Ok((Node::In(Box::new([a, b])), Kind::Yes))
    }
}

fn is_zero(node: &Node) -> bool {
    use super::super::node::Constant;
    match node {
        Node::Constant(Constant::Whole(n)) => *n == 0,
        Node::Constant(Constant::Number(n)) => *n == 0.0,
        _ => false,
    }
}
