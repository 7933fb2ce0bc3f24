//! Builds the front end with Node and lists its files for `include_bytes!`.
//!
//! Everything is written below `OUT_DIR`; the source folder stays untouched. Set
//! `EARSHOT_UI_DIST` to a folder that `npm run build` has filled, and Node is not needed.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The oldest Node that the bundler and its lock file are tested with.
const OLDEST_NODE: u32 = 20;

/// Files and folders of `ui/` that the bundle depends on.
const SOURCES: [&str; 5] =
    ["package.json", "package-lock.json", "build.mjs", "tsconfig.json", "src"];

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=EARSHOT_UI_DIST");
    let out = PathBuf::from(variable("OUT_DIR").ok_or("cargo did not set OUT_DIR")?);
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR").ok_or("cargo did not set its folder")?);
    let dist = match variable("EARSHOT_UI_DIST") {
        Some(given) => PathBuf::from(given),
        None => bundle(&root.join("ui"), &out.join("ui"))?,
    };
    fs::write(out.join("asset_list.rs"), asset_list(&dist)?)?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a build script is configured by its environment")]
fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}

/// Copies the sources, installs the packages when the lock file changed, and runs the bundler.
fn bundle(source: &Path, work: &Path) -> Outcome<PathBuf> {
    check_node()?;
    fs::create_dir_all(work)?;
    for name in SOURCES {
        println!("cargo::rerun-if-changed=ui/{name}");
        let (from, to) = (source.join(name), work.join(name));
        if from.is_dir() && to.exists() {
            fs::remove_dir_all(&to)?;
        }
        copy(&from, &to)?;
    }
    let lock = fs::read_to_string(work.join("package-lock.json"))?;
    let stamp = work.join("installed.lock");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(lock.as_str()) {
        run(work, "npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])?;
        fs::write(&stamp, &lock)?;
    }
    run(work, "node", &["build.mjs", "dist"])?;
    Ok(work.join("dist"))
}

fn check_node() -> Outcome<()> {
    let missing = format!(
        "Node {OLDEST_NODE} or newer is needed to build the front end, with npm. Install it, or set \
         EARSHOT_UI_DIST to a folder with a front end that is already built."
    );
    let found = match Command::new("node").arg("--version").output() {
        Ok(answer) if answer.status.success() => {
            String::from_utf8_lossy(&answer.stdout).into_owned()
        }
        _ => return Err(missing.into()),
    };
    let major = found.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    match major.parse::<u32>() {
        Ok(number) if number >= OLDEST_NODE => Ok(()),
        _ => Err(format!("{missing} Found: {}", found.trim()).into()),
    }
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Outcome<()> {
    let answer = Command::new(program).args(arguments).current_dir(folder).output()?;
    if answer.status.success() {
        return Ok(());
    }
    Err(format!(
        "{program} {} failed:\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&answer.stdout),
        String::from_utf8_lossy(&answer.stderr)
    )
    .into())
}

/// Copies a file or a folder. A file whose bytes are the same is left alone, so that the bundler's
/// own caches stay warm.
fn copy(from: &Path, to: &Path) -> Outcome<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    let bytes = fs::read(from).map_err(|error| format!("{}: {error}", from.display()))?;
    if fs::read(to).ok().as_deref() != Some(bytes.as_slice()) {
        fs::write(to, bytes)?;
    }
    Ok(())
}

/// Rust source of two tables: plain name to hashed name, and hashed name to bytes and gzip twin.
fn asset_list(dist: &Path) -> Outcome<String> {
    let manifest = fs::read_to_string(dist.join("manifest.tsv"))
        .map_err(|error| format!("{} holds no built front end: {error}", dist.display()))?;
    let mut list = String::from("pub(super) const NAMES: &[(&str, &str)] = &[\n");
    for line in manifest.lines() {
        let (plain, hashed) =
            line.split_once('\t').ok_or("manifest.tsv has a line without a tab")?;
        writeln!(list, "    ({plain:?}, {:?}),", format!("/assets/{hashed}"))?;
    }
    list.push_str("];\n\npub(super) const FILES: &[super::File] = &[\n");
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(dist)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    for name in names.iter().filter(|name| !name.ends_with(".gz") && *name != "manifest.tsv") {
        let path = dist.join(name);
        let twin = dist.join(format!("{name}.gz"));
        let gz =
            if twin.exists() { format!("Some(include_bytes!({twin:?}))") } else { "None".into() };
        writeln!(list, "    ({name:?}, include_bytes!({path:?}), {gz}),")?;
    }
    list.push_str("];\n");
    Ok(list)
}
