//! Where a word stands in a database and its files: every column of every table, as a backup carries them.

use std::collections::BTreeSet;
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use earshot_store::backup;
use earshot_store::blobs::BlobStore;
use serde_json::Value;

use crate::world::World;

/// What a look at everything found.
pub(crate) struct Look {
    /// Columns that hold the word, as `table.column`, and `files`.
    pub(crate) holding: BTreeSet<String>,
    /// Every column that can hold words.
    pub(crate) texts: BTreeSet<String>,
}

/// Looks for a word in small letters.
pub(crate) async fn look(world: &World, word: &str) -> Look {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.backup");
    let files = BlobStore::new(world.ground.folder.path().join("blobs"), 1 << 20);
    backup::dump(&world.db, &files, &file, world.now()).await.unwrap();
    let mut text = String::new();
    let mut packed = flate2::read::GzDecoder::new(std::fs::File::open(&file).unwrap());
    packed.read_to_string(&mut text).unwrap();
    let mut lines = text.lines();
    let header: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    let mut found = Look { holding: BTreeSet::new(), texts: BTreeSet::new() };
    for table in header["tables"].as_array().unwrap() {
        for (column, family) in columns(table) {
            if family == "text" {
                found.texts.insert(column);
            }
        }
    }
    let mut now = Vec::new();
    for line in lines {
        match serde_json::from_str(line).unwrap() {
            Value::Array(row) => {
                let held = row.iter().zip(&now).filter(|(value, _)| holds(value, word));
                let held: Vec<String> =
                    held.map(|(_, (column, _)): (_, &(String, _))| column.clone()).collect();
                found.holding.extend(held);
            }
            Value::String(piece) if holds(&Value::String(piece.clone()), word) => {
                found.holding.insert("files".to_owned());
            }
            other if other["line"] == "table" => {
                let tables = header["tables"].as_array().unwrap();
                let table = tables.iter().find(|table| table["name"] == other["name"]);
                now = columns(table.unwrap());
            }
            _ => {}
        }
    }
    found
}

/// The columns of a table that a backup carries, with what they hold.
fn columns(table: &Value) -> Vec<(String, String)> {
    let name = table["name"].as_str().unwrap();
    let all = table["columns"].as_array().unwrap().iter();
    let all = all.map(|column| {
        let word = |key: &str| column[key].as_str().unwrap().to_owned();
        (format!("{name}.{}", word("name")), word("family"))
    });
    all.filter(|(_, family)| family != "index").collect()
}

/// Whether a value holds the word, as it is or packed as bytes are.
fn holds(value: &Value, word: &str) -> bool {
    let Some(text) = value.as_str() else { return false };
    let bytes = STANDARD.decode(text).unwrap_or_default();
    text.to_lowercase().contains(word)
        || bytes.to_ascii_lowercase().windows(word.len()).any(|part| part == word.as_bytes())
}

/// The files of the world's folder that hold the word: on SQLite the database and its log are among them.
pub(crate) fn files_with(folder: &std::path::Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, word));
        } else {
            let bytes = std::fs::read(&path).unwrap().to_ascii_lowercase();
            if bytes.windows(word.len()).any(|part| part == word.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}
