//! A hashtag that many people begin to use against the brand is noticed with the post that makes it one,
//! once; one that few people use, or that was there before, is not.

use earshot_model::{ChannelItem, EventKind, HashtagUse, Time};
use earshot_store::hashtags::{self, Alert};
use earshot_testkit::{Ground, on_both};

use crate::scene::{Scene, gone, said, up};

/// Words that are about the brand, and angry.
fn angry(id: &str, author: &str, second: i64) -> ChannelItem {
    let text =
        "@altavela this is the worst airline ever, terrible service, I hate it #AltavelaFail";
    said(id, author, &format!("t-{id}"), second, text)
}

async fn crowd(scene: &Scene, numbers: std::ops::Range<i64>) {
    for n in numbers {
        scene.hear(&[up(angry(&format!("p{n}"), &format!("author{n}"), n))]).await;
    }
}

async fn alerts(scene: &Scene) -> Vec<Alert> {
    hashtags::alerts(&mut scene.read().await, Time(0), 9).await.expect("alerts are read")
}

async fn used(scene: &Scene) -> HashtagUse {
    let now = scene.ground.tools.now();
    hashtags::used(&mut scene.read().await, "altavelafail", now).await.expect("uses are read")
}

async fn begin(ground: Ground) -> Scene {
    let scene = Scene::new(ground).await;
    scene.office.listen_for(&scene.ground, "altavela").await;
    scene.listen.look_again(scene.office.org).await;
    scene
}

on_both! {
async fn the_twentieth_author_raises_one_alert_at_once(ground: Ground) {
        let scene = begin(ground).await;
        crowd(&scene, 0..19).await;
        assert_eq!(used(&scene).await, HashtagUse { uses: 19, authors: 19, negative: 19, before: 0 });
        assert!(alerts(&scene).await.is_empty(), "nineteen do not");
        crowd(&scene, 19..20).await;
        let raised = alerts(&scene).await;
        assert_eq!(raised.len(), 1, "the twentieth does");
        let twentieth = scene.post("p19").await;
        let waited = raised[0].raised_at.since(twentieth.received_at);
        assert!((0..5 * Time::MINUTE).contains(&waited), "{waited}");
        assert_eq!((raised[0].hashtag.as_str(), raised[0].authors), ("altavelafail", 20));
        assert_eq!((raised[0].uses, raised[0].negative), (20, 20));
        crowd(&scene, 20..25).await;
        assert_eq!(alerts(&scene).await.len(), 1, "once");
        let log = earshot_store::events::since(&mut scene.read().await, 0, 1_000).await.expect("a log");
        let told = log.iter().filter(|event| event.kind == EventKind::HashtagRaised);
        let told: Vec<&str> = told.map(|event| event.data.as_str()).collect();
        assert_eq!(told.len(), 1);
        assert!(!told[0].contains("altavelafail"), "the log holds ids and numbers: {told:?}");

        // A post that goes takes its use along, and one that is edited has those of its new words.
        scene.hear(&[gone("p0")]).await;
        let mut edited = angry("p1", "author1", 1);
        edited.revision = "2".to_owned();
        edited.text = "@altavela all is well, thank you #thanks".to_owned();
        scene.hear(&[up(edited)]).await;
        assert_eq!(used(&scene).await.uses, 23);
}
}

on_both! {
async fn one_author_is_no_crowd_and_a_post_that_is_not_about_us_does_not_count(ground: Ground) {
        let scene = begin(ground).await;
        for n in 0..22 {
            scene.hear(&[up(angry(&format!("p{n}"), "eve", n))]).await;
        }
        assert_eq!((used(&scene).await.uses, used(&scene).await.authors), (22, 1));
        let elsewhere = "what a terrible day, I hate the rain, worst weather #AltavelaFail";
        for n in 0..20 {
            let (id, author) = (format!("e{n}"), format!("other{n}"));
            scene.hear(&[up(said(&id, &author, &format!("t-{id}"), 30 + n, elsewhere))]).await;
        }
        assert_eq!(used(&scene).await.uses, 22);
        assert!(alerts(&scene).await.is_empty());
}
}

on_both! {
async fn what_was_used_before_is_no_news_and_praise_is_no_attack(ground: Ground) {
        let scene = begin(ground).await;
        let day = Time::DAY / Time::SECOND;
        for n in 0..3 {
            let (id, author) = (format!("old{n}"), format!("early{n}"));
            scene.hear(&[up(angry(&id, &author, n - 9 * day))]).await;
        }
        crowd(&scene, 0..22).await;
        assert_eq!(used(&scene).await, HashtagUse { uses: 22, authors: 22, negative: 22, before: 3 });
        assert!(alerts(&scene).await.is_empty(), "it was there before");
        let praise = "@altavela I love this airline, great crew, thank you so much #AltavelaLove";
        for n in 0..22 {
            let (id, author) = (format!("l{n}"), format!("fan{n}"));
            scene.hear(&[up(said(&id, &author, &format!("t-{id}"), 60 + n, praise))]).await;
        }
        let now = scene.ground.tools.now();
        let loved = hashtags::used(&mut scene.read().await, "altavelalove", now).await.expect("uses");
        assert_eq!((loved.authors, loved.negative), (22, 0));
        assert!(alerts(&scene).await.is_empty(), "praise is no attack");
}
}

on_both! {
async fn a_crowd_that_comes_in_one_batch_is_noticed_too(ground: Ground) {
        let scene = begin(ground).await;
        let all: Vec<_> =
            (0..20).map(|n| up(angry(&format!("p{n}"), &format!("author{n}"), n))).collect();
        scene.hear(&all).await;
        assert_eq!(alerts(&scene).await.len(), 1);
}
}
