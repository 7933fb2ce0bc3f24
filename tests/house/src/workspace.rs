//! The facts: what cargo and git say about this workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// One crate of the workspace.
#[derive(Debug, Default)]
pub(crate) struct Member {
    /// The name without `earshot-`.
    pub(crate) name: String,
    /// Its folder, relative to the root.
    pub(crate) folder: String,
    /// What it names under `[dependencies]` and `[build-dependencies]`, ours without `earshot-`.
    pub(crate) normal: Vec<String>,
    /// What it names under `[dev-dependencies]`.
    pub(crate) dev: Vec<String>,
}

/// One package of the resolved tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) licence: String,
}

/// One file that is, or would be, in git.
#[derive(Debug)]
pub(crate) struct File {
    /// The path relative to the root, with `/`.
    pub(crate) path: String,
    /// The content; `None` when it is not text.
    pub(crate) text: Option<String>,
    /// The size in bytes.
    pub(crate) bytes: u64,
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the root exists")
}

/// The name as the rules use it.
pub(crate) fn short(name: &str) -> String {
    name.strip_prefix("earshot-").unwrap_or(name).to_owned()
}

/// All crates of the workspace.
pub(crate) fn members() -> Vec<Member> {
    let root = root();
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("`cargo metadata` answers; run it by hand to see what is wrong");
    let named = |package: &cargo_metadata::Package, dev: bool| {
        let wanted = |kind| (kind == DependencyKind::Development) == dev;
        let all = package.dependencies.iter().filter(|d| wanted(d.kind));
        all.map(|d| short(&d.name)).collect()
    };
    let folder = |package: &cargo_metadata::Package| {
        let folder = package.manifest_path.parent().expect("a manifest lies in a folder");
        folder.strip_prefix(&root).map(ToString::to_string).unwrap_or_default()
    };
    let packages = metadata.packages.iter();
    packages
        .map(|package| Member {
            name: short(&package.name),
            folder: folder(package),
            normal: named(package, false),
            dev: named(package, true),
        })
        .collect()
}

/// The packages that are really built for `crate_name` (without tests), or for the whole
/// workspace with its tests.
pub(crate) fn resolved(crate_name: Option<&str>) -> Vec<Package> {
    let package = crate_name.map(|name| format!("earshot-{name}"));
    let mut arguments = vec!["tree", "--prefix", "none", "-f", "{p}\t{l}"];
    match &package {
        Some(name) => arguments.extend(["-e", "normal", "-p", name]),
        None => arguments.extend(["-e", "normal,build,dev", "--workspace"]),
    }
    parse_tree(&output("cargo", &arguments))
}

/// Reads lines of `name vVERSION (where)<tab>licence`.
pub(crate) fn parse_tree(text: &str) -> Vec<Package> {
    let mut packages: Vec<Package> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(package, licence)| Package {
            name: package.split(' ').next().unwrap_or_default().to_owned(),
            licence: licence.trim_end_matches(" (*)").trim().to_owned(),
        })
        .filter(|package| !package.name.is_empty())
        .collect();
    packages.sort();
    packages.dedup();
    packages
}

/// Every file that git knows or would take in.
pub(crate) fn files() -> Vec<File> {
    let listed = output("git", &["ls-files", "--cached", "--others", "--exclude-standard"]);
    let root = root();
    let read = |path: &str| {
        let content = std::fs::read(root.join(path)).ok()?;
        let bytes = u64::try_from(content.len()).expect("a length fits");
        Some(File { path: path.to_owned(), text: String::from_utf8(content).ok(), bytes })
    };
    let files: Vec<File> = listed.lines().filter_map(read).collect();
    assert!(!files.is_empty(), "git lists no file; run the tests inside a git checkout");
    files
}

/// Standard output of a command that runs in the root.
pub(crate) fn output(program: &str, arguments: &[&str]) -> String {
    let done = Command::new(program).args(arguments).current_dir(root()).output();
    let done = done.unwrap_or_else(|e| panic!("`{program}` does not start ({e}); install it"));
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "`{program} {}` failed:\n{errors}", arguments.join(" "));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn a_line_of_cargo_tree_becomes_a_package() {
    let text = "ring v0.17.1 (proc-macro)\tApache-2.0 AND ISC\nring v0.17.1\tApache-2.0 AND ISC\n";
    let ring = Package { name: "ring".into(), licence: "Apache-2.0 AND ISC".into() };
    assert_eq!(parse_tree(text), [ring]);
}

#[test]
fn the_workspace_is_found() {
    let names: Vec<String> = members().into_iter().map(|m| m.name).collect();
    assert!(names.contains(&"model".to_owned()), "{names:?}");
    assert!(files().iter().any(|f| f.path == "Cargo.toml"));
}
