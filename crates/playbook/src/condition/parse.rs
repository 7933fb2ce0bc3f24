//! The parser, kept where it can do no harm.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use cel::common::ast::SourceInfo;
use cel::{Env, IdedExpr};

use super::nesting::is_too_deep;
use super::{ConditionError, Fault};

/// The longest condition, in bytes.
pub(crate) const LONGEST: usize = 4_096;

/// The stack for one condition, in bytes. The parser takes up to 200 kB for each bracket in a
/// debug build, so the 2 MiB of an ordinary thread end at ten. Untouched pages cost nothing.
const STACK: usize = 64 << 20;

/// A parsed condition with the places of its parts.
pub(crate) struct Parsed {
    pub(crate) root: IdedExpr,
    pub(crate) info: SourceInfo,
}

/// Parses a condition, without the macros of CEL: our check knows `exists` and its kin itself, and
/// can then say where in the text a fault stands.
pub(crate) fn parse(text: &str) -> Result<Parsed, ConditionError> {
    let whole = |fault| ConditionError { at: 0..text.len(), fault };
    if text.trim().is_empty() {
        return Err(whole(Fault::Empty));
    }
    if text.len() > LONGEST {
        return Err(whole(Fault::TooLong { bytes: text.len(), most: LONGEST }));
    }
    if is_too_deep(text) {
        return Err(whole(Fault::TooDeep));
    }
    // A thread of its own for the stack, and because a parser that gives up on strange text must
    // refuse the line, not end the program.
    let simpler = || whole(Fault::Syntax { message: "write it simpler".to_owned() });
    let work = || catch_unwind(AssertUnwindSafe(|| read(text))).unwrap_or_else(|_| Err(simpler()));
    thread::scope(|scope| {
        thread::Builder::new()
            .name("playbook-parser".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .map_err(|error| whole(Fault::NoThread { message: error.to_string() }))?
            .join()
            .unwrap_or_else(|_| Err(simpler()))
    })
}

fn read(text: &str) -> Result<Parsed, ConditionError> {
    let read = Env::default().parser().parse_with_source_info(text);
    read.map(|(root, info)| Parsed { root, info }).map_err(|errors| {
        let (line, column, message) = errors.errors.into_iter().next().map_or_else(
            || (1, 1, "it is not CEL".to_owned()),
            |error| (error.pos.0, error.pos.1, plain(&error.msg)),
        );
        let start = offset(text, line, column);
        let wide = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let end = start + wide;
        ConditionError { at: start..end, fault: Fault::Syntax { message } }
    })
}

/// The parser's message without its list of every token that could follow.
fn plain(message: &str) -> String {
    let short = message.strip_prefix("Syntax error: ").unwrap_or(message);
    let short = short.split(" expecting {").next().unwrap_or(short);
    short.replace("'<EOF>'", "the end")
}

/// The byte at which a line (from 1) and a column (characters from 1) begin.
fn offset(text: &str, line: isize, column: isize) -> usize {
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1);
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    before + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}
