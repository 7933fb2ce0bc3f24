//! How long the default playbook takes for one post: `cargo run --release --example measure -p earshot-playbook`.

use std::hint::black_box;
use std::time::Instant;

use earshot_playbook::{Facts, Playbook, default_lines};

const FACTS: &str = r#"{"text":"where is my order? third time i ask","channel":"mastodon","surface":"post",
"audience":"public","directly_addressed":true,"own_page":false,"listeners":[],"followers":120,
"tier":"standard","prior_failure":false,"rating":0,"spam":false,"relevant":true,
"sentiment":"neutral","emotion":null,"intents":["question"],"urgency":"low","value":"low",
"influence":"low","identity":"customer","language":"en","expects_reply":true,"priority":0.4}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let facts: Facts = serde_json::from_str(FACTS)?;
    let started = Instant::now();
    let playbook = Playbook::compile(1, default_lines()).map_err(|errors| format!("{errors:?}"))?;
    println!("compile: {:?} for {} lines", started.elapsed(), playbook.lines().count());
    let rounds = 20_000_u32;
    let started = Instant::now();
    for _ in 0..rounds {
        black_box(playbook.decide(black_box(&facts)));
    }
    let decision = playbook.decide(&facts);
    println!(
        "decide: {:?} a post, ends at {:?}",
        started.elapsed() / rounds,
        decision.reasons.last()
    );
    Ok(())
}
