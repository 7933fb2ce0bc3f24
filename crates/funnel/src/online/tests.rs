use super::*;
use crate::heads::{Group, Lesson, Room, STRIDE};
use crate::learn::{Chance, macro_f1};
use crate::model::Model;

/// Posts about a brand whose customers talk in their own way: the skipper of a ferry line. No
/// dictionary knows that a "glassy" crossing is good and a "wet deck" bad.
fn crossings(count: usize, seed: u64) -> Vec<(String, u32)> {
    let mut chance = Chance::new(seed);
    let mut pick = |all: &[&'static str]| all.get(chance.below(all.len())).copied().unwrap();
    let routes = ["the 0715 to Inish", "the Holm boat", "the late ferry", "the island run"];
    let bads = [
        "wet deck again on",
        "another round of blue tape on",
        "we got the spinner on",
        "full bilge on",
    ];
    let goods = ["glassy on", "got the captain's bench on", "dry socks on", "porpoise side on"];
    let plains = ["queueing for", "drove down to", "there is", "timetable of"];
    let tails = ["today", "this morning", "with my sister", "as ever", "since the spring"];
    (0..count)
        .map(|n| {
            let (phrases, mood): (&[&str], u32) = match n % 3 {
                0 => (&bads, 0),
                1 => (&plains, 1),
                _ => (&goods, 2),
            };
            (format!("{} {} {}", pick(phrases), pick(&routes), pick(&tails)), mood)
        })
        .collect()
}

fn corrections(posts: &[(String, u32)]) -> Vec<Event> {
    let one = |(id, (text, mood)): (u64, &(String, u32))| {
        let (text, group, yes) = (text.clone(), Group::Sentiment, 1 << mood);
        Event::Corrected(Correction { id, text, group, yes })
    };
    (1..).zip(posts).map(one).collect()
}

fn outputs(model: &Model, residual: &Residual, text: &str) -> [f32; STRIDE] {
    let mut room = Room::default();
    model.heads.score(text, model.embedding, &mut room);
    let mut outputs = *room.outputs();
    residual.add(&Lesson::of(&room, Vec::new()), &mut outputs);
    outputs
}

fn f1(model: &Model, residual: &Residual, posts: &[(String, u32)]) -> f64 {
    let said = posts.iter().map(|(text, _)| {
        let all = outputs(model, residual, text);
        (0..3).max_by(|a, b| all[*a].total_cmp(&all[*b])).unwrap()
    });
    let said: Vec<usize> = said.collect();
    let truth: Vec<usize> = posts.iter().map(|(_, mood)| usize::try_from(*mood).unwrap()).collect();
    macro_f1(&truth, &said, 3)
}

#[test]
fn two_hundred_corrections_lift_a_new_brand_and_undoing_them_restores_it() {
    let model = Model::shipped().unwrap();
    let (taught, asked) = (crossings(200, 1), crossings(120, 2));
    let base = f1(model, &Residual::default(), &asked);
    let mut events = corrections(&taught);
    let learned = replay(model, &events);
    let lifted = f1(model, &learned, &asked);
    assert!(lifted > base + 0.3 && lifted > 0.9, "{base} to {lifted}");

    let before = replay(model, &events[..150]);
    events.extend((151..=200).map(Event::Undone));
    let after = replay(model, &events);
    for (text, _) in &asked {
        assert_eq!(outputs(model, &before, text), outputs(model, &after, text), "{text}");
    }
    events.extend((1..=150).map(Event::Undone));
    let nothing = replay(model, &events);
    assert_eq!(nothing.corrections(), 0);
    for (text, _) in &asked {
        let shipped = outputs(model, &Residual::default(), text);
        assert_eq!(outputs(model, &nothing, text), shipped, "{text}");
    }
}

#[test]
fn a_replay_gives_the_same_residual() {
    let model = Model::shipped().unwrap();
    let events = corrections(&crossings(40, 3));
    let (one, two) = (replay(model, &events), replay(model, &events));
    let text = "wet deck again on the Holm boat";
    assert_eq!(outputs(model, &one, text), outputs(model, &two, text));
}

#[test]
fn a_residual_that_loses_is_not_published() {
    let model = Model::shipped().unwrap();
    let events = corrections(&crossings(150, 4));
    let held: Vec<Correction> = corrections(&crossings(40, 5))
        .into_iter()
        .filter_map(|event| match event {
            Event::Corrected(correction) => Some(correction),
            Event::Undone(_) => None,
        })
        .collect();
    let good = replay(model, &events);
    assert!(publish(model, &Residual::default(), &good, &held).passes());
    // Somebody who answers at random teaches nonsense.
    let mut wrong = crossings(150, 4);
    for (n, (_, mood)) in wrong.iter_mut().enumerate() {
        *mood = u32::try_from((n * 7 + 1) % 3).unwrap();
    }
    wrong.iter_mut().for_each(|(_, mood)| *mood = (*mood + 1) % 3);
    let bad = replay(model, &corrections(&wrong));
    let ballot = publish(model, &good, &bad, &held);
    assert!(!ballot.passes() && ballot.new > ballot.now, "{ballot:?}");
    assert!(!publish(model, &good, &good, &[]).passes(), "nothing to measure on");
}

#[test]
fn drift_is_told_when_learning_hurts() {
    let mut drift = Drift::default();
    (0..29).for_each(|_| drift.note(2.0, 1.0));
    assert!(!drift.alarm(), "too few to say");
    drift.note(2.0, 1.0);
    assert!(drift.alarm());
    (0..100).for_each(|_| drift.note(0.5, 1.0));
    assert!(!drift.alarm());
}

#[test]
fn samples_are_as_large_as_they_say() {
    let count = |is: &dyn Fn(u64) -> bool| (0..100_000).filter(|id| is(*id)).count();
    assert!((19_000..21_000).contains(&count(&held_out)));
    assert!((1_800..2_200).contains(&count(&|id| reviewed(id, 42))));
    assert!(count(&|id| reviewed(id, 1) && reviewed(id, 2)) < 100, "the salt matters");
}
