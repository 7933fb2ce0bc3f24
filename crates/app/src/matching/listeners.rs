//! Reads listeners: one query a line.

use std::path::Path;

use anyhow::Context as _;
use earshot_matcher::{NameBook, Query};

/// The listeners of a file that can be asked.
pub(super) struct Listeners {
    /// Each with its line, from 1; empty lines are none.
    pub(super) queries: Vec<(u32, Query)>,
    /// Whether all of them can be read and be asked here. The others are told on standard error,
    /// each with its line and position.
    pub(super) all: bool,
}

/// Reads the listeners of a file.
pub(super) fn read(file: &Path, names: &NameBook) -> anyhow::Result<Listeners> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read {} as text", file.display()))?;
    let mut listeners = Listeners { queries: Vec::new(), all: true };
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() {
            continue;
        }
        match one(text, names) {
            Ok(query) => listeners.queries.push((line, query)),
            Err(problem) => {
                listeners.all = false;
                eprintln!("{}:{line}: {problem}", file.display());
            }
        }
    }
    Ok(listeners)
}

/// A query that can be asked without a verdict; else what is wrong, with its place.
fn one(text: &str, names: &NameBook) -> Result<Query, String> {
    let query = Query::parse_with(text, names, None)
        .map_err(|error| format!("{error}; {}", error.fix()))?;
    let Some(at) = query.waits_at() else { return Ok(query) };
    let start = usize::try_from(at.start).unwrap_or(usize::MAX);
    let before = text.get(..start).unwrap_or(text).chars().count();
    Err(format!(
        "only the funnel's verdict can answer this (at {before}); take it out, or run the listener \
         in the server"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_that_cannot_be_read_is_told_and_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("listeners.txt");
        let read = || read(&file, &NameBook::default()).unwrap();
        std::fs::write(&file, "apple\n\n\"late flight\" OR refund*\n").unwrap();
        let lines = |found: &Listeners| -> Vec<u32> {
            found.queries.iter().map(|(line, _)| *line).collect()
        };
        let found = read();
        assert_eq!((lines(&found).as_slice(), found.all), ([1, 3].as_slice(), true));
        std::fs::write(&file, "apple\n(apple\npear\n").unwrap();
        let found = read();
        assert_eq!((lines(&found).as_slice(), found.all), ([1, 3].as_slice(), false));
    }

    #[test]
    fn what_needs_a_verdict_is_refused_at_its_place_and_no_word_that_looks_like_it() {
        let mut names = NameBook::default();
        names.add(earshot_matcher::NamedKind::List, "calm", "sentiment:positive\nthanks");
        let refused = |text: &str| one(text, &names).err().unwrap_or_default();
        assert!(refused("\"äpple is:spam\" OR pear Sentiment:negative").contains("(at 24)"));
        assert!(refused("apple /* is:spam */ NOT is:spam").contains("(at 24)"));
        assert!(refused("apple NOT list:calm").contains("(at 10)"));
        for fine in
            ["\"sentiment:negative\"", "apple /* is:spam */", "url:value:high", "raw:intent"]
        {
            assert_eq!(refused(fine), "", "{fine}");
        }
        assert!(refused("apple list:none").contains("there is no list"));
    }
}
