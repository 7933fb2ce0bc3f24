//! How long one post takes, and, where a file has labels, how often the verdict agrees:
//! `cargo run --release --example measure -p earshot-funnel -- FILE.tsv [addressed] [print]`.
//! `addressed` judges the posts as spoken to us, `print` shows those that are spam.

use std::hint::black_box;
use std::time::{Duration, Instant};

use earshot_funnel::{CustomerRecord, Funnel, Input};
use earshot_model::{Audience, Surface, Time, Verdict};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file with a header line, parted by tabs")?;
    let asked = |word: &str| std::env::args().skip(2).any(|argument| argument == word);
    let (addressed, print) = (asked("addressed"), asked("print"));
    let file = std::fs::read_to_string(path)?;
    let mut lines = file.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let label = head.iter().position(|name| *name == "label");
    let funnel = Funnel::default();
    black_box(funnel.judge(&input("warm up", addressed)));
    let (mut posts, mut agree, mut labelled, mut spam) = (0_u32, 0_u32, 0_u32, 0_u32);
    let (mut took, mut longest) = (Duration::ZERO, Duration::ZERO);
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let Some(text) = fields.last() else { continue };
        let started = Instant::now();
        let verdict = black_box(funnel.judge(&input(text, addressed)));
        let one = started.elapsed();
        (posts, took, longest) = (posts + 1, took + one, longest.max(one));
        let said = label.and_then(|at| fields.get(at));
        if let Some(agrees) = said.and_then(|l| agrees(l, &verdict)) {
            labelled += 1;
            agree += u32::from(agrees);
        }
        spam += u32::from(verdict.spam.value);
        if print {
            show(said.copied().unwrap_or_default(), text, &verdict);
        }
    }
    println!("{posts} posts, {:?} each, longest {longest:?}", took / posts.max(1));
    println!("{spam} are spam, {:.2} %", share(spam, posts));
    if labelled > 0 {
        println!("agrees with {agree} of {labelled} labels, {:.1} %", share(agree, labelled));
    }
    Ok(())
}

fn share(part: u32, of: u32) -> f64 {
    f64::from(part) * 100.0 / f64::from(of.max(1))
}

/// One line: the label, the verdict, the likelihood of spam with its reasons, the text.
fn show(label: &str, text: &str, verdict: &Verdict) {
    let spam = &verdict.spam;
    let why: Vec<_> =
        spam.evidence.iter().map(|e| format!("{} {:+.1}", e.what, e.weight)).collect();
    let word = if spam.value { "spam" } else { "kept" };
    println!("{label}\t{word}\t{:.2}\t{}\t{text}", spam.confidence, why.join("; "));
}

fn agrees(label: &str, verdict: &Verdict) -> Option<bool> {
    match label {
        "spam" | "1" => Some(verdict.spam.value),
        "ham" | "0" => Some(!verdict.spam.value),
        mood => mood.parse().ok().map(|mood| verdict.sentiment.value == mood),
    }
}

/// A public post by a stranger.
fn input(text: &str, directly_addressed: bool) -> Input<'_> {
    Input {
        text,
        author_followers: None,
        claimed_language: None,
        surface: Surface::Post,
        audience: Audience::Public,
        directly_addressed,
        listener_hits: &[],
        record: CustomerRecord::default(),
        joiners: 1,
        posted_at: Time(0),
        now: Time(0),
    }
}
