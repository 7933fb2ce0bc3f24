//! Every example of the language reference is read, and does what the reference says.

use earshot_matcher::{NamedKind, Names, PostView, Query};

const REFERENCE: &str = include_str!("../../../docs/listening-language.md");

/// Every list and query that the reference names.
struct Anything;

impl Names for Anything {
    fn text(&self, _: NamedKind, name: &str) -> Option<String> {
        Some(format!("\"{name}\""))
    }
}

/// The lines of all fenced blocks of one kind.
fn blocks(kind: &str) -> Vec<&'static str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in REFERENCE.lines() {
        if line.starts_with("```") {
            inside = line == format!("```{kind}");
        } else if inside {
            lines.push(line);
        }
    }
    assert!(!lines.is_empty(), "{kind}");
    lines
}

/// The code in the first column of every table.
fn tabled() -> Vec<&'static str> {
    let rows = REFERENCE.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once("` |").map(|(code, _)| code)).collect()
}

#[test]
fn every_example_can_be_read() {
    let rows = tabled();
    assert!(rows.len() > 80, "{}", rows.len());
    for text in rows.into_iter().chain(blocks("query")) {
        let query = Query::parse_search_with(text, &Anything, None);
        assert!(query.is_ok(), "{text}: {query:?}");
        let written = query.unwrap().to_string();
        assert!(Query::parse_search_with(&written, &Anything, None).is_ok(), "{written}");
    }
}

#[test]
fn every_spelling_is_read_as_the_table_says() {
    let rows = REFERENCE.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.strip_suffix("` |")?.split("` | ");
        let (pasted, rest) = (cells.next()?, cells.next()?);
        let (tool, read_as) = rest.split_once(" | `")?;
        matches!(tool, "Brandwatch" | "Talkwalker" | "X").then_some((pasted, read_as))
    });
    let mut seen = 0;
    for (pasted, read_as) in rows {
        let query = Query::parse_search(pasted).unwrap();
        assert_eq!(query.to_string(), read_as, "{pasted}");
        seen += 1;
    }
    assert!(seen > 20, "{seen} rows");
}

#[test]
fn what_the_reference_says_is_refused_is() {
    let line = REFERENCE.lines().skip_while(|line| !line.starts_with("- **Times, places"));
    let names = line.take(3).flat_map(|line| line.split('`').filter(|name| name.ends_with(':')));
    let mut seen = 0;
    for name in names {
        assert!(Query::parse_search(&format!("acme {name}x")).is_err(), "{name}");
        seen += 1;
    }
    assert!(seen > 5, "{seen} fields");
    for sign in ["€", "!", "#"] {
        assert!(Query::parse_search(sign).is_err(), "{sign}");
    }
}

#[test]
fn every_example_finds_what_it_should() {
    for line in blocks("match") {
        let split = line.split_once(" => ").map(|(query, text)| (query, text, true));
        let split = split.or(line.split_once(" =/> ").map(|(query, text)| (query, text, false)));
        let (query, text, expected) = split.unwrap();
        let found = Query::parse(query).unwrap().matches(&PostView { text, ..Default::default() });
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn every_mistake_and_doubt_is_told_so() {
    for line in blocks("mistake") {
        let (text, message) = line.split_once(" => ").unwrap();
        assert_eq!(Query::parse(text).unwrap_err().to_string(), message, "{text}");
    }
    for line in blocks("doubt") {
        let (text, message) = line.split_once(" => ").unwrap();
        let query = Query::parse(text).unwrap();
        let said: Vec<String> = query.warnings().iter().map(ToString::to_string).collect();
        assert_eq!(said, [message], "{text}");
    }
}
