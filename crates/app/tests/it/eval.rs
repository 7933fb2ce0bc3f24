//! `earshot eval`: the last line is for machines, and a bad line names its number.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn eval(train: &Path, test: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
    command.args(["eval", "complaints", "--seed", "3", "--train"]).arg(train);
    command.arg("--test").arg(test).output().expect("the binary runs")
}

#[test]
fn it_trains_measures_and_names_bad_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let (train, test) = (folder.path().join("train.tsv"), folder.path().join("test.tsv"));
    let rows = |from: usize, to: usize| -> String {
        let row = |n: usize| match n % 2 {
            0 => format!("1\tstill waiting for my refund, order {n}, nobody answers\n"),
            _ => format!("0\tlovely crew on flight {n}, thank you\n"),
        };
        (from..to).map(row).collect()
    };
    fs::write(&train, format!("label\ttext\n{}", rows(0, 40))).expect("a file");
    fs::write(&test, format!("label\ttext\n{}", rows(40, 50))).expect("a file");
    let done = eval(&train, &test);
    let out = String::from_utf8(done.stdout).expect("text");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let last = out.lines().last().expect("a last line");
    assert!(last.starts_with("task=complaints metric=macro_f1 value=100.00 ece=0."), "{last}");
    assert!(last.contains(" texts_per_second="), "{last}");

    fs::write(&test, "label\ttext\n1\tgood\nbroken\n").expect("a file");
    let done = eval(&train, &test);
    assert!(!done.status.success());
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("test.tsv, line 3"), "{said}");
}

#[test]
fn judge_prints_verdicts_with_the_words_that_weighed() {
    let folder = tempfile::tempdir().expect("a folder");
    let posts = folder.path().join("posts");
    fs::write(
        &posts,
        "my bag is lost and nobody answers, please help\n{\"text\":\"😀\",\"followers\":5}\n",
    )
    .expect("a file");
    let judge = |model: Option<&Path>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
        command.arg("judge").arg(&posts);
        model.map(|model| command.arg("--model").arg(model));
        command.output().expect("the binary runs")
    };
    let done = judge(None);
    let out = String::from_utf8(done.stdout).expect("text");
    let verdicts: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(verdicts.len(), 2);
    assert_eq!(verdicts[0]["engine"], "heads-2");
    assert_eq!(verdicts[0]["sentiment"]["value"], "negative");
    assert!(!verdicts[0]["sentiment"]["evidence"].as_array().expect("reasons").is_empty());

    // A broken model: it says so, names the file, and judges by rules.
    let broken = folder.path().join("mine.earshot");
    fs::write(&broken, "EARSHOT\0 but cut").expect("a file");
    let done = judge(Some(&broken));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success() && said.contains("mine.earshot"), "{said}");
    assert!(String::from_utf8_lossy(&done.stdout).contains("\"rules-1\""));
}
