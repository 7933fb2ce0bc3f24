//! What Rust source must not say.

use crate::workspace::File;

/// Files that only tests, benchmarks and examples are made of: nobody ships them.
fn for_tests(path: &str) -> bool {
    path.starts_with("tests/")
        || path.starts_with("crates/testkit/")
        || path.contains("/tests/")
        || path.contains("/benches/")
        || path.contains("/examples/")
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
}

/// The lines of a file that are code, with their numbers, up to an inline test module.
fn product_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let lines = lines.take_while(|(_, line)| !line.starts_with("mod tests {"));
    lines.filter(|(_, line)| !line.starts_with("//"))
}

/// Places outside `app` that read the environment.
fn environment(files: &[File]) -> Vec<String> {
    let reads = |line: &str| line.contains("std::env") || line.contains(" env::");
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| f.path.starts_with("crates/") && f.path.ends_with(".rs")) {
        let exempt = file.path.starts_with("crates/app/")
            || file.path.ends_with("/build.rs")
            || for_tests(&file.path);
        let text = file.text.as_deref().filter(|_| !exempt).unwrap_or_default();
        for (number, _) in product_lines(text).filter(|(_, line)| reads(line)) {
            let path = &file.path;
            findings.push(format!(
                "{path}:{number} reads the environment: take the value as a parameter, `app` \
                 reads it"
            ));
        }
    }
    findings
}

/// Lints that are switched off for good.
fn silenced(files: &[File]) -> Vec<String> {
    let attribute = |line: &str| {
        let starts = line.starts_with("#[") || line.starts_with("#![");
        starts && [concat!("[al", "low("), concat!(" al", "low(")].iter().any(|a| line.contains(a))
    };
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| f.path.ends_with(".rs")) {
        let lines = file.text.as_deref().unwrap_or_default().lines().enumerate();
        for (at, _) in lines.filter(|(_, line)| attribute(line.trim())) {
            findings.push(format!(
                "{}:{} switches a lint off: change the code, or write #[expect(.., reason = \
                 \"..\")]",
                file.path,
                at + 1
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{environment, silenced};
    use crate::expect_none;
    use crate::workspace::{File, files};

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), bytes: 0, text: Some(text.to_owned()) }
    }

    #[test]
    fn only_app_reads_the_environment() {
        expect_none(&environment(&files()));
    }

    #[test]
    fn no_lint_is_switched_off() {
        expect_none(&silenced(&files()));
    }

    #[test]
    fn reading_the_environment_is_found() {
        let text = "use std::env;\nlet home = env::var(\"HOME\");\n";
        assert_eq!(environment(&[file("crates/store/src/lib.rs", text)]).len(), 2);
    }

    #[test]
    fn the_environment_is_free_in_app_builds_tests_and_comments() {
        let text = "let home = std::env::var(\"HOME\");\n";
        let inline = format!("//! Like std::env.\nmod tests {{\n{text}}}\n");
        expect_none(&environment(&[
            file("crates/app/src/main.rs", text),
            file("crates/web/build.rs", text),
            file("crates/store/tests/it/main.rs", text),
            file("crates/listen/examples/throughput.rs", text),
            file("crates/store/src/write/tests.rs", text),
            file("crates/store/src/lib.rs", &inline),
        ]));
    }

    #[test]
    fn a_silenced_lint_is_found_in_every_form() {
        let word = concat!("al", "low(dead_code)");
        let text =
            format!("#[{word}]\n#![{word}]\n#[cfg_attr(test, {word})]\n#[expect(dead_code)]\n");
        assert_eq!(silenced(&[file("crates/a/tests/b.rs", &text)]).len(), 3);
    }
}
