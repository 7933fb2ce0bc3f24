//! Words of closed lists: one that can never be is found here.

use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue};

use crate::nearest::did_you_mean;

use super::super::{ConditionError, Fault};
use super::{Checker, Origin};

impl Checker<'_> {
    /// Checks the words in `with` against the closed list that the other side comes from.
    pub(super) fn known(
        &self,
        origin: Option<Origin>,
        with: &IdedExpr,
    ) -> Result<(), ConditionError> {
        let Some(origin) = origin else { return Ok(()) };
        let words: Vec<&IdedExpr> = match &with.expr {
            Expr::List(list) => list.elements.iter().collect(),
            _ => vec![with],
        };
        let known = origin.list.words(self.names);
        for word in words {
            let Expr::Literal(LiteralValue::String(text)) = &word.expr else { continue };
            let text = text.inner();
            if !known.contains(&text) {
                let fault = Fault::UnknownWord {
                    field: origin.field.name().to_owned(),
                    word: text.to_owned(),
                    hint: did_you_mean(text, known.iter().copied()),
                    known: known
                        .iter()
                        .filter(|word| !word.is_empty())
                        .copied()
                        .collect::<Vec<_>>()
                        .join(", "),
                };
                return Err(self.at(word, fault));
            }
        }
        Ok(())
    }
}
