//! Which bytes of a condition a part of it came from.

use std::ops::Range;

use cel::IdedExpr;
use cel::common::ast::{Expr, SourceInfo};

/// The bytes from the first to the last token of a part, as far as the parser tells.
pub(crate) fn span(text: &str, info: &SourceInfo, part: &IdedExpr) -> Range<usize> {
    let mut found = own(text, info, part);
    for child in children(&part.expr) {
        let inner = span(text, info, child);
        found = found.start.min(inner.start)..found.end.max(inner.end);
    }
    found
}

/// The bytes of the one token that the parser remembers of a part.
pub(crate) fn own(text: &str, info: &SourceInfo, part: &IdedExpr) -> Range<usize> {
    let bytes = |n: u32| usize::try_from(n).unwrap_or(0).min(text.len());
    let (start, last) = info.offset_for(part.id).unwrap_or((0, 0));
    let (start, mut end) = (bytes(start), bytes(last).saturating_add(1).min(text.len()));
    if let Expr::Select(select) = &part.expr {
        // The token is the dot; the name stands behind it.
        let rest = text.get(end..).unwrap_or_default();
        end += rest.find(&select.field).unwrap_or(0) + select.field.len();
        end = end.min(text.len());
    }
    start.min(end)..end
}

/// The parts inside a part, in order.
pub(crate) fn children(expr: &Expr) -> Vec<&IdedExpr> {
    match expr {
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).collect(),
        Expr::Select(select) => vec![&select.operand],
        Expr::List(list) => list.elements.iter().collect(),
        _ => Vec::new(),
    }
}
