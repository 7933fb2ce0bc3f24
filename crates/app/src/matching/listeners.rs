//! Reads listeners: one query a line.

use std::path::Path;

use anyhow::Context as _;
use earshot_matcher::Query;

/// Fields of a query that only a verdict can answer.
const VERDICT_FIELDS: [&str; 11] = [
    "sentiment:",
    "emotion:",
    "intent:",
    "urgency:",
    "timeliness:",
    "value:",
    "influence:",
    "identity:",
    "expects:",
    "is:spam",
    "is:noise",
];

/// The listeners of a file with their lines, from 1; empty lines are none. `None` where one cannot
/// be read or cannot be asked here: each is told on standard error, with its line and position.
pub(super) fn read(file: &Path) -> anyhow::Result<Option<Vec<(u32, Query)>>> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read {} as text", file.display()))?;
    let (mut listeners, mut all_read) = (Vec::new(), true);
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() {
            continue;
        }
        match Query::parse(text) {
            Ok(query) if !query.node().needs_verdict() => listeners.push((line, query)),
            Ok(_) => {
                all_read = false;
                eprintln!(
                    "{}:{line}: only the funnel's verdict can answer this (at {}); take it out, \
                     or run the listener in the server",
                    file.display(),
                    verdict_position(text)
                );
            }
            Err(error) => {
                all_read = false;
                eprintln!("{}:{line}: {error}; {}", file.display(), error.fix());
            }
        }
    }
    Ok(all_read.then_some(listeners))
}

/// Where the first field stands that needs a verdict, in characters.
fn verdict_position(text: &str) -> usize {
    let small = text.to_ascii_lowercase();
    let first = VERDICT_FIELDS.iter().filter_map(|field| small.find(field)).min().unwrap_or(0);
    small.get(..first).map_or(0, |before| before.chars().count())
}

#[cfg(test)]
mod tests {
    use super::{read, verdict_position};

    #[test]
    fn a_listener_that_cannot_be_read_fails() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("listeners.txt");
        std::fs::write(&file, "apple\n\n\"late flight\" OR refund*\n").unwrap();
        let lines: Vec<u32> = read(&file).unwrap().unwrap().iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3]);
        std::fs::write(&file, "apple\n(apple\n").unwrap();
        assert!(read(&file).unwrap().is_none());
    }

    #[test]
    fn the_place_of_a_verdict_is_told() {
        assert_eq!(verdict_position("äpple Sentiment:negative"), 6);
    }
}
