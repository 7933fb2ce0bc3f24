//! A walk over a parsed condition: unknown names and impossible words are found before it runs.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, operators};

use crate::LineFault;
use crate::variables::{VARIABLES, known_words};

/// Functions and operators that a condition may call.
const FUNCTIONS: &[&str] =
    &["contains", "startsWith", "endsWith", "size", "int", "double", "string", "dyn"];

/// The deepest tree that a condition may be. It is run on the stack of whoever decides.
const DEEPEST: u32 = 40;

/// Finds the first thing in a condition that can never work.
pub(crate) fn inspect(condition: &IdedExpr) -> Result<(), LineFault> {
    Walk { locals: Vec::new(), loops: 0, depth: 0 }.visit(condition)
}

struct Walk<'e> {
    /// Names that loops bring along.
    locals: Vec<&'e str>,
    /// How many loops are around.
    loops: u32,
    /// How many nodes are above.
    depth: u32,
}

impl<'e> Walk<'e> {
    fn visit(&mut self, node: &'e IdedExpr) -> Result<(), LineFault> {
        if self.depth >= DEEPEST {
            return Err(LineFault::TooDeep);
        }
        self.depth += 1;
        let found = self.look(node);
        self.depth -= 1;
        found
    }

    fn look(&mut self, node: &'e IdedExpr) -> Result<(), LineFault> {
        match &node.expr {
            Expr::Ident(name) => self.name(name),
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::List(list) => list.elements.iter().try_for_each(|e| self.visit(e)),
            Expr::Select(select) => self.visit(&select.operand),
            Expr::Map(map) => map.entries.iter().try_for_each(|e| self.entry(&e.expr)),
            Expr::Struct(made) => made.entries.iter().try_for_each(|e| self.entry(&e.expr)),
            Expr::Literal(_) | Expr::Unspecified => Ok(()),
        }
    }

    fn entry(&mut self, entry: &'e EntryExpr) -> Result<(), LineFault> {
        match entry {
            EntryExpr::StructField(field) => self.visit(&field.value),
            EntryExpr::MapEntry(entry) => {
                self.visit(&entry.key)?;
                self.visit(&entry.value)
            }
        }
    }

    fn name(&self, name: &str) -> Result<(), LineFault> {
        // The parser's own helpers begin with `@`.
        if VARIABLES.contains(&name) || self.locals.contains(&name) || name.starts_with('@') {
            return Ok(());
        }
        Err(LineFault::UnknownVariable { name: name.to_owned(), known: VARIABLES.join(", ") })
    }

    fn call(&mut self, call: &'e CallExpr) -> Result<(), LineFault> {
        let name = call.func_name.as_str();
        let is_operator = !name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !is_operator && !FUNCTIONS.contains(&name) {
            return Err(LineFault::UnknownFunction { name: name.to_owned() });
        }
        if let [left, right] = call.args.as_slice() {
            match name {
                operators::EQUALS | operators::NOT_EQUALS => {
                    compared(left, right)?;
                    compared(right, left)?;
                }
                operators::IN => {
                    compared(left, right)?;
                    compared(right, left)?;
                }
                _ => {}
            }
        }
        call.target.as_deref().into_iter().chain(&call.args).try_for_each(|e| self.visit(e))
    }

    fn comprehension(&mut self, loop_: &'e ComprehensionExpr) -> Result<(), LineFault> {
        // A loop in a loop over long lists could run for minutes; no honest line needs it.
        if self.loops > 0 {
            return Err(LineFault::TooDeep);
        }
        self.visit(&loop_.iter_range)?;
        self.visit(&loop_.accu_init)?;
        let before = self.locals.len();
        self.locals.extend([loop_.iter_var.as_str(), loop_.accu_var.as_str()]);
        self.locals.extend(loop_.iter_var2.as_deref());
        self.loops += 1;
        let inner = [&loop_.loop_cond, &loop_.loop_step, &loop_.result];
        let found = inner.into_iter().try_for_each(|e| self.visit(e));
        self.loops -= 1;
        self.locals.truncate(before);
        found
    }
}

/// Checks the words that a variable with a closed list is compared with.
fn compared(variable: &IdedExpr, with: &IdedExpr) -> Result<(), LineFault> {
    let Expr::Ident(name) = &variable.expr else { return Ok(()) };
    let Some(known) = known_words(name) else { return Ok(()) };
    let words: Vec<&IdedExpr> = match &with.expr {
        Expr::List(list) => list.elements.iter().collect(),
        _ => vec![with],
    };
    for word in words {
        let Expr::Literal(LiteralValue::String(text)) = &word.expr else { continue };
        if !known.contains(&text.inner()) {
            return Err(LineFault::UnknownWord {
                variable: name.clone(),
                word: text.inner().to_owned(),
                known: known.join(", "),
            });
        }
    }
    Ok(())
}
