//! Reads the lists and queries that listeners name. Each begins with a line `[list NAME]` or
//! `[query NAME]`; what follows, up to the next such line, is its text.

use std::path::Path;

use anyhow::Context as _;
use earshot_matcher::{NameBook, NamedKind};

/// What names stand for, by the file; nothing without one.
pub(crate) fn read(file: Option<&Path>) -> anyhow::Result<NameBook> {
    let Some(file) = file else { return Ok(NameBook::default()) };
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read {} as text", file.display()))?;
    book(&text).with_context(|| format!("in {}", file.display()))
}

fn book(text: &str) -> anyhow::Result<NameBook> {
    let mut found: Vec<(NamedKind, String, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some((kind, name)) = heading(line) {
            found.push((kind, name.to_owned(), String::new()));
        } else if let Some((_, _, text)) = found.last_mut() {
            text.push_str(line);
            text.push('\n');
        } else {
            anyhow::ensure!(
                line.trim().is_empty(),
                "line {number} belongs to no list: begin with a line such as [list My exclusions]"
            );
        }
    }
    Ok(found.into_iter().collect())
}

fn heading(line: &str) -> Option<(NamedKind, &str)> {
    let inside = line.trim().strip_prefix('[')?.strip_suffix(']')?;
    let (kind, name) = inside.split_once(' ')?;
    let kind = match kind {
        "list" => NamedKind::List,
        "query" => NamedKind::Query,
        _ => return None,
    };
    Some((kind, name.trim()))
}

#[cfg(test)]
mod tests {
    use earshot_matcher::Names as _;

    use super::*;

    #[test]
    fn each_heading_begins_a_text() {
        let read = book("\n[list My Bots]\nbot\n#ad\n\n[query core]\nacme\nOR kettle\n").unwrap();
        let text = |kind, name| read.text(kind, name);
        assert_eq!(text(NamedKind::List, "my bots").as_deref(), Some("bot\n#ad\n\n"));
        assert_eq!(text(NamedKind::Query, "Core").as_deref(), Some("acme\nOR kettle\n"));
        assert_eq!(text(NamedKind::List, "core"), None);
        assert!(book("bot\n[list x]\ny").is_err());
        assert_eq!(book("").unwrap(), NameBook::default());
    }
}
