//! How long one post takes, and, where a file has labels, how often the verdict agrees:
//! `cargo run --release --example measure -p earshot-funnel -- FILE.tsv`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use earshot_funnel::{CustomerRecord, Funnel, Input};
use earshot_model::{Audience, Surface, Time, Verdict};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file with a header line, parted by tabs")?;
    let file = std::fs::read_to_string(path)?;
    let mut lines = file.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let label = head.iter().position(|name| *name == "label");
    let funnel = Funnel::default();
    black_box(funnel.judge(&input("warm up")));
    let (mut posts, mut agree, mut labelled) = (0_u32, 0_u32, 0_u32);
    let (mut took, mut longest) = (Duration::ZERO, Duration::ZERO);
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let Some(text) = fields.last() else { continue };
        let started = Instant::now();
        let verdict = black_box(funnel.judge(&input(text)));
        let one = started.elapsed();
        (posts, took, longest) = (posts + 1, took + one, longest.max(one));
        if let Some(said) = label.and_then(|at| fields.get(at)).and_then(|l| agrees(l, &verdict)) {
            labelled += 1;
            agree += u32::from(said);
        }
    }
    println!("{posts} posts, {:?} each, longest {longest:?}", took / posts.max(1));
    if labelled > 0 {
        let percent = f64::from(agree) * 100.0 / f64::from(labelled);
        println!("agrees with {agree} of {labelled} labels, {percent:.1} %");
    }
    Ok(())
}

fn agrees(label: &str, verdict: &Verdict) -> Option<bool> {
    match label {
        "spam" | "1" => Some(verdict.spam.value),
        "ham" | "0" => Some(!verdict.spam.value),
        mood => mood.parse().ok().map(|mood| verdict.sentiment.value == mood),
    }
}

/// A public post by a stranger that speaks to nobody.
fn input(text: &str) -> Input<'_> {
    Input {
        text,
        author_followers: None,
        claimed_language: None,
        surface: Surface::Post,
        audience: Audience::Public,
        directly_addressed: false,
        listener_hits: &[],
        record: CustomerRecord::default(),
        posted_at: Time(0),
        now: Time(0),
    }
}
