use std::sync::Arc;

use earshot_model::{EvidenceKind, Intent, Level, ListenerHit, ListenerPurpose, Sentiment};

use super::*;
use crate::heads::Group;
use crate::learn::{Chance, macro_f1};
use crate::tests::post;
use crate::{Config, Funnel, Input};

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

fn corrections(posts: &[(String, u32)]) -> Vec<Correction> {
    let one = |(id, (text, mood)): (u64, &(String, u32))| Correction {
        id,
        text: text.clone(),
        addressed: true,
        truth: Truth::one_of(Group::Sentiment, *mood),
    };
    (1..).zip(posts).map(one).collect()
}

fn taught(corrections: &[Correction]) -> Funnel {
    let funnel = Funnel::default();
    let learned = replay(&funnel, corrections).residual.settled();
    funnel.with_learned(Arc::new(learned))
}

fn mood(funnel: &Funnel, text: &str) -> usize {
    let said = funnel.judge(&post(text)).sentiment.value;
    Sentiment::ALL.iter().position(|one| *one == said).unwrap()
}

fn f1(funnel: &Funnel, posts: &[(String, u32)]) -> f64 {
    let said: Vec<usize> = posts.iter().map(|(text, _)| mood(funnel, text)).collect();
    let truth: Vec<usize> = posts.iter().map(|(_, mood)| usize::try_from(*mood).unwrap()).collect();
    macro_f1(&truth, &said, 3)
}

#[test]
fn two_hundred_corrections_lift_a_new_brand_and_undoing_them_restores_it() {
    let (lessons, asked) = (corrections(&crossings(200, 1)), crossings(120, 2));
    let base = f1(&Funnel::default(), &asked);
    let lifted = f1(&taught(&lessons), &asked);
    assert!(lifted > base + 0.3 && lifted > 0.9, "{base} to {lifted}");

    let (before, after) = (taught(&lessons[..150]), taught(&lessons));
    let undone: Vec<Correction> = lessons.iter().filter(|one| one.id <= 150).cloned().collect();
    let undone = taught(&undone);
    assert!(asked.iter().any(|(text, _)| after.judge(&post(text)) != before.judge(&post(text))));
    for (text, _) in &asked {
        assert_eq!(undone.judge(&post(text)), before.judge(&post(text)), "{text}");
        assert_eq!(taught(&[]).judge(&post(text)), Funnel::default().judge(&post(text)), "{text}");
    }
}

#[test]
fn a_verdict_names_what_it_learned_and_from_which_words() {
    let funnel = taught(&corrections(&crossings(90, 1)));
    let verdict = funnel.judge(&post("glassy on the Holm boat today"));
    let learned: Vec<&str> = verdict
        .sentiment
        .evidence
        .iter()
        .filter(|reason| reason.kind == EvidenceKind::Learned)
        .map(|reason| reason.what.as_str())
        .collect();
    assert_eq!(verdict.sentiment.value, Sentiment::Positive);
    assert!(learned.contains(&"glassy"), "{learned:?}");
}

#[test]
fn each_field_can_be_taught_and_nothing_else_changes_by_it() {
    let texts = ["deck chairs on the promenade again", "the promenade has deck chairs", "chairs"];
    let teach = |truth| {
        let lessons: Vec<Correction> = (1..=24)
            .zip(texts.iter().cycle())
            .map(|(id, text)| Correction { id, text: (*text).to_owned(), addressed: false, truth })
            .collect();
        taught(&lessons)
    };
    let input = Input { directly_addressed: false, ..post(texts[0]) };
    let plain = Funnel::default().judge(&input);
    assert!(!plain.wants(Intent::Purchase) && !plain.spam.value);
    assert_eq!(plain.urgency.value, Level::Low);

    let place = u32::try_from(Intent::ALL.iter().position(|i| *i == Intent::Purchase).unwrap());
    let buys = teach(Truth::of(Group::Intent, place.unwrap(), true)).judge(&input);
    assert!(buys.wants(Intent::Purchase));
    assert_eq!(buys.intents.len(), plain.intents.len() + 1, "{:?}", buys.intents);
    let spam = teach(Truth::of(Group::Spam, 0, true)).judge(&input);
    assert!(spam.spam.value && spam.sentiment == plain.sentiment && spam.urgency == plain.urgency);
    let urgent = teach(Truth::one_of(Group::Urgency, 2)).judge(&input);
    assert_eq!(urgent.urgency.value, Level::High);
    let waits = teach(Truth::of(Group::ExpectsReply, 0, true)).judge(&input);
    assert!(waits.expects_reply.value && !plain.expects_reply.value);
}

#[test]
fn what_speaks_to_us_is_never_hidden_by_what_was_learned() {
    let text = "the ferry timetable for June";
    let truth = Truth::of(Group::Actionable, 0, false);
    let one = |id| Correction { id, text: text.to_owned(), addressed: false, truth };
    let funnel = taught(&(1..=40).map(one).collect::<Vec<_>>());
    let hit = ListenerHit {
        listener_id: uuid::Uuid::from_u128(1).into(),
        version: 1,
        purpose: ListenerPurpose::Brand,
        spans: Vec::new(),
    };
    let found = Input { directly_addressed: false, listener_hits: &[hit], ..post(text) };
    let hidden = funnel.judge(&found);
    assert!(Funnel::default().judge(&found).relevant.value && !hidden.relevant.value);
    assert!(hidden.relevant.evidence.iter().any(|e| e.kind == EvidenceKind::Learned));
    assert!(funnel.judge(&post(text)).relevant.value);
}

#[test]
fn rules_alone_learn_nothing_and_say_the_same() {
    let funnel = Funnel::rules_only(Config::default());
    let replayed = replay(&funnel, &corrections(&crossings(20, 3)));
    assert_eq!(replayed.residual.corrections(), 0);
    let learned = funnel.clone().with_learned(Arc::new(replayed.residual.settled()));
    let text = "wet deck again on the Holm boat";
    assert_eq!(learned.judge(&post(text)), funnel.judge(&post(text)));
}

#[test]
fn a_residual_that_loses_is_not_published() {
    let funnel = Funnel::default();
    let learn = |posts: &[(String, u32)]| replay(&funnel, &corrections(posts));
    let held = corrections(&crossings(40, 5));
    let good = learn(&crossings(150, 4));
    assert!(!good.drift.alarm());
    let good = good.residual.settled();
    let ballot = publish(&funnel, &Learned::default(), &good, &held);
    assert!(ballot.passes() && ballot.new.right > ballot.base.right, "{ballot:?}");
    assert_eq!(ballot.base, ballot.now, "nothing learned is the base");
    // Somebody who answers at random teaches nonsense.
    let mut wrong = crossings(150, 4);
    for (n, (_, mood)) in wrong.iter_mut().enumerate() {
        *mood = u32::try_from((n * 7 + 2) % 3).unwrap();
    }
    let bad = learn(&wrong).residual.settled();
    let ballot = publish(&funnel, &good, &bad, &held);
    assert!(!ballot.passes() && ballot.new.surprise > ballot.now.surprise, "{ballot:?}");
    assert!(!publish(&funnel, &good, &good, &[]).passes(), "nothing to measure on");
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
