//! The stories are varied, lifelike in their shares, and the same for the same seed.

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::{Audience, OutboxId, Surface, Time};

use super::lines::{LANGUAGES, Lines};
use super::{Pace, Story};
use crate::platform::{NewPost, Seen};

const NOW: Time = Time(1_773_324_120 * Time::SECOND);

fn story(seed: u64) -> Story {
    Story::new(seed, "altavela", "a", Pace::default())
}

fn is_noise(post: &NewPost) -> bool {
    post.author.id.starts_with("n-")
}

#[test]
fn there_are_enough_words_and_every_slot_is_known() {
    let lines = Lines::read();
    let mut openings = BTreeSet::new();
    let mut topics = BTreeSet::new();
    for (language, _) in LANGUAGES {
        assert!(lines.openings(language).len() >= 8, "{language}");
        openings.extend(lines.openings(language).iter().map(|opening| opening.text));
        topics.extend(lines.openings(language).iter().map(|opening| opening.topic));
        for kind in ["join", "thanks", "angry", "chase"] {
            assert!(lines.turns(kind, language).len() >= 2, "{kind} {language}");
        }
        for kind in ["spam", "aside"] {
            assert!(!lines.turns(kind, language).is_empty(), "{kind} {language}");
            for line in lines.turns(kind, language) {
                let plain = line.to_lowercase().replace([' ', '-'], "");
                assert!(plain.contains("altavela") || plain.contains("alta"), "{line}");
            }
        }
    }
    assert!(openings.len() >= 150, "{}", openings.len());
    assert_eq!(topics.len(), 18, "{topics:?}");
    let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
    let slots = super::slots::Slots::draw("en", &mut rng);
    for line in lines.all() {
        let filled = slots.fill(line);
        assert!(!filled.contains(['{', '}']), "{filled}");
        assert!(filled.chars().count() <= 280, "{filled}");
    }
}

#[test]
fn the_desk_does_not_start_empty() {
    for seed in 0..20 {
        let said = story(seed).opening(NOW);
        let genuine: Vec<&NewPost> = said.iter().filter(|post| !is_noise(post)).collect();
        assert!((30..=50).contains(&genuine.len()), "{} posts", genuine.len());
        assert!(said.len() <= 500, "{} fit into one batch", said.len());
        let times: Vec<Time> = said.iter().filter_map(|post| post.posted_at).collect();
        assert!(times.is_sorted());
        assert!(times.iter().all(|at| *at <= NOW && NOW.since(*at) <= 6 * Time::HOUR));
        let threads: BTreeSet<_> = genuine.iter().map(|post| &post.thread).collect();
        assert!(threads.len() < genuine.len(), "nothing develops with seed {seed}");
    }
}

#[test]
fn an_hour_has_the_shares_of_a_real_stream() {
    let mut story = story(7);
    story.begin(NOW);
    let mut said = Vec::new();
    for second in 1..=3_600 {
        said.extend(story.step(NOW.plus(second * Time::SECOND)));
    }
    let noise = said.iter().filter(|post| is_noise(post)).count();
    let share = noise * 100 / said.len();
    assert!((85..=90).contains(&share), "{share} % noise of {}", said.len());
    let genuine = said.len() - noise;
    assert!((400..=500).contains(&genuine), "{genuine} genuine posts an hour");
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for post in &said {
        *kinds.entry(post.language.as_deref().unwrap()).or_default() += 1;
        *kinds.entry(post.surface.word()).or_default() += 1;
        assert_eq!(post.audience == Audience::Private, post.surface == Surface::Dm);
        assert_eq!(post.rating.is_some(), post.surface == Surface::Review);
        assert!(ids.insert(post.id.clone()), "an id twice");
        if post.parent.is_some() {
            assert!(ids.contains(&post.parent), "an answer to nothing");
        }
    }
    let expected = ["en", "de", "es", "fr", "pt", "ar", "ja", "post", "comment", "dm", "review"];
    for kind in expected {
        assert!(kinds.get(kind).is_some_and(|count| *count >= 3), "{kind}: {kinds:?}");
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert_eq!(story(3).opening(NOW), story(3).opening(NOW));
    assert_ne!(story(3).opening(NOW), story(4).opening(NOW));
}

#[test]
fn customers_react_to_answers_and_the_unanswered_ask_again() {
    let (mut thanks, mut quiet, mut reactions) = (0, 0, 0);
    for seed in 0..60 {
        let mut story = story(seed);
        story.begin(NOW);
        let mut at = NOW;
        let question = loop {
            at = at.plus(Time::SECOND);
            let said = story.step(at);
            if let Some(post) = said.into_iter().find(|post| !is_noise(post)) {
                break post;
            }
        };
        let answer = Seen {
            outbox: OutboxId(uuid::Uuid::from_u128(1)),
            post: "brand-1".to_owned(),
            thread: question.thread.clone().unwrap(),
            to: question.id.clone().unwrap(),
            author: question.author.id.clone(),
            audience: question.audience,
            text: "I am sorry. There is a seat on the next flight, I hold it for you.".to_owned(),
            at,
        };
        story.answered(&answer, at);
        let mut reaction = None;
        for second in 0..90 {
            let said = story.step(at.plus(second * Time::SECOND));
            reaction = reaction
                .or(said.into_iter().find(|post| post.parent.as_deref() == Some("brand-1")));
        }
        match reaction {
            Some(post) => {
                reactions += 1;
                assert_eq!(post.author, question.author);
                assert_eq!(post.thread, question.thread);
                let lines = Lines::read();
                let language = LANGUAGES
                    .iter()
                    .find(|(language, _)| Some(*language) == post.language.as_deref());
                let known = lines.turns("thanks", language.unwrap().0);
                thanks += u32::from(known.iter().any(|line| post.text.ends_with(line)));
            }
            None => quiet += 1,
        }
    }
    assert!(thanks >= 15, "{thanks} thanks");
    assert!(reactions - thanks >= 5, "{} angry", reactions - thanks);
    assert!(quiet >= 3, "{quiet} quiet");

    let said = story(5).opening(NOW);
    let chased = said.iter().any(|post| {
        post.parent.is_some()
            && said.iter().any(|first| first.id == post.parent && first.author == post.author)
    });
    assert!(chased, "nobody asked again in six hours");
}

#[test]
fn a_long_pause_is_not_caught_up() {
    let mut story = story(9);
    story.begin(NOW);
    let said = story.step(NOW.plus(8 * Time::HOUR));
    assert!(said.len() < 30, "{} posts at once", said.len());
}

#[test]
#[ignore = "prints a sample for people to read"]
fn print_a_sample() {
    for post in story(11).opening(NOW) {
        let at = post.posted_at.map(|at| at.to_string()).unwrap_or_default();
        println!(
            "{at} {} @{} ({}): {}",
            post.surface, post.author.handle, post.author.followers, post.text
        );
    }
}
