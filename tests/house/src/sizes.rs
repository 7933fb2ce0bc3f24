//! Source files stay small.

use crate::rules::{
    GENERATED, MEDIAN_LINES, MOST_LINES, NINE_OF_TEN_UNDER, SOURCE_ENDINGS, SOURCE_FOLDERS,
};
use crate::workspace::File;

/// Paths and line counts of the source files that people write, shortest first.
fn lengths(files: &[File]) -> Vec<(usize, &str)> {
    let source = |path: &str| {
        SOURCE_FOLDERS.iter().any(|folder| path.starts_with(folder))
            && SOURCE_ENDINGS.iter().any(|ending| path.ends_with(ending))
    };
    let mut lengths: Vec<(usize, &str)> = files
        .iter()
        .filter(|file| source(&file.path))
        .filter_map(|file| file.text.as_deref().map(|text| (file.path.as_str(), text)))
        .filter(|(_, text)| !text.lines().take(5).any(|line| line.contains(GENERATED)))
        .map(|(path, text)| (text.lines().count(), path))
        .collect();
    lengths.sort_unstable();
    lengths
}

/// Files with more than [`MOST_LINES`] lines.
fn too_long(lengths: &[(usize, &str)]) -> Vec<String> {
    let long = lengths.iter().filter(|(lines, _)| *lines > MOST_LINES);
    long.map(|(lines, path)| {
        format!(
            "{path} has {lines} lines, {MOST_LINES} are the most: split it by ability; generated \
             files say `{GENERATED}` in their first lines"
        )
    })
    .collect()
}

/// Whether the files as a whole have grown too long.
fn too_long_together(lengths: &[(usize, &str)]) -> Vec<String> {
    let mut findings = Vec::new();
    let large: Vec<&(usize, &str)> =
        lengths.iter().filter(|(lines, _)| *lines >= NINE_OF_TEN_UNDER).collect();
    if large.len() * 10 > lengths.len() {
        let longest: Vec<String> =
            large.iter().rev().take(5).map(|(lines, path)| format!("{path} ({lines})")).collect();
        findings.push(format!(
            "{} of {} source files have {NINE_OF_TEN_UNDER} lines or more, one of ten may: split \
             the longest, {}",
            large.len(),
            lengths.len(),
            longest.join(", ")
        ));
    }
    if let Some((median, _)) = lengths.get(lengths.len() / 2)
        && *median > MEDIAN_LINES
    {
        findings.push(format!(
            "half of the source files have more than {median} lines, {MEDIAN_LINES} are meant: \
             give each behaviour a file of its own"
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{lengths, too_long, too_long_together};
    use crate::expect_none;
    use crate::workspace::{File, files};

    fn file(path: &str, lines: usize) -> File {
        let text = "x\n".repeat(lines);
        File { path: path.into(), bytes: 0, text: Some(text) }
    }

    #[test]
    fn no_source_file_is_too_long() {
        let files = files();
        let lengths = lengths(&files);
        assert!(!lengths.is_empty(), "no source file was found");
        expect_none(&too_long(&lengths));
    }

    #[test]
    fn source_files_are_short_as_a_rule() {
        expect_none(&too_long_together(&lengths(&files())));
    }

    #[test]
    fn a_long_file_is_found_unless_it_is_no_source_or_generated() {
        let made = format!("// {}\n{}", super::GENERATED, "x\n".repeat(700));
        let files = [
            file("crates/a/src/lib.rs", 601),
            file("crates/a/src/b.rs", 600),
            file("crates/a/data.tsv", 9_000),
            file("docs/a.html", 9_000),
            File { path: "crates/a/src/table.rs".into(), bytes: 0, text: Some(made) },
        ];
        assert_eq!(too_long(&lengths(&files)).len(), 1);
    }

    #[test]
    fn many_large_files_are_found() {
        let mut files: Vec<File> = (0..8).map(|_| file("crates/a/src/a.rs", 50)).collect();
        files.push(file("crates/a/src/b.rs", 400));
        assert_eq!(too_long_together(&lengths(&files)).len(), 1);
        files.push(file("crates/a/src/c.rs", 349));
        expect_none(&too_long_together(&lengths(&files)));
    }

    #[test]
    fn a_long_median_is_found() {
        let files = [file("crates/a.rs", 10), file("crates/b.rs", 121), file("crates/c.rs", 130)];
        assert_eq!(too_long_together(&lengths(&files)).len(), 1);
    }
}
