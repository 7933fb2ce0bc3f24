//! From text to rows, where the text has that shape.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};

use crate::names::Names;

use super::super::check::path;
use super::super::{Condition, Field, parse};
use super::{Join, Operand, Operator, Row, Rows};

impl Rows {
    /// The rows that a condition shows as; `None` when it is no plain row of comparisons, or is
    /// not a good condition at all.
    #[must_use]
    pub fn read(text: &str, names: &Names) -> Option<Self> {
        Condition::compile(text, names).ok()?;
        let parsed = parse::parse(text).ok()?;
        let (join, parts) = parts(&parsed.root);
        let rows = parts.into_iter().map(row).collect::<Option<Vec<_>>>()?;
        Some(Self { join, rows })
    }
}

/// The parts of the outermost `&&` or `||`; a single row counts as "all".
fn parts(root: &IdedExpr) -> (Join, Vec<&IdedExpr>) {
    let (join, name) = match &root.expr {
        Expr::Call(call) if call.func_name == operators::LOGICAL_OR => {
            (Join::Any, operators::LOGICAL_OR)
        }
        _ => (Join::All, operators::LOGICAL_AND),
    };
    let mut found = Vec::new();
    gather(root, name, &mut found);
    (join, found)
}

fn gather<'a>(part: &'a IdedExpr, name: &str, found: &mut Vec<&'a IdedExpr>) {
    match &part.expr {
        Expr::Call(call) if call.func_name == name => {
            call.args.iter().for_each(|arg| gather(arg, name, found));
        }
        _ => found.push(part),
    }
}

fn row(part: &IdedExpr) -> Option<Row> {
    let make = |field, operator, operand| Some(Row { field, operator, operand });
    if let Some(field) = field(part) {
        return make(field, Operator::Is, Operand::Yes);
    }
    let Expr::Call(call) = &part.expr else { return None };
    if let (operators::LOGICAL_NOT, [inner]) = (call.func_name.as_str(), call.args.as_slice()) {
        let inner = row(inner)?;
        let operator = match (inner.operator, &inner.operand) {
            (Operator::Is, Operand::Yes) => Operator::IsNot,
            (Operator::OneOf, _) => Operator::NoneOf,
            (Operator::Has, _) => Operator::HasNot,
            (Operator::Contains, _) => Operator::ContainsNot,
            _ => return None,
        };
        return make(inner.field, operator, inner.operand);
    }
    compared(call)
}

fn compared(call: &CallExpr) -> Option<Row> {
    let make = |field, operator, operand| Some(Row { field, operator, operand });
    match (call.func_name.as_str(), call.target.as_deref(), call.args.as_slice()) {
        (operators::EQUALS, None, [a, b]) => make(field(a)?, Operator::Is, one(b)?),
        (operators::NOT_EQUALS, None, [a, b]) => make(field(a)?, Operator::IsNot, one(b)?),
        (operators::GREATER_EQUALS, None, [a, b]) => make(field(a)?, Operator::AtLeast, one(b)?),
        (operators::LESS_EQUALS, None, [a, b]) => make(field(a)?, Operator::AtMost, one(b)?),
        (operators::IN, None, [a, b]) => match (field(a), field(b)) {
            (Some(field), None) => make(field, Operator::OneOf, several(b)?),
            (None, Some(field)) => make(field, Operator::Has, one(a)?),
            _ => None,
        },
        ("contains", Some(a), [b]) => make(field(a)?, Operator::Contains, one(b)?),
        ("startsWith", Some(a), [b]) => make(field(a)?, Operator::StartsWith, one(b)?),
        ("matches", Some(a), [b]) => make(field(a)?, Operator::Matches, one(b)?),
        _ => None,
    }
}

fn field(part: &IdedExpr) -> Option<Field> {
    path(part).and_then(|name| Field::named(&name))
}

fn one(part: &IdedExpr) -> Option<Operand> {
    match &part.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(Operand::Text(text.inner().to_owned())),
        Expr::Literal(LiteralValue::Int(whole)) => Some(Operand::Whole(*whole.inner())),
        Expr::Literal(LiteralValue::Double(number)) => Some(Operand::Number(*number.inner())),
        _ => None,
    }
}

fn several(part: &IdedExpr) -> Option<Operand> {
    let Expr::List(list) = &part.expr else { return None };
    let words = list.elements.iter().map(|element| match one(element) {
        Some(Operand::Text(text)) => Some(text),
        _ => None,
    });
    words.collect::<Option<Vec<_>>>().map(Operand::Texts)
}
