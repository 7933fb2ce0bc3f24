//! Trains the heads that ship: `train_heads DATA OWN OUT [TIMES]`. DATA is the folder with the data sets, of
//! which only those that may ship are read; OWN is `models/data/own/posts.tsv`.

#![expect(clippy::indexing_slicing, reason = "a tool: a wrong file may end it")]

mod lessons;
mod scores;

use std::error::Error;
use std::path::Path;

use earshot_funnel::heads::{Float, Group, Languages, Lesson, Room, drill, heads_parts};
use earshot_funnel::learn::temperature;
use earshot_funnel::model::{shipped_embedding, write};

/// Rounds over all lessons; the surprise on lessons held out was lowest here.
const ROUNDS: usize = 3;

const SEED: u64 = 11;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("say: train_heads DATA OWN OUT");
    let (data, own, out) = (next()?, next()?, next()?);
    let embedding = shipped_embedding()?;
    let mut room = Room::default();
    let sets = lessons::all(Path::new(&data), Path::new(&own), embedding, &mut room)?;
    println!("{} lessons, {} held out", sets.taught.len(), sets.held.len());
    let float = drill(&sets.taught, ROUNDS, SEED, 0.05, &mut |round, surprise| {
        println!("round {round}: surprise {surprise:.4}");
    });
    scores::tell("val", &float, &sets.own);
    let mut heats = [1.0; Group::ALL.len()];
    for (heat, group) in heats.iter_mut().zip(Group::ALL) {
        *heat = heat_of(&float, &sets.held, group);
        println!("{group:?}: temperature {heat:.2}");
    }
    let mut parts = heads_parts(&float, &heats);
    let texts = lessons::languages(Path::new(&data), Path::new(&own))?;
    parts.extend(Languages::train(&texts, 6, SEED));
    std::fs::write(out, write(&parts))?;
    Ok(())
}

/// The temperature of a group on lessons that were held out.
fn heat_of(float: &Float, held: &[Lesson], group: Group) -> f32 {
    let (mut scores, mut right) = (Vec::new(), Vec::new());
    for lesson in held {
        let Some(target) = lesson.targets.iter().find(|t| t.group == group) else { continue };
        let outputs = float.outputs(lesson);
        let of_group = &outputs[group.first()..group.first() + group.len()];
        if group.excludes() {
            scores.push(of_group.to_vec());
            right.push(usize::try_from(target.yes.trailing_zeros()).unwrap_or(0));
            continue;
        }
        for (place, score) in of_group.iter().enumerate() {
            scores.push(vec![0.0, *score]);
            right.push(usize::from(target.yes >> place & 1 == 1));
        }
    }
    if scores.is_empty() { 1.0 } else { temperature(&scores, &right) }
}
