//! The parser, kept where it can do no harm.

use std::thread;

use cel::{Env, Program};

use crate::LineFault;
use crate::inspect::inspect;

/// The stack for one condition, in bytes. The parser takes up to 200 kB for each bracket in a
/// debug build, so the 2 MiB of an ordinary thread end at ten. Untouched pages cost nothing.
const STACK: usize = 64 << 20;

/// Parses a condition that [`crate::nesting`] let pass, and inspects it.
///
/// It runs on a thread of its own for the stack, and because a parser that gives up on strange
/// text must refuse the line, not end the program.
pub(crate) fn parse(text: &str, env: &Env) -> Result<Program, LineFault> {
    let work = || {
        let program = env
            .compile(text)
            .map_err(|errors| LineFault::Syntax { message: errors.to_string() })?;
        inspect(program.expression())?;
        Ok(program)
    };
    thread::scope(|scope| {
        thread::Builder::new()
            .name("playbook-parser".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .map_err(|error| LineFault::NoThread { message: error.to_string() })?
            .join()
            .unwrap_or_else(|_| Err(LineFault::Syntax { message: "write it simpler".to_owned() }))
    })
}
