//! The own set is what its card says: columns, words, ids and texts that occur once, a split that
//! follows from the texts, and a second pass over posts that exist.

use std::collections::{HashMap, HashSet};

use earshot_model::{Intent, Level, Sentiment};
use sha2::{Digest as _, Sha256};

const POSTS: &str = include_str!("../../../../models/data/own/posts.tsv");
const SECOND: &str = include_str!("../../../../models/data/own/second-pass.tsv");

/// Labels of one post: mood, intents, urgency, reply, kind, tone, visibility.
type Labels<'a> = [&'a str; 7];

fn lines(file: &'static str, head: &str) -> Vec<Vec<&'static str>> {
    let mut lines = file.lines();
    assert_eq!(lines.next().unwrap().replace('\t', " "), head);
    lines.map(|line| line.split('\t').collect()).collect()
}

fn posts() -> Vec<(u32, &'static str, &'static str, Labels<'static>, &'static str)> {
    let head =
        "id language split sentiment intents urgency expects_reply kind tone visibility text";
    let post = |fields: Vec<&'static str>| {
        let [id, language, split, labels @ .., text] = fields.as_slice() else {
            panic!("{fields:?}")
        };
        (id.parse().unwrap(), *language, *split, labels.try_into().unwrap(), *text)
    };
    lines(POSTS, head).into_iter().map(post).collect()
}

fn check([mood, intents, urgency, reply, kind, tone, visibility]: Labels<'_>) {
    mood.parse::<Sentiment>().unwrap();
    urgency.parse::<Level>().unwrap();
    let intents: Vec<&str> = intents.split(',').filter(|intent| *intent != "-").collect();
    assert!(intents.iter().all(|intent| intent.parse::<Intent>().is_ok()), "{intents:?}");
    assert_eq!(intents.iter().collect::<HashSet<_>>().len(), intents.len(), "{intents:?}");
    assert!(["yes", "no"].contains(&reply), "{reply}");
    assert!(["actionable", "noise", "spam"].contains(&kind), "{kind}");
    assert!(["calm", "harsh", "abusive"].contains(&tone), "{tone}");
    assert!(["public", "private"].contains(&visibility), "{visibility}");
}

#[test]
fn every_post_has_sound_labels_and_stands_once() {
    let posts = posts();
    assert!(posts.len() >= 1_500);
    let (mut ids, mut texts) = (HashSet::new(), HashMap::new());
    for (id, language, split, labels, text) in posts {
        check(labels);
        assert!(["en", "de", "es", "fr", "pt", "it", "nl"].contains(&language), "{language}");
        assert!(["train", "val", "test"].contains(&split), "{split}");
        assert!(!text.trim().is_empty() && text.len() < 2_000, "{id}");
        assert!(ids.insert(id), "{id} stands twice");
        let before = texts.insert(text.to_lowercase(), id);
        assert_eq!(before, None, "{id} has the text of another post");
    }
}

#[test]
fn the_second_pass_is_over_posts_that_exist() {
    let ids: HashSet<u32> = posts().into_iter().map(|(id, ..)| id).collect();
    let head = "id sentiment intents urgency expects_reply kind tone visibility";
    let mut seen = HashSet::new();
    for fields in lines(SECOND, head) {
        let [id, labels @ ..] = fields.as_slice() else { panic!("{fields:?}") };
        check(labels.try_into().unwrap());
        let id = id.parse().unwrap();
        assert!(ids.contains(&id) && seen.insert(id), "{id}");
    }
}

/// The test part is frozen: a change of a single letter of a text or label is found.
#[test]
fn the_test_part_is_frozen() {
    let frozen = lines(POSTS, POSTS.lines().next().unwrap().replace('\t', " ").as_str());
    let frozen = frozen.into_iter().filter(|fields| fields[2] == "test");
    let all: String = frozen.map(|fields| fields.join("\t") + "\n").collect();
    let digest = Sha256::digest(all.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, FROZEN);
}

/// SHA-256 of the lines of the test part.
const FROZEN: &str = "ca5588d79eb4141e885555b1efc1c1610c16c7fe6742e307441f6896a15ae6a3";
