//! How many texts the heads judge in a second on one core: `speed FILE` with one text a line, the last
//! column where there are tabs. Prints how long the model takes to load; then the text heads with
//! languages; whole verdicts with their reasons as places in the text; and the same as they are stored,
//! with all words cut out.

use std::time::Instant;

use earshot_funnel::heads::{Group, Room, Says};
use earshot_funnel::model::Model;
use earshot_funnel::{CustomerRecord, Funnel, Input};
use earshot_model::{Audience, Surface, Time};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("say: speed FILE")?;
    let contents = std::fs::read_to_string(file)?;
    let texts: Vec<&str> = contents.lines().skip(1).filter_map(|l| l.rsplit('\t').next()).collect();
    let load = Instant::now();
    let model = Model::shipped()?;
    println!("load_ms={:.1}", load.elapsed().as_secs_f64() * 1e3);
    let funnel = Funnel::default();
    std::hint::black_box(funnel.brief(&input("the word lists are read now")));
    println!("ready_ms={:.1}", load.elapsed().as_secs_f64() * 1e3);
    let mut room = Room::default();
    let mut sum = 0.0_f64;
    let mut one = |text: &str| {
        model.heads.score(text, model.embedding, &mut room);
        let language = model.languages.judge(&room);
        let says = Says::of(&model.heads, &room);
        let spam = says.yes(Group::Spam, 0);
        f64::from(
            spam + says.moods(language.is_none()).iter().sum::<f32>()
                + says.urgency().iter().sum::<f32>(),
        )
    };
    sum += time("heads", &texts, &mut one);
    sum += time("verdicts", &texts, &mut |text| f64::from(funnel.brief(&input(text)).score));
    sum += time("stored_verdicts", &texts, &mut |text| {
        f64::from(std::hint::black_box(funnel.judge(&input(text))).priority.score)
    });
    println!("(checksum {sum:.3})");
    Ok(())
}

/// How often all texts are read in one round: the system counts processor time in steps of some
/// milliseconds, and a round must be much longer.
const PASSES: usize = 20;

/// Runs over all texts, once to warm up, and prints the best of ten rounds.
fn time(what: &str, texts: &[&str], one: &mut dyn FnMut(&str) -> f64) -> f64 {
    let mut sum: f64 = texts.iter().map(|text| one(text)).sum();
    let mut best = f64::INFINITY;
    for _ in 0..10 {
        let began = busy();
        for _ in 0..PASSES {
            sum += texts.iter().map(|text| one(text)).sum::<f64>();
        }
        best = best.min(busy() - began);
    }
    report(what, texts.len() * PASSES, best);
    sum
}

/// Seconds of processor time of this thread, where the system tells them; so a busy machine does not
/// count against us.
fn busy() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}

fn report(what: &str, texts: usize, seconds: f64) {
    let texts = f64::from(u32::try_from(texts).unwrap_or(u32::MAX));
    println!("{what}_per_second={:.0} microseconds={:.2}", texts / seconds, seconds / texts * 1e6);
}

const fn input(text: &str) -> Input<'_> {
    Input {
        text,
        author_followers: Some(300),
        claimed_language: None,
        surface: Surface::Post,
        audience: Audience::Public,
        directly_addressed: true,
        listener_hits: &[],
        record: CustomerRecord {
            customer: false,
            seen_before: false,
            ours: false,
            tier: earshot_model::Tier::Unknown,
            negative_contacts: 0,
            recent_contacts: 0,
            unresolved_contact: false,
        },
        joiners: 1,
        posted_at: Time(1_770_000_000_000_000),
        now: Time(1_770_000_000_000_000),
    }
}
