//! `earshot query`: looks at a query without putting it to work.

mod caret;
mod explain;

use std::io::Read as _;
use std::process::ExitCode;

use earshot_matcher::{Query, QueryError, Warning};

use crate::args;
use crate::matching::names;

/// Runs one of the subcommands. A query that cannot be read ends it with a failure.
pub(crate) fn run(what: args::Query) -> anyhow::Result<ExitCode> {
    let (args::Query::Check(written)
    | args::Query::Explain { query: written, .. }
    | args::Query::Format(written)) = &what;
    let text = text(&written.query)?;
    let names = names::read(written.lists.as_deref())?;
    let query = match Query::parse_with(&text, &names, None) {
        Ok(query) => query,
        Err(error) => {
            eprint!("{}", mistake(&text, &error));
            return Ok(ExitCode::FAILURE);
        }
    };
    match what {
        args::Query::Check(_) => {
            print!("{}", doubts(&text, query.warnings()));
            println!("This query can be read.");
        }
        args::Query::Explain { posts, .. } => {
            print!("{}", explain::explain(&text, &query, posts.as_deref())?);
        }
        args::Query::Format(_) => println!("{}", query.layout(&text)),
    }
    Ok(ExitCode::SUCCESS)
}

fn text(written: &str) -> std::io::Result<String> {
    if written != "-" {
        return Ok(written.to_owned());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text.trim_end().to_owned())
}

/// A mistake, the line of the query with a caret below, and the way out.
fn mistake(text: &str, error: &QueryError) -> String {
    let caret = caret::below(text, error.at);
    let repaired = error.repair.as_ref().map(|repair| repair.apply(text));
    let repaired = repaired.filter(|repaired| !repaired.contains('\n'));
    let repaired = repaired.map(|text| format!("  or:  {text}\n")).unwrap_or_default();
    format!("error: {error}\n{caret}  fix: {}\n{repaired}", error.fix())
}

fn doubts(text: &str, warnings: &[Warning]) -> String {
    let said = |warning: &Warning| {
        let caret = caret::below(text, warning.at);
        format!("warning: {warning} (at {})\n{caret}", warning.position)
    };
    warnings.iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_shows_its_place_and_the_way_out() {
        let text = "東京 (apple\nOR pear) folowers:>5";
        let error = Query::parse(text).unwrap_err();
        assert_eq!(
            mistake(text, &error),
            "error: unknown field \"folowers\": did you mean \"followers\"? (at 19)\n\
             \x20 OR pear) folowers:>5\n\
             \x20          ^^^^^^^^^\n\
             \x20 fix: write followers:\n"
        );
    }

    #[test]
    fn a_doubt_shows_its_place() {
        let text = "東京 and tart";
        let query = Query::parse(text).unwrap();
        assert_eq!(
            doubts(text, query.warnings()),
            "warning: \"and\" in lower case is searched as a word (at 3)\n\
             \x20 東京 and tart\n\
             \x20      ^^^\n"
        );
    }
}
