//! Stored posts come back as the playbook saw them.

use earshot_listen::past::{newest, stored_posts};
use earshot_model::{Outcome, Surface, Time};
use earshot_playbook::{Past, Playbook, default_playbook};
use earshot_store::verdicts;
use earshot_testkit::{NOON, on_both};

use crate::history::{ROWS, import};
use crate::scene::{HELP, SPAM, Scene, said, up};

async fn all(scene: &Scene, from: Time, to: Time) -> Vec<Past> {
    let mut found = Vec::new();
    stored_posts(&scene.ground.db, scene.office.org, from, to, |post| found.push(post))
        .await
        .expect("the stored posts");
    found
}

on_both! {
async fn the_default_playbook_decides_stored_posts_as_it_did_when_they_came(ground: Ground) {
        let scene = Scene::new(ground).await;
        let mut review = said("3", "cyd", "t3", 20, "Not what I hoped for");
        (review.surface, review.rating) = (Surface::Review, Some(2));
        let events = [
            up(said("1", "ana", "t1", 0, HELP)),
            up(said("2", "ben", "t2", 10, SPAM)),
            up(review),
            up(said("4", "ana", "t4", 30, "@altavela I love this airline, thank you!")),
        ];
        scene.hear(&events).await;
        let playbook =
            Playbook::compile(1, &default_playbook().expect("it is read")).expect("it runs");
        let found = all(&scene, NOON, NOON.plus(Time::HOUR)).await;
        assert_eq!(found.len(), 4);
        assert!(found.is_sorted_by_key(|past| past.at));
        let mut conn = scene.read().await;
        for past in &found {
            let id = past.key.parse().expect("an id");
            let stored = verdicts::of_posts(&mut conn, vec![id]).await.expect("verdicts").remove(0);
            let stored = stored.decided().expect("JSON").expect("a decision");
            // Whether an author has a case is not kept; nothing else may differ.
            let now = playbook.decide(&past.facts);
            assert_eq!(
                (now.outcome, now.queue, now.sla),
                (stored.outcome, stored.queue, stored.sla)
            );
            assert_eq!((now.place, now.skills), (stored.place, stored.skills));
            assert!(past.answered_after.is_none());
        }
        let spam = playbook.decide(&found[1].facts);
        assert_eq!(spam.outcome, Outcome::Leave);
        assert_eq!(found[0].facts.moment.hour, 13, "where the office is");
        let newest = newest(&scene.ground.db, scene.office.org).await.expect("a time");
        assert_eq!(newest, Some(NOON.plus(30 * Time::SECOND)));
        assert_eq!(all(&scene, NOON.plus(1), NOON.plus(20 * Time::SECOND)).await.len(), 1);
}
}

on_both! {
async fn the_answer_of_the_brand_stands_with_the_post_that_it_answers(ground: Ground) {
        let scene = Scene::new(ground).await;
        import(&scene, ROWS).await;
        let found = all(&scene, Time(0), NOON).await;
        let asked = found.iter().find(|past| past.facts.setting.text.contains("never came"));
        assert_eq!(asked.expect("the question").answered_after, Some(10 * Time::MINUTE));
        let thanks = found.iter().find(|past| past.facts.setting.text.contains("it came"));
        assert_eq!(thanks.expect("the thanks").answered_after, None);
}
}
