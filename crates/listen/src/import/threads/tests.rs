use std::collections::{BTreeMap, BTreeSet};

use earshot_model::Time;
use proptest::prelude::*;

use super::*;

fn tweet(id: u64, parent: Option<u64>, second: i64) -> Tweet {
    Tweet {
        line: id + 1,
        id,
        author: "4711".to_owned(),
        inbound: true,
        posted_at: Time(second * Time::SECOND),
        answers: Vec::new(),
        parent,
        text: format!("words {id}"),
    }
}

fn brand(id: u64, parent: Option<u64>, second: i64, handle: &str) -> Tweet {
    Tweet { author: handle.to_owned(), inbound: false, ..tweet(id, parent, second) }
}

fn shape(rebuilt: &Rebuilt) -> Vec<(String, Vec<String>)> {
    let ids = |c: &Conversation| c.posts.iter().map(|p| p.item.id.clone()).collect();
    rebuilt.conversations.iter().map(|c| (c.external_id.clone(), ids(c))).collect()
}

fn shaped(of: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    of.iter()
        .map(|(id, ids)| ((*id).to_owned(), ids.iter().map(|i| (*i).to_owned()).collect()))
        .collect()
}

#[test]
fn a_reply_may_stand_before_its_parent() {
    let rebuilt = rebuild(vec![
        tweet(3, Some(2), 30),
        brand(2, Some(1), 20, "acme"),
        tweet(9, None, 5),
        tweet(1, None, 10),
    ]);
    assert_eq!(shape(&rebuilt), shaped(&[("9", &["9"]), ("1", &["1", "2", "3"])]));
    let reply = &rebuilt.conversations[1].posts[1];
    assert_eq!(reply.item.parent.as_deref(), Some("1"));
    assert_eq!(reply.item.thread, "1");
    assert!(reply.ours && reply.item.surface == Surface::Comment);
    assert!(!rebuilt.conversations[1].posts[0].ours);
}

#[test]
fn children_of_a_missing_post_stand_together() {
    let rebuilt =
        rebuild(vec![tweet(5, Some(1), 50), tweet(6, Some(1), 40), tweet(7, Some(6), 60)]);
    assert_eq!(shape(&rebuilt), shaped(&[("1", &["6", "5", "7"])]));
}

#[test]
fn an_answer_that_a_post_names_belongs_to_it() {
    let first = Tweet { answers: vec![2, 3, 99], ..tweet(1, None, 10) };
    let rebuilt = rebuild(vec![tweet(2, None, 20), tweet(3, Some(8), 30), first]);
    assert_eq!(shape(&rebuilt), shaped(&[("1", &["1", "2"]), ("8", &["3"])]));
}

#[test]
fn circles_end() {
    let itself = rebuild(vec![tweet(1, Some(1), 10)]);
    assert_eq!(shape(&itself), shaped(&[("1", &["1"])]));
    let circle = rebuild(vec![tweet(1, Some(3), 30), tweet(2, Some(1), 20), tweet(3, Some(2), 25)]);
    assert_eq!(shape(&circle), shaped(&[("2", &["2", "3", "1"])]));
}

#[test]
fn within_one_second_answers_stand_behind() {
    let rebuilt = rebuild(vec![tweet(1, Some(5), 10), tweet(5, Some(9), 10), tweet(9, None, 10)]);
    assert_eq!(shape(&rebuilt), shaped(&[("9", &["9", "5", "1"])]));
}

#[test]
fn the_first_of_two_records_with_one_id_holds() {
    let second = Tweet { text: "other".to_owned(), ..tweet(1, None, 10) };
    let rebuilt = rebuild(vec![tweet(1, None, 10), second]);
    assert_eq!(rebuilt.repeated, 1);
    assert_eq!(rebuilt.conversations[0].posts[0].item.text, "words 1");
}

#[test]
fn a_conversation_belongs_to_the_brand_that_wrote_most() {
    let rebuilt = rebuild(vec![
        tweet(1, None, 10),
        brand(2, Some(1), 20, "Acme"),
        brand(3, Some(1), 30, "Bolt"),
        brand(4, Some(3), 40, "Bolt"),
    ]);
    assert_eq!(rebuilt.conversations[0].account.as_deref(), Some("Bolt"));
    assert_eq!(rebuilt.brands, ["Acme", "Bolt"]);
    let even = rebuild(vec![brand(3, Some(1), 30, "Bolt"), brand(2, Some(1), 20, "Acme")]);
    assert_eq!(even.conversations[0].account.as_deref(), Some("Acme"));
}

#[test]
fn without_a_brand_the_one_spoken_to_counts() {
    let says = |text: &str| Tweet { text: text.to_owned(), ..tweet(1, None, 10) };
    let account = |tweets| rebuild(tweets).conversations[0].account.clone();
    assert_eq!(
        account(vec![says("@115 @Other hi"), brand(7, None, 70, "Acme")]).as_deref(),
        Some("Other")
    );
    assert_eq!(
        account(vec![says("@Other @acme, hi"), brand(7, None, 70, "Acme")]).as_deref(),
        Some("Acme")
    );
    assert_eq!(account(vec![says("mail a@ 5@115 nobody")]), None);
}

/// Tweets with any parents: there, missing, themselves, in circles.
fn tweets() -> impl Strategy<Value = Vec<Tweet>> {
    proptest::collection::vec((proptest::option::of(0_u64..60), 0_i64..50, any::<bool>()), 1..40)
        .prop_map(|rows| {
            (0..)
                .zip(rows)
                .map(|(id, (parent, second, ours))| {
                    if ours { brand(id, parent, second, "acme") } else { tweet(id, parent, second) }
                })
                .collect()
        })
}

/// The slow way: every id takes the smallest name among its neighbours until nothing changes.
fn groups(tweets: &[Tweet]) -> BTreeSet<BTreeSet<u64>> {
    let edges: Vec<(u64, u64)> = tweets.iter().filter_map(|t| Some((t.id, t.parent?))).collect();
    let mut name: BTreeMap<u64, u64> = edges
        .iter()
        .flat_map(|(a, b)| [*a, *b])
        .chain(tweets.iter().map(|t| t.id))
        .map(|id| (id, id))
        .collect();
    loop {
        let before = name.clone();
        for (a, b) in &edges {
            let least = name[a].min(name[b]);
            name.insert(*a, least);
            name.insert(*b, least);
        }
        if name == before {
            break;
        }
    }
    let mut found: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    for tweet in tweets {
        found.entry(name[&tweet.id]).or_default().insert(tweet.id);
    }
    found.into_values().collect()
}

proptest! {
    #[test]
    fn conversations_are_what_replies_join(tweets in tweets()) {
        let rebuilt = rebuild(tweets.clone());
        let found: BTreeSet<BTreeSet<u64>> = rebuilt.conversations.iter()
            .map(|c| c.posts.iter().map(|p| p.item.id.parse().unwrap()).collect())
            .collect();
        prop_assert_eq!(found, groups(&tweets));
        prop_assert_eq!(rebuilt.conversations.iter().map(|c| c.posts.len()).sum::<usize>(), tweets.len());
        let names: BTreeSet<&str> = rebuilt.conversations.iter().map(|c| c.external_id.as_str()).collect();
        prop_assert_eq!(names.len(), rebuilt.conversations.len());
    }

    #[test]
    fn time_runs_forward(tweets in tweets()) {
        let rebuilt = rebuild(tweets);
        let times = |c: &Conversation| c.posts.iter().map(|p| p.item.posted_at).collect::<Vec<_>>();
        for conversation in &rebuilt.conversations {
            prop_assert!(times(conversation).is_sorted());
            prop_assert!(conversation.posts.iter().all(|p| p.item.thread == conversation.external_id));
        }
        prop_assert!(rebuilt.conversations.iter().map(|c| times(c)[0]).is_sorted());
    }

    #[test]
    fn the_order_of_the_file_does_not_matter(
        (tweets, shuffled) in tweets().prop_flat_map(|t| (Just(t.clone()), Just(t).prop_shuffle()))
    ) {
        prop_assert_eq!(rebuild(tweets), rebuild(shuffled));
    }

    #[test]
    fn the_topmost_post_gives_the_name(parents in proptest::collection::vec(any::<prop::sample::Index>(), 1..40)) {
        // Each answers an earlier one; every tenth answers nothing, and of
        // these the file lacks every other one.
        let parent = |id: usize| (!id.is_multiple_of(10)).then(|| u64::try_from(parents[id].index(id)).unwrap());
        let all: Vec<Tweet> = (0..parents.len())
            .map(|id| tweet(u64::try_from(id).unwrap(), parent(id), 1))
            .collect();
        let top = |mut id: u64| loop {
            match all[usize::try_from(id).unwrap()].parent { Some(up) => id = up, None => break id }
        };
        for conversation in rebuild(all.iter().filter(|t| !t.id.is_multiple_of(20)).cloned().collect()).conversations {
            for post in conversation.posts {
                prop_assert_eq!(&conversation.external_id, &top(post.item.id.parse().unwrap()).to_string());
            }
        }
    }
}
