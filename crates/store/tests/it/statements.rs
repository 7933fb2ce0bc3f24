//! On SQLite nothing but the text of a statement keeps organizations apart. So every statement of the
//! store names `org_id` as often as it names a table that has it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::engines::TestDb;

/// Statements that are looked at apart: the file, how the text begins, and why it may.
const APART: &[(&str, &str, &str)] = &[
    ("approvals.rs", "SELECT outbox_id, case_id", "a macro's part; what follows begins with WHERE"),
    ("crises.rs", "SELECT id, name", "a macro's part; what follows begins with WHERE"),
    ("lessons.rs", "SELECT number, post_id", "a macro's part; what follows begins with WHERE"),
    ("replays.rs", "SELECT id, playbook_id", "a macro's part; what follows begins with WHERE"),
    ("snapshots.rs", "SELECT number, engine", "a macro's part; what follows begins with WHERE"),
    ("listening.rs", "WITH days", "a macro's part; the next one joins all of its tables by org_id"),
    ("search.rs", "UPDATE search_posts s", "the part behind its rows joins them by org_id"),
    ("search.rs", "SELECT MAX(doc_id)", "SQLite numbers the documents of one index for all"),
    ("restore.rs", "SELECT setval(", "PostgreSQL numbers the documents of one index for all"),
];

/// Words before the name of a table.
const BEFORE: [&str; 4] = ["FROM", "JOIN", "INTO", "UPDATE"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The texts between quotes of a source file, each with its line.
fn texts(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut line, mut rest) = (1, source.chars().peekable());
    while let Some(c) = rest.next() {
        match c {
            '\n' => line += 1,
            '/' if rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            // A character, or a lifetime.
            '\'' => {
                let escaped = rest.next_if_eq(&'\\').is_some();
                let one = rest.next();
                line += usize::from(one == Some('\n'));
                if escaped || rest.peek() == Some(&'\'') {
                    while rest.next_if(|c| *c != '\'').is_some() {}
                    rest.next();
                }
            }
            '"' => {
                let (begins, mut text) = (line, String::new());
                while let Some(c) = rest.next_if(|c| *c != '"') {
                    line += usize::from(c == '\n');
                    text.push(if c == '\\' { rest.next().unwrap_or(' ') } else { c });
                }
                rest.next();
                found.push((begins, text));
            }
            _ => {}
        }
    }
    found
}

/// How many tables of organizations a text names.
fn tables_in(text: &str, tables: &BTreeSet<String>) -> usize {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let named =
        words.windows(2).filter(|pair| BEFORE.contains(&pair[0]) && tables.contains(pair[1]));
    named.count()
}

#[tokio::test]
async fn every_statement_names_its_organization() {
    let tables: BTreeSet<String> = TestDb::sqlite()
        .await
        .db
        .tables()
        .await
        .unwrap()
        .into_iter()
        .filter(|table| table.columns.iter().any(|column| column.name == "org_id"))
        .map(|table| table.name)
        .collect();
    assert!(tables.len() > 70, "{}", tables.len());
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let (mut looked_at, mut apart, mut missing) = (0, BTreeSet::new(), Vec::new());
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for (line, text) in texts(&std::fs::read_to_string(&file).unwrap()) {
            let (text, named) = (text.trim(), tables_in(&text, &tables));
            // The end of a statement whose beginning is in a macro.
            let wanted = if text.starts_with("WHERE ") { named.max(1) } else { named };
            looked_at += usize::from(wanted > 0);
            if text.matches("org_id").count() >= wanted {
                continue;
            }
            match APART.iter().position(|(of, begins, _)| *of == name && text.starts_with(begins)) {
                Some(known) => drop(apart.insert(known)),
                None => missing.push(format!("{}:{line}: {text}", file.display())),
            }
        }
    }
    assert!(missing.is_empty(), "these do not say whose rows they mean:\n{}", missing.join("\n"));
    assert!(looked_at > 500, "only {looked_at} statements were found");
    assert_eq!(
        apart.len(),
        APART.len(),
        "a statement that is looked at apart is gone: take it off"
    );
}

#[test]
fn a_statement_without_its_organization_is_seen() {
    let tables = BTreeSet::from(["posts".to_owned(), "verdicts".to_owned()]);
    let source = "let a = 'x'; // \"FROM posts\"\nf(\"SELECT id\n FROM posts p JOIN verdicts v\", \"say \\\"hi\\\"\");";
    let found = texts(source);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((found[0].0, tables_in(&found[0].1, &tables)), (2, 2));
    assert_eq!(found[1], (3, "say \"hi\"".to_owned()));
}
