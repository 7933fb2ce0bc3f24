//! `earshot match` and `earshot query`: what they print is for other programs, so it is fixed.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn earshot(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("the binary runs");
    running.stdin.take().expect("an input").write_all(input.as_bytes()).expect("it reads");
    running.wait_with_output().expect("it ends")
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, text).expect("a file");
    file
}

fn word(path: &Path) -> &str {
    path.to_str().expect("a name")
}

const POSTS: &str = "en\tana\t5\tAn apple a day\n\
                     no post\n\
                     de\tbob\t\tApple and pear, late flight\n\
                     en\tcy\t7\tnothing\n";

#[test]
fn tsv_has_the_lines_of_post_and_listener_for_each_match() {
    let folder = tempfile::tempdir().expect("a folder");
    let listeners = file(folder.path(), "l", "apple\n\npear NOT lang:en\nauthor:cy\n");
    let posts = file(folder.path(), "p", POSTS);
    let run = |posts: &str, input: &str, threads: &str| {
        let listeners = word(&listeners);
        earshot(
            &[
                "match",
                "--listeners",
                listeners,
                "--posts",
                posts,
                "--threads",
                threads,
                "--format",
                "tsv",
            ],
            input,
        )
    };
    let done = run(word(&posts), "", "1");
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(printed(&done), "1\t1\n3\t1\n3\t3\n4\t4\n");
    assert!(said(&done).contains(":2: not a post"), "{}", said(&done));
    let piped = run("-", POSTS, "1");
    assert!(piped.status.success());
    assert_eq!(printed(&piped), printed(&done), "standard input is a file like any");

    let many: String = (0..5_000)
        .map(|n| format!("en\tana\t{n}\tpost {n} of an {}\n", ["apple", "plum", "pear"][n % 3]))
        .collect();
    let (one, four) = (run("-", &many, "1"), run("-", &many, "4"));
    assert_eq!(printed(&one).lines().count(), 1_667);
    assert_eq!(printed(&one), printed(&four));
}

#[test]
fn counts_end_with_a_line_for_machines() {
    let folder = tempfile::tempdir().expect("a folder");
    let listeners = file(folder.path(), "l", "apple\n\npear\nplum\n");
    let listeners = word(&listeners);
    let arguments = ["match", "--listeners", listeners, "--posts", "-", "--format", "counts"];
    let done = earshot(&arguments, POSTS);
    assert!(done.status.success(), "{}", said(&done));
    let out = printed(&done);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[..lines.len() - 1], ["1\t2", "3\t1", "4\t0"]);
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for part in lines[lines.len() - 1].split(' ') {
        let (name, value) = part.split_once('=').expect("a name and a value");
        names.push(name);
        values.push(value.parse::<f64>().expect("a number"));
    }
    assert_eq!(
        names,
        ["posts", "matches", "seconds", "posts_per_second", "tokenize_posts_per_second"]
    );
    assert_eq!(values[..2], [3.0, 3.0]);
    assert!(values[2..].iter().all(|value| *value > 0.0), "{values:?}");
}

#[test]
fn a_listener_that_cannot_be_read_is_named_and_the_others_are_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "apple\npear (late\nplum sentiment:negative\nflight\n";
    let listeners = file(folder.path(), "l", text);
    let listeners = word(&listeners);
    let arguments = ["match", "--listeners", listeners, "--posts", "-", "--format", "tsv"];
    let done = earshot(&arguments, POSTS);
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(printed(&done), "1\t1\n3\t1\n3\t4\n");
    let said = said(&done);
    assert!(said.contains("l:2: missing ) for the ( at 5"), "{said}");
    assert!(said.contains("l:3: only the funnel's verdict can answer this (at 5)"), "{said}");
    let gone = earshot(&["match", "--listeners", listeners, "--posts", "/no/such/file"], "");
    assert!(!gone.status.success() && printed(&gone).is_empty());
}

#[test]
fn queries_of_the_command_line_may_name_lists() {
    let folder = tempfile::tempdir().expect("a folder");
    let lists = file(folder.path(), "names", "[list bots]\nbot\n[query core]\nacme\n");
    let ask =
        |what: &str, query: &str| earshot(&["query", what, "--lists", word(&lists), "-"], query);
    let named = "query:core /* ours */ NOT list:bots\n";
    let done = ask("check", named);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(printed(&done), "This query can be read.\n");
    let laid = printed(&ask("format", named));
    assert_eq!(laid, "query:\"core\" AND NOT /* ours */ list:\"bots\"\n");
    let told = printed(&ask("explain", named));
    assert!(told.contains("the query \"core\"") && told.contains("cost: "), "{told}");
    let unknown = ask("check", "acme NOT list:none");
    assert!(!unknown.status.success() && said(&unknown).contains("there is no list"));
    let without = earshot(&["query", "check", "query:core"], "");
    assert!(!without.status.success());
}
