//! Dry runs, what listeners found by day, and what all of them say together.

use earshot_matcher::{NameBook, NamedKind, Query};
use earshot_model::{
    Actor, Decision, IdentityMatch, Judged as Field, Level, ListenerId, ListenerPurpose, PostId,
    PostState, Priority, Sentiment, Time, Timeliness, Verdict,
};
use earshot_record::Range;
use earshot_record::listening::Direction;
use earshot_store::listeners::{self, Hit, Listener};
use earshot_store::verdicts::{self, Judged};

use crate::world::{NOW, Said, World};

impl World {
    async fn listener(&self, name: &str, purpose: ListenerPurpose, query: &str) -> ListenerId {
        let listener = Listener {
            id: self.tools.id(),
            name: name.to_owned(),
            purpose,
            query: query.to_owned(),
            version: 1,
            active: true,
            updated_at: NOW,
        };
        let id = listener.id;
        self.write(move |tx| {
            Box::pin(async move { listeners::insert(tx, &listener, Actor::System).await })
        })
        .await;
        id
    }

    async fn found(&self, listener_id: ListenerId, posts: &[PostId], at: Time) {
        let hit = |post_id: &PostId| Hit { listener_id, version: 1, post_id: *post_id };
        let hits: Vec<Hit> = posts.iter().map(hit).collect();
        self.write(move |tx| Box::pin(async move { listeners::insert_hits(tx, &hits, at).await }))
            .await;
    }
}

impl World {
    async fn judge(&self, post_id: PostId, sentiment: Sentiment) {
        let plain = |value: bool| Field::plain(value, 1.0);
        let verdict = Verdict {
            engine: "test".to_owned(),
            language: Field::plain("en".to_owned(), 1.0),
            spam: plain(false),
            relevant: plain(true),
            timeliness: Field::plain(Timeliness::Now, 1.0),
            urgency: Field::plain(Level::Low, 1.0),
            identity: Field::plain(IdentityMatch::Stranger, 1.0),
            value: Field::plain(Level::Low, 1.0),
            influence: Field::plain(Level::Low, 1.0),
            sentiment: Field::plain(sentiment, 1.0),
            emotion: None,
            intents: Vec::new(),
            expects_reply: plain(false),
            priority: Priority::default(),
            outliers: Vec::new(),
        };
        let judged = Judged { post_id, verdict, decision: Decision::default() };
        self.write(move |tx| {
            Box::pin(async move { verdicts::insert_all(tx, &[judged], NOW).await })
        })
        .await;
    }
}

async fn week(world: &World) -> Range {
    world.record.last_days(world.org, 7).await.unwrap()
}

#[tokio::test]
async fn a_dry_run_counts_by_day_with_noise_and_cases() {
    let world = World::new().await;
    let case = world.case(&world.chirp, world.care, 0, NOW, None).await;
    let said = |text, days: i64| Said::inbound(&world.chirp, text, NOW.plus(-days * Time::DAY));
    let posts = world
        .say(&[
            said("acme is late", 0),
            Said { state: PostState::Noise, ..said("acme win a voucher", 0) },
            Said { state: PostState::InCase, case: Some(case), ..said("acme lost it", 2) },
            said("nothing at all", 2),
            said("acme long ago", 30),
            Said { direction: earshot_model::Direction::Outbound, ..said("acme answers", 1) },
        ])
        .await;
    let own = world.listener("Acme", ListenerPurpose::Brand, "acme").await;
    let other = world.listener("Late", ListenerPurpose::Care, "late").await;
    world.found(own, &posts[..3], NOW).await;
    world.found(other, &posts[..1], NOW).await;
    let (head, range) = (world.head().await, week(&world).await);
    let query = Query::parse("acme").unwrap();
    let run =
        world.record.rehearse(world.org, &head, "acme", &query, Some(own), range).await.unwrap();
    assert_eq!((run.looked_at, run.cut_at), (4, None));
    assert_eq!((run.total.kept, run.total.noise, run.total.in_cases), (2, 1, 1));
    assert_eq!(run.alone, 2, "the first one is found by another listener too");
    assert_eq!(run.days.len(), 7);
    assert_eq!(run.days[6].finds.all(), 2);
    assert_eq!(run.days[4].finds.in_cases, 1);
    assert_eq!(run.explanation.lines[0].share, Some(3.0 / 4.0));
    assert_eq!(run.noise_share(), Some(1.0 / 3.0));
    let texts: Vec<&str> = run.samples.iter().map(|hit| hit.post.text.as_str()).collect();
    assert_eq!(texts.len(), 3);
    assert_eq!(texts[2], "acme lost it");
    assert_eq!(run.samples[2].spans.len(), 1);
    let nobody = world.nobody().await;
    let hidden =
        world.record.rehearse(world.org, &nobody, "acme", &query, None, range).await.unwrap();
    assert_eq!((hidden.looked_at, hidden.samples.len()), (0, 0));
}

#[tokio::test]
async fn finds_stand_on_their_days() {
    let world = World::new().await;
    let posts = world.say(&[Said::inbound(&world.chirp, "acme", NOW)]).await;
    let listener = world.listener("Acme", ListenerPurpose::Brand, "acme").await;
    let deaf = world.listener("Deaf", ListenerPurpose::Brand, "zzz").await;
    world.found(listener, &posts, NOW.plus(-Time::DAY)).await;
    let (range, both) = (week(&world).await, [listener, deaf]);
    let head = world.head().await;
    let found = world.record.finds(world.org, &head, range, &both).await.unwrap();
    assert_eq!(found.len(), 1);
    let listened = &found[&listener];
    assert_eq!(listened.last, Some(NOW.plus(-Time::DAY)));
    let all: Vec<i64> = listened.days.iter().map(|day| day.finds.all()).collect();
    assert_eq!(all, [0, 0, 0, 0, 0, 1, 0]);
}

#[tokio::test]
async fn finds_are_counted_as_far_as_one_may_see() {
    let world = World::new().await;
    let case = world.case(&world.chirp, world.care, 0, NOW, None).await;
    let said = |text| Said::inbound(&world.chirp, text, NOW);
    let inside = Said { state: PostState::InCase, case: Some(case), ..said("acme lost it") };
    let posts = world.say(&[said("acme is late"), inside]).await;
    let listener = world.listener("Acme", ListenerPurpose::Brand, "acme").await;
    world.found(listener, &posts, NOW).await;
    let range = week(&world).await;
    for (eyes, seen) in
        [(world.head().await, 2), (world.carer().await, 1), (world.nobody().await, 0)]
    {
        let found = world.record.finds(world.org, &eyes, range, &[listener]).await.unwrap();
        assert_eq!(found[&listener].total().all(), seen, "{eyes:?}");
    }
}

#[tokio::test]
async fn insights_tell_rivals_tags_and_posts_without_our_handle() {
    let world = World::new().await;
    let brand = world.listener("Acme", ListenerPurpose::Brand, "acme").await;
    let rival = world.listener("Rival", ListenerPurpose::Competitor, "rival").await;
    let said = |text, days: i64| Said::inbound(&world.chirp, text, NOW.plus(-days * Time::DAY));
    let posts = world
        .say(&[
            said("left rival for acme, great", 0),
            said("@acme is slow #acmefail", 0),
            said("rival is cheaper than #acme", 1),
            said("acme here #acmefail #acmefail", 1),
            said("acme last week #spring", 8),
            Said { state: PostState::Noise, ..said("acme rival buy now", 0) },
        ])
        .await;
    let against = world.say(&[said("rival breaks again #rivalfail", 0)]).await[0];
    // The pack for both names finds the brand's own place as well.
    let both = world.listener("Both", ListenerPurpose::Competitor, "acme AND rival").await;
    world.found(brand, &posts, NOW).await;
    world.found(rival, &[posts[0], posts[2], posts[5], against], NOW).await;
    world.found(both, &[posts[0], posts[2]], NOW).await;
    let (head, range) = (world.head().await, week(&world).await);
    let seen = world.record.insights(world.org, &head, range).await.unwrap();
    let voices: Vec<(&str, i64, i64)> =
        seen.voices.iter().map(|v| (v.name.as_str(), v.posts, v.before)).collect();
    assert_eq!(voices, [("Acme", 4, 1), ("Rival", 3, 0), ("Both", 2, 0)]);
    assert_eq!(seen.spoken, 5, "each post once, however many listeners found it");
    let together = &seen.together;
    assert_eq!((together.toward, together.away, together.unclear), (1, 1, 0));
    assert_eq!(together.samples[0].1, Direction::TowardUs);
    assert_eq!((seen.unnamed.about_us, seen.unnamed.without), (4, 2));
    let tag = seen.tags.iter().find(|tag| tag.form == "acmefail").unwrap();
    assert_eq!((tag.posts, tag.before, tag.is_new(), tag.is_attack()), (2, 0, true, false));
    assert!(seen.tags.iter().all(|tag| tag.form != "spring"), "it was not used in the range");
    assert!(seen.tags.iter().all(|tag| tag.form != "rivalfail"), "that is not against us");
    let lately = world.record.lately(world.org, &head, both, "acme AND rival", 9).await.unwrap();
    let ids: Vec<PostId> = lately.iter().map(|hit| hit.post.post_id).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&posts[0]) && lately.iter().all(|hit| hit.spans.len() == 2));
}

#[tokio::test]
async fn a_dry_run_asks_the_stored_verdicts_and_knows_names() {
    let world = World::new().await;
    let said = |text| Said::inbound(&world.chirp, text, NOW);
    let posts = world.say(&[said("acme is late"), said("acme is fine"), said("acme")]).await;
    world.judge(posts[0], Sentiment::Negative).await;
    world.judge(posts[1], Sentiment::Positive).await;
    world.listener("Core Brand", ListenerPurpose::Brand, "acme").await;
    let (head, range) = (world.head().await, week(&world).await);
    let tried = |text: &'static str| {
        let mut book = NameBook::default();
        book.add(NamedKind::Query, "core brand", "acme");
        let query = Query::parse_with(text, &book, None).unwrap();
        let (world, head) = (&world, &head);
        async move {
            let run = world.record.rehearse(world.org, head, text, &query, None, range).await;
            run.unwrap().samples.into_iter().map(|hit| hit.post.post_id).collect::<Vec<_>>()
        }
    };
    assert_eq!(tried("acme sentiment:negative").await, [posts[0]]);
    // One that was never judged is not found before there is a verdict, as in the live stream.
    assert_eq!(tried("query:\"Core Brand\" NOT sentiment:negative").await, [posts[1]]);
    for text in ["query:\"core brand\" sentiment:negative", "acme sentiment:negative"] {
        let found = world.record.search(world.org, &head, text, None, 9).await.unwrap();
        let found: Vec<PostId> = found.posts.iter().map(|hit| hit.post.post_id).collect();
        assert_eq!(found, [posts[0]], "{text}");
    }
}
