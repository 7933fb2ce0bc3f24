//! What lies in the repository.

use crate::rules::EMPTY_NAMES;
use crate::workspace::{File, Member};

/// Files without a byte.
fn empty(files: &[File]) -> Vec<String> {
    let empty = files.iter().filter(|file| file.bytes == 0);
    empty.map(|file| format!("{} is empty: fill it or delete it", file.path)).collect()
}

/// Files that git keeps although `.gitignore` names them.
fn ignored(listed: &str) -> Vec<String> {
    let line = |path| format!("{path} is both in git and ignored: `git rm --cached {path}`");
    listed.lines().map(line).collect()
}

/// Crates that do not explain themselves.
fn unexplained(members: &[Member], files: &[File]) -> Vec<String> {
    let text = |path: String| files.iter().find(|f| f.path == path).and_then(|f| f.text.as_deref());
    let mut findings = Vec::new();
    for Member { name, folder, .. } in members {
        let start = ["src/lib.rs", "src/main.rs"].iter().find_map(|at| {
            let path = format!("{folder}/{at}");
            text(path)
        });
        if text(format!("{folder}/README.md")).is_none() {
            findings.push(format!("{folder} has no README.md: say what `{name}` is for"));
        } else if !start.is_some_and(|code| code.contains("include_str!(\"../README.md\")")) {
            findings.push(format!(
                "the README of `{name}` is not its documentation: start its code with \
                 #![doc = include_str!(\"../README.md\")]"
            ));
        }
    }
    findings
}

/// Crates that go by rules of their own.
fn unlinted(members: &[Member], files: &[File]) -> Vec<String> {
    let inherits = |member: &&Member| {
        let path = format!("{}/Cargo.toml", member.folder);
        let manifest = files.iter().find(|f| f.path == path).and_then(|f| f.text.as_deref());
        manifest.is_some_and(|text| text.contains("[lints]\nworkspace = true"))
    };
    let bad = members.iter().filter(|member| !inherits(member));
    bad.map(|member| {
        format!("{}/Cargo.toml lacks `[lints] workspace = true`: add it", member.folder)
    })
    .collect()
}

/// Names that say nothing.
fn vague(files: &[File]) -> Vec<String> {
    let says_nothing = |path: &str| {
        path.split('/').any(|part| {
            let stem = part.split('.').next().unwrap_or_default();
            EMPTY_NAMES.contains(&stem)
        })
    };
    let bad = files.iter().filter(|file| says_nothing(&file.path));
    bad.map(|f| format!("{}: name it by the verb or ability that it holds", f.path)).collect()
}

/// npm lock files that tie an install to one download address.
fn tied_locks(files: &[File]) -> Vec<String> {
    let locks = files.iter().filter(|file| file.path.ends_with("package-lock.json"));
    let tied =
        locks.filter(|f| f.text.as_deref().is_some_and(|t| t.contains("\"resolved\": \"http")));
    tied.map(|f| {
        format!(
            "{} names download addresses: make it again with `npm install --package-lock-only \
             --omit-lockfile-registry-resolved`",
            f.path
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{empty, ignored, tied_locks, unexplained, unlinted, vague};
    use crate::expect_none;
    use crate::workspace::{File, Member, files, members, output};

    fn file(path: &str, text: &str) -> File {
        let bytes = u64::try_from(text.len()).expect("a length fits");
        File { path: path.into(), bytes, text: Some(text.to_owned()) }
    }

    fn member() -> [Member; 1] {
        [Member { name: "a".into(), folder: "crates/a".into(), ..Member::default() }]
    }

    #[test]
    fn no_file_is_empty() {
        expect_none(&empty(&files()));
    }

    #[test]
    fn no_file_in_git_is_ignored() {
        let listed = output("git", &["ls-files", "--cached", "--ignored", "--exclude-standard"]);
        expect_none(&ignored(&listed));
    }

    #[test]
    fn every_crate_explains_itself() {
        expect_none(&unexplained(&members(), &files()));
    }

    #[test]
    fn every_crate_goes_by_the_same_lints() {
        expect_none(&unlinted(&members(), &files()));
    }

    #[test]
    fn names_say_what_is_inside() {
        expect_none(&vague(&files()));
    }

    #[test]
    fn npm_locks_name_no_address() {
        expect_none(&tied_locks(&files()));
    }

    #[test]
    fn empty_and_ignored_files_are_found() {
        assert_eq!(empty(&[file("a", ""), file("b", "x")]).len(), 1);
        assert_eq!(ignored("target/a\ntarget/b\n").len(), 2);
    }

    #[test]
    fn a_crate_without_readme_or_lints_is_found() {
        let readme = file("crates/a/README.md", "# a");
        let manifest = file("crates/a/Cargo.toml", "[package]\nname = \"a\"\n");
        assert_eq!(unexplained(&member(), &[]).len(), 1);
        assert_eq!(unexplained(&member(), &[readme]).len(), 1);
        assert_eq!(unlinted(&member(), &[manifest]).len(), 1);
    }

    #[test]
    fn a_vague_name_is_found() {
        let files = [file("crates/a/src/utils.rs", "x"), file("crates/a/src/common/b.rs", "x")];
        assert_eq!(vague(&files).len(), 2);
        expect_none(&vague(&[file("crates/a/src/commonplace.rs", "x")]));
    }

    #[test]
    fn a_lock_with_addresses_is_found() {
        let text = "{\"resolved\": \"https://example.org/a.tgz\"}";
        assert_eq!(tied_locks(&[file("x/package-lock.json", text)]).len(), 1);
        expect_none(&tied_locks(&[file("x/package-lock.json", "{\"integrity\": \"sha512-\"}")]));
    }
}
