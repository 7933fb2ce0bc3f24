//! Trains the heads that ship: `train_heads DATA OWN OUT [GROUP COST BALANCE MEAN COUNTS MOODS MORE]`. DATA
//! is the folder with the data sets, of which only those that may ship are read; OWN is
//! `models/data/own/posts.tsv`. With a group's name and other settings for it, only that group is
//! trained and scored, and nothing is written.

#![expect(clippy::indexing_slicing, reason = "a tool: a wrong file may end it")]

mod lessons;
mod own;
mod scores;
mod settings;

use std::error::Error;
use std::path::Path;

use earshot_funnel::heads::{
    Float, Group, Languages, Lesson, Room, Taught, drill, heads_parts, narrow,
};
use earshot_funnel::learn::temperature;
use earshot_funnel::model::{Model, shipped_embedding, write};
use scores::Told;
use settings::Setting;

/// Rounds over all lessons; the surprise on lessons held out was lowest here.
const ROUNDS: usize = 3;

const SEED: u64 = 11;

/// Moods and feelings are the mean of so many drills.
const TIMES: u64 = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("say: train_heads DATA OWN OUT");
    let (data, own, out) = (next()?, next()?, next()?);
    let embedding = shipped_embedding()?;
    let mut room = Room::default();
    let sets = lessons::all(Path::new(&data), Path::new(&own), embedding, &mut room)?;
    println!(
        "{} lessons of moods, {} own, {} beside",
        sets.moods.len(),
        sets.own.len(),
        sets.beside.len()
    );
    let tried = Setting::tried(arguments)?;
    let mut float = if tried.is_some() {
        // What the shipped heads say of moods is near enough while settings are tried.
        Model::shipped()?.heads.float()
    } else {
        let drilled = (0..TIMES).map(|time| {
            drill(&sets.moods, ROUNDS, SEED + time, 0.05, &mut |round, surprise| {
                println!("drill {time} round {round}: surprise {surprise:.4}");
            })
        });
        Float::mean(&drilled.collect::<Vec<Float>>())
    };
    let mut heats = [1.0; Group::ALL.len()];
    for group in Group::ALL {
        if matches!(group, Group::Sentiment | Group::Emotion) {
            heats[group.place()] = heat_of(&float, &sets.held, group);
            continue;
        }
        let setting = match &tried {
            Some((chosen, setting)) if *chosen == group => *setting,
            Some(_) => continue,
            None => Setting::of(group),
        };
        heats[group.place()] = train(group, setting, &sets, &mut float);
    }
    let told: Vec<Told> = sets.val.iter().map(|post| Told::by(&float, &heats, post)).collect();
    scores::tell("val", &told, tried.map(|(group, _)| group));
    if tried.is_some() {
        return Ok(());
    }
    for group in Group::ALL {
        println!("{group:?}: temperature {:.2}", heats[group.place()]);
    }
    let mut parts = heads_parts(&float, &heats);
    let texts = lessons::languages(Path::new(&data), Path::new(&own))?;
    parts.extend(Languages::train(&texts, 6, SEED));
    std::fs::write(out, write(&parts))?;
    Ok(())
}

/// Trains a group on the own posts, and gives its temperature from lessons that were left out.
fn train(group: Group, setting: Setting, sets: &lessons::Sets, float: &mut Float) -> f32 {
    let more: Vec<Lesson> = sets.beside.iter().map(|lesson| setting.weighed(lesson)).collect();
    let taught = Taught { own: &sets.own, more: &more };
    let left_out = narrow(group, taught, setting.how(SEED), float);
    if !group.excludes() {
        return 1.0;
    }
    let knows = |lesson: &&Lesson| lesson.targets.iter().any(|t| t.group == group);
    let right = sets.own.iter().filter(knows).map(|lesson| place_of(lesson, group));
    temperature(&left_out, &right.collect::<Vec<_>>())
}

/// Which of a group's outputs is the true one.
fn place_of(lesson: &Lesson, group: Group) -> usize {
    let target = lesson.targets.iter().find(|target| target.group == group);
    target.map_or(0, |target| usize::try_from(target.yes.trailing_zeros()).unwrap_or(0))
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
            right.push(place_of(lesson, group));
            continue;
        }
        for (place, score) in of_group.iter().enumerate() {
            scores.push(vec![0.0, *score]);
            right.push(usize::from(target.yes >> place & 1 == 1));
        }
    }
    if scores.is_empty() { 1.0 } else { temperature(&scores, &right) }
}
